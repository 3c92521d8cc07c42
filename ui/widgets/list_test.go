package widgets

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// listRig is a list of plain rows, 60 high, that notes what it is told.
type listRig struct {
	*List
	t      testing.TB
	canvas fyne.Canvas
	clock  *testClock
	keys   fyne.KeyModifier
	said   []string // calls of the list
	filled int      // rows filled by the caller
	made   int
}

type testRow struct {
	widget.Label
	state RowState
}

func newTestRow() *testRow {
	r := &testRow{}
	r.ExtendBaseWidget(r)
	return r
}

func (r *testRow) MinSize() fyne.Size { return fyne.NewSize(60, 60) }

func newListRig(t testing.TB, groups ...ListGroup) *listRig {
	t.Helper()
	r := &listRig{t: t, clock: newTestClock()}
	note := func(what string) func([]string) {
		return func(ids []string) { r.said = append(r.said, what+" "+strings.Join(ids, " ")) }
	}
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ThemeLight, 1))
	r.List = NewList(ListOptions{Label: "Downloads", Clock: r.clock,
		NewRow: func() fyne.CanvasObject { r.made++; return newTestRow() },
		UpdateRow: func(id string, o fyne.CanvasObject, state RowState) {
			r.filled++
			row := o.(*testRow)
			row.state = state
			if row.Text != id {
				row.SetText(id)
			}
		},
		RowLabel:   func(id string) string { return "row " + id },
		OnSelected: note("selected"),
		OnOpen:     func(id string) { r.said = append(r.said, "open "+id) },
		OnSpace:    note("space"),
		OnDelete:   note("delete"),
		OnMoved:    func(group, id string, to int) { r.said = append(r.said, fmt.Sprintf("%s: %s to %d", group, id, to)) },
		Menu: func(ids []string) MenuOptions {
			r.said = append(r.said, "menu "+strings.Join(ids, " "))
			return MenuOptions{Items: []MenuItem{{Label: "Pause"}}}
		}})
	r.modifiers = func() fyne.KeyModifier { return r.keys }
	r.SetGroups(groups)
	w := test.NewTempWindow(t, r.List)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(500, 400))
	r.canvas = w.Canvas()
	r.said, r.filled = nil, 0
	return r
}

func threeGroups() []ListGroup {
	return []ListGroup{
		{ID: "needs", Title: "Needs you", NeedsMe: true, Rows: []string{"a", "b"}},
		{ID: "queue", Title: "In the queue", Ordered: true, Rows: []string{"c", "d", "e"}},
		{ID: "none", Title: "Nothing"},
		{ID: "done", Title: "Done", Link: "Clear finished", Rows: []string{"f", "g"}},
	}
}

func numbered(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprint(i)
	}
	return ids
}

func (r *listRig) slot(id string) *listSlot {
	r.t.Helper()
	if r.view.rows[id] == nil {
		r.Reveal(id)
	}
	slot := r.view.rows[id]
	if slot == nil {
		r.t.Fatalf("row %s is not in sight", id)
	}
	return slot
}

func (r *listRig) click(id string, modifier fyne.KeyModifier) {
	r.t.Helper()
	slot := r.slot(id)
	slot.MouseDown(mouse(5, 5, desktop.MouseButtonPrimary, modifier))
	slot.MouseUp(mouse(5, 5, desktop.MouseButtonPrimary, modifier))
}

func (r *listRig) want(selected string) {
	r.t.Helper()
	if got := strings.Join(r.Selected(), " "); got != selected {
		r.t.Errorf("selected %q, want %q", got, selected)
	}
}

// wantSaid compares what the list told since the last time.
func (r *listRig) wantSaid(want ...string) {
	r.t.Helper()
	if !slices.Equal(r.said, want) {
		r.t.Errorf("told %q, want %q", r.said, want)
	}
	r.said = nil
}

func TestListSelectsAtOnce(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	slot := r.slot("b")
	slot.MouseDown(mouse(5, 5, desktop.MouseButtonPrimary, 0))
	r.wantSaid("selected b")
	if !slot.row.(*testRow).state.Selected || slot.row.(*testRow).state.Focused {
		t.Error("the row does not show that it is selected, or shows a ring after a click")
	}
	if r.canvas.Focused() != fyne.Focusable(r.List) {
		t.Error("the list has not the focus")
	}
}

