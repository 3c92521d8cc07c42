package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// selectMost is the widest that a drop-down gets by its options, at 100 %.
const selectMost = 280

// SelectOptions say what a Select offers.
type SelectOptions struct {
	Label       string // for screen readers, before what is chosen
	Icon        string
	Placeholder string // while nothing is chosen
	Options     []string
	Chosen      int // number of the option, -1 for none
	OnChanged   func(chosen int)
}

// Select is a drop-down: a button that shows what is chosen and opens a menu. Its menu opens on a click, Space, Enter or
// Down.
type Select struct {
	Pressable
	options SelectOptions
	word    *TextLine
	icon    *Icon
	menu    *Menu
}

// NewSelect returns a drop-down.
func NewSelect(options SelectOptions) *Select {
	s := &Select{options: options, word: NewTextLine(TextConfig{}), icon: NewIcon(orName(options.Icon), ColorText, IconNormal)}
	ShowIf(options.Icon != "", s.icon)
	wide := &selectWidth{of: s}
	content := Fixed(0, HeightButton, Padded(Pad(0, Space3),
		HBox(Space2, s.icon, Grow(wide.around(s.word)), NewIcon("down", ColorText, IconSmall))))
	rest := Paint{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusButton}
	hover := rest
	hover.Fill = ColorHover
	s.Setup(s, PressConfig{Content: content, Say: s.say, Tapped: func() { s.open(KeysInUse()) }, Key: s.key,
		Look: rest, HoverLook: hover})
	s.paint()
	return s
}

// KeysInUse reports whether the last thing the person touched was a key rather than the pointer.
func KeysInUse() bool { return keysInUse.yes }

// Chosen returns the number of the chosen option, or -1.
func (s *Select) Chosen() int { return s.options.Chosen }

// SetChosen shows another option as chosen, without telling OnChanged.
func (s *Select) SetChosen(chosen int) {
	if s.options.Chosen != chosen {
		s.options.Chosen = chosen
		s.Refresh()
	}
}

// SetOptions offers other options.
func (s *Select) SetOptions(options []string, chosen int) {
	s.options.Options, s.options.Chosen = options, chosen
	s.Refresh()
}

// Refresh shows what is chosen.
func (s *Select) Refresh() {
	s.paint()
	s.Pressable.Refresh()
}

func (s *Select) paint() {
	color := ColorText
	if s.Disabled() || s.text() == s.options.Placeholder {
		color = ColorText3
	}
	s.word.SetColor(color)
	s.word.SetText(s.text())
}

func (s *Select) text() string {
	if s.options.Chosen < 0 || s.options.Chosen >= len(s.options.Options) {
		return s.options.Placeholder
	}
	return s.options.Options[s.options.Chosen]
}

func (s *Select) say() string { return s.options.Label + ": " + s.text() }

func (s *Select) key(key *fyne.KeyEvent) bool {
	if key.Name != fyne.KeyDown {
		return false
	}
	s.open(true)
	return true
}

func (s *Select) open(byKey bool) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(s)
	if c == nil || s.Disabled() || len(s.options.Options) == 0 {
		return
	}
	items := make([]MenuItem, len(s.options.Options))
	for i, option := range s.options.Options {
		items[i] = MenuItem{Label: option, Chosen: i == s.options.Chosen, Action: func() { s.Choose(i) }}
	}
	at := driver.AbsolutePositionForObject(s)
	s.menu = OpenMenu(c, MenuOptions{Label: s.options.Label, Items: items, At: at.AddXY(0, s.Size().Height+Unit(Space1)),
		Above: s.Size().Height + 2*Unit(Space1), Width: s.Size().Width, ByKey: byKey})
}

// Options returns what is offered.
func (s *Select) Options() []string { return s.options.Options }

// Choose takes an option, as a person does by the menu.
func (s *Select) Choose(i int) {
	if i == s.options.Chosen {
		return
	}
	s.options.Chosen = i
	s.Refresh()
	if s.options.OnChanged != nil {
		s.options.OnChanged(i)
	}
}

// selectWidth keeps a drop-down as wide as its widest option, so that nothing moves when another one is chosen.
type selectWidth struct{ of *Select }

func (w *selectWidth) around(word *TextLine) fyne.CanvasObject { return container.New(w, word) }

// Layout resizes the word to all the room.
func (w *selectWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

// MinSize returns the room of the widest option, within bounds.
func (w *selectWidth) MinSize([]fyne.CanvasObject) fyne.Size {
	width := TextBody.Measure(w.of.options.Placeholder).Width
	for _, option := range w.of.options.Options {
		width = max(width, TextBody.Measure(option).Width)
	}
	return fyne.NewSize(min(width, Unit(selectMost)), TextBody.Height())
}
