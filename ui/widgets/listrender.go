package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// CreateRenderer draws the scroll, and over it the ghost and the line of a drag.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	l.drag.line = canvas.NewRectangle(nil)
	l.drag.line.Hide()
	l.drag.ghost = newDragGhost(l)
	return &listRenderer{list: l, objects: []fyne.CanvasObject{l.page, l.drag.line, l.drag.ghost}, scale: Unit(1)}
}

type listRenderer struct {
	list    *List
	objects []fyne.CanvasObject
	scale   float32
}

func (r *listRenderer) Destroy()                     {}
func (r *listRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *listRenderer) MinSize() fyne.Size           { return UnitSize(120, 2*HeightRow) }

func (r *listRenderer) Layout(size fyne.Size) {
	l := r.list
	changed := l.width != size.Width
	l.width = size.Width
	l.page.Resize(size)
	if changed {
		l.restack()
	}
	l.view.update(changed)
	r.revealUnseen(size)
}

// revealUnseen scrolls to what was to be seen before there was a size. The toolkit lays a window out at its least size
// first; what is done then is done again.
func (r *listRenderer) revealUnseen(size fyne.Size) {
	l := r.list
	if l.unseen == "" || size.Height <= 0 {
		return
	}
	l.scrollTo(0)
	l.Reveal(l.unseen)
	if size.Height > r.MinSize().Height {
		l.unseen = ""
	}
}

// Refresh measures the rows anew, where the interface size changed, and fills those in sight.
func (r *listRenderer) Refresh() {
	if now := Unit(1); now != r.scale {
		r.scale = now
		r.list.restack()
	}
	r.list.view.update(true)
	r.list.page.Refresh()
}
