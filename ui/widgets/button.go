package widgets

import "fyne.io/fyne/v2"

// ButtonKind is how much a button stands out.
type ButtonKind int

// The kinds of buttons. A screen has one main button.
const (
	ButtonPlain ButtonKind = iota
	ButtonMain
	ButtonQuiet
	ButtonNeeds // the person's turn
	ButtonLink  // quiet, in the accent colour
)

// ButtonSize is the height of a button.
type ButtonSize int

// The sizes of buttons.
const (
	ButtonNormal ButtonSize = iota // 32
	ButtonBig                      // 36: journey and details
	ButtonSmall                    // 28: in a row
)

// ButtonConfig is what a button is made of.
type ButtonConfig struct {
	Text   string
	Icon   string // before the word
	After  string // icon after the word: "down" for a button that opens a menu
	Kind   ButtonKind
	Size   ButtonSize
	Label  string // for screen readers where the words alone are too little
	Hint   string
	Tapped func()
}

// Button is a button of the design. Its words are never shortened.
type Button struct {
	Pressable
	face buttonFace
}

// NewButton returns a button.
func NewButton(cfg ButtonConfig) *Button {
	b := &Button{}
	b.Setup(b, b.face.build(cfg))
	b.face.paint(&b.Pointed)
	return b
}

// SetText changes the words.
func (b *Button) SetText(text string) {
	if b.face.button.Text != text {
		b.face.button.Text = text
		b.Refresh()
	}
}

// Text returns the words.
func (b *Button) Text() string { return b.face.button.Text }

// Set changes what the button says and does; its size stays.
func (b *Button) Set(cfg ButtonConfig) {
	if b.face.set(&b.Pointed, cfg) {
		b.Refresh()
	}
}

// Refresh shows the words, the kind and the state.
func (b *Button) Refresh() {
	b.face.paint(&b.Pointed)
	b.Pointed.Refresh()
}

// slotButton is a button in a row of a list: for the pointer alone, since the list is one stop of Tab and Enter does the
// same on its row.
type slotButton struct {
	Pointed
	face buttonFace
}

func newSlotButton(hovered func(bool)) *slotButton {
	b := &slotButton{}
	press := b.face.build(ButtonConfig{Size: ButtonSmall})
	press.Hovered = hovered
	b.Setup(b, press)
	b.face.paint(&b.Pointed)
	return b
}

func (b *slotButton) set(cfg ButtonConfig) {
	if b.face.set(&b.Pointed, cfg) {
		b.Refresh()
	}
}

// Refresh shows the words, the kind and the state.
func (b *slotButton) Refresh() {
	b.face.paint(&b.Pointed)
	b.Pointed.Refresh()
}

// buttonFace is how a button looks.
type buttonFace struct {
	button ButtonConfig
	icon   *Icon
	after  *Icon
	word   *TextLine
}

// build makes the parts, and returns what the press is made of.
func (b *buttonFace) build(cfg ButtonConfig) PressConfig {
	b.button = cfg
	b.icon = NewIcon(orName(cfg.Icon), ColorText, IconNormal)
	b.after = NewIcon(orName(cfg.After), ColorText, IconSmall)
	b.word = NewTextLine(TextConfig{Text: cfg.Text, Size: TextBold, Whole: true})
	height, side, gap := float32(HeightButton), float32(Space3), float32(Space2)
	switch cfg.Size {
	case ButtonBig:
		height, side = HeightMain, Space4
	case ButtonSmall:
		height, side, gap = HeightSmall, 10, 6
		b.word.SetSize(TextCaptionBold)
	}
	if cfg.Kind == ButtonLink {
		side = Space2
	}
	content := Fixed(0, height, Padded(Pad(0, side), HBox(gap, b.icon, b.word, b.after)))
	return PressConfig{Content: content, Say: b.say, Hint: cfg.Hint, Tapped: cfg.Tapped}
}

func orName(name string) string {
	if name == "" {
		return "more"
	}
	return name
}

