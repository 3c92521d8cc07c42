package widgets

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// NumberConfig is what a field for a number is made of. Bounds are said under it by the screen.
type NumberConfig struct {
	Label      string // what is counted, for screen readers
	Less, More string // what the two buttons say: "Fewer", "More"
	Value      int
	Min, Max   int
	Changed    func(value int)
	// Wrong is told what was typed that is no number in the bounds; it stays in the field. Nil: the field takes the nearest.
	Wrong func(text string)
}

// NumberField is a number with a button at each side; the arrow keys step it too.
type NumberField struct {
	Box        *fyne.Container
	Input      *Input
	cfg        NumberConfig
	less, more *IconButton
	border     *Ground
	wrong      bool
}

// NewNumberField returns a field for a number.
func NewNumberField(cfg NumberConfig) *NumberField {
	n := &NumberField{cfg: cfg}
	n.Input = newInput(FieldConfig{Label: cfg.Label, Text: strconv.Itoa(cfg.Value), Left: n.left})
	n.Input.arrows, n.Input.Scroll = n.step, container.ScrollNone
	n.less = NewIconButton(IconButtonConfig{Icon: "minus", Label: cfg.Less, Tapped: func() { n.step(-1) }})
	n.more = NewIconButton(IconButtonConfig{Icon: "plus", Label: cfg.More, Tapped: func() { n.step(1) }})
	row := HBox(0, n.less, Fixed(48, HeightButton, PassWheel(container.NewThemeOverride(n.Input, bareTheme{}))), n.more)
	n.border = NewGround(Paint{Edge: ColorEdge, Radius: RadiusButton})
	n.Input.focusChanged = n.showBorder
	n.Box = Fixed(112, HeightButton, container.NewStack(NewGround(Paint{Fill: ColorSurface, Radius: RadiusButton}), row, n.border))
	n.enable()
	return n
}

// Disable keeps the number from being changed.
func (n *NumberField) Disable() {
	n.cfg.Min, n.cfg.Max = n.cfg.Value, n.cfg.Value
	n.Input.Disable()
	n.enable()
}

// ShowWrong shows by the edge whether the number is wrong; the screen says in which way.
func (n *NumberField) ShowWrong(wrong bool) {
	n.wrong = wrong
	n.showBorder()
}

func (n *NumberField) showBorder() {
	paint := Paint{Edge: ColorEdge, Radius: RadiusButton}
	switch {
	case n.wrong:
		paint = Paint{Edge: ColorStop, EdgeWidth: 2, Radius: RadiusButton}
	case n.Input.focused:
		paint = Paint{Edge: ColorAccent, EdgeWidth: 2, Radius: RadiusButton}
	}
	n.border.SetPaint(paint)
}

// Value returns the number.
func (n *NumberField) Value() int { return n.cfg.Value }

// Set changes the number without telling Changed; it is taken into the bounds.
func (n *NumberField) Set(value int) {
	n.cfg.Value = min(max(value, n.cfg.Min), n.cfg.Max)
	n.Input.SetText(strconv.Itoa(n.cfg.Value))
	n.enable()
}

func (n *NumberField) step(by int) { n.take(n.cfg.Value + by) }

// left takes what was typed; what is no number, or out of the bounds, goes back to the nearest that is.
func (n *NumberField) left() {
	value, err := strconv.Atoi(strings.TrimSpace(n.Input.Text))
	if n.cfg.Wrong != nil && (err != nil || value < n.cfg.Min || value > n.cfg.Max) {
		n.cfg.Wrong(n.Input.Text)
		return
	}
	if err != nil {
		value = n.cfg.Value
	}
	n.take(value)
}

func (n *NumberField) take(value int) {
	before := n.cfg.Value
	n.Set(value)
	if n.cfg.Value != before && n.cfg.Changed != nil {
		n.cfg.Changed(n.cfg.Value)
	}
}

func (n *NumberField) enable() {
	setEnabled(n.less, n.cfg.Value > n.cfg.Min)
	setEnabled(n.more, n.cfg.Value < n.cfg.Max)
}

func setEnabled(w fyne.Disableable, enabled bool) {
	if enabled {
		w.Enable()
	} else {
		w.Disable()
	}
}

// bareTheme is the app's theme without the border of an entry.
type bareTheme struct{}

func (bareTheme) theme() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color returns the app's colour.
func (t bareTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	return t.theme().Color(name, variant)
}

// Font returns the app's font.
func (t bareTheme) Font(style fyne.TextStyle) fyne.Resource { return t.theme().Font(style) }

// Icon returns the app's icon.
func (t bareTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.theme().Icon(name) }

// Size returns the app's size, and none for the border.
func (t bareTheme) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameInputBorder {
		return 0
	}
	return t.theme().Size(name)
}
