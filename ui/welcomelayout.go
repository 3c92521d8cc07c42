package ui

import (
	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

// columnLayout puts a column into the middle of a page, no wider than width at 100 %.
type columnLayout struct{ width float32 }

// MinSize is that of the column.
func (columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	return fyne.NewSize(0, least.Height)
}

// Layout resizes the column to its width.
func (l columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width, widgets.Unit(l.width)+2*widgets.Unit(widgets.Space6))
	objects[0].Move(fyne.NewPos((size.Width-width)/2, 0))
	objects[0].Resize(fyne.NewSize(width, size.Height))
}

// titleChipLayout puts a chip behind a title, which is shortened where there is no room for both.
type titleChipLayout struct{}

// MinSize is that of the shortest form.
func (titleChipLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	title, chip := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(title.Width+widgets.Unit(widgets.Space2)+chip.Width, max(title.Height, chip.Height))
}

// Layout resizes the title to what it needs, else what is left.
func (titleChipLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	title, chip := objects[0], objects[1]
	gap, least := widgets.Unit(widgets.Space2), chip.MinSize()
	width := title.MinSize().Width
	if line, ok := title.(*widgets.TextLine); ok {
		width = widgets.TextHeading.Measure(line.Text()).Width
	}
	width = min(width, max(size.Width-gap-least.Width, 0))
	title.Move(fyne.NewPos(0, (size.Height-title.MinSize().Height)/2))
	title.Resize(fyne.NewSize(width, title.MinSize().Height))
	chip.Move(fyne.NewPos(width+gap, (size.Height-least.Height)/2))
	chip.Resize(least)
}

// stepsLayout puts parts side by side, all equally wide and high, in as many lines as their least width asks for.
type stepsLayout struct {
	least float32 // at 100 %
	width float32 // at the last layout
}

func (l *stepsLayout) columns(objects []fyne.CanvasObject, width float32) int {
	fit := int(width / widgets.Unit(l.least))
	for fit > 1 && len(objects)%fit != 0 {
		fit--
	}
	return min(max(fit, 1), len(objects))
}

func (l *stepsLayout) height(objects []fyne.CanvasObject, width float32) float32 {
	height := float32(0)
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, o.Size().Height)) // texts break at this width, and only then know their height
		height = max(height, o.MinSize().Height)
	}
	return height
}

// MinSize is that of the lines at the width of the last layout.
func (l *stepsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	columns := l.columns(objects, l.width)
	return fyne.NewSize(0, l.height(objects, l.width/float32(columns))*float32(len(objects)/columns))
}

// Layout puts the parts in their places.
func (l *stepsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	columns := l.columns(objects, size.Width)
	width := size.Width / float32(columns)
	height := l.height(objects, width)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%columns)*width, float32(i/columns)*height))
		o.Resize(fyne.NewSize(width, height))
	}
}
