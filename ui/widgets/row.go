package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// RowValues is what a row of a list shows.
type RowValues struct {
	Tile       string // of the assets
	Title      string
	Facts      string // after the title: version and size
	Second     string // second line
	SecondTone Tone   // ToneNeutral is plain
	SecondRest string // what follows the second line in the plain colour: " · today, 12:32"
	// Bar shows under the second line where HasBar is set; Percent beside it.
	HasBar        bool
	Done, Arrived float64
	BarTone       Tone
	Percent       string
	Chips         []ChipConfig // at most two
	// Button stands in a slot that is always kept free. It shows under the pointer and on the chosen row; always where
	// Always is set, which is for what needs the person.
	Button *ButtonConfig
	Always bool
	Label  string // for screen readers
}

// RowConfig is what a row is made of beside what it shows.
type RowConfig struct {
	Compact   bool
	Height    float32 // 60 where it is 0 and not compact; 64 in Downloads
	NoSlot    bool    // no slot for a button is kept free
	Tapped    func()
	Menu      func(at fyne.Position)
	Hovered   func(bool)
	Separated bool // a line above it, from the title on
}

// Row is a row of a list: tile, title with facts, second line with bar, percent, chips and one button.
type Row struct {
	Pointed
	cfg      RowConfig
	values   RowValues
	selected bool
	focused  bool // it is the row that the keys stand on
	tile     *Tile
	title    *TextLine
	facts    *TextLine
	second   *TextLine
	rest     *TextLine
	bar      *Bar
	percent  *TextLine
	chips    [2]*Chip
	button   *slotButton
	line     *Ground
	box      *fyne.Container
}

// NewRow returns a row. Rows of a virtual list are filled again and again by Set.
func NewRow(cfg RowConfig, values RowValues) *Row {
	if cfg.Height == 0 {
		cfg.Height = HeightRow
	}
	side := float32(40)
	if cfg.Compact {
		cfg.Height, side = HeightRowCompact, 24
	}
	r := &Row{cfg: cfg, tile: NewTile(TileDocument, side), bar: NewBar(BarConfig{}), line: NewGround(Paint{Fill: ColorLine})}
	r.title = NewTextLine(TextConfig{Size: TextBold, Least: 120})
	r.facts = NewTextLine(TextConfig{Size: TextCaption, Color: ColorText3, Whole: true})
	r.second = NewTextLine(TextConfig{Size: TextCaption, Color: ColorText3})
	r.rest = NewTextLine(TextConfig{Size: TextCaption, Color: ColorText3})
	r.percent = NewTextLine(TextConfig{Size: TextHeading, Color: ColorAccent, Align: fyne.TextAlignTrailing, Whole: true})
	r.button = newSlotButton(func(bool) { r.paint() })
	parts := []fyne.CanvasObject{r.line, r.tile, r.title, r.facts, r.second, r.rest, r.bar, r.percent, r.button}
	for i := range r.chips {
		r.chips[i] = NewChip(ChipConfig{})
		parts = append(parts, r.chips[i])
	}
	r.box = container.New(&rowParts{r}, parts...)
	r.Setup(r, PressConfig{Content: r.box, Say: func() string { return r.say() }, Tapped: cfg.Tapped, Menu: cfg.Menu, Hovered: r.pointed})
	r.values = values
	r.paint()
	return r
}

func (r *Row) say() string {
	if r.values.Label != "" {
		return r.values.Label
	}
	return r.values.Title
}

// Set changes what the row shows.
func (r *Row) Set(values RowValues) {
	r.values = values
	r.Refresh()
}

// SetSelected marks a chosen row.
func (r *Row) SetSelected(selected bool) {
	if r.selected != selected {
		r.selected = selected
		r.Refresh()
	}
}

// Selected reports whether the row is chosen.
func (r *Row) Selected() bool { return r.selected }

// SetCursor marks the row that the keys of the list stand on; it shows the ring where keys are in use.
func (r *Row) SetCursor(on bool) {
	if r.focused != on {
		r.focused = on
		r.Refresh()
	}
}

// SetSeparated shows or hides the line above the row: it is hidden beside a chosen row and one under the pointer.
func (r *Row) SetSeparated(separated bool) {
	r.cfg.Separated = separated
	ShowIf(separated && !r.selected && !r.IsHovered(), r.line)
}

// PressButton does what the row's button does, where it has one.
func (r *Row) PressButton() {
	if r.values.Button != nil {
		r.button.press()
	}
}

func (r *Row) pointed(in bool) {
	r.paint()
	if r.cfg.Hovered != nil {
		r.cfg.Hovered(in)
	}
}

// paint fills the parts by the values and the state.
func (r *Row) paint() {
	v := r.values
	rest, hover := Paint{Radius: RadiusRow}, Paint{Fill: ColorHover, Radius: RadiusRow}
	if r.selected {
		rest = Paint{Fill: ColorAccentSoft, Radius: RadiusRow}
		hover = rest
	}
	if r.button.IsHovered() {
		rest = hover // the pointer is over the button, so for the toolkit not over the row
	}
	if r.focused && keysInUse.yes {
		rest.Edge, rest.EdgeWidth = ColorAccent, 2
		hover.Edge, hover.EdgeWidth = ColorAccent, 2
	}
	r.SetLooks(rest, hover, hover)
	if v.Tile != "" {
		r.tile.SetName(v.Tile)
	}
	r.title.SetText(v.Title)
	r.facts.SetText(v.Facts)
	r.second.SetText(v.Second)
	second := ColorText3
	if r.selected {
		second = ColorText2
	}
	if v.SecondTone != ToneNeutral {
		second = v.SecondTone.Text()
	}
	r.second.SetColor(second)
	r.rest.SetText(v.SecondRest)
	r.bar.Set(v.Done, v.Arrived)
	r.bar.SetTone(v.BarTone)
	r.bar.SetLabel(v.Percent)
	r.percent.SetText(v.Percent)
	for i, chip := range r.chips {
		if i < len(v.Chips) {
			chip.Set(v.Chips[i])
		}
		chip.SetOnChosen(r.selected)
	}
	if v.Button != nil {
		r.button.set(*v.Button)
	}
	ShowIf(r.cfg.Separated && !r.selected && !r.IsHovered(), r.line)
	r.box.Layout.Layout(r.box.Objects, r.Size())
}

// Refresh shows the values and the state.
func (r *Row) Refresh() {
	r.paint()
	r.Pointed.Refresh()
}

// buttonShown reports whether the button shows in its slot.
func (r *Row) buttonShown() bool {
	return r.values.Button != nil && (r.values.Always || r.selected || r.IsHovered() || r.button.IsHovered())
}
