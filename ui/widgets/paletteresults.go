package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// paletteResults are the lines under the field. The focus stays in the field.
type paletteResults struct {
	widget.BaseWidget
	palette *Palette
	found   []PaletteEntry
	at      int
	lines   []*paletteLineParts
	nothing *canvas.Text
}

// paletteLineParts are what one result is drawn with.
type paletteLineParts struct {
	ground      *canvas.Rectangle
	icon        *canvas.Image
	title, kind *canvas.Text
	key         *keyCap
}

func newPaletteResults(p *Palette) *paletteResults {
	r := &paletteResults{palette: p, nothing: canvas.NewText(p.options.Nothing, nil)}
	for range paletteMost {
		r.lines = append(r.lines, &paletteLineParts{ground: canvas.NewRectangle(nil), icon: &canvas.Image{},
			title: canvas.NewText("", nil), kind: canvas.NewText("", nil), key: newKeyCap("")})
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *paletteResults) set(found []PaletteEntry) {
	r.found, r.at = found, 0
	r.Refresh()
}

// step goes to the next result, around the ends.
func (r *paletteResults) step(by int) {
	if n := len(r.found); n > 0 {
		r.at = (r.at + by + n) % n
		r.Refresh()
	}
}

func (r *paletteResults) lineAt(pos fyne.Position) int {
	at := int((pos.Y - Unit(Space1)) / r.lineHeight())
	if pos.Y < Unit(Space1) || at >= len(r.found) {
		return -1
	}
	return at
}

func (r *paletteResults) lineHeight() float32 {
	return max(Unit(paletteLine), TextBody.Height()+Unit(Space2))
}

// Tapped does the result under the pointer.
func (r *paletteResults) Tapped(e *fyne.PointEvent) { r.palette.do(r.lineAt(e.Position)) }

// MouseIn is of no interest: the mark follows the pointer only when it moves, not when results come under it.
func (r *paletteResults) MouseIn(*desktop.MouseEvent) {}

// MouseMoved marks the result under the pointer.
func (r *paletteResults) MouseMoved(e *desktop.MouseEvent) {
	if at := r.lineAt(e.Position); at >= 0 && at != r.at {
		r.at = at
		r.Refresh()
	}
}

// MouseOut is of no interest.
func (r *paletteResults) MouseOut() {}

// CreateRenderer draws the lines.
func (r *paletteResults) CreateRenderer() fyne.WidgetRenderer {
	renderer := &paletteRenderer{results: r, objects: []fyne.CanvasObject{r.nothing}}
	for _, line := range r.lines {
		renderer.objects = append(renderer.objects, line.ground, line.icon, line.title, line.kind, line.key)
	}
	renderer.Refresh()
	return renderer
}

type paletteRenderer struct {
	results *paletteResults
	objects []fyne.CanvasObject
}

func (r *paletteRenderer) Destroy()                     {}
func (r *paletteRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *paletteRenderer) MinSize() fyne.Size {
	lines := max(len(r.results.found), 1)
	return fyne.NewSize(Unit(200), float32(lines)*r.results.lineHeight()+2*Unit(Space1))
}

func (r *paletteRenderer) Layout(size fyne.Size) {
	height := r.results.lineHeight()
	r.results.nothing.Move(fyne.NewPos(Unit(14), Unit(Space1)))
	r.results.nothing.Resize(fyne.NewSize(max(size.Width-2*Unit(14), 0), height))
	y := Unit(Space1)
	for i, entry := range r.results.found {
		r.layoutLine(r.results.lines[i], entry, y, fyne.NewSize(size.Width, height))
		y += height
	}
}

func (r *paletteRenderer) layoutLine(line *paletteLineParts, entry PaletteEntry, y float32, size fyne.Size) {
	middle := func(o fyne.CanvasObject, x float32, need fyne.Size) {
		o.Move(fyne.NewPos(x, y+(size.Height-need.Height)/2))
		o.Resize(need)
	}
	line.ground.Move(fyne.NewPos(Unit(Space1), y))
	line.ground.Resize(fyne.NewSize(max(size.Width-2*Unit(Space1), 0), size.Height))
	left, right := Unit(14), size.Width-Unit(14)
	middle(line.icon, left, UnitSize(IconNormal, IconNormal))
	left += Unit(IconNormal + 10)
	if entry.Key != "" {
		need := line.key.MinSize()
		right -= need.Width
		middle(line.key, right, need)
		right -= Unit(10)
	}
	kind := TextCaption.Measure(entry.Kind)
	right -= kind.Width
	middle(line.kind, right, kind)
	line.title.Text = shorten(entry.Title, TextBody, right-Unit(10)-left)
	middle(line.title, left, line.title.MinSize())
}

func (r *paletteRenderer) Refresh() {
	results := r.results
	results.nothing.Color, results.nothing.TextSize = ColorOf(ColorText3), TextBody.Points()
	ShowIf(len(results.found) == 0, results.nothing)
	for i, line := range results.lines {
		shown := i < len(results.found)
		entry := PaletteEntry{}
		if shown {
			entry = results.found[i]
		}
		name, kind := ColorText, ColorText3
		if i == results.at {
			name, kind = ColorAccent, ColorText2
		}
		Paint{Fill: ColorAccentSoft, Radius: RadiusButton}.apply(line.ground)
		line.title.Color, line.title.TextSize = ColorOf(name), TextBody.Points()
		line.kind.Text, line.kind.Color, line.kind.TextSize = entry.Kind, ColorOf(kind), TextCaption.Points()
		line.key.set(entry.Key)
		if entry.Icon != "" {
			line.icon.Resource = IconResource(entry.Icon, name)
		}
		ShowIf(shown && i == results.at, line.ground)
		ShowIf(shown && entry.Icon != "", line.icon)
		ShowIf(shown, line.title)
		ShowIf(shown, line.kind)
		ShowIf(shown && entry.Key != "", line.key)
	}
	r.Layout(results.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}
