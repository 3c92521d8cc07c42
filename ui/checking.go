package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// checking is shown while a remembered account's step is not known yet: the program is being
// asked, or it could not be reached.
type checking struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	fault   *faultSpot
	wait    *waiting
	content *container.Scroll
	failed  bool
}

func newChecking(s *Shell) *checking {
	w := &checking{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s),
		wait: newWaiting(s)}
	w.content = widgets.Page(widgets.Heading(w.session.Program().Name), w.wait.box, w.fault.box)
	w.wait.start(s.tr(msgAskingWhere))
	return w
}

func (w *checking) object() fyne.CanvasObject { return w.content }

func (w *checking) leave() {
	w.wait.stop()
	w.life.end()
}

func (w *checking) apply(v view) {
	if v.Session.Fault == nil || w.failed {
		return
	}
	w.failed = true
	w.wait.stop()
	w.fault.set(v.Session.Fault,
		widgets.NewStockMainButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), w.again),
		widgets.NewStockButton(w.shell.tr(msgSignInAgain), theme.LoginIcon(), func() { w.shell.signInAgain() }))
}

func (w *checking) again() {
	w.fault.set(nil)
	w.wait.start(w.shell.tr(msgAskingWhere))
	act(w.shell, w.life, w.session.Refresh, func(error) {
		w.wait.stop()
		w.failed = false
		w.shell.puller.wake()
	})
}
