package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// The measures of a list.
const (
	listPadding = 8  // above and below
	listInset   = 12 // at the sides
	listHead    = 32
)

// RowState is how a row is drawn.
type RowState struct {
	Selected bool
	Hovered  bool // by the pointer, or the one selected row while the list has the focus: shows its quiet button
	Focused  bool // has the keys, and a key was used: the list draws the ring
	First    bool // of its group
	// NextTo says that the row above is selected or hovered, so that no separator shows between them.
	NextTo bool
}

// ListOptions say how a List makes its rows and whom it tells. All but NewRow and UpdateRow can be left out.
type ListOptions struct {
	Label  string // of the list, for screen readers
	NewRow func() fyne.CanvasObject
	// UpdateRow fills a row. A *Row is marked as selected, hovered and so on by the list itself.
	UpdateRow func(id string, row fyne.CanvasObject, state RowState)
	// RowHeight returns the measured height of a row at a width. nil stands for the least height of a new row.
	RowHeight func(id string, width float32) float32
	RowLabel  func(id string) string // what a screen reader says of a row
	OrderText func(position int) string

	OnSelected func(ids []string)             // in the order of the list
	OnOpen     func(id string)                // double-click, Enter
	OnSpace    func(ids []string)             // Space, let go
	OnDelete   func(ids []string)             // Delete
	OnMoved    func(group, id string, to int) // to its number in the group once it is taken out
	Menu       func(ids []string) MenuOptions // right click, menu key, Shift F10; At is set by the list
	Clock      Clock
}

// List is a virtual list of groups with heads. It is one stop of Tab; several rows can be chosen, by Shift, Ctrl (Cmd) and
// Ctrl A. It keeps what is chosen and where it is scrolled to by the IDs of the rows: SetGroups may be called as often as
// the data changes. Rows out of sight cost nothing.
type List struct {
	widget.BaseWidget
	options   ListOptions
	items     *listItems
	selection *rowSelection
	drag      rowDrag
	clicks    clickCounter
	modifiers func() fyne.KeyModifier

	page      *Scroll
	scroll    *container.Scroll // that of page
	view      *listView
	rowHeight float32
	width     float32

	hovered string
	unseen  string // to be revealed at the first layout
	focused bool
	byKey   bool // the last thing used was a key
	space   bool // Space went down here
	enter   bool // so did Enter, and did nothing yet
}

// NewList returns a list without rows; SetGroups fills it.
func NewList(options ListOptions) *List {
	l := &List{options: options, selection: newRowSelection(), clicks: clickCounter{clock: options.Clock},
		modifiers: currentModifiers}
	l.drag.list = l
	l.items = newListItems(nil, 0, 0, nil)
	l.view = newListView(l)
	l.page = NewScroll(l.view)
	l.scroll = &l.page.Scroll
	l.scroll.OnScrolled = func(fyne.Position) { l.view.update(false) }
	l.ExtendBaseWidget(l)
	return l
}

func currentModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// SetGroups shows these groups. What is chosen and seen stays by ID.
func (l *List) SetGroups(groups []ListGroup) {
	if l.options.RowHeight == nil && l.rowHeight > 0 && l.items.standsAs(groups) {
		l.items.groups = groups
		l.view.update(true)
		return
	}
	l.restackAs(groups)
}

func (l *List) restackAs(groups []ListGroup) {
	before := l.items
	anchor, offset := l.scrollAnchor()
	l.items = l.stacked(groups)
	changed := l.selection.follow(before, l.items)
	l.drag.follow()
	l.view.Refresh()
	l.scroll.Refresh()
	l.scrollBackTo(before, anchor, offset)
	l.view.update(true)
	if changed {
		l.tellSelected()
	}
}

func (l *List) stacked(groups []ListGroup) *listItems {
	width := max(l.width-2*Unit(listInset), 0)
	height := func(string) float32 { return l.rowHeight }
	if l.options.RowHeight != nil {
		height = func(id string) float32 { return l.options.RowHeight(id, width) }
	} else if l.rowHeight == 0 && len(groups) > 0 {
		l.rowHeight = l.options.NewRow().MinSize().Height
	}
	return newListItems(groups, Unit(listPadding), Unit(listHead), height)
}

// restack measures all rows anew, after the width or the size of texts changed.
func (l *List) restack() {
	l.rowHeight = 0
	l.restackAs(l.items.groups)
}

// scrollAnchor returns the first row in sight and how far it is scrolled; nothing at the very top, where new rows show.
func (l *List) scrollAnchor() (id string, offset float32) {
	if l.scroll.Offset.Y <= 0 {
		return "", 0
	}
	for _, item := range l.items.between(l.scroll.Offset.Y, l.scroll.Offset.Y+l.scroll.Size().Height) {
		if item.row >= 0 {
			return item.id, l.scroll.Offset.Y - item.top
		}
	}
	return "", 0
}

