package ui

import (
	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// The least size of the window at 100 %; on a smaller screen it is the screen's.
const (
	leastWidth  = 600
	leastHeight = 400
)

// titleBar is what a window has around its content at most, at 100 %: the screen is that much smaller for it.
const titleBar = 40

// rememberedSize returns the size that a window had, within bounds; the design's where nothing is remembered.
func rememberedSize(size fyne.Size) fyne.Size {
	if size.Width <= 0 || size.Height <= 0 {
		size = fyne.NewSize(1280, 832)
	}
	return size.Max(fyne.NewSize(leastWidth, leastHeight)).Min(fyne.NewSize(6000, 4000))
}

// window is the app's window as the person sizes, hides and closes it.
type window struct {
	shell *Shell
	size  fyne.Size // to be kept for the next start
	quit  bool
	away  bool // hidden while downloads go on
}

// noteSize notes the size of the window while it is on the screen; Close has it kept.
func (w *window) noteSize() {
	s := w.shell
	size := s.win.Canvas().Size()
	if !w.away && size.Width >= 200 && size.Height >= 200 { // else it was never shown
		w.size = size
	}
}

// boundToScreen returns a size of a window that fits onto a screen of so many pixels, of which scale make one unit.
// Nothing is known of a screen without a size.
func boundToScreen(size, screen fyne.Size, scale float32) fyne.Size {
	if screen.Width <= 0 || screen.Height <= 0 || scale <= 0 {
		return size
	}
	return size.Min(fyne.NewSize(screen.Width/scale, max(screen.Height/scale-titleBar, 0)))
}

// openSize resizes the window to what was remembered, and no larger than the screen. The scale of a window is known for
// sure only once it is on the screen, so this is done before and after.
func (w *window) openSize(wanted fyne.Size) {
	s := w.shell
	bounded := boundToScreen(wanted, s.cfg.Screen, s.win.Canvas().Scale())
	if bounded != s.win.Canvas().Size() {
		s.win.Resize(bounded)
	}
}

// listenToFocus asks more often, and at once what is old, while the window has the focus.
func (w *window) listenToFocus() {
	s := w.shell
	lifecycle := s.cfg.App.Lifecycle()
	lifecycle.SetOnEnteredForeground(func() {
		s.puller.focused.Store(true)
		s.puller.wake()
		s.refreshStale()
	})
	lifecycle.SetOnStopped(w.noteSize)
	lifecycle.SetOnExitedForeground(func() { s.puller.focused.Store(false) })
}

// closing is called when the person closes the window. Downloads under way are asked about: they end safely
// either way, but a person who only wanted the window gone would wait in vain.
func (w *window) closing() {
	s := w.shell
	active := countActive(s.view.Queue)
	if active == 0 || w.quit {
		w.leave()
		return
	}
	if d := s.dialogs.top(); d != nil {
		d.close()
	}
	s.dialogs.ask(question{
		title: s.tr(&goi18n.Message{ID: "ui.window.quit", Other: "Downloads are under way"}),
		text: s.trn(&goi18n.Message{ID: "ui.window.quit.text",
			One:   "{{.Count}} download is not finished. Pausing loses nothing: it goes on where it stopped the next time.",
			Other: "{{.Count}} downloads are not finished. Pausing loses nothing: they go on where they stopped the next time."},
			active),
		width:    620,
		main:     s.tr(&goi18n.Message{ID: "ui.window.quit.keep-open", Other: "Keep the window open"}),
		other:    s.tr(&goi18n.Message{ID: "ui.window.quit.pause", Other: "Pause and quit"}),
		onOther:  w.leave,
		third:    s.tr(&goi18n.Message{ID: "ui.window.quit.background", Other: "Keep downloading in the background"}),
		onThird:  w.goAway,
		noCancel: true,
	})
}

// goAway hides the window while downloads go on. It comes back when the app is started once more or from the tray.
func (w *window) goAway() {
	s := w.shell
	w.noteSize()
	w.away = true
	s.undo.settle()
	s.win.Hide()
	s.cfg.App.SendNotification(fyne.NewNotification(s.tr(msgProgramConnect),
		s.tr(&goi18n.Message{ID: "ui.notify.background",
			Other: "Downloads go on. Start Program Connect again to see them."})))
}

// comeToFront brings the window to the front, with what happened meanwhile.
func (w *window) comeToFront() {
	s := w.shell
	wasAway := w.away
	w.away = false
	s.win.Show()
	s.win.RequestFocus()
	if wasAway {
		s.apply(s.view)
	}
}

// restAway ends an app whose window is hidden, that has no entry in the tray, and that has nothing left to download:
// nobody could see that it still runs.
func (w *window) restAway() {
	s := w.shell
	if w.away && !w.quit && !s.tray.shown && countActive(s.view.Queue) == 0 {
		w.leave()
	}
}

// Quit ends the app in order, as the person does by closing the window and choosing to quit.
func (s *Shell) Quit() { s.window.leave() }

// leave ends the app. The window goes at once; what runs is brought to a safe end after that.
func (w *window) leave() {
	s := w.shell
	w.quit = true
	s.undo.settle()
	w.noteSize()
	s.win.Hide()
	s.cfg.App.Quit()
}
