package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	dragStart = 6  // units until a press is a drag
	dragEdge  = 32 // units from an edge where the list scrolls
	dragStep  = 16 // units it scrolls at a time
	dragTick  = 40 * time.Millisecond
)

// rowDrag is a row on its way to another position in its group.
type rowDrag struct {
	list   *List
	id     string
	from   fyne.Position
	at     fyne.Position
	held   bool // the button is down on a row
	active bool
	given  bool // Esc gave it up; the rest of the drag means nothing
	to     int
	stop   func() // of the scrolling at an edge
	ghost  *dragGhost
	line   *canvas.Rectangle
}

func (d *rowDrag) down(id string, at fyne.Position) {
	d.id, d.from, d.at, d.held, d.given = id, at, at, true, false
}

func (d *rowDrag) up() {
	if !d.active {
		d.held = false
	}
}

// moved follows the pointer.
func (d *rowDrag) moved(at fyne.Position) {
	if !d.held || d.given || !d.movable() {
		return
	}
	d.at = at
	if !d.active {
		dx, dy := at.X-d.from.X, at.Y-d.from.Y
		if dx*dx+dy*dy <= Unit(dragStart)*Unit(dragStart) {
			return
		}
		d.active = true
	}
	d.show()
	d.scrollAtEdge()
}

func (d *rowDrag) movable() bool {
	item, ok := d.list.items.find(d.id)
	return ok && d.list.items.groups[item.group].Ordered && d.list.options.OnMoved != nil
}

// y returns where the pointer is in the column of rows.
func (d *rowDrag) y() float32 {
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.list).Y
	return d.at.Y - top + d.list.scroll.Offset.Y
}

// show draws the ghost at the pointer and the line where the row would go.
func (d *rowDrag) show() {
	to, lineY, ok := d.list.items.lineFor(d.id, d.y())
	if !ok {
		d.end()
		return
	}
	d.to = to
	item, _ := d.list.items.find(d.id)
	width := d.list.width - 2*Unit(listInset)
	d.line.FillColor = ColorOf(ColorAccent)
	d.line.Move(fyne.NewPos(Unit(listInset+8), lineY-d.list.scroll.Offset.Y-1))
	d.line.Resize(fyne.NewSize(max(width-Unit(16), 0), 2))
	d.line.Show()
	d.line.Refresh()
	d.ghost.fill(d.id, d.to)
	d.ghost.Move(fyne.NewPos(Unit(listInset+28), d.y()-d.list.scroll.Offset.Y+Unit(4)))
	d.ghost.Resize(fyne.NewSize(max(width-Unit(40), 0), item.height))
	d.ghost.Show()
	canvas.Refresh(d.list)
}

// scrollAtEdge scrolls while the pointer stays near an edge, whether it moves or not.
func (d *rowDrag) scrollAtEdge() {
	if d.stop != nil {
		return
	}
	y := d.y() - d.list.scroll.Offset.Y
	step := float32(0)
	switch {
	case y < Unit(dragEdge):
		step = -Unit(dragStep)
	case y > d.list.scroll.Size().Height-Unit(dragEdge):
		step = Unit(dragStep)
	}
	before := d.list.scroll.Offset.Y
	if step == 0 || d.list.options.Clock == nil {
		return
	}
	d.list.scrollTo(before + step)
	if d.list.scroll.Offset.Y == before {
		return
	}
	d.show()
	d.stop = d.list.options.Clock.AfterFunc(dragTick, func() {
		d.stop = nil
		if d.active {
			d.scrollAtEdge()
		}
	})
}

// drop puts the row where the line is.
func (d *rowDrag) drop() {
	active, id, to := d.active, d.id, d.to
	d.end()
	if item, ok := d.list.items.find(id); ok && active {
		d.list.put(item, to)
	}
}

// giveUp leaves the row where it was; it reports whether there was a drag.
func (d *rowDrag) giveUp() bool {
	if !d.active {
		return false
	}
	d.end()
	d.given = true
	return true
}

func (d *rowDrag) end() {
	d.held, d.active = false, false
	if d.stop != nil {
		d.stop()
		d.stop = nil
	}
	if d.ghost != nil {
		d.ghost.Hide()
		d.line.Hide()
		canvas.Refresh(d.list)
	}
}

// follow keeps a drag over a change of the list, unless its row is gone.
func (d *rowDrag) follow() {
	if !d.active {
		return
	}
	if !d.movable() {
		d.end()
		d.given = true
		return
	}
	d.show()
}

// dragGhost is the row that follows the pointer.
type dragGhost struct {
	widget.BaseWidget
	list   *List
	ground *canvas.Rectangle
	grip   *canvas.Image
	row    fyne.CanvasObject
	text   *canvas.Text
}

func newDragGhost(l *List) *dragGhost {
	g := &dragGhost{list: l, ground: canvas.NewRectangle(nil), grip: &canvas.Image{}, row: l.options.NewRow(),
		text: canvas.NewText("", nil)}
	g.Hide()
	g.ExtendBaseWidget(g)
	return g
}

// Floating says that the ghost stands above what is around it.
func (g *dragGhost) Floating() {}

func (g *dragGhost) fill(id string, to int) {
	g.list.options.UpdateRow(id, g.row, RowState{First: true})
	g.text.Text = ""
	if g.list.options.OrderText != nil {
		g.text.Text = g.list.options.OrderText(to + 1)
	}
	g.Refresh()
}

// CreateRenderer draws grip, row and where it goes.
func (g *dragGhost) CreateRenderer() fyne.WidgetRenderer { return &dragGhostRenderer{ghost: g} }

type dragGhostRenderer struct{ ghost *dragGhost }

func (r *dragGhostRenderer) Destroy()           {}
func (r *dragGhostRenderer) MinSize() fyne.Size { return r.ghost.row.MinSize() }

func (r *dragGhostRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ghost.ground, r.ghost.grip, r.ghost.row, r.ghost.text}
}

func (r *dragGhostRenderer) Layout(size fyne.Size) {
	g := r.ghost
	g.ground.Resize(size)
	left := Unit(Space3)
	g.grip.Move(fyne.NewPos(left, (size.Height-Unit(IconSmall))/2))
	g.grip.Resize(fyne.NewSquareSize(Unit(IconSmall)))
	left += Unit(IconSmall)
	right := size.Width - Unit(Space3)
	if g.text.Text != "" {
		need := g.text.MinSize()
		right -= need.Width
		g.text.Move(fyne.NewPos(right, (size.Height-need.Height)/2))
		g.text.Resize(need)
	}
	g.row.Move(fyne.NewPos(left, 1))
	g.row.Resize(fyne.NewSize(max(right-left, 0), max(size.Height-2, 0)))
}

func (r *dragGhostRenderer) Refresh() {
	g := r.ghost
	Paint{Fill: ColorSurface, Edge: ColorAccent, Radius: RadiusRow}.apply(g.ground)
	g.text.Color, g.text.TextSize = ColorOf(ColorText3), TextCaption.Points()
	g.grip.Resource = IconResource("grip", ColorText3)
	r.Layout(g.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
