package widgets

import (
	"slices"
	"sort"
)

// ListGroup is a part of a list under one head.
type ListGroup struct {
	ID      string
	Title   string // of the head; empty for no head
	NeedsMe bool   // the person's turn: the head stands in the colour of that
	Link    string // at the right of the head; empty for none
	OnLink  func()
	Ordered bool     // rows can be put into another order
	Rows    []string // their IDs, unique in the whole list
}

// listItem is a head or a row, and where it stands.
type listItem struct {
	group  int
	row    int // in its group; -1 for the head
	id     string
	top    float32
	height float32
}

func (i listItem) bottom() float32 { return i.top + i.height }

// listItems is a list as one column of heads and rows.
type listItems struct {
	groups []ListGroup
	items  []listItem
	rows   []int          // indices of the rows in items
	byID   map[string]int // row's ID to its index in rows
	height float32
}

// newListItems stacks groups. Heads of empty groups are left out.
func newListItems(groups []ListGroup, above, head float32, rowHeight func(id string) float32) *listItems {
	count := 0
	for _, group := range groups {
		count += len(group.Rows)
	}
	all := &listItems{groups: groups, byID: make(map[string]int, count), rows: make([]int, 0, count),
		items: make([]listItem, 0, count+len(groups))}
	y := above
	for g, group := range groups {
		if len(group.Rows) == 0 {
			continue
		}
		if group.Title != "" {
			all.items = append(all.items, listItem{group: g, row: -1, id: group.ID, top: y, height: head})
			y += head
		}
		for i, id := range group.Rows {
			height := rowHeight(id)
			all.byID[id] = len(all.rows)
			all.rows = append(all.rows, len(all.items))
			all.items = append(all.items, listItem{group: g, row: i, id: id, top: y, height: height})
			y += height
		}
	}
	all.height = y + above
	return all
}

// standsAs reports whether groups have the same rows under the same heads, so that nothing moves.
func (l *listItems) standsAs(groups []ListGroup) bool {
	return slices.EqualFunc(l.groups, groups, func(a, b ListGroup) bool {
		return a.ID == b.ID && (a.Title == "") == (b.Title == "") && slices.Equal(a.Rows, b.Rows)
	})
}

// between returns the items that reach into a part of the column.
func (l *listItems) between(top, bottom float32) []listItem {
	first := sort.Search(len(l.items), func(i int) bool { return l.items[i].bottom() > top })
	last := first
	for last < len(l.items) && l.items[last].top < bottom {
		last++
	}
	return l.items[first:last]
}

// find returns the row of an ID.
func (l *listItems) find(id string) (listItem, bool) {
	at, ok := l.byID[id]
	if !ok {
		return listItem{}, false
	}
	return l.items[l.rows[at]], true
}

// idAt returns the ID of a row by its number in the whole list, bounded by its ends; empty without rows.
func (l *listItems) idAt(at int) string {
	if len(l.rows) == 0 {
		return ""
	}
	return l.items[l.rows[max(min(at, len(l.rows)-1), 0)]].id
}

// span returns the IDs from one row to another, in the order of the list.
func (l *listItems) span(from, to string) []string {
	a, okA := l.byID[from]
	b, okB := l.byID[to]
	if !okA || !okB {
		return nil
	}
	if a > b {
		a, b = b, a
	}
	ids := make([]string, 0, b-a+1)
	for _, at := range l.rows[a : b+1] {
		ids = append(ids, l.items[at].id)
	}
	return ids
}

// nearest returns the row that takes over from one that is gone: the next that is still there, else the one before.
func (l *listItems) nearest(gone string, now *listItems) string {
	at, ok := l.byID[gone]
	if !ok {
		return ""
	}
	for _, i := range l.rows[at:] {
		if _, there := now.byID[l.items[i].id]; there {
			return l.items[i].id
		}
	}
	for i := at - 1; i >= 0; i-- {
		if id := l.items[l.rows[i]].id; now.has(id) {
			return id
		}
	}
	return ""
}

func (l *listItems) has(id string) bool {
	_, ok := l.byID[id]
	return ok
}

// lineFor returns where a row that is dragged to y goes in its group: its number there once it is taken out, and where
// the line stands.
func (l *listItems) lineFor(id string, y float32) (to int, line float32, ok bool) {
	moved, found := l.find(id)
	if !found {
		return 0, 0, false
	}
	before := 0
	line = -1
	for _, i := range l.rows {
		item := l.items[i]
		if item.group != moved.group {
			continue
		}
		if line < 0 {
			line = item.top
		}
		if y > item.top+item.height/2 {
			before++
			line = item.bottom()
		}
	}
	if before > moved.row {
		before--
	}
	return before, line, true
}