func TestListSelectsSeveral(t *testing.T) {
	const multi, span = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	r := newListRig(t, threeGroups()...)
	r.click("b", 0)
	r.click("d", span)
	r.want("b c d")
	r.click("a", span)
	r.want("a b")
	r.click("f", multi)
	r.want("a b f")
	r.click("a", multi)
	r.want("b f")
	r.click("c", multi|span)
	r.want("a b c f")
	r.click("c", 0) // one of several: the others stay until the button is let go
	r.want("c")
	r.click("e", 0)
	r.TypedShortcut(&fyne.ShortcutSelectAll{})
	r.want("c d e")
}

func TestListOpensOnADoubleClick(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	r.click("b", 0)
	r.clock.advance(time.Second)
	r.click("b", 0)
	r.wantSaid("selected b")
	r.clock.advance(100 * time.Millisecond)
	r.click("b", 0)
	r.wantSaid("open b")
	r.clock.advance(100 * time.Millisecond)
	r.click("b", 0) // a third one is not a second double-click
	r.click("a", 0) // nor is one on another row
	r.wantSaid("selected a")
}

func TestListByKeys(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	KeyUsed()
	r.canvas.Focus(r.List)
	for _, step := range []struct {
		key      fyne.KeyName
		modifier fyne.KeyModifier
		want     string
	}{
		{fyne.KeyDown, 0, "a"},
		{fyne.KeyDown, 0, "b"},
		{fyne.KeyDown, 0, "c"},
		{fyne.KeyUp, 0, "b"},
		{fyne.KeyDown, fyne.KeyModifierShift, "b c"},
		{fyne.KeyDown, fyne.KeyModifierShift, "b c d"},
		{fyne.KeyUp, fyne.KeyModifierShift, "b c"},
		{fyne.KeyHome, fyne.KeyModifierShift, "a b"},
		{fyne.KeyEnd, 0, "g"},
		{fyne.KeyDown, 0, "g"},
		{fyne.KeyHome, 0, "a"},
		{fyne.KeyUp, 0, "a"},
		{fyne.KeyEnd, fyne.KeyModifierShift, "a b c d e f g"},
	} {
		r.keys = step.modifier
		key(r.canvas, step.key)
		r.want(step.want)
	}
	r.keys = 0
	key(r.canvas, fyne.KeyHome)
	r.said = nil
	press(r.canvas, fyne.KeyReturn)
	r.wantSaid("open a")
	key(r.canvas, fyne.KeyReturn) // repeats, while it is held
	r.wantSaid()
	key(r.canvas, fyne.KeyDelete)
	r.wantSaid("delete a")
	if got := r.AccessibilityLabel(); got != "Downloads: row a" {
		t.Error(got)
	}
	if !r.slot("a").ring.Visible() {
		t.Error("after a key no ring shows")
	}
}

func TestSpaceActsOnceWhenLetGo(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	r.click("c", 0)
	r.said = nil
	space := &fyne.KeyEvent{Name: fyne.KeySpace}
	r.KeyUp(space) // of a press elsewhere
	r.KeyDown(space)
	for range 5 { // held down
		r.TypedKey(space)
	}
	r.wantSaid()
	r.KeyUp(space)
	r.KeyUp(space)
	r.wantSaid("space c")
}

func TestListPagesAndScrolls(t *testing.T) {
	r := newListRig(t, ListGroup{ID: "all", Rows: numbered(200)})
	r.canvas.Focus(r.List)
	key(r.canvas, fyne.KeyPageDown)
	key(r.canvas, fyne.KeyPageDown)
	if r.Current() != "10" || r.scroll.Offset.Y == 0 { // 400 high: rows 0 to 6, two fewer a page
		t.Errorf("after two pages: row %s, scrolled by %v", r.Current(), r.scroll.Offset.Y)
	}
	key(r.canvas, fyne.KeyEnd)
	r.want("199")
	if r.scroll.Offset.Y != 200*60+2*listPadding-400 {
		t.Errorf("at the end scrolled by %v", r.scroll.Offset.Y)
	}
	r.slot("199")
	key(r.canvas, fyne.KeyPageUp)
	if r.Current() == "199" {
		t.Error("PgUp did not move")
	}
	key(r.canvas, fyne.KeyHome)
	if r.scroll.Offset.Y != 0 {
		t.Errorf("at the beginning scrolled by %v", r.scroll.Offset.Y)
	}
}

