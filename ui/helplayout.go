package ui

import (
	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

// The widths of Help, at 100 %.
const (
	helpMost     = 720 // of the doctor and of a guide
	helpGuides   = 400 // of the list of guides
	helpWideFrom = 860 // the least width at which the guides stand beside the doctor
)

// helpLayout puts the guides beside the doctor where there is room for both.
type helpLayout struct{ help *help }

// Layout places head, doctor, line and guides.
func (l *helpLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, doctor, line, guides := objects[0], objects[1], objects[2], objects[3]
	narrow := size.Width < widgets.Unit(helpWideFrom)
	l.help.setNarrow(narrow)
	top := head.MinSize().Height
	head.Move(fyne.Position{})
	head.Resize(fyne.NewSize(size.Width, top))
	width, height := size.Width, max(size.Height-top, 0)
	widgets.ShowIf(!narrow, line)
	if !l.help.listed {
		widgets.ShowIf(!narrow, guides)
	}
	if !narrow {
		width -= widgets.Unit(helpGuides) + 1
		line.Move(fyne.NewPos(width, top))
		line.Resize(fyne.NewSize(1, height))
		guides.Move(fyne.NewPos(width+1, top))
		guides.Resize(fyne.NewSize(widgets.Unit(helpGuides), height))
	}
	doctor.Move(fyne.NewPos(0, top))
	doctor.Resize(fyne.NewSize(width, height))
}

// MinSize returns that of the head.
func (l *helpLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, widgets.Unit(100))
}

// guideListLayout puts ground, head, search and list under each other.
type guideListLayout struct{}

// Layout resizes the list to what the rest leaves.
func (guideListLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	ground, head, search, list := objects[0], objects[1], objects[2], objects[3]
	side, gap := widgets.Unit(widgets.Space6), widgets.Unit(widgets.Space2)
	ground.Resize(size)
	y := widgets.Unit(widgets.Space5)
	for _, o := range []fyne.CanvasObject{head, search} {
		height := o.MinSize().Height
		o.Move(fyne.NewPos(side, y))
		o.Resize(fyne.NewSize(size.Width-2*side, height))
		y += height + gap
	}
	inset := widgets.Unit(widgets.Space3)
	list.Move(fyne.NewPos(inset, y))
	list.Resize(fyne.NewSize(size.Width-2*inset, max(size.Height-y, 0)))
}

// MinSize returns the least of a list.
func (guideListLayout) MinSize([]fyne.CanvasObject) fyne.Size { return widgets.UnitSize(240, 100) }

// hangLayout hangs a text at a mark before its first line.
type hangLayout struct{}

const hangRoom = 36

// Layout resizes the text to what the mark leaves.
func (hangLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	mark, text := objects[0], objects[1]
	left := widgets.Unit(hangRoom)
	mark.Move(fyne.Position{})
	mark.Resize(mark.MinSize())
	width := max(size.Width-left, 0)
	text.Move(fyne.NewPos(left, 0))
	text.Resize(fyne.NewSize(width, text.Size().Height)) // what breaks into lines knows its height by its width
	text.Resize(fyne.NewSize(width, text.MinSize().Height))
}

// MinSize returns the room of the text as it is laid out now.
func (hangLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	mark, text := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(widgets.Unit(hangRoom)+text.Width, max(mark.Height, text.Height))
}
