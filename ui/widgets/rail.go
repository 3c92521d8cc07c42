package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// RailConfig is what an item of the rail is made of.
type RailConfig struct {
	Icon   string
	Word   string
	Say    func() string // for screen readers: "Downloads, 2 need you, chosen"
	Narrow bool          // icon over the word, 52 high
	Tapped func()
}

// RailItem is an item of the rail.
type RailItem struct {
	Pressable
	cfg    RailConfig
	chosen bool
	icon   *Icon
	word   *TextLine
	badge  *Badge
}

// NewRailItem returns an item of the rail.
func NewRailItem(cfg RailConfig) *RailItem {
	r := &RailItem{cfg: cfg, icon: NewIcon(cfg.Icon, ColorText2, IconNormal), badge: NewBadge(BadgeConfig{})}
	r.word = NewTextLine(TextConfig{Text: cfg.Word, Color: ColorText2})
	content := Fixed(0, HeightRailItem, Padded(Pad(0, 10), HBox(10, r.icon, Grow(r.word), r.badge)))
	if cfg.Narrow {
		r.word = NewTextLine(TextConfig{Text: cfg.Word, Size: TextMicroPlain, Color: ColorText2, Align: fyne.TextAlignCenter})
		column := VBox(2, HBox(0, Spring(), r.icon, Spring()), r.word)
		corner := VBox(0, HBox(0, Spring(), Padded(Padding{Top: 3, Right: Space2}, r.badge)))
		content = Fixed(0, HeightRailNarrow, container.NewStack(Padded(Padding{Top: 7}, column), corner))
	}
	say := cfg.Say
	if say == nil {
		say = func() string { return cfg.Word }
	}
	r.Setup(r, PressConfig{Content: content, Say: say, Tapped: cfg.Tapped})
	if cfg.Narrow {
		r.SetHint(cfg.Word)
	}
	r.paint()
	return r
}

// SetChosen marks the item whose screen is shown.
func (r *RailItem) SetChosen(chosen bool) {
	if r.chosen != chosen {
		r.chosen = chosen
		r.Refresh()
	}
}

// Chosen reports whether its screen is shown.
func (r *RailItem) Chosen() bool { return r.chosen }

// SetBadge changes the number beside the word.
func (r *RailItem) SetBadge(cfg BadgeConfig) {
	if r.badge.cfg != cfg {
		r.badge.Set(cfg)
		r.Refresh()
	}
}

func (r *RailItem) paint() {
	rest, color, size := Paint{Radius: RadiusButton}, ColorText2, TextBody
	hover := Paint{Fill: ColorHover, Radius: RadiusButton}
	if r.chosen {
		rest, color, size = Paint{Fill: ColorAccentSoft, Radius: RadiusButton}, ColorAccent, TextBold
		hover = rest
	}
	if r.cfg.Narrow {
		size = TextMicroPlain
		if r.chosen {
			size = TextMicro
		}
	}
	r.SetLooks(rest, hover, hover)
	r.icon.SetColor(color)
	r.word.SetColor(color)
	r.word.SetSize(size)
}

// Refresh shows the state.
func (r *RailItem) Refresh() {
	r.paint()
	r.Pressable.Refresh()
}

// ProgramCardConfig is what the card of the current program is made of.
type ProgramCardConfig struct {
	Tile    string // of the assets; Picture goes before it
	Picture fyne.Resource
	Name    string
	Address string // of the person's account
	Label   string // for screen readers
	Narrow  bool   // the tile alone
	Tapped  func()
	Menu    func(at fyne.Position)
}

// ProgramCard says which program the person is in, and opens the list of programs.
type ProgramCard struct {
	Pressable
	name, address *TextLine
	second        *TextLine
	full          string
}

