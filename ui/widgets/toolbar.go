package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// The measures of a toolbar.
const (
	toolbarSearch = 320
	toolbarLeast  = 160
)

// ToolbarConfig is what stands between the head of a screen and its list.
type ToolbarConfig struct {
	Search  fyne.CanvasObject
	Filters []*Select // the first option of each stands for no filter
	End     fyne.CanvasObject
	// FilterText returns the word of the button that takes the filters' part, with the number in use.
	FilterText func(inUse int) string
}

// Toolbar is a line with the search, the filters, and a switch at the right; 12 are free under it. Under 700 units the
// search has the first line for itself, and the filters become one button.
type Toolbar struct {
	widget.BaseWidget
	cfg    ToolbarConfig
	filter *Button
	narrow bool
}

// NewToolbar returns a toolbar.
func NewToolbar(cfg ToolbarConfig) *Toolbar {
	t := &Toolbar{cfg: cfg}
	t.filter = NewButton(ButtonConfig{After: "down", Tapped: t.openFilters})
	t.ExtendBaseWidget(t)
	t.count()
	return t
}

// Narrow reports whether the toolbar takes two lines.
func (t *Toolbar) Narrow() bool { return t.narrow }

// InUse returns how many filters are in use.
func (t *Toolbar) InUse() int {
	n := 0
	for _, s := range t.cfg.Filters {
		if s.Chosen() > 0 {
			n++
		}
	}
	return n
}

// count shows how many filters are in use.
func (t *Toolbar) count() {
	if t.cfg.FilterText != nil {
		t.filter.SetText(t.cfg.FilterText(t.InUse()))
	}
}

// openFilters shows all filters in one menu: each under its name.
func (t *Toolbar) openFilters() {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(t.filter)
	if c == nil {
		return
	}
	at := driver.AbsolutePositionForObject(t.filter)
	OpenMenu(c, MenuOptions{Label: t.filter.Text(), Items: t.filterItems(), At: at.AddXY(0, t.filter.Size().Height+Unit(Space1)),
		Above: t.filter.Size().Height + 2*Unit(Space1), ByKey: KeysInUse()})
}

func (t *Toolbar) filterItems() []MenuItem {
	var items []MenuItem
	for i, s := range t.cfg.Filters {
		if i > 0 {
			items = append(items, MenuItem{Separator: true})
		}
		items = append(items, MenuItem{Label: s.options.Label, Disabled: true})
		for j, option := range s.options.Options {
			items = append(items, MenuItem{Label: option, Chosen: j == s.Chosen(), Action: func() {
				s.Choose(j)
				t.Refresh()
			}})
		}
	}
	return items
}

// CreateRenderer lays the parts out by the room that there is.
func (t *Toolbar) CreateRenderer() fyne.WidgetRenderer { return &toolbarRenderer{toolbar: t} }

type toolbarRenderer struct{ toolbar *Toolbar }

func (r *toolbarRenderer) Destroy() {}

func (r *toolbarRenderer) Objects() []fyne.CanvasObject {
	t := r.toolbar
	objects := []fyne.CanvasObject{t.cfg.Search, t.filter}
	for _, s := range t.cfg.Filters {
		objects = append(objects, s)
	}
	if t.cfg.End != nil {
		objects = append(objects, t.cfg.End)
	}
	return objects
}

func (r *toolbarRenderer) line() float32 {
	height := max(Unit(HeightButton), r.toolbar.cfg.Search.MinSize().Height, r.toolbar.filter.MinSize().Height)
	if r.toolbar.cfg.End != nil {
		height = max(height, r.toolbar.cfg.End.MinSize().Height)
	}
	return height
}

func (r *toolbarRenderer) MinSize() fyne.Size {
	height := r.line() + Unit(Space3)
	if r.toolbar.narrow && r.secondLine() {
		height += r.line() + Unit(Space2)
	}
	return fyne.NewSize(Unit(toolbarLeast), height)
}

func (r *toolbarRenderer) secondLine() bool {
	return len(r.toolbar.cfg.Filters) > 0 || r.toolbar.cfg.End != nil
}

func (r *toolbarRenderer) Layout(size fyne.Size) {
	t := r.toolbar
	t.count()
	t.narrow = size.Width < Unit(toolbarOneLine) || r.wideWidth() > size.Width
	for _, s := range t.cfg.Filters {
		ShowIf(!t.narrow, s)
	}
	ShowIf(t.narrow && len(t.cfg.Filters) > 0, t.filter)
	if t.narrow {
		r.twoLines(size.Width)
	} else {
		r.oneLine(size.Width)
	}
}

// wideWidth returns the least width of all in one line.
func (r *toolbarRenderer) wideWidth() float32 {
	width := Unit(toolbarLeast)
	for _, s := range r.toolbar.cfg.Filters {
		width += Unit(Space2) + s.MinSize().Width
	}
	if r.toolbar.cfg.End != nil {
		width += Unit(Space3) + r.toolbar.cfg.End.MinSize().Width
	}
	return width
}

func (r *toolbarRenderer) oneLine(width float32) {
	t, height := r.toolbar, r.line()
	search := min(Unit(toolbarSearch), width-r.wideWidth()+Unit(toolbarLeast))
	place(t.cfg.Search, 0, 0, fyne.NewSize(search, height))
	x := search + Unit(Space2)
	for _, s := range t.cfg.Filters {
		least := s.MinSize()
		place(s, x, (height-least.Height)/2, least)
		x += least.Width + Unit(Space2)
	}
	r.end(width, 0)
}

func (r *toolbarRenderer) twoLines(width float32) {
	t, height := r.toolbar, r.line()
	place(t.cfg.Search, 0, 0, fyne.NewSize(width, height))
	y := height + Unit(Space2)
	least := t.filter.MinSize()
	place(t.filter, 0, y+(height-least.Height)/2, least)
	r.end(width, y)
}

func (r *toolbarRenderer) end(width, y float32) {
	if end := r.toolbar.cfg.End; end != nil {
		least := end.MinSize()
		place(end, max(width-least.Width, 0), y+(r.line()-least.Height)/2, least)
	}
}

func (r *toolbarRenderer) Refresh() {
	r.Layout(r.toolbar.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.toolbar)
}
