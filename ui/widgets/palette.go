package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// The measures of the palette.
const (
	paletteLeast = 440
	paletteWide  = 560
	paletteField = 44
	paletteLine  = 36
)

// PaletteOptions say what the command palette offers.
type PaletteOptions struct {
	Label       string // for screen readers
	Placeholder string
	Nothing     string // shown when nothing matches
	Escape      string // the name of the key that closes it
	// Entries returns all entries, the most useful first. It is called once, at opening.
	Entries  func() []PaletteEntry
	OnClosed func()
}

// Palette is the command palette: a field, and under it at most eight entries that match. Up and Down choose, Enter does
// it, Esc closes.
type Palette struct {
	options PaletteOptions
	index   *paletteIndex
	layer   *Layer
	field   *paletteEntry
	results *paletteResults
}

// OpenPalette shows the command palette.
func OpenPalette(c fyne.Canvas, options PaletteOptions) *Palette {
	p := &Palette{options: options, index: newPaletteIndex(options.Entries())}
	p.field = newPaletteEntry(p)
	p.results = newPaletteResults(p)
	p.results.set(p.index.find(""))
	field := container.NewThemeOverride(p.field, plainEntryTheme{})
	head := Fixed(0, paletteField, Padded(Pad(0, 14), HBox(Space2, NewIcon("search", ColorText, IconNormal), Grow(field),
		newKeyCap(options.Escape))))
	content := container.New(topLayout{}, head, NewLine(), p.results)
	p.layer = OpenLayer(c, LayerOptions{Content: content, Arrange: p.arrange, Radius: RadiusDialog, Focus: p.field,
		OnClosed: options.OnClosed})
	return p
}

// Close takes the palette away.
func (p *Palette) Close() { p.layer.Close() }

// Open reports whether the palette is still shown.
func (p *Palette) Open() bool { return p.layer.Open() }

// SetQuery types a query in place of what is there.
func (p *Palette) SetQuery(query string) { p.field.SetText(query) }

func (p *Palette) arrange(area fyne.Size) (fyne.Position, fyne.Size) {
	const edge = 16
	width := max(min(area.Width*0.44, Unit(paletteWide)), Unit(paletteLeast))
	width = min(width, area.Width-2*edge)
	least := Unit(paletteField) + 1 + p.results.MinSize().Height + 2
	top := onGrid(area.Height / 5)
	if top+least > area.Height-edge {
		top = max(area.Height-edge-least, edge)
	}
	return fyne.NewPos(onGrid((area.Width-width)/2), top), fyne.NewSize(width, min(least, area.Height-2*edge))
}

func (p *Palette) search(query string) {
	p.results.set(p.index.find(query))
	if p.layer != nil {
		p.layer.Refresh()
	}
}

func (p *Palette) do(i int) {
	if i < 0 || i >= len(p.results.found) || !p.Open() {
		return
	}
	action := p.results.found[i].Action
	p.Close()
	if action != nil {
		action()
	}
}

// paletteEntry is the field of the palette; keys that move go to the results.
type paletteEntry struct {
	widget.Entry
	palette *Palette
}

func newPaletteEntry(p *Palette) *paletteEntry {
	e := &paletteEntry{palette: p}
	e.PlaceHolder = p.options.Placeholder
	e.OnChanged = p.search
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey moves among the results, does one, or closes the palette.
func (e *paletteEntry) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyUp:
		e.palette.results.step(-1)
	case fyne.KeyDown:
		e.palette.results.step(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		e.palette.do(e.palette.results.at)
	case fyne.KeyEscape:
		e.palette.Close()
	default:
		e.Entry.TypedKey(key)
	}
}

// AccessibilityLabel returns the marked result, or what the field is for.
func (e *paletteEntry) AccessibilityLabel() string {
	if r := e.palette.results; r.at >= 0 && r.at < len(r.found) {
		return e.palette.options.Label + ": " + r.found[r.at].Title
	}
	return e.palette.options.Label
}

// AccessibilityRole returns that it is a text.
func (e *paletteEntry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// topLayout stacks objects; the last one gets what is left.
type topLayout struct{}

// MinSize returns the room of all of them.
func (topLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		least := o.MinSize()
		size.Width = max(size.Width, least.Width)
		size.Height += least.Height
	}
	return size
}

// Layout puts the objects in their places.
func (topLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for i, o := range objects {
		height := o.MinSize().Height
		if i == len(objects)-1 {
			height = max(size.Height-y, 0)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}

// plainEntryTheme is the app's theme for an entry without a frame of its own.
type plainEntryTheme struct{}

// Color returns the app's colours.
func (plainEntryTheme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameInputBackground || name == theme.ColorNameInputBorder {
		return color.Transparent
	}
	return ColorOf(name)
}

// Font returns the app's fonts.
func (plainEntryTheme) Font(style fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(style)
}

// Icon returns the app's icons.
func (plainEntryTheme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(name)
}

// Size returns the app's sizes; a frame is 0 wide.
func (plainEntryTheme) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameInputBorder {
		return 0
	}
	return fyne.CurrentApp().Settings().Theme().Size(name)
}
