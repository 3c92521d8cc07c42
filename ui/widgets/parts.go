package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// CardConfig is what a card is made of: one content with padding, or cells parted by lines.
type CardConfig struct {
	Content fyne.CanvasObject
	Cells   []fyne.CanvasObject
}

// NewCard returns a card.
func NewCard(cfg CardConfig) *fyne.Container {
	inner := VBox(0)
	if cfg.Content != nil {
		inner.Add(Padded(Pad(Space4, Space4), cfg.Content))
	}
	for i, cell := range cfg.Cells {
		if i > 0 || cfg.Content != nil {
			inner.Add(NewLine())
		}
		inner.Add(Padded(Pad(Space3, Space4), cell))
	}
	return NewSurface(SurfaceConfig{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusCard, Content: inner})
}

// ConnectionConfig is what a connection line shows.
type ConnectionConfig struct {
	Number string
	Part   float64 // of its way, from 0 to 1
	State  string
	Speed  string
}

// ConnectionLine is a line of one connection: number, bar, state and speed.
type ConnectionLine struct {
	Box                  *fyne.Container
	number, state, speed *TextLine
	bar                  *Bar
}

// NewConnectionLine returns a connection line.
func NewConnectionLine(cfg ConnectionConfig) *ConnectionLine {
	c := &ConnectionLine{bar: NewBar(BarConfig{Tone: ToneRun})}
	c.number = NewTextLine(TextConfig{Size: TextCaption, Color: ColorText2})
	c.state = NewTextLine(TextConfig{Size: TextCaption, Color: ColorText2, Least: 60})
	c.speed = NewTextLine(TextConfig{Size: TextCaption, Whole: true, Align: fyne.TextAlignTrailing})
	c.Box = Fixed(0, 24, HBox(0, Fixed(20, 0, c.number), Fixed(96, 0, c.bar), Fixed(10, 0, container.NewStack()), Grow(c.state), c.speed))
	c.Set(cfg)
	return c
}

// Set changes what the line shows.
func (c *ConnectionLine) Set(cfg ConnectionConfig) {
	c.number.SetText(cfg.Number)
	c.state.SetText(cfg.State)
	c.speed.SetText(cfg.Speed)
	c.bar.Set(cfg.Part, cfg.Part)
	c.bar.SetLabel(cfg.State)
}

// Fact is a label and its value.
type Fact struct{ Label, Value string }

// FactsConfig is what a grid of facts is made of.
type FactsConfig struct {
	Facts   []Fact
	Columns int // 2 where it is 0; 1 where there is little room
}

// NewFacts returns a card with a grid of facts, parted by lines; the values can be selected.
func NewFacts(cfg FactsConfig) *fyne.Container {
	if cfg.Columns == 0 {
		cfg.Columns = 2
	}
	grid := container.New(factsGrid{columns: cfg.Columns})
	for _, fact := range cfg.Facts {
		label := NewTextLine(TextConfig{Text: fact.Label, Size: TextCaption, Color: ColorText3})
		grid.Add(Padded(Pad(10, Space4), VBox(0, label, SelectableText(fact.Value))))
	}
	for range factLines(len(cfg.Facts), cfg.Columns) {
		grid.Add(NewLine())
	}
	return NewSurface(SurfaceConfig{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusCard, Content: grid})
}

// factLines returns how many lines part the cells: under each row but the last, and down between columns.
func factLines(count, columns int) int { return max((count+columns-1)/columns-1, 0) + columns - 1 }

// factsGrid lays cells in columns of one width, and after them the lines.
type factsGrid struct{ columns int }

func (g factsGrid) split(objects []fyne.CanvasObject) (cells, lines []fyne.CanvasObject) {
	for i, o := range objects {
		if _, line := o.(*Line); line {
			return objects[:i], objects[i:]
		}
	}
	return objects, nil
}

func (g factsGrid) heights(cells []fyne.CanvasObject) []float32 {
	heights := make([]float32, (len(cells)+g.columns-1)/g.columns)
	for i, cell := range cells {
		heights[i/g.columns] = max(heights[i/g.columns], cell.MinSize().Height, Unit(48))
	}
	return heights
}

func (g factsGrid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	cells, lines := g.split(objects)
	heights := g.heights(cells)
	width := size.Width / float32(g.columns)
	top := float32(0)
	for row, height := range heights {
		for column := range g.columns {
			if i := row*g.columns + column; i < len(cells) {
				cells[i].Move(fyne.NewPos(width*float32(column), top))
				cells[i].Resize(fyne.NewSize(width, height))
			}
		}
		top += height
		if row < len(heights)-1 && row < len(lines) {
			lines[row].Move(fyne.NewPos(0, top))
			lines[row].Resize(fyne.NewSize(size.Width, 1))
		}
	}
	for column := 1; column < g.columns; column++ {
		if i := len(heights) - 1 + column - 1; i >= 0 && i < len(lines) {
			lines[i].Move(fyne.NewPos(width*float32(column), 0))
			lines[i].Resize(fyne.NewSize(1, top))
		}
	}
}

func (g factsGrid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	cells, _ := g.split(objects)
	var least fyne.Size
	for _, cell := range cells {
		least.Width = max(least.Width, cell.MinSize().Width*float32(g.columns))
	}
	for _, height := range g.heights(cells) {
		least.Height += height
	}
	return least
}

// SelectableText returns a text that can be selected and copied, without padding; it breaks into lines.
func SelectableText(text string) *fyne.Container {
	label := widget.NewLabel(text)
	label.Selectable = true
	label.Wrapping = fyne.TextWrapBreak
	return container.New(tightLayout{}, label)
}

// tightLayout takes away the padding that the toolkit puts around texts.
type tightLayout struct{}

func (tightLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	inset := theme.InnerPadding()
	for _, o := range objects {
		o.Move(fyne.NewPos(-inset, -inset))
		o.Resize(size.AddWidthHeight(2*inset, 2*inset))
	}
}

func (tightLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	inset := theme.InnerPadding()
	least := growLayout{}.MinSize(objects)
	return fyne.NewSize(max(least.Width-2*inset, 0), max(least.Height-2*inset, 0))
}
