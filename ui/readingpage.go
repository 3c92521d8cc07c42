package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/programconnect/programconnect/ui/widgets"
)

// readingPage is a page that scrolls: one column, no wider than is good to read.
type readingPage struct {
	box    *fyne.Container
	scroll *widgets.Scroll
	column *fyne.Container
}

// newReadingPage returns a page with a content at most that wide, at 100 %.
func newReadingPage(most float32, content fyne.CanvasObject) *readingPage {
	p := &readingPage{column: container.New(readingColumn{most: most}, content)}
	p.scroll = widgets.NewScroll(p.column)
	p.box = container.New(readingLayout{p}, widgets.NewGround(widgets.Paint{Fill: widgets.ColorSunken}), p.scroll)
	return p
}

// settle gives the parts the room that they need now.
func (p *readingPage) settle() {
	if p.box.Size().Width > 0 {
		p.box.Layout.Layout(p.box.Objects, p.box.Size())
	}
}

// show scrolls until a part of the content is near the top.
func (p *readingPage) show(part fyne.CanvasObject) { widgets.ScrollTo(&p.scroll.Scroll, part) }

// readingLayout lays the page over its ground. What breaks into lines gets its width first, since its height follows.
type readingLayout struct{ page *readingPage }

// Layout gives ground and page all the room.
func (l readingLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	column := l.page.column
	height := max(column.Size().Height, size.Height)
	if column.Size() == fyne.NewSize(size.Width, height) {
		column.Layout.Layout(column.Objects, column.Size())
	}
	column.Resize(fyne.NewSize(size.Width, height))
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
	l.page.scroll.Refresh()
}

// MinSize returns the least of a page.
func (readingLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// readingColumn lays the content from the top, with room around it.
type readingColumn struct{ most float32 }

func (readingColumn) inset(width float32) (side, top float32) {
	side = widgets.Unit(widgets.Space8)
	if width < widgets.Unit(widgets.NarrowWidth) {
		side = widgets.Unit(widgets.Space4)
	}
	return side, widgets.Unit(widgets.Space5)
}

// Layout gives the content its width.
func (c readingColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, top := c.inset(size.Width)
	width := max(min(size.Width-2*side, widgets.Unit(c.most)), 0)
	for _, o := range objects {
		o.Move(fyne.NewPos(side, top))
		o.Resize(fyne.NewSize(width, o.Size().Height))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
	}
}

// MinSize returns the height of the content as it is laid out now.
func (c readingColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	_, top := c.inset(0)
	height := float32(0)
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(1, height+2*top)
}
