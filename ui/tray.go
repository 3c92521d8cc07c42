package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/settings"
)

// tray is the entry in the system's tray. It is there only where a person asked for it in the settings and the system has
// one; nothing depends on it.
type tray struct {
	shell *Shell
	shown bool
}

// use makes the entry where the settings want it. The toolkit can't take an entry away again: one that is no longer wanted
// goes when the app ends.
func (t *tray) use(chosen settings.Settings) {
	app, can := t.shell.cfg.App.(desktop.App)
	if !chosen.Tray || !can {
		return
	}
	t.shown = true
	app.SetSystemTrayIcon(t.shell.cfg.App.Icon())
	app.SetSystemTrayMenu(t.menu())
}

// menu is what the entry offers.
func (t *tray) menu() *fyne.Menu {
	s := t.shell
	quit := fyne.NewMenuItem(s.tr(&goi18n.Message{ID: "ui.tray.quit", Other: "Pause and quit"}), s.window.leave)
	quit.IsQuit = true
	return fyne.NewMenu(s.tr(msgProgramConnect),
		fyne.NewMenuItem(s.tr(&goi18n.Message{ID: "ui.tray.show", Other: "Show Program Connect"}), s.window.comeToFront),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(s.tr(&goi18n.Message{ID: "ui.palette.pause-all", Other: "Pause all downloads"}),
			func() { s.orderAll(func(q session.Queue) error { return q.Pause() }) }),
		fyne.NewMenuItem(s.tr(&goi18n.Message{ID: "ui.palette.resume-all", Other: "Resume all downloads"}),
			func() { s.orderAll(func(q session.Queue) error { return q.Resume() }) }),
		fyne.NewMenuItemSeparator(), quit)
}
