package widgets

import "fyne.io/fyne/v2"

// RadioChoice is an answer and what follows from it.
type RadioChoice struct{ Title, Text string }

// RadioConfig is what a question with answers is made of. None is chosen at first.
type RadioConfig struct {
	Choices []RadioChoice
	Changed func(index int)
}

// RadioCards is a question whose answers are cards; none is chosen at first.
type RadioCards struct {
	Box     *fyne.Container
	cfg     RadioConfig
	chosen  int
	presses []*Pressable
	dots    []*Ground
}

// NewRadioCards returns the answers to a question, under each other.
func NewRadioCards(cfg RadioConfig) *RadioCards {
	r := &RadioCards{Box: VBox(Space2), cfg: cfg, chosen: -1}
	for i, choice := range cfg.Choices {
		dot := NewGround(Paint{})
		words := VBox(0, NewParagraph(TextConfig{Text: choice.Title, Size: TextBold}))
		if choice.Text != "" {
			words.Add(NewParagraph(TextConfig{Text: choice.Text, Size: TextCaption, Color: ColorText2}))
		}
		press := NewPressable(PressConfig{
			Content: Padded(Pad(Space3, Space4), topRow(Space3, Padded(Padding{Top: 1}, Fixed(18, 18, dot)), Grow(words))),
			Label:   choice.Title + ". " + choice.Text,
			Key:     func(key *fyne.KeyEvent) bool { return r.step(i, key.Name) },
			Tapped:  func() { r.choose(i) },
		})
		r.dots, r.presses = append(r.dots, dot), append(r.presses, press)
		r.Box.Add(press)
	}
	r.paint()
	return r
}

// Chosen returns the index of the chosen answer, -1 being none.
func (r *RadioCards) Chosen() int { return r.chosen }

// Set chooses an answer without telling Changed; -1 chooses none.
func (r *RadioCards) Set(index int) {
	r.chosen = index
	r.paint()
}

func (r *RadioCards) choose(index int) {
	if index == r.chosen {
		return
	}
	r.Set(index)
	if r.cfg.Changed != nil {
		r.cfg.Changed(index)
	}
}

// step moves the focus to the answer above or below; it chooses nothing.
func (r *RadioCards) step(from int, key fyne.KeyName) bool {
	to := from
	switch key {
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	default:
		return false
	}
	if to >= 0 && to < len(r.presses) {
		focusOn(r.presses[to])
	}
	return true
}

func (r *RadioCards) paint() {
	for i, press := range r.presses {
		dot, rest := Paint{Fill: ColorSurface, Edge: ColorEdge, EdgeWidth: 1.5, Radius: 9}, Paint{Fill: ColorSurface, Edge: ColorEdge, Radius: RadiusRow}
		if i == r.chosen {
			dot = Paint{Fill: ColorSurface, Edge: ColorFill, EdgeWidth: 5, Radius: 9}
			rest = Paint{Fill: ColorAccentSoft, Edge: ColorAccent, EdgeWidth: 2, Radius: RadiusRow}
		}
		hover := rest
		if i != r.chosen {
			hover.Fill = ColorHover
		}
		r.dots[i].SetPaint(dot)
		press.SetLooks(rest, hover, hover)
	}
}
