package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// PressConfig is what a Pressable is made of.
type PressConfig struct {
	Content fyne.CanvasObject
	// Label is what a screen reader says: the words on it, or what they leave out. Say overrides it where it changes.
	Label string
	Say   func() string
	// Hint is shown after a moment of rest, never the only place of a fact.
	Hint   string
	Tapped func()
	// Menu opens the context menu: by the right button at its place, by the menu key or Shift+F10 under the object.
	Menu func(at fyne.Position)
	// Hovered is told when the pointer comes and goes.
	Hovered func(bool)
	// Key is offered every key but Enter, Space, the menu key and Tab; it reports whether it used it.
	Key func(*fyne.KeyEvent) bool
	// Look, HoverLook and PressLook paint the ground. HoverLook and PressLook are Look where they are zero.
	Look, HoverLook, PressLook Paint
	Role                       fyne.AccessibleRole // button where none is named
}

// Pressable is the base of everything that is pressed by pointer and keys: rail items, cards and buttons. Space and
// Enter act when the key goes up again, so that no rune or repeated key of theirs reaches what the action opens. The
// focus ring shows only after a key was used.
type Pressable struct{ Pointed }

// Pointed is the part of a Pressable that the pointer uses. On its own it is no stop of Tab: it is the base of the rows
// of a list, which is one stop, and of what stands in them.
type Pointed struct {
	widget.BaseWidget
	outer    fyne.Widget // the widget that embeds it, as the toolkit knows it
	cfg      PressConfig
	disabled bool
	focused  bool
	hovered  bool
	pressed  bool         // by the pointer
	held     fyne.KeyName // the key that went down here and did not go up yet
	shift    bool
	ground   *canvas.Rectangle
	ring     *canvas.Rectangle
}

var (
	_ fyne.Tappable          = (*Pressable)(nil)
	_ fyne.SecondaryTappable = (*Pressable)(nil)
	_ fyne.Disableable       = (*Pressable)(nil)
	_ fyne.Accessible        = (*Pressable)(nil)
	_ desktop.Keyable        = (*Pressable)(nil)
	_ desktop.Hoverable      = (*Pointed)(nil)
	_ desktop.Mouseable      = (*Pointed)(nil)
)

// NewPressable returns an object that can be pressed.
func NewPressable(cfg PressConfig) *Pressable {
	p := &Pressable{}
	p.Setup(p, cfg)
	return p
}

// Setup makes a Pressable or Pointed that is embedded in another widget; call it once, before the widget is shown.
func (p *Pointed) Setup(outer fyne.Widget, cfg PressConfig) {
	p.outer, p.cfg = outer, cfg
	p.ground, p.ring = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	p.ring.Hide()
	p.ExtendBaseWidget(outer)
}

// SetLooks changes how the ground is painted at rest, under the pointer and pressed.
func (p *Pointed) SetLooks(rest, hover, press Paint) {
	if p.cfg.Look != rest || p.cfg.HoverLook != hover || p.cfg.PressLook != press {
		p.cfg.Look, p.cfg.HoverLook, p.cfg.PressLook = rest, hover, press
		p.repaint()
	}
}

// SetLabel changes what a screen reader says.
func (p *Pointed) SetLabel(label string) { p.cfg.Label = label }

// SetTapped changes what pressing does.
func (p *Pointed) SetTapped(tapped func()) { p.cfg.Tapped = tapped }

// SetHint changes the hint.
func (p *Pointed) SetHint(hint string) { p.cfg.Hint = hint }

// AccessibilityLabel returns what a screen reader says.
func (p *Pointed) AccessibilityLabel() string {
	if p.cfg.Say != nil {
		return p.cfg.Say()
	}
	return p.cfg.Label
}

// AccessibilityRole returns the role; a button where none was named.
func (p *Pointed) AccessibilityRole() fyne.AccessibleRole {
	if p.cfg.Role != "" {
		return p.cfg.Role
	}
	return fyne.AccessibleRoleButton
}

// Hint returns what the hint says; the window shows it.
func (p *Pointed) Hint() string { return p.cfg.Hint }

// IsHovered reports whether the pointer is over it.
func (p *Pointed) IsHovered() bool { return p.hovered }

// IsFocused reports whether it has the focus.
func (p *Pointed) IsFocused() bool { return p.focused }

// RingShown reports whether the focus ring shows.
func (p *Pointed) RingShown() bool { return p.ring.Visible() }

// Disabled reports whether it can't be pressed.
func (p *Pointed) Disabled() bool { return p.disabled }

// Disable makes it deaf to presses.
func (p *Pointed) Disable() { p.setDisabled(true) }

// Enable lets it be pressed again.
func (p *Pointed) Enable() { p.setDisabled(false) }

func (p *Pointed) setDisabled(disabled bool) {
	if p.disabled == disabled {
		return
	}
	p.disabled, p.pressed, p.held = disabled, false, ""
	p.outer.Refresh() // the embedding widget shows it
}

// press does what pressing does.
func (p *Pointed) press() {
	if !p.disabled && p.cfg.Tapped != nil {
		p.cfg.Tapped()
	}
}

// repaint shows the state in the colours of the theme as it is now.
func (p *Pointed) repaint() {
	look := p.cfg.Look
	switch {
	case p.disabled:
	case p.pressed && p.cfg.PressLook != Paint{}:
		look = p.cfg.PressLook
	case (p.hovered || p.pressed) && p.cfg.HoverLook != Paint{}:
		look = p.cfg.HoverLook
	}
	look.apply(p.ground)
	p.ground.Refresh()
	Paint{Edge: ColorAccent, EdgeWidth: 2, Radius: p.cfg.Look.Radius + 4}.apply(p.ring)
	ShowIf(p.focused && keysInUse.yes && !p.disabled, p.ring)
	p.ring.Refresh()
}

// CreateRenderer draws the ground, the content and the ring.
func (p *Pointed) CreateRenderer() fyne.WidgetRenderer {
	p.repaint()
	return &pressRenderer{press: p}
}

type pressRenderer struct{ press *Pointed }

func (r *pressRenderer) Destroy() {}

func (r *pressRenderer) Layout(size fyne.Size) {
	r.press.ground.Resize(size)
	if r.press.cfg.Content != nil {
		r.press.cfg.Content.Resize(size)
	}
	out := Unit(4) // the line is 2 wide, drawn within its rectangle, and stands 2 outside of the shape
	r.press.ring.Move(fyne.NewPos(-out, -out))
	r.press.ring.Resize(size.AddWidthHeight(2*out, 2*out))
}

func (r *pressRenderer) MinSize() fyne.Size {
	if r.press.cfg.Content == nil {
		return fyne.Size{}
	}
	return r.press.cfg.Content.MinSize()
}

func (r *pressRenderer) Objects() []fyne.CanvasObject {
	if r.press.cfg.Content == nil {
		return []fyne.CanvasObject{r.press.ground, r.press.ring}
	}
	return []fyne.CanvasObject{r.press.ground, r.press.cfg.Content, r.press.ring}
}

func (r *pressRenderer) Refresh() {
	r.press.repaint()
	if r.press.cfg.Content != nil {
		r.press.cfg.Content.Refresh()
	}
	r.Layout(r.press.Size())
}