func TestListsMenu(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	right := func(id string) {
		r.slot(id).MouseDown(mouse(5, 5, desktop.MouseButtonSecondary, 0))
		r.slot(id).MouseUp(mouse(5, 5, desktop.MouseButtonSecondary, 0))
		r.slot(id).TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(40, 90)})
	}
	r.click("a", 0)
	r.click("b", fyne.KeyModifierShift)
	r.said = nil
	right("a")
	r.wantSaid("menu a b")
	key(r.canvas, fyne.KeyEscape)
	if r.canvas.Focused() != fyne.Focusable(r.List) {
		t.Error("after the menu the focus is elsewhere")
	}
	right("d")
	r.wantSaid("selected d", "menu d")
	key(r.canvas, fyne.KeyEscape)
	key(r.canvas, desktop.KeyMenu)
	r.wantSaid("menu d")
	key(r.canvas, fyne.KeyEscape)
	key(r.canvas, fyne.KeyF10)
	r.wantSaid()
	r.keys = fyne.KeyModifierShift
	key(r.canvas, fyne.KeyF10)
	r.wantSaid("menu d")
}

func TestListIsOneStopOfTab(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ThemeLight, 1))
	before, after := widget.NewEntry(), widget.NewEntry()
	l := NewList(ListOptions{NewRow: func() fyne.CanvasObject { return widget.NewButton("Pause", nil) },
		UpdateRow: func(string, fyne.CanvasObject, RowState) {}})
	l.SetGroups([]ListGroup{{ID: "all", Rows: numbered(50)}})
	keys := fyne.KeyModifier(0)
	l.modifiers = func() fyne.KeyModifier { return keys }
	w := test.NewTempWindow(t, container.NewBorder(before, after, nil, nil, l))
	w.Resize(fyne.NewSize(500, 400))
	c := w.Canvas()
	c.Focus(l)
	key(c, fyne.KeyTab)
	if c.Focused() != fyne.Focusable(after) && c.Focused() != fyne.Focusable(before) {
		t.Errorf("Tab went to %T", c.Focused())
	}
}

func TestListKeepsItsSelectionOverARefresh(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	r.click("c", 0)
	r.click("e", fyne.KeyModifierShift)
	r.said = nil
	moved := threeGroups()
	moved[1].Rows, moved[3].Rows = []string{"e", "c"}, []string{"d", "f", "g"}
	r.SetGroups(moved)
	r.want("e c d")
	r.wantSaid()
}

func TestFocusGoesToTheNextRowAfterARemoval(t *testing.T) {
	for _, c := range []struct{ removed, rest, want string }{
		{"d", "a b c e f g", "e"},
		{"g", "a b c d e f", "f"}, // the last: the one before
		{"c d e f g", "a b", "b"},
		{"a b c d e f g", "", ""},
	} {
		t.Run(c.removed, func(t *testing.T) {
			r := newListRig(t, threeGroups()...)
			r.click(strings.Fields(c.removed)[0], 0)
			r.SetGroups([]ListGroup{{ID: "all", Rows: strings.Fields(c.rest)}})
			r.want(c.want)
			if r.Current() != c.want {
				t.Errorf("the keys are at %q", r.Current())
			}
		})
	}
}

func TestListKeepsWhereItIsScrolledTo(t *testing.T) {
	r := newListRig(t, ListGroup{ID: "all", Rows: numbered(200)})
	r.scrollTo(1000)
	first := func() string { id, offset := r.scrollAnchor(); return fmt.Sprint(id, " ", offset) }
	was := first()
	r.SetGroups([]ListGroup{{ID: "new", Title: "Needs you", Rows: []string{"x", "y"}}, {ID: "all", Rows: numbered(200)}})
	if first() != was {
		t.Errorf("rows above: first in sight was %s and is %s", was, first())
	}
	r.SetGroups([]ListGroup{{ID: "all", Rows: numbered(200)[10:]}})
	if first() != was {
		t.Errorf("fewer above: first in sight was %s and is %s", was, first())
	}
	r.scrollTo(0)
	r.SetGroups([]ListGroup{{ID: "all", Rows: append([]string{"new"}, numbered(200)...)}})
	if r.scroll.Offset.Y != 0 {
		t.Error("at the very top a new row does not show")
	}
	r.SetGroups([]ListGroup{{ID: "all", Rows: numbered(3)}})
	if r.scroll.Offset.Y != 0 {
		t.Errorf("a short list is scrolled by %v", r.scroll.Offset.Y)
	}
}