// NewProgramCard returns the card of the current program.
func NewProgramCard(cfg ProgramCardConfig) *ProgramCard {
	p := &ProgramCard{full: cfg.Name}
	tile := NewTile(cfg.Tile, 32)
	if cfg.Picture != nil {
		tile.SetResource(cfg.Picture)
	}
	p.name = NewTextLine(TextConfig{Size: TextCaptionBold})
	p.second = NewTextLine(TextConfig{Size: TextCaptionBold})
	p.address = NewTextLine(TextConfig{Text: cfg.Address, Size: TextMicroPlain, Color: ColorText3})
	content := Fixed(64, 48, HBox(0, Spring(), tile, Spring()))
	if !cfg.Narrow {
		words := container.New(&programCardLayout{p}, p.name, p.second, p.address)
		content = Fixed(0, 66, Padded(Pad(0, Space2), HBox(10, tile, Grow(words), NewIcon("updown", ColorText2, IconSmall))))
	}
	label := cfg.Label
	if label == "" {
		label = cfg.Name + ", " + cfg.Address
	}
	look := Paint{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusRow}
	hover := look
	hover.Fill = ColorHover
	p.Setup(p, PressConfig{Content: content, Label: label, Hint: cfg.Name, Tapped: cfg.Tapped, Menu: cfg.Menu, Look: look, HoverLook: hover})
	return p
}

// programCardLayout breaks the name into two lines where one is too short for it.
type programCardLayout struct{ card *ProgramCard }

func (l *programCardLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	first, second := breakName(l.card.full, size.Width)
	l.card.name.SetText(first)
	l.card.second.SetText(second)
	l.card.second.Hidden = second == ""
	(&columnLayout{}).Layout(objects, size)
	height := (&columnLayout{}).MinSize(objects).Height
	for _, o := range objects {
		o.Move(o.Position().AddXY(0, (size.Height-height)/2))
	}
}

func (l *programCardLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(Unit(96), 2*TextCaptionBold.Height()+TextMicroPlain.Height())
}

// breakName returns a name in two lines, broken at a space where one fits.
func breakName(name string, width float32) (first, second string) {
	if TextCaptionBold.Measure(name).Width <= width {
		return name, ""
	}
	at := 0
	for i, r := range name {
		if r == ' ' && TextCaptionBold.Measure(name[:i]).Width <= width {
			at = i
		}
	}
	if at == 0 {
		return name, "" // one long word is shortened
	}
	return name[:at], name[at+1:]
}

// PulseConfig is what the card of running downloads shows.
type PulseConfig struct {
	Speed   string
	Percent string
	Left    string // "About 2 minutes left"
	Done    float64
	Arrived float64
	Label   string // for screen readers
}

// PulseCard says on every screen how the downloads go; it opens Downloads.
type PulseCard struct {
	Pressable
	speed, percent, left *TextLine
	bar                  *Bar
}

// NewPulseCard returns the card of running downloads.
func NewPulseCard(cfg PulseConfig, tapped func()) *PulseCard {
	p := &PulseCard{bar: NewBar(BarConfig{Tone: ToneRun})}
	p.speed = NewTextLine(TextConfig{Size: TextCaptionBold})
	p.percent = NewTextLine(TextConfig{Size: TextCaption, Color: ColorText2, Whole: true, Align: fyne.TextAlignTrailing})
	p.left = NewTextLine(TextConfig{Size: TextCaption, Color: ColorText2})
	content := Padded(Pad(10, 10), VBox(7, HBox(6, NewIcon("download", ColorAccent, IconSmall), Grow(p.speed), p.percent), p.bar, p.left))
	look := Paint{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusRow}
	hover := look
	hover.Fill = ColorHover
	p.Setup(p, PressConfig{Content: content, Tapped: tapped, Look: look, HoverLook: hover})
	p.Set(cfg)
	return p
}

// Set changes what the card shows.
func (p *PulseCard) Set(cfg PulseConfig) {
	p.speed.SetText(cfg.Speed)
	p.percent.SetText(cfg.Percent)
	p.left.SetText(cfg.Left)
	p.bar.Set(cfg.Done, cfg.Arrived)
	if cfg.Label == "" {
		cfg.Label = cfg.Speed + ", " + cfg.Percent + ", " + cfg.Left
	}
	p.SetLabel(cfg.Label)
}
