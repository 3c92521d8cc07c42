package ui

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/ui/widgets"
)

// The shortcuts, with Ctrl, or Cmd on macOS: 1 to 6 for the screens of the rail in its order, comma for the settings, K
// for the command palette, F to find, V to paste a link, Z to undo a removal. Without: F1 for help, F6 for the next pane,
// Alt Left to go back, Esc to leave a level. Those of a list belong to the list.

// keyboard acts on the keys that no control wanted, and on the shortcuts.
type keyboard struct{ shell *Shell }

// listen gives the window its shortcuts.
func (k *keyboard) listen() {
	s := k.shell
	c := s.win.Canvas()
	c.SetOnTypedKey(k.typed)
	for shortcut, do := range k.shortcuts() {
		c.AddShortcut(shortcut, k.guarded(do))
	}
	if watched, ok := c.(desktop.Canvas); ok {
		watched.SetOnKeyDown(func(*fyne.KeyEvent) { s.hints.Clear() })
	}
	widgets.WatchKeys(c)
}

// shortcuts are the window's shortcuts and what they do.
func (k *keyboard) shortcuts() map[fyne.Shortcut]func() {
	s := k.shell
	all := map[fyne.Shortcut]func(){
		&fyne.ShortcutPaste{}:              k.pasted,
		&fyne.ShortcutCopy{}:               func() { k.copyChosen(false) },
		copyHashShortcut():                 func() { k.copyChosen(true) },
		&fyne.ShortcutUndo{}:               s.undo.last,
		widgets.NewShortcut(fyne.KeyF):     k.find,
		widgets.NewShortcut(fyne.KeyK):     s.palette.open,
		widgets.NewShortcut(fyne.KeyComma): func() { s.goTo(areaSettings) },
		widgets.BackShortcut():             func() { k.back() },
	}
	for i, key := range widgets.ScreenKeys() {
		all[widgets.NewShortcut(key)] = func() { s.goToEntry(i) }
	}
	return all
}

// guarded keeps a shortcut from acting behind a dialog or an open list.
func (k *keyboard) guarded(do func()) func(fyne.Shortcut) {
	return func(fyne.Shortcut) {
		if !widgets.LayerOpen(k.shell.win.Canvas()) {
			do()
		}
	}
}

// typed gets the keys that no control wanted while nothing is open above the window.
func (k *keyboard) typed(key *fyne.KeyEvent) {
	s := k.shell
	switch key.Name {
	case fyne.KeyF1:
		s.goTo(areaHelp)
	case fyne.KeyF6:
		k.nextPane()
	case fyne.KeyEscape:
		if !s.files.escape() && !k.escape() {
			s.win.Canvas().Unfocus()
		}
	default:
		widgets.ScrollByKey(k.shell.body, key.Name)
	}
}

// pasteTaker is a screen that has a use of its own for pasted text; pasted reports whether it took it.
type pasteTaker interface{ pasted(text string) bool }

// pasted takes what was pasted while no text had the focus: a link joins the queue.
func (k *keyboard) pasted() {
	s := k.shell
	text := strings.TrimSpace(s.cfg.Paste())
	if taker, ok := s.screen.(pasteTaker); ok && taker.pasted(text) {
		return
	}
	askForLink(s)
}

// finder is a screen with something to find in.
type finder interface{ find() }

// escaper is a screen where Esc leads a level up; and reports whether it did.
type escaper interface{ escape() bool }

func (k *keyboard) find() {
	if f, ok := k.shell.screen.(finder); ok {
		f.find()
	}
}

func (k *keyboard) escape() bool {
	e, ok := k.shell.screen.(escaper)
	return ok && e.escape()
}

// back leaves a level of the screen, else the screen for the one before it.
func (k *keyboard) back() {
	if !k.escape() {
		k.shell.goBack()
	}
}

// paned is a screen that says itself what its panes are, in the order of F6.
type paned interface{ panes() []fyne.CanvasObject }

// nextPane moves the focus to the first control of the next pane: list, details, rail.
func (k *keyboard) nextPane() {
	s := k.shell
	panes := k.panes()
	if len(panes) == 0 {
		return
	}
	now := -1
	for i, pane := range panes {
		if widgets.HoldsFocus(pane, s.win.Canvas().Focused()) {
			now = i
		}
	}
	for step := 1; step <= len(panes); step++ {
		if target := widgets.FirstFocusable(panes[(now+step+len(panes))%len(panes)]); target != nil {
			widgets.KeyUsed()
			s.win.Canvas().Focus(target)
			return
		}
	}
}

// panes are the parts of the window that F6 goes through.
func (k *keyboard) panes() []fyne.CanvasObject {
	s := k.shell
	var panes []fyne.CanvasObject
	if s.steps.box.Visible() {
		panes = append(panes, s.steps.box)
	}
	switch screen := s.screen.(type) {
	case paned:
		panes = append(panes, screen.panes()...)
	default:
		panes = append(panes, widgets.PanesOf(s.body)...)
	}
	if s.rail.box.Visible() {
		panes = append(panes, s.rail.box)
	}
	return panes
}

// shortcutName is how a shortcut is written on the keyboard: "Ctrl V".
func (tx texts) shortcutName(key string) string {
	if runtime.GOOS == "darwin" {
		return "⌘" + key
	}
	return tx.tr(&goi18n.Message{ID: "ui.keys.ctrl", Description: "The key Ctrl with another one.", Other: "Ctrl {{.Key}}"},
		"Key", key)
}
