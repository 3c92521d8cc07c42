package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// The measures of a dialog.
const (
	dialogWidth   = 480
	dialogEdge    = 16 // that stays free around it
	dialogPadding = 24
	dialogGap     = 16
	dialogRing    = 6 // around the content, so that the scroll does not cut a focus ring
)

// DialogButton is a button of a dialog.
type DialogButton struct {
	Text   string
	Icon   string
	Action func()
	// Stays leaves the dialog open: the action looks at what was typed and calls Close itself.
	Stays bool
}

// DialogOptions say what a Dialog asks or tells.
type DialogOptions struct {
	Title   string
	Content fyne.CanvasObject // scrolls where the window is low
	Main    *DialogButton     // filled; nil for none
	Others  []DialogButton    // plain, at its left
	Focus   fyne.Focusable    // has the focus at first: a field
	// Binds says that the main button or the content binds the person. Nothing has the focus at opening then, and Enter
	// does the main button only when it has the focus.
	Binds bool
	// Keeps keeps the dialog open on a click beside it, for texts that would be lost.
	Keeps    bool
	Width    float32 // at 100 %; 0 for the usual
	OnClosed func()
}

// Dialog is a surface in the middle of the window with a title, a content and its buttons. Esc closes it. Enter does the
// main button, unless it is typed into a text of several lines; there Ctrl Enter does. From a text Tab goes to the main
// button first.
type Dialog struct {
	options DialogOptions
	canvas  fyne.Canvas
	layer   *Layer
	main    *Button
	others  []*Button
	body    *fyne.Container
	content *container.Scroll
}

// OpenDialog shows a dialog.
func OpenDialog(c fyne.Canvas, options DialogOptions) *Dialog {
	d := &Dialog{options: options, canvas: c}
	d.body = d.build()
	focus := options.Focus
	if options.Binds {
		focus = nil
	}
	for _, shortcut := range submitShortcuts() {
		c.AddShortcut(shortcut, func(fyne.Shortcut) { d.submit() })
	}
	d.layer = OpenLayer(c, LayerOptions{Content: d.body, Arrange: d.arrange, Radius: RadiusDialog, Focus: focus,
		Keeps: options.Keeps, OnKey: d.key, OnClosed: d.closed})
	return d
}

// submitShortcuts are what sends from within a text.
func submitShortcuts() []*desktop.CustomShortcut {
	return []*desktop.CustomShortcut{NewShortcut(fyne.KeyReturn), NewShortcut(fyne.KeyEnter)}
}

func (d *Dialog) build() *fyne.Container {
	title := NewParagraph(TextConfig{Text: d.options.Title, Size: TextTitle})
	content := d.options.Content
	if content == nil {
		content = container.NewWithoutLayout()
	}
	row := container.New(&dialogButtons{})
	if d.options.Main != nil {
		d.main = d.button(*d.options.Main, ButtonMain)
		row.Add(d.main)
	}
	for i := len(d.options.Others) - 1; i >= 0; i-- { // the toolkit goes by the order here: from the main one outwards
		b := d.button(d.options.Others[i], ButtonPlain)
		d.others = append(d.others, b)
		row.Add(b)
	}
	page := NewScroll(Padded(Pad(dialogRing, dialogRing), content))
	d.content = &page.Scroll
	return container.New(&dialogLayout{content: d.content}, title, page, row)
}

func (d *Dialog) button(b DialogButton, kind ButtonKind) *Button {
	return NewButton(ButtonConfig{Text: b.Text, Icon: b.Icon, Kind: kind, Tapped: func() { d.do(b) }})
}

func (d *Dialog) do(b DialogButton) {
	if !d.Open() {
		return
	}
	if !b.Stays {
		d.Close()
	}
	if b.Action != nil {
		b.Action()
	}
}

// Close takes the dialog away.
func (d *Dialog) Close() { d.layer.Close() }

// Open reports whether the dialog is still shown.
func (d *Dialog) Open() bool { return d.layer.Open() }

// MainButton returns the main button, to switch it on and off; nil where there is none.
func (d *Dialog) MainButton() *Button { return d.main }

// Refresh lays the dialog out anew after its content changed its size.
func (d *Dialog) Refresh() { d.layer.Refresh() }

func (d *Dialog) closed() {
	for _, shortcut := range submitShortcuts() {
		d.canvas.RemoveShortcut(shortcut)
	}
	if d.options.OnClosed != nil {
		d.options.OnClosed()
	}
}

