package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/ui/widgets"
)

// savedFor is how long a field says that it was saved.
const savedFor = 4 * time.Second

// settingsSection is a card of settings with its head.
type settingsSection struct {
	title, icon string
	rows        []*settingRow
	box         *fyne.Container
	item        *widgets.SectionItem
	chosen      bool
}

func newSettingsSection(icon, title string, rows ...*settingRow) *settingsSection {
	c := &settingsSection{title: title, icon: icon, rows: rows}
	inner := widgets.VBox(0)
	for _, row := range rows {
		inner.Add(row.box)
	}
	card := widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSurface, Edge: widgets.ColorLine,
		Radius: widgets.RadiusCard, Content: inner})
	c.box = widgets.VBox(widgets.Space2,
		widgets.NewTextLine(widgets.TextConfig{Text: title, Size: widgets.TextHeading}), card,
		widgets.Fixed(0, widgets.Space3, container.NewStack()))
	c.filter(nil)
	return c
}

// filter shows the rows that hold every word, and itself where there is one. It reports whether there is.
func (c *settingsSection) filter(wanted []string) bool {
	found := false
	for _, row := range c.rows {
		shown := row.holds(wanted, c.title)
		widgets.ShowIf(shown, row.box)
		widgets.ShowIf(shown && found, row.line)
		found = found || shown
	}
	widgets.ShowIf(found, c.box)
	return found
}

// settingRow is one setting: its name, what it does or how its value is wrong, and its control.
type settingRow struct {
	screen *settingsScreen
	name   string // as settings.json has it
	title  string
	hint   string
	wrong  string // what is wrong with the value; empty when nothing is
	box    *fyne.Container
	line   *widgets.Line
	note   *widgets.Paragraph
	lock   *widgets.Icon
	tick   *widgets.Icon
	mark   func(wrong bool) // shows on the input that its value is wrong
	commit func()           // takes what was typed; nil where nothing is typed
	inputs []*widgets.Input
	cancel func() // ends the time for which "Saved." is shown
}

// newRow returns a row around a control.
func (w *settingsScreen) newRow(name, title, hint string, input fyne.CanvasObject) *settingRow {
	r := &settingRow{screen: w, name: name, title: title, hint: hint, line: widgets.NewLine(),
		note: widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3}),
		lock: widgets.NewIcon("lock", widgets.ColorText3, widgets.IconSmall),
		tick: widgets.NewIcon("check", widgets.ColorOK, widgets.IconSmall)}
	r.tick.Hide()
	fixed := w.fixed(name)
	widgets.ShowIf(fixed, r.lock)
	if fixed {
		r.hint = w.shell.tr(&goi18n.Message{ID: "ui.settings.fixed", Other: "Fixed by the administrator of this computer."})
	}
	words := widgets.VBox(0, widgets.NewParagraph(widgets.TextConfig{Text: title}),
		widgets.HBox(widgets.Space1, r.lock, r.tick, widgets.Grow(r.note)))
	cell := container.New(&settingRowLayout{}, words, input)
	r.box = widgets.VBox(0, r.line, widgets.Padded(widgets.Pad(widgets.Space3, widgets.Space4), cell))
	r.show()
	return r
}

func (w *settingsScreen) fixed(name string) bool {
	return w.shell.cfg.Session.Settings.Policy().Fixed(name)
}

// holds reports whether every word stands in the row, its hint, or the title of its section.
func (r *settingRow) holds(wanted []string, section string) bool {
	return holdsAll(sortable(joined(" ", section, r.title, r.hint, r.name)), wanted)
}

// setWrong says what is wrong with the value; an empty text takes that away.
func (r *settingRow) setWrong(text string) {
	r.stop()
	if text != r.wrong || r.tick.Visible() {
		r.wrong = text
		r.tick.Hide()
		r.show()
	}
}

// saved says for some seconds that the value was saved.
func (r *settingRow) saved() {
	r.stop()
	r.wrong = ""
	r.tick.Show()
	r.show()
	r.cancel = r.screen.shell.cfg.After(savedFor, func() {
		r.cancel = nil
		r.tick.Hide()
		r.show()
	})
}

// setHint says something else under the name.
func (r *settingRow) setHint(text string) {
	if !r.lock.Visible() && r.hint != text {
		r.hint = text
		r.show()
	}
}

func (r *settingRow) stop() {
	if r.cancel != nil {
		r.cancel()
		r.cancel = nil
	}
}

// show puts the error, the word that it was saved, or the hint under the name.
func (r *settingRow) show() {
	text, size, color := r.hint, widgets.TextCaption, widgets.ColorText3
	switch {
	case r.wrong != "":
		text, size, color = r.wrong, widgets.TextBody, widgets.ColorStop
	case r.tick.Visible():
		text, color = r.screen.shell.tr(msgSaved), widgets.ColorOK
	}
	r.note.SetText(text)
	r.note.SetLook(size, color)
	widgets.ShowIf(text != "", r.note)
	if r.mark != nil {
		r.mark(r.wrong != "")
	}
	if r.screen.page != nil {
		r.screen.page.fit()
	}
}
