package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// textWidth is the widest a column of text gets, in the toolkit's units; longer lines are hard to read.
const textWidth = 760

// Wrapped returns a label whose text breaks at words.
func Wrapped(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// Small returns a wrapped label of lesser weight, for explanations under something.
func Small(text string) *widget.Label {
	l := Wrapped(text)
	l.Importance = widget.LowImportance
	l.SizeName = theme.SizeNameCaptionText
	return l
}

// Strong returns a wrapped label in bold.
func Strong(text string) *widget.Label {
	l := Wrapped(text)
	l.TextStyle.Bold = true
	return l
}

// Heading returns the title of a screen.
func Heading(text string) *widget.Label {
	l := Wrapped(text)
	l.TextStyle.Bold = true
	l.SizeName = theme.SizeNameHeadingText
	return l
}

// Subheading returns the title of a part of a screen.
func Subheading(text string) *widget.Label {
	l := Wrapped(text)
	l.TextStyle.Bold = true
	l.SizeName = theme.SizeNameSubHeadingText
	return l
}

// Selectable returns text that can be selected and copied, for addresses, hashes and numbers.
func Selectable(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapBreak
	l.Selectable = true
	return l
}

// Page returns a scrolled column of readable width.
func Page(objects ...fyne.CanvasObject) *container.Scroll {
	return container.NewVScroll(column(objects...))
}

// column stacks objects in a readable width, in the middle of what is there.
func column(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&ColumnLayout{}, container.NewPadded(container.NewVBox(objects...)))
}

// Lines stacks texts that belong together, without the space that the toolkit puts between labels.
func Lines(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(-theme.InnerPadding()), objects...)
}

// Buttons puts buttons side by side and lets them go on in a second line where the window is narrow.
func Buttons(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewRowWrapLayout(), objects...)
}

// Topped puts a head above what fills the rest. The toolkit's own border would hand the focus to the rest first.
func Topped(head, rest fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewBorderLayout(head, nil, nil, nil), head, rest)
}

// Apart puts one object at the left and one at the right.
func Apart(left, right fyne.CanvasObject) *fyne.Container {
	return container.NewBorder(nil, nil, nil, right, left)
}

// Panel returns a box with a border around its content.
func Panel(content fyne.CanvasObject) fyne.CanvasObject {
	return NewStockSurface(theme.ColorNameInputBackground, content)
}

// stockSurface is a rounded box in a colour of the theme; it follows a change of theme.
type stockSurface struct {
	widget.BaseWidget
	colour  fyne.ThemeColorName
	content fyne.CanvasObject
}

// NewStockSurface returns a rounded box in a colour of the theme; it follows a change of theme.
func NewStockSurface(colour fyne.ThemeColorName, content fyne.CanvasObject) *stockSurface {
	s := &stockSurface{colour: colour, content: content}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer draws the box under the content.
func (s *stockSurface) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(s.Theme().Color(s.colour, fyne.CurrentApp().Settings().ThemeVariant()))
	back.CornerRadius = s.Theme().Size(theme.SizeNameInputRadius)
	padded := container.NewPadded(s.content)
	return &stockSurfaceRenderer{surface: s, back: back,
		WidgetRenderer: widget.NewSimpleRenderer(container.NewStack(back, padded))}
}

type stockSurfaceRenderer struct {
	fyne.WidgetRenderer
	surface *stockSurface
	back    *canvas.Rectangle
}

// Refresh takes the colour of the theme as it is now.
func (r *stockSurfaceRenderer) Refresh() {
	r.back.FillColor = r.surface.Theme().Color(r.surface.colour, fyne.CurrentApp().Settings().ThemeVariant())
	r.back.Refresh()
	r.WidgetRenderer.Refresh()
}

// ColumnLayout centres one object and keeps it at most textWidth wide.
type ColumnLayout struct{}

// MinSize returns the least room that the objects need.
func (ColumnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

// Layout puts the objects in their places.
func (ColumnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width, textWidth*theme.Size(theme.SizeNameText)/14)
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, size.Height))
		o.Move(fyne.NewPos((size.Width-width)/2, 0))
	}
}

// StockFacts returns a list of names and values; values left empty are left out.
func StockFacts(lines ...[2]string) *fyne.Container {
	box := container.New(stockFactsLayout{})
	for _, line := range lines {
		if line[1] == "" {
			continue
		}
		value := Wrapped(line[1])
		value.Selectable = true
		box.Add(strongLine(line[0]))
		box.Add(value)
	}
	return box
}

// stockFactsLayout puts names and values in two columns, close under each other.
type stockFactsLayout struct{}

func (stockFactsLayout) rows(objects []fyne.CanvasObject, each func(name, value fyne.CanvasObject, height float32)) {
	for i := 0; i+1 < len(objects); i += 2 {
		height := max(objects[i].MinSize().Height, objects[i+1].MinSize().Height)
		each(objects[i], objects[i+1], height)
	}
}

func (l stockFactsLayout) names(objects []fyne.CanvasObject) float32 {
	width := float32(0)
	l.rows(objects, func(name, _ fyne.CanvasObject, _ float32) { width = max(width, name.MinSize().Width) })
	return width
}

func (l stockFactsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(l.names(objects)+120, theme.InnerPadding())
	l.rows(objects, func(_, _ fyne.CanvasObject, height float32) { size.Height += height - theme.InnerPadding() })
	return size
}

func (l stockFactsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	names, y := l.names(objects), float32(0)
	l.rows(objects, func(name, value fyne.CanvasObject, height float32) {
		name.Move(fyne.NewPos(0, y))
		name.Resize(fyne.NewSize(names, name.MinSize().Height))
		value.Move(fyne.NewPos(names, y))
		value.Resize(fyne.NewSize(max(size.Width-names, 0), height))
		y += height - theme.InnerPadding()
	})
}

// strongLine is a bold label of one line.
func strongLine(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.TextStyle.Bold = true
	return l
}

// ShowIf shows or hides an object, and touches it only when that changes something.
func ShowIf(shown bool, o fyne.CanvasObject) {
	switch {
	case o.Visible() == shown:
	case shown:
		o.Show()
	default:
		o.Hide()
	}
}

// SetText sets the text of a label, and touches it only when that changes something.
func SetText(l *widget.Label, text string) {
	if l.Text != text {
		l.SetText(text)
	}
}
