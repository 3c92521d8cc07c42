package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// SwitchConfig is what a switch is made of. Label is said by screen readers; On and Off are the words of its states.
type SwitchConfig struct {
	Label   string
	On      bool
	OnWord  string // said after the label: "on"
	OffWord string
	Changed func(on bool)
}

// Switch turns something on and off.
type Switch struct {
	Pressable
	cfg   SwitchConfig
	track *Ground
	knob  *Ground
	box   *fyne.Container
}

// NewSwitch returns a switch.
func NewSwitch(cfg SwitchConfig) *Switch {
	s := &Switch{cfg: cfg, track: NewGround(Paint{}), knob: NewGround(Paint{Fill: ColorOnFill, Radius: 7})}
	s.box = container.New(&switchLayout{s}, s.track, s.knob)
	s.Setup(s, PressConfig{Content: s.box, Say: s.say, Look: Paint{Radius: 10}, Tapped: func() {
		s.Set(!s.cfg.On)
		if s.cfg.Changed != nil {
			s.cfg.Changed(s.cfg.On)
		}
	}})
	s.paint()
	return s
}

func (s *Switch) say() string {
	word := s.cfg.OffWord
	if s.cfg.On {
		word = s.cfg.OnWord
	}
	if word == "" {
		return s.cfg.Label
	}
	return s.cfg.Label + ", " + word
}

// On reports whether it is on.
func (s *Switch) On() bool { return s.cfg.On }

// Set turns it on or off without telling Changed.
func (s *Switch) Set(on bool) {
	if s.cfg.On != on {
		s.cfg.On = on
		s.Refresh()
	}
}

func (s *Switch) paint() {
	fill := ColorEdge
	if s.cfg.On {
		fill = ColorFill
	}
	if s.Disabled() {
		fill = ColorFillTrack
	}
	s.track.SetPaint(Paint{Fill: fill, Radius: 10})
}

// Refresh shows the state.
func (s *Switch) Refresh() {
	s.paint()
	s.Pressable.Refresh()
	s.box.Layout.Layout(s.box.Objects, s.Size())
}

type switchLayout struct{ s *Switch }

func (l *switchLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.s.track.Resize(size)
	x := Unit(3)
	if l.s.cfg.On {
		x = Unit(19)
	}
	l.s.knob.Move(fyne.NewPos(x, Unit(3)))
	l.s.knob.Resize(UnitSize(14, 14))
}

func (l *switchLayout) MinSize([]fyne.CanvasObject) fyne.Size { return UnitSize(36, 20) }

// SegmentsConfig is what a choice of a few short words is made of.
type SegmentsConfig struct {
	Label   string // what is chosen, for screen readers
	Words   []string
	Chosen  int
	Changed func(index int)
}

// Segments is a choice of a few short words beside each other.
type Segments struct {
	Box     *fyne.Container
	cfg     SegmentsConfig
	presses []*Pressable
	words   []*TextLine
}

// NewSegments returns a choice of a few short words.
func NewSegments(cfg SegmentsConfig) *Segments {
	s := &Segments{cfg: cfg}
	row := HBox(2)
	for i, text := range cfg.Words {
		word := NewTextLine(TextConfig{Text: text, Size: TextBold, Whole: true, Align: fyne.TextAlignCenter})
		press := NewPressable(PressConfig{
			Content: Fixed(0, 28, Padded(Pad(0, Space3), word)),
			Label:   cfg.Label + ": " + text,
			Key:     func(key *fyne.KeyEvent) bool { return s.step(i, key.Name) },
			Tapped:  func() { s.choose(i) },
		})
		s.words, s.presses = append(s.words, word), append(s.presses, press)
		row.Add(press)
	}
	s.Box = NewSurface(SurfaceConfig{Fill: ColorSunken, Edge: ColorLine, Radius: RadiusButton, Padding: Pad(2, 2), Content: row})
	s.paint()
	return s
}

// Chosen returns the index of the chosen word.
func (s *Segments) Chosen() int { return s.cfg.Chosen }

// Set chooses a word without telling Changed.
func (s *Segments) Set(index int) {
	s.cfg.Chosen = index
	s.paint()
}

func (s *Segments) choose(index int) {
	if index == s.cfg.Chosen {
		return
	}
	s.Set(index)
	if s.cfg.Changed != nil {
		s.cfg.Changed(index)
	}
}

// step moves the focus to the word beside.
func (s *Segments) step(from int, key fyne.KeyName) bool {
	to := from
	switch key {
	case fyne.KeyLeft:
		to--
	case fyne.KeyRight:
		to++
	default:
		return false
	}
	if to >= 0 && to < len(s.presses) {
		focusOn(s.presses[to])
	}
	return true
}

// focusOn moves the focus to a widget that is shown.
func focusOn(w interface {
	fyne.CanvasObject
	fyne.Focusable
}) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil {
		c.Focus(w)
	}
}

func (s *Segments) paint() {
	for i, press := range s.presses {
		rest := Paint{Radius: RadiusChip}
		hover := Paint{Fill: ColorHover, Radius: RadiusChip}
		size, color := TextBody, ColorText2
		if i == s.cfg.Chosen {
			rest = Paint{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusChip}
			hover, size, color = rest, TextBold, ColorText
		}
		press.SetLooks(rest, hover, hover)
		s.words[i].SetSize(size)
		s.words[i].SetColor(color)
	}
}
