package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// checking is shown while a remembered account's step is not known yet: the program is being asked, or it could not be
// reached. It shows nothing for a moment, so that nothing flashes by where the answer comes quickly, and neither the rail
// nor the header of the journey before it is slow or has failed.
type checking struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	fault   *faultSpot
	text    *widgets.Paragraph
	away    *widgets.Button
	content *fyne.Container
	cancel  func()
	slow    bool
	failed  bool
}

func newChecking(s *Shell) *checking {
	w := &checking{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s)}
	w.text = widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText2, Align: fyne.TextAlignCenter,
		Text: s.tr(&goi18n.Message{ID: "ui.window.opening-program", Other: "Opening {{.Program}}…"},
			"Program", w.session.Program().Name)})
	w.away = plainButton(s.tr(&goi18n.Message{ID: "ui.rail.all-programs", Other: "All programs"}), "building",
		func() { s.goTo(areaWelcome) })
	w.content = container.NewStack(widgets.Centered(520, widgets.VBox(widgets.Space4, w.text,
		widgets.HBox(0, widgets.Spring(), w.away, widgets.Spring()), w.fault.box)))
	w.start()
	return w
}

// start waits a moment before it says anything, and longer before it offers a way out.
func (w *checking) start() {
	w.text.Hide()
	w.away.Hide()
	w.cancel = w.shell.cfg.After(moment, func() {
		w.text.Show()
		w.cancel = w.shell.cfg.After(patience, func() {
			w.cancel = nil
			w.away.Show()
			w.setSlow()
		})
	})
}

func (w *checking) stop() {
	if w.cancel != nil {
		w.cancel()
		w.cancel = nil
	}
	w.text.Hide()
	w.away.Hide()
}

// setSlow brings the header of the window, since this takes time.
func (w *checking) setSlow() {
	if !w.slow {
		w.slow = true
		w.shell.arrange()
	}
}

func (w *checking) object() fyne.CanvasObject { return w.content }

func (w *checking) leave() {
	w.stop()
	w.life.end()
}

func (w *checking) apply(v view) {
	if v.Session.Fault == nil || w.failed {
		return
	}
	w.failed = true
	w.stop()
	w.fault.set(v.Session.Fault, mainButton(w.shell.tr(msgTryAgain), "refresh", w.again),
		plainButton(w.shell.tr(msgSignInAgain), "key", func() { w.shell.signInAgain() }))
	w.setSlow()
}

func (w *checking) again() {
	w.fault.set(nil)
	w.start()
	act(w.shell, w.life, w.session.Refresh, func(error) {
		w.stop()
		w.failed = false
		w.shell.puller.wake()
	})
}

// isQuiet reports whether the window waits for an answer that may come any moment.
func (s *Shell) isQuiet() bool {
	w, ok := s.screen.(*checking)
	return ok && !w.slow
}