// submit does the main button by a key.
func (d *Dialog) submit() {
	if d.main != nil && !d.main.Disabled() && LayerOf(d.canvas) == d.layer {
		d.do(*d.options.Main)
	}
}

func (d *Dialog) key(key *fyne.KeyEvent) bool {
	if key.Name != fyne.KeyReturn && key.Name != fyne.KeyEnter || d.main == nil {
		return false
	}
	if !d.options.Binds {
		d.submit()
	}
	return true
}

func (d *Dialog) arrange(area fyne.Size) (fyne.Position, fyne.Size) {
	width := d.options.Width
	if width == 0 {
		width = dialogWidth
	}
	most := area.SubtractWidthHeight(2*Unit(dialogEdge), 2*Unit(dialogEdge))
	size := fyne.NewSize(min(max(Unit(width), d.body.MinSize().Width), most.Width), 0)
	size.Height = min(d.height(size.Width-2)+2, most.Height)
	return fyne.NewPos(onGrid((area.Width-size.Width)/2), onGrid((area.Height-size.Height)/2)), size
}

// height returns the height that title, content and buttons need at a width.
func (d *Dialog) height(width float32) float32 {
	inner, ring := max(width-2*Unit(dialogPadding), 0), Unit(dialogRing)
	title, content, row := d.body.Objects[0], d.content.Content, d.body.Objects[2].(*fyne.Container)
	title.Resize(fyne.NewSize(inner, title.MinSize().Height)) // texts break at this width, and only then know their height
	content.Resize(fyne.NewSize(inner+2*ring, content.MinSize().Height))
	height := title.MinSize().Height + Unit(dialogGap) + content.MinSize().Height - 2*ring + 2*Unit(dialogPadding)
	if len(row.Objects) > 0 {
		height += Unit(dialogGap) + buttonsHeight(row.Objects, inner)
	}
	return height
}

// dialogLayout puts the title at the top, the buttons at the bottom, and the content in what is left.
type dialogLayout struct{ content *container.Scroll }

// MinSize returns the least width; the height follows the width.
func (l *dialogLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := max(l.content.Content.MinSize().Width-2*Unit(dialogRing), objects[2].MinSize().Width)
	return fyne.NewSize(width+2*Unit(dialogPadding), Unit(120))
}

// Layout puts the parts in their places.
func (*dialogLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	title, content, buttons := objects[0], objects[1], objects[2]
	left, y := Unit(dialogPadding), Unit(dialogPadding)
	width := max(size.Width-2*left, 0)
	title.Move(fyne.NewPos(left, y))
	title.Resize(fyne.NewSize(width, title.MinSize().Height))
	y += title.MinSize().Height + Unit(dialogGap)
	bottom := size.Height - Unit(dialogPadding)
	if row := buttons.(*fyne.Container); len(row.Objects) > 0 {
		height := buttonsHeight(row.Objects, width)
		buttons.Move(fyne.NewPos(left, bottom-height))
		buttons.Resize(fyne.NewSize(width, height))
		bottom -= height + Unit(dialogGap)
	}
	ring := Unit(dialogRing)
	content.Move(fyne.NewPos(left-ring, y-ring))
	content.Resize(fyne.NewSize(width+2*ring, max(bottom-y+2*ring, 0)))
}

// dialogButtons puts the first button at the right and the others at its left; where they do not fit, under each other,
// the first on top.
type dialogButtons struct{}

// MinSize returns the room of the widest button: the others go under it.
func (*dialogButtons) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

// Layout puts the buttons in their places.
func (*dialogButtons) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if rowWidth(objects) > size.Width {
		y := float32(0)
		for _, o := range objects {
			o.Move(fyne.NewPos(0, y))
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
			y += o.MinSize().Height + Unit(Space2)
		}
		return
	}
	x := size.Width
	for _, o := range objects {
		least := o.MinSize()
		x -= least.Width
		o.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
		o.Resize(least)
		x -= Unit(Space2)
	}
}

// rowWidth returns the width of objects side by side.
func rowWidth(objects []fyne.CanvasObject) float32 {
	width := -Unit(Space2)
	for _, o := range objects {
		width += o.MinSize().Width + Unit(Space2)
	}
	return max(width, 0)
}

func buttonsHeight(objects []fyne.CanvasObject, width float32) float32 {
	height, all := float32(0), -Unit(Space2)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
		all += o.MinSize().Height + Unit(Space2)
	}
	if rowWidth(objects) > width {
		return all
	}
	return height
}
