package widgets

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// FieldConfig is what a field is made of.
type FieldConfig struct {
	Label       string
	Hint        string // stands under the field until there is an error
	Placeholder string
	Text        string
	Lines       int // lines in sight of a longer text; 0 and 1 are one line
	Password    bool
	Bare        bool // only the field itself: its label is for screen readers, its error shows as an edge
	// Counter says how many letters there are, and whether that is too many; nil where nothing is counted.
	Counter   func(letters int) (text string, over bool)
	Changed   func(text string)
	Left      func() // the person went on
	Submitted func(text string)
	Send      func() // Ctrl Enter (Cmd), from within the text
}

// Field is a labelled text field with a counter, a hint, and its error under it.
type Field struct {
	Box     *fyne.Container // what is shown
	Input   *Input
	cfg     FieldConfig
	border  *Ground
	counter *TextLine
	below   *Paragraph
	err     string
}

// NewField returns a labelled text field.
func NewField(cfg FieldConfig) *Field {
	f := &Field{cfg: cfg, Input: newInput(cfg), border: NewGround(Paint{})}
	f.counter = NewTextLine(TextConfig{Size: TextCaption, Color: ColorText3, Whole: true})
	f.below = NewParagraph(TextConfig{Size: TextCaption, Color: ColorText3})
	f.Input.changed = f.changed
	f.Input.focusChanged = f.showBorder
	f.Box = VBox(6)
	if cfg.Label != "" && !cfg.Bare {
		f.Box.Add(HBox(Space2, Grow(NewTextLine(TextConfig{Text: cfg.Label, Size: TextBold})), f.counter))
	}
	f.Box.Add(PassWheel(container.NewStack(f.Input, f.border)))
	f.Box.Add(f.below)
	f.count()
	f.show()
	return f
}

// SetError shows an error under the field, or takes it away with an empty text.
func (f *Field) SetError(text string) {
	if f.err != text {
		f.err = text
		f.show()
	}
}

// Text returns what stands in the field.
func (f *Field) Text() string { return f.Input.Text }

// SetText changes what stands in the field.
func (f *Field) SetText(text string) { f.Input.SetText(text) }

func (f *Field) changed(text string) {
	f.count()
	if f.cfg.Changed != nil {
		f.cfg.Changed(text)
	}
}

func (f *Field) count() {
	ShowIf(f.cfg.Counter != nil, f.counter)
	if f.cfg.Counter == nil {
		return
	}
	text, over := f.cfg.Counter(utf8.RuneCountInString(f.Input.Text))
	f.counter.SetText(text)
	color := ColorText3
	if over {
		color = ColorStop
	}
	f.counter.SetColor(color)
	f.Box.Refresh()
}

// show puts the error or the hint under the field.
func (f *Field) show() {
	text, color, size := f.cfg.Hint, ColorText3, TextCaption
	if f.err != "" {
		text, color, size = f.err, ColorStop, TextBody
	}
	f.below.SetText(text)
	f.below.SetLook(size, color)
	ShowIf(text != "" && !f.cfg.Bare, f.below)
	f.showBorder()
	f.Box.Refresh()
}

func (f *Field) showBorder() {
	switch {
	case f.err != "":
		f.border.SetPaint(Paint{Edge: ColorStop, EdgeWidth: 2, Radius: RadiusButton})
	case f.Input.focused:
		f.border.SetPaint(Paint{Edge: ColorAccent, EdgeWidth: 2, Radius: RadiusButton})
	default:
		f.border.SetPaint(Paint{})
	}
}

// Input is the toolkit's entry: it says its label, lets Esc and the app's shortcuts through, and says when it is left.
type Input struct {
	widget.Entry
	label        string
	left         func()
	send         func()
	changed      func(string)
	focusChanged func()
	focused      bool
	arrows       func(by int) // what the arrow keys do in a field for a number
}

func newInput(cfg FieldConfig) *Input {
	i := &Input{label: cfg.Label, left: cfg.Left, send: cfg.Send}
	i.Text, i.PlaceHolder, i.Password = cfg.Text, cfg.Placeholder, cfg.Password
	if i.label == "" {
		i.label = cfg.Placeholder
	}
	if cfg.Lines > 1 {
		i.MultiLine, i.Wrapping, i.Scroll = true, fyne.TextWrapWord, container.ScrollNone
		i.SetMinRowsVisible(cfg.Lines)
	}
	if cfg.Submitted != nil {
		i.OnSubmitted = cfg.Submitted
	}
	i.OnChanged = func(text string) {
		if i.changed != nil {
			i.changed(text)
		}
	}
	i.ExtendBaseWidget(i)
	return i
}

// AccessibilityLabel returns the label and what stands in the field; a password is not said.
func (i *Input) AccessibilityLabel() string {
	if i.Password || i.Text == "" {
		return i.label
	}
	return i.label + ": " + i.Text
}

// AccessibilityRole returns that it is a text: the toolkit has no role for a field.
func (i *Input) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AcceptsTab keeps Tab for moving on.
func (i *Input) AcceptsTab() bool { return false }

// FocusGained brings the field into sight.
func (i *Input) FocusGained() {
	i.Entry.FocusGained()
	i.setFocused(true)
	reveal(i)
}

// FocusLost is called by the toolkit when the person went on.
func (i *Input) FocusLost() {
	i.Entry.FocusLost()
	i.setFocused(false)
	if i.left != nil {
		i.left()
	}
}

func (i *Input) setFocused(focused bool) {
	i.focused = focused
	if i.focusChanged != nil {
		i.focusChanged()
	}
}

// KeyDown notes that keys are in use: Tab from here moves the ring.
func (i *Input) KeyDown(key *fyne.KeyEvent) {
	KeyUsed()
	i.Entry.KeyDown(key)
}

// TypedKey lets Esc and F1 through to the window, and Enter where the field has no use for it.
func (i *Input) TypedKey(key *fyne.KeyEvent) {
	KeyUsed()
	if by := map[fyne.KeyName]int{fyne.KeyUp: 1, fyne.KeyDown: -1}[key.Name]; by != 0 && i.arrows != nil {
		i.arrows(by)
		return
	}
	switch key.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF6:
		PassOn(i, key)
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if !i.MultiLine && i.OnSubmitted == nil {
			PassOn(i, key)
			return
		}
	}
	i.Entry.TypedKey(key)
}

// TypedShortcut lets the app's shortcuts through; those for text stay with the entry.
func (i *Input) TypedShortcut(shortcut fyne.Shortcut) {
	custom, ok := shortcut.(*desktop.CustomShortcut)
	if ok && i.send != nil && custom.Modifier == fyne.KeyModifierShortcutDefault &&
		(custom.KeyName == fyne.KeyReturn || custom.KeyName == fyne.KeyEnter) {
		i.send()
		return
	}
	if ok && isOurs(custom) {
		passShortcut(i, shortcut)
		return
	}
	i.Entry.TypedShortcut(shortcut)
}