func (b *buttonFace) say() string {
	if b.button.Label != "" {
		return b.button.Label
	}
	return b.button.Text
}

// set takes what the button says and does; it reports whether it looks different.
func (b *buttonFace) set(p *Pointed, cfg ButtonConfig) bool {
	cfg.Size = b.button.Size
	same := cfg.Text == b.button.Text && cfg.Icon == b.button.Icon && cfg.Kind == b.button.Kind && cfg.After == b.button.After
	b.button = cfg
	p.SetTapped(cfg.Tapped)
	p.SetHint(cfg.Hint)
	return !same
}

// paint sets words, colours and grounds by the kind and the state.
func (b *buttonFace) paint(p *Pointed) {
	rest, word := b.looks()
	hover, press := rest, rest
	hover.Fill, press.Fill = ColorHover, ColorFillTrack
	switch {
	case p.Disabled():
		rest = Paint{Fill: ColorSunken, Edge: ColorLine, Radius: RadiusButton}
		if b.button.Kind == ButtonQuiet || b.button.Kind == ButtonLink {
			rest = Paint{Radius: RadiusButton}
		}
		word, hover, press = ColorText3, rest, rest
	case b.button.Kind == ButtonMain:
		hover.Fill, press.Fill = ColorFill, ColorFill
		hover.Edge, hover.EdgeWidth, press.Edge, press.EdgeWidth = ColorText, 1, ColorText, 2
	case b.button.Kind == ButtonNeeds:
		hover.Fill, press.Fill = ColorWaitSoft, ColorWaitSoft
	}
	p.SetLooks(rest, hover, press)
	b.word.SetColor(word)
	b.word.SetText(b.button.Text)
	ShowIf(b.button.Text != "", b.word)
	ShowIf(b.button.Icon != "", b.icon)
	ShowIf(b.button.After != "", b.after)
	b.icon.Set(orName(b.button.Icon), word)
	b.after.Set(orName(b.button.After), word)
}

// looks returns the ground and the colour of the words of a kind at rest.
func (b *buttonFace) looks() (Paint, fyne.ThemeColorName) {
	switch b.button.Kind {
	case ButtonMain:
		return Paint{Fill: ColorFill, Radius: RadiusButton}, ColorOnFill
	case ButtonQuiet:
		return Paint{Radius: RadiusButton}, ColorText2
	case ButtonLink:
		return Paint{Radius: RadiusButton}, ColorAccent
	case ButtonNeeds:
		return Paint{Fill: ColorSurface, Edge: ColorWait, Radius: RadiusButton}, ColorWait
	default:
		return Paint{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusButton}, ColorText
	}
}

// IconButtonConfig is what a button without a word is made of: Label is said by screen readers and shown as a hint.
type IconButtonConfig struct {
	Icon   string
	Label  string
	Side   float32 // 32 where it is 0
	Tapped func()
}

// IconButton is a quiet button without a word.
type IconButton struct {
	Pressable
	icon *Icon
}

// NewIconButton returns a quiet button without a word.
func NewIconButton(cfg IconButtonConfig) *IconButton {
	if cfg.Side == 0 {
		cfg.Side = HeightButton
	}
	b := &IconButton{icon: NewIcon(cfg.Icon, ColorText2, IconNormal)}
	content := Fixed(cfg.Side, cfg.Side, HBox(0, Spring(), b.icon, Spring()))
	look := Paint{Radius: RadiusButton}
	hover, press := look, look
	hover.Fill, press.Fill = ColorHover, ColorFillTrack
	b.Setup(b, PressConfig{Content: content, Label: cfg.Label, Hint: cfg.Label, Tapped: cfg.Tapped, Look: look, HoverLook: hover, PressLook: press})
	return b
}

// SetIcon changes the icon.
func (b *IconButton) SetIcon(name string) { b.icon.Set(name, ColorText2) }

// Refresh shows the state.
func (b *IconButton) Refresh() {
	color := ColorText2
	if b.Disabled() {
		color = ColorEdge
	}
	b.icon.SetColor(color)
	b.Pressable.Refresh()
}
