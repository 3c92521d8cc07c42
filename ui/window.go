package ui

import (
	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

// Preferences of the toolkit hold the size of the window alone: the toolkit truncates the file before it
// writes, so nothing that matters may live there.
const (
	widthKey  = "window.width"
	heightKey = "window.height"
)

func rememberedSize(p fyne.Preferences) fyne.Size {
	width, height := p.FloatWithFallback(widthKey, 1040), p.FloatWithFallback(heightKey, 720)
	return fyne.NewSize(float32(min(max(width, 640), 6000)), float32(min(max(height, 480), 4000)))
}

func rememberSize(p fyne.Preferences, size fyne.Size) {
	if size.Width < 200 || size.Height < 200 {
		return // a window that was never shown
	}
	p.SetFloat(widthKey, float64(size.Width))
	p.SetFloat(heightKey, float64(size.Height))
}

// useLook puts the theme and the interface size of the settings into force.
func (s *Shell) useLook(chosen settings.Settings) {
	s.cfg.App.Settings().SetTheme(widgets.NewTheme(chosen.Theme, chosen.Size))
}

// scale is the interface size, 1 being normal.
func (s *Shell) scale() float32 {
	if l, ok := s.cfg.App.Settings().Theme().(*widgets.AppTheme); ok {
		return l.Scale()
	}
	return 1
}

func (s *Shell) listenToFocus() {
	lifecycle := s.cfg.App.Lifecycle()
	lifecycle.SetOnEnteredForeground(func() {
		s.puller.focused.Store(true)
		s.puller.wake()
		s.refreshStale()
	})
	lifecycle.SetOnExitedForeground(func() { s.puller.focused.Store(false) })
}

// closing is called when the person closes the window. Downloads under way are asked about: they end safely
// either way, but a person who only wanted the window gone would wait in vain.
func (s *Shell) closing() {
	active := countActive(s.view.Queue)
	if active == 0 || s.quit {
		s.leave()
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
		main:     s.tr(&goi18n.Message{ID: "ui.window.quit.keep-running", Other: "Keep running"}),
		other:    s.tr(&goi18n.Message{ID: "ui.window.quit.pause", Other: "Pause and quit"}),
		onOther:  s.leave,
		noCancel: true,
	})
}

// leave ends the app. The window goes at once; what runs is brought to a safe end after that.
func (s *Shell) leave() {
	s.quit = true
	s.undo.settle()
	rememberSize(s.cfg.App.Preferences(), s.win.Canvas().Size())
	s.win.Hide()
	s.cfg.App.Quit()
}
