package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// TextConfig is what a text is made of.
type TextConfig struct {
	Text  string
	Size  TextSize
	Color fyne.ThemeColorName // ColorText where none is named
	Align fyne.TextAlign
	// Whole keeps a TextLine from being shortened: its least width is that of its text.
	Whole bool
	// Least is the least width of a TextLine that may be shortened, at 100 %; 24 where it is 0.
	Least float32
}

// TextLine is one line of text that stands on the grid, without padding, and ends in "…" where there is no room.
type TextLine struct {
	widget.BaseWidget
	cfg  TextConfig
	line *canvas.Text
}

// NewTextLine returns a line of text.
func NewTextLine(cfg TextConfig) *TextLine {
	l := &TextLine{cfg: cfg, line: canvas.NewText("", nil)}
	l.ExtendBaseWidget(l)
	return l
}

// SetText changes the text.
func (l *TextLine) SetText(text string) {
	if l.cfg.Text != text {
		l.cfg.Text = text
		l.Refresh()
	}
}

// SetColor changes the colour.
func (l *TextLine) SetColor(name fyne.ThemeColorName) {
	if l.cfg.Color != name {
		l.cfg.Color = name
		l.Refresh()
	}
}

// SetSize changes the size and weight.
func (l *TextLine) SetSize(size TextSize) {
	if l.cfg.Size != size {
		l.cfg.Size = size
		l.Refresh()
	}
}

// Text returns the whole text.
func (l *TextLine) Text() string { return l.cfg.Text }

// Shortened reports whether there is no room for the whole text.
func (l *TextLine) Shortened() bool { return l.line.Text != l.cfg.Text }

// AccessibilityLabel returns the whole text.
func (l *TextLine) AccessibilityLabel() string { return l.cfg.Text }

// AccessibilityRole returns that it is a text.
func (l *TextLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Refresh takes the text, the size and the colour of the theme as they are now.
func (l *TextLine) Refresh() {
	l.fit(l.Size())
	l.line.Refresh()
}

// CreateRenderer draws the line.
func (l *TextLine) CreateRenderer() fyne.WidgetRenderer {
	l.fit(l.Size())
	return &textLineRenderer{line: l}
}

// fit shortens the text to a size and lays it out.
func (l *TextLine) fit(size fyne.Size) {
	color := l.cfg.Color
	if color == ColorNone {
		color = ColorText
	}
	l.line.Color, l.line.TextSize, l.line.TextStyle = ColorOf(color), l.cfg.Size.Points(), l.cfg.Size.Style()
	l.line.Alignment = l.cfg.Align
	l.line.Text = l.cfg.Text
	if !l.cfg.Whole {
		l.line.Text = shorten(l.cfg.Text, l.cfg.Size, size.Width)
	}
	height := l.cfg.Size.Height()
	l.line.Move(fyne.NewPos(0, (size.Height-height)/2))
	l.line.Resize(fyne.NewSize(size.Width, height))
}

// shorten returns the text, or as much of its beginning as fits with "…" after it.
func shorten(text string, size TextSize, width float32) string {
	const slack = 0.5 // measures are rounded
	if text == "" || size.Measure(text).Width <= width+slack {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if size.Measure(string(runes[:middle])+"…").Width <= width+slack {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return string(runes[:low]) + "…"
}

type textLineRenderer struct{ line *TextLine }

func (r *textLineRenderer) Destroy() {}

func (r *textLineRenderer) Layout(size fyne.Size) {
	r.line.fit(size)
	r.line.line.Refresh()
}

func (r *textLineRenderer) MinSize() fyne.Size {
	cfg := r.line.cfg
	whole := cfg.Size.Measure(cfg.Text)
	whole.Height = cfg.Size.Height()
	if cfg.Whole {
		return whole
	}
	least := cfg.Least
	if least == 0 {
		least = 24
	}
	return fyne.NewSize(min(Unit(least), whole.Width), whole.Height)
}

func (r *textLineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line.line} }

func (r *textLineRenderer) Refresh() { r.line.Refresh() }