func TestTenThousandRowsCostAsTwenty(t *testing.T) {
	r := newListRig(t, ListGroup{ID: "all", Rows: numbered(10_000)})
	if r.made > 12 || len(r.view.drawn) > 8 {
		t.Errorf("%d rows made, %d drawn, for a list of 400", r.made, len(r.view.drawn))
	}
	for y := float32(0); y < 600_000; y += 7777 {
		r.scrollTo(y)
	}
	if r.made > 20 {
		t.Errorf("%d rows made after scrolling", r.made)
	}
	r.filled = 0
	r.RefreshRow("0")
	if r.filled != 0 {
		t.Error("a row out of sight was filled")
	}
	r.scrollTo(0)
	r.filled = 0
	r.scrollTo(30)
	if r.filled > 1 {
		t.Errorf("%d rows filled by a short scroll", r.filled)
	}
}

func TestHoverStaysOverTheRowsOwnButton(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	slot := r.slot("b")
	slot.MouseIn(nil)
	if !slot.row.(*testRow).state.Hovered || !r.slot("c").row.(*testRow).state.First {
		t.Error("the row does not know that the pointer is on it")
	}
	slot.MouseOut()
	r.RowHovered("b", true) // the button has the pointer now
	if !slot.row.(*testRow).state.Hovered {
		t.Error("the button went away under the pointer")
	}
	r.slot("a").MouseIn(nil)
	if slot.row.(*testRow).state.Hovered || !slot.row.(*testRow).state.NextTo {
		t.Error("two rows are under the pointer")
	}
}

func TestListRevealsWhatWasChosenBeforeItWasShown(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ThemeLight, 1))
	for id, want := range map[string]float32{"1": 0, "50": 51*60 + 2*listPadding - 400} {
		l := NewList(ListOptions{NewRow: func() fyne.CanvasObject { return newTestRow() },
			UpdateRow: func(string, fyne.CanvasObject, RowState) {}})
		l.SetGroups([]ListGroup{{ID: "all", Rows: numbered(200)}})
		l.Select(id)
		showInApp(t, l, 500, 400)
		if l.scroll.Offset.Y != want && id == "1" || id == "50" && l.view.rows["50"] == nil {
			t.Errorf("row %s: scrolled by %v", id, l.scroll.Offset.Y)
		}
	}
}

func TestHeadsOfAList(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	if got := len(r.view.heads); got != 3 {
		t.Fatalf("%d heads for 3 groups with rows", got)
	}
	head := r.view.heads["needs"]
	if head.Size().Height != 32 || head.title.Text != "Needs you" || head.count.Text != "2" || head.title.Color != ColorOf(ColorWait) {
		t.Errorf("head %v, %q, %q", head.Size(), head.title.Text, head.count.Text)
	}
	tapped := false
	groups := threeGroups()
	groups[3].OnLink = func() { tapped = true }
	r.SetGroups(groups)
	link := r.view.heads["done"].link
	if !link.Visible() || r.view.heads["queue"].link.Visible() {
		t.Error("the link shows at the wrong head")
	}
	test.Tap(link)
	if !tapped {
		t.Error("the link does nothing")
	}
}

func TestRowHeightsFollowTheInterfaceSize(t *testing.T) {
	r := newListRig(t, threeGroups()...)
	small := r.items.height
	r.options.RowHeight = func(_ string, width float32) float32 {
		if width != 500-24 {
			t.Errorf("asked for a width of %v", width)
		}
		return 100
	}
	r.restack()
	if grown := r.items.height - small; grown != 7*40 {
		t.Errorf("seven rows grew by %v", grown)
	}
	if got := r.slot("b").Size().Height; got != 100 {
		t.Errorf("row %v high", got)
	}
}

func BenchmarkListOf10000(b *testing.B) {
	for _, n := range []int{20, 10_000} {
		r := newListRig(b, ListGroup{ID: "all", Rows: numbered(n)})
		b.Run(fmt.Sprintf("scroll %d", n), func(b *testing.B) {
			for i := range b.N {
				r.scrollTo(float32(i * 37 % (n*60 - 400)))
			}
		})
		b.Run(fmt.Sprintf("refresh %d", n), func(b *testing.B) {
			for range b.N {
				r.view.update(true)
			}
		})
		b.Run(fmt.Sprintf("same rows %d", n), func(b *testing.B) {
			for range b.N {
				r.SetGroups(r.items.groups)
			}
		})
		b.Run(fmt.Sprintf("new rows %d", n), func(b *testing.B) {
			one, other := []ListGroup{{ID: "all", Rows: numbered(n)}}, []ListGroup{{ID: "all", Rows: numbered(n)[1:]}}
			for range b.N {
				r.SetGroups(other)
				one, other = other, one
			}
		})
	}
}
