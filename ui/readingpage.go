package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/programconnect/programconnect/ui/widgets"
)

// readingPage is a page that scrolls: a column of parts whose texts break at the width that there is.
type readingPage struct {
	box    *fyne.Container // what is shown
	column *fyne.Container
	scroll *widgets.Scroll
}

// newReadingPage returns a page with an edge around its column, which is at most so wide (at 100 %; 0: as the page).
func newReadingPage(gap, most float32, parts ...fyne.CanvasObject) *readingPage {
	p := &readingPage{column: container.New(&readingColumn{gap: gap, most: most}, parts...)}
	p.scroll = widgets.NewScroll(p.column)
	p.box = container.New(readingLayout{p}, p.scroll)
	return p
}

// sunken puts the column at the left, on the sunken ground.
func (p *readingPage) sunken() *readingPage {
	p.column.Layout.(*readingColumn).left = true
	p.box.Objects = []fyne.CanvasObject{widgets.NewGround(widgets.Paint{Fill: widgets.ColorSunken}), p.scroll}
	return p
}

// reveal scrolls until a part is near the top.
func (p *readingPage) reveal(part fyne.CanvasObject) { widgets.ScrollTo(&p.scroll.Scroll, part) }

// show puts other parts on the page.
func (p *readingPage) show(parts ...fyne.CanvasObject) {
	p.column.Objects = parts
	p.box.Refresh()
	p.column.Refresh()
}

// fit lays the page out anew after something in it took another height.
func (p *readingPage) fit() {
	p.box.Layout.Layout(p.box.Objects, p.box.Size())
	p.scroll.Refresh()
}

// readingLayout lets the column take its width before the scroll asks for its height.
type readingLayout struct{ page *readingPage }

// MinSize is that of the scroll.
func (l readingLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.page.scroll.MinSize() }

// Layout fills the room.
func (l readingLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p := l.page
	for _, o := range objects {
		o.Resize(size)
	}
	p.column.Resize(fyne.NewSize(size.Width, p.column.Size().Height))
	p.column.Resize(fyne.NewSize(size.Width, max(p.column.MinSize().Height, size.Height)))
	p.scroll.Resize(size)
}

// readingColumn puts parts under each other with an edge around them. A part takes its width first, and then as much
// height as it needs at that width.
type readingColumn struct {
	gap, most float32
	left      bool // else in the middle
}

// edge is what is free around the column.
func (l *readingColumn) edge(width float32) float32 {
	if width < widgets.Unit(480) {
		return widgets.Unit(widgets.Space4)
	}
	return widgets.Unit(widgets.Space6)
}

// MinSize returns the height at the widths that the parts have now.
func (l *readingColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 2*widgets.Unit(widgets.Space6))
	seen := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		size.Width, size.Height = max(size.Width, least.Width), size.Height+least.Height
		seen++
	}
	size.Width += 2 * widgets.Unit(widgets.Space4)
	size.Height += widgets.Unit(l.gap) * float32(max(seen-1, 0))
	return size
}

// Layout gives each part the width of the column.
func (l *readingColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	edge := l.edge(size.Width)
	width := size.Width - 2*edge
	if l.most > 0 {
		width = min(width, widgets.Unit(l.most))
	}
	width = max(width, 0)
	x, y := (size.Width-width)/2, widgets.Unit(widgets.Space6)
	if l.left {
		x = edge
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(width, o.Size().Height))
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(width, height))
		o.Move(fyne.NewPos(x, y))
		y += height + widgets.Unit(l.gap)
	}
}

// besideLayout puts a button at the right of a content, or under it where both do not fit side by side.
type besideLayout struct {
	least float32 // of the content, at 100 %
	width float32 // as laid out last
}

// beside returns a content that keeps at least a width (at 100 %), and a button beside it.
func beside(least float32, content, button fyne.CanvasObject) *fyne.Container {
	return container.New(&besideLayout{least: least}, content, button)
}

func (l *besideLayout) fits(button fyne.CanvasObject) bool {
	return l.width == 0 || l.width >= widgets.Unit(l.least+widgets.Space4)+button.MinSize().Width
}

// MinSize is that of the form that was laid out last.
func (l *besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	content, button := objects[0].MinSize(), objects[1].MinSize()
	if l.fits(objects[1]) {
		return fyne.NewSize(max(content.Width, button.Width), max(content.Height, button.Height))
	}
	return fyne.NewSize(max(content.Width, button.Width), content.Height+widgets.Unit(widgets.Space3)+button.Height)
}

// Layout puts both in their places.
func (l *besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	content, button := objects[0], objects[1]
	least := button.MinSize()
	button.Resize(least)
	width := size.Width
	if l.fits(button) {
		width = max(size.Width-least.Width-widgets.Unit(widgets.Space4), 0)
	}
	content.Resize(fyne.NewSize(width, content.Size().Height))
	height := content.MinSize().Height
	content.Resize(fyne.NewSize(width, height))
	if l.fits(button) {
		content.Move(fyne.NewPos(0, max((size.Height-height)/2, 0)))
		button.Move(fyne.NewPos(size.Width-least.Width, max((size.Height-least.Height)/2, 0)))
		return
	}
	content.Move(fyne.Position{})
	button.Move(fyne.NewPos(0, height+widgets.Unit(widgets.Space3)))
}

// headedLayout puts the head of a screen over what fills the rest. The head takes its width first: a toolbar knows its
// height only then.
type headedLayout struct{}

// headed returns a screen of a head, a line, and what fills the rest.
func headed(rest fyne.CanvasObject, head ...fyne.CanvasObject) *fyne.Container {
	return container.New(headedLayout{}, append(head, widgets.NewLine(), rest)...)
}

// MinSize is that of the widest part.
func (headedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			least := o.MinSize()
			size.Width = max(size.Width, least.Width)
		}
	}
	return size
}

// Layout resizes the rest to what the head leaves. The rest may change the head, when it goes over to one pane or to two: then
// all is laid out once more.
func (l headedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.put(objects, size)
	if end := len(objects) - 1; objects[end].Position().Y != l.headHeight(objects) || objects[end].Size().Height != size.Height-l.headHeight(objects) {
		l.put(objects, size)
	}
}

// headHeight is what the head takes, as it is shown now.
func (headedLayout) headHeight(objects []fyne.CanvasObject) float32 {
	height := float32(0)
	for _, o := range objects[:len(objects)-1] {
		if o.Visible() {
			height += o.MinSize().Height
		}
	}
	return height
}

func (headedLayout) put(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		height := max(size.Height-y, 0)
		if i < len(objects)-1 {
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
			height = o.MinSize().Height
		}
		o.Resize(fyne.NewSize(size.Width, height))
		o.Move(fyne.NewPos(0, y))
		y += height
	}
}

// tightMarkup returns a text of a program that stands on the edge of its column, without the toolkit's padding around it.
func tightMarkup(text string, open func(string)) *fyne.Container {
	return container.New(tightMarkupLayout{}, widgets.NewMarkup(text, open))
}

type tightMarkupLayout struct{}

// MinSize is that of the text alone.
func (tightMarkupLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least, inset := objects[0].MinSize(), 2*theme.InnerPadding()
	return fyne.NewSize(max(least.Width-inset, 0), max(least.Height-inset, 0))
}

// Layout lets the padding reach out of the room.
func (tightMarkupLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	inset := theme.InnerPadding()
	objects[0].Move(fyne.NewPos(-inset, -inset))
	objects[0].Resize(fyne.NewSize(size.Width+2*inset, objects[0].Size().Height))
	objects[0].Resize(size.AddWidthHeight(2*inset, 2*inset))
}
