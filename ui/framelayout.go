package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/programconnect/programconnect/ui/widgets"
)

// edge is a side of a part of the window.
type edge int

const (
	edgeTop edge = iota
	edgeRight
	edgeBottom
)

// edged draws a line along a side of a content, which keeps all the room.
func edged(side edge, content fyne.CanvasObject) *fyne.Container {
	return container.New(edgedLayout{side}, content, widgets.NewLine())
}

type edgedLayout struct{ side edge }

// MinSize is that of the content.
func (edgedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout puts the line on the content's edge.
func (l edgedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	content, line := objects[0], objects[1]
	content.Move(fyne.Position{})
	content.Resize(size)
	least := line.MinSize()
	switch l.side {
	case edgeTop:
		line.Move(fyne.Position{})
		line.Resize(fyne.NewSize(size.Width, least.Height))
	case edgeBottom:
		line.Move(fyne.NewPos(0, size.Height-least.Height))
		line.Resize(fyne.NewSize(size.Width, least.Height))
	case edgeRight:
		line.Move(fyne.NewPos(size.Width-least.Width, 0))
		line.Resize(fyne.NewSize(least.Width, size.Height))
	}
}

// stackedLayout puts the head of the window, the notices and the screen under each other without a gap. Where the window
// is low the notices give way first: the screen keeps half of the height.
type stackedLayout struct{}

// MinSize is that of the widest.
func (stackedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			size = size.Max(o.MinSize())
		}
	}
	return size
}

// Layout resizes the screen to what is left.
func (stackedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, notices, body := objects[0], objects[1], objects[2]
	y := float32(0)
	if head.Visible() {
		y = head.MinSize().Height
		head.Move(fyne.Position{})
		head.Resize(fyne.NewSize(size.Width, y))
	}
	if notices.Visible() {
		notices.Move(fyne.NewPos(0, y))
		notices.Resize(fyne.NewSize(size.Width, notices.MinSize().Height)) // texts break at this width, and only then know their height
		height := min(notices.MinSize().Height, max(size.Height-y, 0)/2)
		notices.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
	body.Move(fyne.NewPos(0, y))
	body.Resize(fyne.NewSize(size.Width, max(size.Height-y, 0)))
}