func (l *List) scrollBackTo(before *listItems, id string, offset float32) {
	if id == "" {
		return
	}
	if !l.items.has(id) {
		id = before.nearest(id, l.items)
	}
	if item, ok := l.items.find(id); ok {
		l.scrollTo(item.top + offset)
	}
}

func (l *List) scrollTo(y float32) {
	most := max(l.items.height-l.scroll.Size().Height, 0)
	l.scroll.ScrollToOffset(fyne.NewPos(0, max(min(y, most), 0)))
	l.view.update(false)
}

// RefreshRow draws one row anew, when it is in sight.
func (l *List) RefreshRow(id string) { l.view.updateRow(id) }

// Selected returns the chosen rows in the order of the list.
func (l *List) Selected() []string { return l.selection.inOrder(l.items) }

// Current returns the row under the keys, or nothing.
func (l *List) Current() string { return l.selection.current }

// Select chooses one row and scrolls it into sight; an empty ID chooses none.
func (l *List) Select(id string) {
	if id != "" && !l.items.has(id) {
		return
	}
	l.selection.only(id)
	l.selectionChanged()
	l.Reveal(id)
}

// Reveal scrolls until a row is seen as a whole.
func (l *List) Reveal(id string) {
	item, ok := l.items.find(id)
	if !ok {
		return
	}
	if l.scroll.Size().Height == 0 {
		l.unseen = id // until there is a size to go by
		return
	}
	top, height := l.scroll.Offset.Y, l.scroll.Size().Height
	above := item.top
	if item.row == 0 {
		above -= Unit(listHead) // with its head
	}
	switch {
	case above < top:
		l.scrollTo(above)
	case item.bottom() > top+height:
		l.scrollTo(item.bottom() + Unit(listPadding) - height)
	}
}

// RowHovered is for the controls inside a row: the toolkit tells one thing at a time of the pointer, and the row's
// button would go when the pointer came to it. It is called by the button's own hover.
func (l *List) RowHovered(id string, over bool) {
	switch {
	case over && l.hovered != id:
		was := l.hovered
		l.hovered = id
		l.view.updateRow(was)
		l.view.updateRow(id)
	case !over && l.hovered == id:
		l.hovered = ""
		l.view.updateRow(id)
	}
}

// selectionChanged draws the rows in sight anew and tells the caller.
func (l *List) selectionChanged() {
	l.view.update(true)
	l.tellSelected()
}

func (l *List) tellSelected() {
	if l.options.OnSelected != nil {
		l.options.OnSelected(l.Selected())
	}
}

func (l *List) state(item listItem) RowState {
	id := item.id
	selected := l.selection.chosen[id]
	keys := l.focused && l.byKey && l.selection.current == id
	above := ""
	if item.row > 0 {
		above = l.items.groups[item.group].Rows[item.row-1]
	}
	return RowState{Selected: selected, Hovered: l.hovered == id || keys, Focused: keys,
		First: item.row == 0, NextTo: above != "" && (l.selection.chosen[above] || l.hovered == above)}
}

// openMenu shows the menu of the chosen rows at a point of the window, or under the row where the keys are.
func (l *List) openMenu(at fyne.Position, byKey bool) {
	c := fyne.CurrentApp().Driver().CanvasForObject(l)
	if l.options.Menu == nil || c == nil || len(l.selection.chosen) == 0 {
		return
	}
	options := l.options.Menu(l.Selected())
	if len(options.Items) == 0 {
		return
	}
	options.At, options.ByKey = at, byKey
	OpenMenu(c, options)
}

// openMenuByKey shows the menu at the row under the keys.
func (l *List) openMenuByKey() {
	s := l.selection
	item, ok := l.items.find(s.current)
	if !ok {
		return
	}
	if !s.chosen[s.current] {
		s.only(s.current)
		l.selectionChanged()
	}
	l.Reveal(s.current)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	at = at.AddXY(Unit(listInset)*2, item.top-l.scroll.Offset.Y+min(item.height, Unit(40)))
	l.openMenu(at, true)
}

// AccessibilityLabel returns what a screen reader says: the list, and the row under the keys.
func (l *List) AccessibilityLabel() string {
	if l.options.RowLabel == nil || l.selection.current == "" {
		return l.options.Label
	}
	return strings.TrimSpace(l.options.Label + ": " + l.options.RowLabel(l.selection.current))
}

// AccessibilityRole returns the nearest role that the toolkit knows.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
