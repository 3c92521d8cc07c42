package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// SectionConfig is what an item of a list of sections is made of.
type SectionConfig struct {
	Title  string
	Second string // a second line; the item is 52 high with it, else 36
	Number string // in a circle before the title; empty where the sections have no order
	Icon   string // before the title where there is no number
	Done   bool   // a tick in place of the number
	Wrong  bool   // "!" in place of the number
	Chosen bool
	Label  string // for screen readers
}

// SectionItem is an item of the list of sections in registration and settings.
type SectionItem struct {
	Pressable
	cfg           SectionConfig
	title, second *TextLine
	number        *TextLine
	circle        *Ground
	tick, icon    *Icon
}

// NewSectionItem returns an item of a list of sections.
func NewSectionItem(cfg SectionConfig, tapped func()) *SectionItem {
	s := &SectionItem{cfg: cfg, circle: NewGround(Paint{}), tick: NewIcon("check", ColorOK, IconChip)}
	s.title = NewTextLine(TextConfig{})
	s.second = NewTextLine(TextConfig{Size: TextCaption})
	s.number = NewTextLine(TextConfig{Size: TextMicro, Whole: true, Align: fyne.TextAlignCenter})
	s.icon = NewIcon(orName(cfg.Icon), ColorText2, IconNormal)
	row := HBox(10)
	switch {
	case cfg.Number != "":
		row.Add(Fixed(22, 22, container.NewStack(s.circle, s.number, HBox(0, Spring(), s.tick, Spring()))))
	case cfg.Icon != "":
		row.Add(s.icon)
	}
	height := float32(36)
	words := VBox(0, s.title)
	if cfg.Second != "" {
		height = 52
		words.Add(s.second)
	}
	row.Add(Grow(container.New(middleLayout{}, words)))
	s.Setup(s, PressConfig{Content: Fixed(0, height, Padded(Pad(0, 10), row)), Say: s.say, Tapped: tapped})
	s.paint()
	return s
}

func (s *SectionItem) say() string {
	if s.cfg.Label != "" {
		return s.cfg.Label
	}
	return s.cfg.Title
}

// Set changes what the item shows; whether it has a second line and a number stays.
func (s *SectionItem) Set(cfg SectionConfig) {
	if s.cfg != cfg {
		s.cfg = cfg
		s.Refresh()
	}
}

func (s *SectionItem) paint() {
	rest, color, size := Paint{Radius: RadiusButton}, ColorText2, TextBody
	hover := Paint{Fill: ColorHover, Radius: RadiusButton}
	if s.cfg.Chosen {
		rest, color, size = Paint{Fill: ColorAccentSoft, Radius: RadiusButton}, ColorAccent, TextBold
		hover = rest
	}
	s.SetLooks(rest, hover, hover)
	s.title.SetText(s.cfg.Title)
	s.title.SetColor(color)
	s.title.SetSize(size)
	s.icon.Set(orName(s.cfg.Icon), color)
	second := ColorText3
	if s.cfg.Wrong {
		second = ColorStop
	}
	s.second.SetText(s.cfg.Second)
	s.second.SetColor(second)
	circle, number, text := Paint{Edge: ColorEdge, EdgeWidth: 1.5, Radius: 11}, ColorText2, s.cfg.Number
	switch {
	case s.cfg.Wrong:
		circle, number, text = Paint{Fill: ColorStopSoft, Radius: 11}, ColorStop, "!"
	case s.cfg.Done:
		circle, text = Paint{Fill: ColorOKSoft, Radius: 11}, ""
	}
	s.circle.SetPaint(circle)
	s.number.SetText(text)
	s.number.SetColor(number)
	ShowIf(s.cfg.Done && !s.cfg.Wrong, s.tick)
}

// Refresh shows the state.
func (s *SectionItem) Refresh() {
	s.paint()
	s.Pressable.Refresh()
}

// middleLayout lays its object as wide as the room, at its own height in the middle.
type middleLayout struct{}

func (middleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		height := min(o.MinSize().Height, size.Height)
		o.Resize(fyne.NewSize(size.Width, height))
		o.Move(fyne.NewPos(0, (size.Height-height)/2))
	}
}

func (middleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return growLayout{}.MinSize(objects)
}

// GroupConfig is what the head of a group in a list is made of.
type GroupConfig struct {
	Word  string
	Count int
	Needs bool          // the person's turn
	Link  *ButtonConfig // "Clear finished"
	Inset float32       // room at the sides; 12 where it is 0
}

// GroupHead is the head of a group in a list.
type GroupHead struct {
	Box   *fyne.Container
	word  *TextLine
	badge *Badge
	link  *Button
}

// NewGroupHead returns the head of a group.
func NewGroupHead(cfg GroupConfig) *GroupHead {
	if cfg.Inset == 0 {
		cfg.Inset = Space3
	}
	g := &GroupHead{badge: NewBadge(BadgeConfig{}), link: NewButton(ButtonConfig{Kind: ButtonLink, Size: ButtonSmall})}
	g.word = NewTextLine(TextConfig{Size: TextCaptionBold, Least: 60})
	row := HBox(Space2, Grow(HBox(Space2, g.word, g.badge)), g.link)
	g.Box = Fixed(0, HeightGroup, Padded(Padding{Top: Space1, Left: cfg.Inset, Right: 2}, row))
	g.Set(cfg)
	return g
}

// Set changes what the head shows.
func (g *GroupHead) Set(cfg GroupConfig) {
	color := ColorText2
	if cfg.Needs {
		color = ColorWait
	}
	g.word.SetText(cfg.Word)
	g.word.SetColor(color)
	g.word.cfg.Whole = true
	g.badge.Set(BadgeConfig{Count: cfg.Count, Needs: cfg.Needs})
	ShowIf(cfg.Link != nil, g.link)
	if cfg.Link != nil {
		link := *cfg.Link
		link.Kind = ButtonLink
		g.link.Set(link)
	}
	g.Box.Refresh()
}
