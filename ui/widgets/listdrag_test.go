package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// grab presses on a row in its middle and returns the height of the pointer.
func (r *listRig) grab(id string) float32 {
	r.t.Helper()
	item, ok := r.items.find(id)
	if !ok {
		r.t.Fatalf("no row %s", id)
	}
	y := item.top - r.scroll.Offset.Y + item.height/2
	r.slot(id).MouseDown(mouse(50, y, desktop.MouseButtonPrimary, 0))
	r.said = nil
	return y
}

func dragTo(y float32) *fyne.DragEvent {
	e := &fyne.DragEvent{}
	e.AbsolutePosition = fyne.NewPos(50, y)
	return e
}

func TestDragPutsARowElsewhere(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	for _, c := range []struct {
		id   string
		by   float32
		want string
	}{
		{"c", 70, "queue: c to 1"},
		{"c", 130, "queue: c to 2"},
		{"c", 900, "queue: c to 2"}, // past the group's end
		{"e", -70, "queue: e to 1"},
		{"e", -900, "queue: e to 0"},
		{"d", 20, ""},
		{"d", -20, ""},
		{"a", 70, ""}, // its group has no order
	} {
		slot := r.slot(c.id)
		y := r.grab(c.id)
		slot.Dragged(dragTo(y + c.by))
		slot.MouseUp(mouse(50, y+c.by, desktop.MouseButtonPrimary, 0))
		slot.DragEnd()
		if c.want == "" {
			r.wantSaid()
			continue
		}
		r.wantSaid(c.want)
	}
}

func TestDragBeginsAfterSixUnits(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	slot := r.slot("c")
	y := r.grab("c")
	slot.Dragged(dragTo(y + 6))
	if r.drag.active || r.drag.ghost.Visible() {
		t.Error("six units are a drag")
	}
	slot.Dragged(dragTo(y + 7))
	if !r.drag.active || !r.drag.ghost.Visible() || !r.drag.line.Visible() || r.drag.line.Size().Height != 2 {
		t.Error("seven units show no ghost and line")
	}
	slot.DragEnd()
	if r.drag.ghost.Visible() || r.drag.line.Visible() {
		t.Error("ghost and line stay")
	}
}

func TestEscGivesADragUp(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	slot := r.slot("c")
	y := r.grab("c")
	slot.Dragged(dragTo(y + 130))
	key(r.canvas, fyne.KeyEscape)
	if r.drag.active || r.drag.ghost.Visible() {
		t.Error("the drag goes on")
	}
	slot.Dragged(dragTo(y + 140))
	slot.MouseUp(mouse(50, y+140, desktop.MouseButtonPrimary, 0))
	slot.DragEnd()
	r.wantSaid()
	y = r.grab("c")
	slot.Dragged(dragTo(y + 130))
	slot.DragEnd()
	r.wantSaid("queue: c to 2")
}

func TestDragScrollsAtAnEdge(t *testing.T) {
	r := newListRig(t, ListGroup{ID: "queue", Ordered: true, Rows: numbered(100)})
	slot := r.slot("2")
	r.grab("2")
	slot.Dragged(dragTo(395))
	for range 50 { // the pointer rests near the edge
		r.clock.advance(dragTick)
	}
	if r.scroll.Offset.Y != 51*dragStep {
		t.Errorf("scrolled by %v", r.scroll.Offset.Y)
	}
	slot.DragEnd()
	if r.clock.pending() != 0 {
		t.Error("goes on scrolling after the drag")
	}
	if len(r.said) != 1 || r.said[0] != "queue: 2 to 19" {
		t.Errorf("told %q", r.said)
	}
}

func TestDragFollowsAChangeOfTheList(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	slot := r.slot("c")
	y := r.grab("c")
	slot.Dragged(dragTo(y + 130))
	groups := threeGroups()
	groups[1].Rows = []string{"d", "e"} // it finished meanwhile
	groups[3].Rows = []string{"c", "f", "g"}
	r.SetGroups(groups)
	if r.drag.active {
		t.Error("still drags what has left the queue")
	}
	r.said = nil
	slot.DragEnd()
	r.wantSaid()
}

func TestOrderByKeys(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	alt := func(key fyne.KeyName) {
		r.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt})
	}
	r.click("d", 0)
	r.said = nil
	alt(fyne.KeyUp)
	r.wantSaid("queue: d to 0")
	alt(fyne.KeyDown)
	r.wantSaid("queue: d to 2")
	alt(fyne.KeyHome)
	r.wantSaid("queue: d to 0")
	alt(fyne.KeyEnd)
	r.wantSaid("queue: d to 2")
	r.click("a", 0)
	r.said = nil
	alt(fyne.KeyDown)
	r.wantSaid()
}
