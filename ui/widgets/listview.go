package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// listView is the column of rows inside a list's scroll. Only what is in sight has objects.
type listView struct {
	widget.BaseWidget
	list  *List
	rows  map[string]*listSlot     // by the row's ID
	heads map[string]*listHeadSlot // by the group's ID
	spare []*listSlot
	idle  []*listHeadSlot
	drawn []fyne.CanvasObject
}

func newListView(l *List) *listView {
	v := &listView{list: l, rows: map[string]*listSlot{}, heads: map[string]*listHeadSlot{}}
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer draws what is in sight.
func (v *listView) CreateRenderer() fyne.WidgetRenderer { return &listViewRenderer{view: v} }

type listViewRenderer struct{ view *listView }

func (r *listViewRenderer) Destroy()                     {}
func (r *listViewRenderer) Objects() []fyne.CanvasObject { return r.view.drawn }
func (r *listViewRenderer) Layout(fyne.Size)             { r.view.update(false) }

func (r *listViewRenderer) MinSize() fyne.Size { return fyne.NewSize(1, r.view.list.items.height) }

func (r *listViewRenderer) Refresh() { r.view.update(true) }

// update puts rows where they are in sight. all fills each of them anew, not only those that came into sight.
func (v *listView) update(all bool) {
	l := v.list
	top := l.scroll.Offset.Y
	seen := l.items.between(top, top+l.scroll.Size().Height)
	v.release(seen)
	v.drawn = v.drawn[:0]
	width := max(l.width-2*Unit(listInset), 0)
	for _, item := range seen {
		var o fyne.CanvasObject
		if item.row < 0 {
			o = v.head(item, all)
		} else {
			o = v.row(item, all)
		}
		o.Move(fyne.NewPos(Unit(listInset), item.top))
		o.Resize(fyne.NewSize(width, item.height))
		v.drawn = append(v.drawn, o)
	}
	canvas.Refresh(v)
}

// release keeps the slots of what went out of sight for others.
func (v *listView) release(seen []listItem) {
	rows, heads := make(map[string]bool, len(seen)), map[string]bool{}
	for _, item := range seen {
		if item.row < 0 {
			heads[item.id] = true
		} else {
			rows[item.id] = true
		}
	}
	for id, slot := range v.rows {
		if !rows[id] {
			delete(v.rows, id)
			v.spare = append(v.spare, slot)
		}
	}
	for id, slot := range v.heads {
		if !heads[id] {
			delete(v.heads, id)
			v.idle = append(v.idle, slot)
		}
	}
}

func (v *listView) row(item listItem, all bool) *listSlot {
	slot, ok := v.rows[item.id]
	if ok && !all {
		return slot
	}
	if !ok {
		if n := len(v.spare); n > 0 {
			slot, v.spare = v.spare[n-1], v.spare[:n-1]
		} else {
			slot = newListSlot(v.list)
		}
		v.rows[item.id] = slot
	}
	slot.fill(item.id, v.list.state(item))
	return slot
}

func (v *listView) head(item listItem, all bool) *listHeadSlot {
	slot, ok := v.heads[item.id]
	if ok && !all {
		return slot
	}
	if !ok {
		if n := len(v.idle); n > 0 {
			slot, v.idle = v.idle[n-1], v.idle[:n-1]
		} else {
			slot = newListHeadSlot()
		}
		v.heads[item.id] = slot
	}
	slot.fill(v.list.items.groups[item.group])
	return slot
}

// updateRow fills one row anew, and the one below, whose separator depends on it.
func (v *listView) updateRow(id string) {
	at, ok := v.list.items.byID[id]
	if !ok {
		return
	}
	for _, next := range []int{at, at + 1} {
		if next >= len(v.list.items.rows) {
			continue
		}
		item := v.list.items.items[v.list.items.rows[next]]
		if slot := v.rows[item.id]; slot != nil {
			slot.fill(item.id, v.list.state(item))
		}
	}
}

// listSlot holds one row that the caller made, takes the pointer for it and draws the focus ring.
type listSlot struct {
	widget.BaseWidget
	list *List
	id   string
	row  fyne.CanvasObject
	own  *Row // the row, where it is one of the design: the slot paints and points for it
	ring *canvas.Rectangle
	// what a press still means when it is let go
	double, collapse bool
}

func newListSlot(l *List) *listSlot {
	s := &listSlot{list: l, row: l.options.NewRow(), ring: canvas.NewRectangle(nil)}
	s.own, _ = s.row.(*Row)
	s.ring.Hide()
	s.ExtendBaseWidget(s)
	return s
}

func (s *listSlot) fill(id string, state RowState) {
	if s.own != nil && s.id != id && s.own.IsHovered() {
		s.own.MouseOut() // the pointer was on what the row showed before
	}
	s.id = id
	s.list.options.UpdateRow(id, s.row, state)
	if s.own != nil {
		s.own.SetSelected(state.Selected)
		s.own.SetCursor(state.Focused)
		s.own.SetSeparated(!state.First && !state.NextTo)
		return
	}
	Paint{Edge: ColorAccent, EdgeWidth: 2, Radius: RadiusRow}.apply(s.ring)
	ShowIf(state.Focused, s.ring)
	s.ring.Refresh()
}

// CreateRenderer draws the ring over the row.
func (s *listSlot) CreateRenderer() fyne.WidgetRenderer {
	r := &listSlotRenderer{slot: s, objects: []fyne.CanvasObject{s.row, s.ring}}
	if s.own != nil {
		// The row itself would take the pointer from the slot, so that only what it is painted with stands here.
		r.objects = s.own.CreateRenderer().Objects()
	}
	return r
}

type listSlotRenderer struct {
	slot    *listSlot
	objects []fyne.CanvasObject
}

func (r *listSlotRenderer) Destroy()           {}
func (r *listSlotRenderer) MinSize() fyne.Size { return r.slot.row.MinSize() }

func (r *listSlotRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *listSlotRenderer) Layout(size fyne.Size) {
	r.slot.row.Resize(size)
	const inside = 1 // half the ring's line
	r.slot.ring.Move(fyne.NewPos(inside, inside))
	r.slot.ring.Resize(size.SubtractWidthHeight(2*inside, 2*inside))
}

func (r *listSlotRenderer) Refresh() { r.slot.row.Refresh() }

// MouseDown chooses at once: a single click never waits for a second one.
func (s *listSlot) MouseDown(e *desktop.MouseEvent) {
	s.list.useByPointer()
	s.double, s.collapse = false, false
	sel := s.list.selection
	if e.Button == desktop.MouseButtonSecondary {
		if !sel.chosen[s.id] {
			sel.only(s.id)
			s.list.selectionChanged()
		}
		sel.current = s.id
		return
	}
	if e.Button != desktop.MouseButtonPrimary {
		return
	}
	s.list.drag.down(s.id, e.AbsolutePosition)
	multi, span := e.Modifier&fyne.KeyModifierShortcutDefault != 0, e.Modifier&fyne.KeyModifierShift != 0
	s.double = s.list.clicks.isDoubleOn(s.id) && !multi && !span
	switch {
	case span:
		sel.extend(s.list.items, s.id, multi)
	case multi:
		sel.toggle(s.id)
	case sel.chosen[s.id] && len(sel.chosen) > 1:
		s.collapse = true // perhaps all of them are meant: that shows when the button is let go
		sel.current = s.id
	case sel.chosen[s.id]:
		sel.current, sel.anchor = s.id, s.id
		s.list.view.update(true)
		return
	default:
		sel.only(s.id)
	}
	s.list.selectionChanged()
}

// MouseUp does the main action after a double-click.
func (s *listSlot) MouseUp(*desktop.MouseEvent) {
	dragged := s.list.drag.active
	s.list.drag.up()
	double, collapse := s.double, s.collapse
	s.double, s.collapse = false, false
	if dragged {
		return
	}
	if collapse {
		s.list.selection.only(s.id)
		s.list.selectionChanged()
	}
	if double && s.list.options.OnOpen != nil {
		s.list.options.OnOpen(s.id)
	}
}

// TappedSecondary opens the menu of the chosen rows.
func (s *listSlot) TappedSecondary(e *fyne.PointEvent) { s.list.openMenu(e.AbsolutePosition, false) }

// MouseIn shows what a row shows under the pointer.
func (s *listSlot) MouseIn(e *desktop.MouseEvent) {
	if s.own != nil {
		s.own.MouseIn(e)
	}
	s.list.RowHovered(s.id, true)
}

// MouseMoved is of no interest.
func (s *listSlot) MouseMoved(*desktop.MouseEvent) {}

// MouseOut hides it again.
func (s *listSlot) MouseOut() {
	if s.own != nil {
		s.own.MouseOut()
	}
	s.list.RowHovered(s.id, false)
}

// Dragged moves the row where its group has an order.
func (s *listSlot) Dragged(e *fyne.DragEvent) { s.list.drag.moved(e.AbsolutePosition) }

// DragEnd puts the row down.
func (s *listSlot) DragEnd() { s.list.drag.drop() }
