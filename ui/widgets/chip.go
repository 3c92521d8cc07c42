package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// ChipConfig is what a chip is made of.
type ChipConfig struct {
	Text string
	Icon string
	Tone Tone
}

// Chip is a word of state on a soft ground.
type Chip struct {
	widget.BaseWidget
	cfg     ChipConfig
	onRow   bool // stands on a chosen row
	ground  *Ground
	icon    *Icon
	word    *TextLine
	content *fyne.Container
}

// NewChip returns a chip.
func NewChip(cfg ChipConfig) *Chip {
	c := &Chip{cfg: cfg, ground: NewGround(Paint{}), icon: NewIcon(orName(cfg.Icon), ColorText2, IconChip)}
	c.word = NewTextLine(TextConfig{Size: TextMicro, Whole: true})
	c.content = container.NewStack(c.ground, Fixed(0, HeightChip, Padded(Pad(0, 7), HBox(Space1, c.icon, c.word))))
	c.ExtendBaseWidget(c)
	c.paint()
	return c
}

// Set changes what the chip says.
func (c *Chip) Set(cfg ChipConfig) {
	if c.cfg != cfg {
		c.cfg = cfg
		c.Refresh()
	}
}

// SetOnChosen sets whether the chip stands on a chosen row, where its ground is that of the surface.
func (c *Chip) SetOnChosen(chosen bool) {
	if c.onRow != chosen {
		c.onRow = chosen
		c.Refresh()
	}
}

func (c *Chip) paint() {
	ground := c.cfg.Tone.Soft()
	if c.onRow {
		ground = ColorSurface
	}
	c.ground.SetPaint(Paint{Fill: ground, Radius: RadiusChip})
	c.word.SetText(c.cfg.Text)
	c.word.SetColor(c.cfg.Tone.Text())
	c.icon.Set(orName(c.cfg.Icon), c.cfg.Tone.Text())
	ShowIf(c.cfg.Icon != "", c.icon)
}

// Refresh shows the words and the tone.
func (c *Chip) Refresh() {
	c.paint()
	c.BaseWidget.Refresh()
}

// AccessibilityLabel returns the words.
func (c *Chip) AccessibilityLabel() string { return c.cfg.Text }

// AccessibilityRole returns that it is a text.
func (c *Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the chip.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.content) }

// BadgeConfig is what a badge is made of.
type BadgeConfig struct {
	Count int
	Needs bool // the person's turn
}

// Badge is a number beside a word. It is hidden at 0 and says "99+" above 99.
type Badge struct {
	widget.BaseWidget
	cfg     BadgeConfig
	ground  *Ground
	word    *TextLine
	content *fyne.Container
}

// NewBadge returns a badge.
func NewBadge(cfg BadgeConfig) *Badge {
	b := &Badge{cfg: cfg, ground: NewGround(Paint{})}
	b.word = NewTextLine(TextConfig{Size: TextMicro, Whole: true, Align: fyne.TextAlignCenter})
	b.content = container.NewStack(b.ground, Fixed(0, 18, Padded(Pad(0, 6), container.New(leastLayout{width: 10}, b.word))))
	b.ExtendBaseWidget(b)
	b.paint()
	return b
}

// Set changes the number and whose turn it is.
func (b *Badge) Set(cfg BadgeConfig) {
	if b.cfg != cfg {
		b.cfg = cfg
		b.Refresh()
	}
}

func (b *Badge) paint() {
	ground, word := ColorFillTrack, ColorText
	if b.cfg.Needs {
		ground, word = ColorWaitSoft, ColorWait
	}
	b.ground.SetPaint(Paint{Fill: ground, Radius: 9})
	b.word.SetColor(word)
	b.word.SetText(badgeText(b.cfg.Count))
	b.Hidden = b.cfg.Count == 0
}

func badgeText(count int) string {
	if count > 99 {
		return "99+"
	}
	return strconv.Itoa(count)
}

// Refresh shows the number.
func (b *Badge) Refresh() {
	b.paint()
	b.BaseWidget.Refresh()
}

// AccessibilityLabel returns the number.
func (b *Badge) AccessibilityLabel() string { return badgeText(b.cfg.Count) }

// AccessibilityRole returns that it is a text.
func (b *Badge) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the badge.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.content) }

// leastLayout resizes its object to all room, and asks for a width at least.
type leastLayout struct{ width float32 }

func (leastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	growLayout{}.Layout(objects, size)
}

func (l leastLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := growLayout{}.MinSize(objects)
	return fyne.NewSize(max(least.Width, Unit(l.width)), least.Height)
}
