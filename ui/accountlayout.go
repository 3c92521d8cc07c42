package ui

import (
	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

// columnsLayout puts two columns side by side, at 43:57, both as high as the page; or under each other where there is little
// room.
type columnsLayout struct{ width float32 } // at the last layout

// leastColumn is the least width of a column, at 100 %.
const leastColumn = 400

func (l *columnsLayout) fits(width float32) bool { return width >= widgets.Unit(2*leastColumn) }

func (l *columnsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, right := objects[0].MinSize(), objects[1].MinSize()
	if l.fits(l.width) {
		return fyne.NewSize(0, max(left.Height, right.Height))
	}
	return fyne.NewSize(0, left.Height+right.Height)
}

func (l *columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	first := size.Width
	if l.fits(size.Width) {
		first = max(size.Width*0.43, widgets.Unit(leastColumn))
	}
	second, at := size.Width-first, fyne.NewPos(first, 0)
	heights := [2]float32{size.Height, size.Height}
	if !l.fits(size.Width) {
		second = size.Width
		for i, o := range objects {
			o.Resize(fyne.NewSize(size.Width, o.Size().Height)) // texts break at this width, and only then know their height
			heights[i] = o.MinSize().Height
		}
		at = fyne.NewPos(0, heights[0])
		heights[1] = max(heights[1], size.Height-heights[0])
	}
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(first, heights[0]))
	objects[1].Move(at)
	objects[1].Resize(fyne.NewSize(second, heights[1]))
}
