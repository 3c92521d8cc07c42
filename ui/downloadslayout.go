package ui

import (
	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadsLayout stacks the parts of the screen: the head, the summary, a notice, a fault and the search with room at their
// sides, then the line and the list over the whole width. The parts measure themselves by the width that they get.
type downloadsLayout struct{ screen *downloadsScreen }

const (
	downloadsLine = 5 // the separator's number among the parts
	downloadsList = 6
)

// Layout resizes the list to what the other parts leave.
func (l *downloadsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := l.screen
	w.summary.fit(size.Width)
	w.fits(widgets.SplitFits(size.Width, widgets.Unit(widgets.ListLeast), widgets.Unit(widgets.DetailsLeast)))
	y := float32(0)
	for i, o := range objects[:downloadsList] {
		if !o.Visible() {
			continue
		}
		inset := l.inset(i)
		o.Resize(fyne.NewSize(size.Width-2*inset, o.Size().Height)) // texts that break know their height by their width
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(size.Width-2*inset, height))
		o.Move(fyne.NewPos(inset, y))
		y += height + l.gap(i)
	}
	list := objects[downloadsList]
	list.Move(fyne.NewPos(0, y))
	list.Resize(fyne.NewSize(size.Width, max(size.Height-y, 0)))
}

// inset is the room at the sides of a part.
func (l *downloadsLayout) inset(part int) float32 {
	if part == 0 || part == downloadsLine {
		return 0
	}
	return widgets.Unit(widgets.Space6)
}

// gap is the room under a part.
func (l *downloadsLayout) gap(part int) float32 {
	if part == 0 || part == downloadsLine {
		return 0
	}
	return widgets.Unit(widgets.Space3)
}

// MinSize returns the head's width, and the least of the list's height.
func (l *downloadsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	return fyne.NewSize(least.Width, least.Height+objects[downloadsList].MinSize().Height)
}
