package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// StepperConfig is what the head of a journey shows: the words of its steps and which is the current; all are done where
// Current is their number. Say is what a screen reader says of a step.
type StepperConfig struct {
	Words   []string
	Current int
	Say     func(index int, word string, current, done bool) string
}

// Stepper shows where the person is on a journey of steps.
type Stepper struct {
	Box   *fyne.Container
	cfg   StepperConfig
	steps []*step
	lines []*Ground
}

// NewStepper returns a stepper.
func NewStepper(cfg StepperConfig) *Stepper {
	s := &Stepper{Box: HBox(10), cfg: cfg}
	for i, word := range cfg.Words {
		if i > 0 {
			line := NewGround(Paint{})
			s.lines = append(s.lines, line)
			s.Box.Add(Fixed(40, 2, line))
		}
		one := newStep(i, word)
		s.steps = append(s.steps, one)
		s.Box.Add(one)
	}
	s.Set(cfg.Current)
	return s
}

// Set changes the current step.
func (s *Stepper) Set(current int) {
	s.cfg.Current = current
	for i, one := range s.steps {
		label := s.cfg.Words[i]
		if s.cfg.Say != nil {
			label = s.cfg.Say(i, label, i == current, i < current)
		}
		one.set(i, current, label)
	}
	for i, line := range s.lines {
		color := ColorLine
		if i < current {
			color = ColorOKFill
		}
		line.SetPaint(Paint{Fill: color, Radius: 1})
	}
	s.Box.Refresh()
}

// step is a circle with a number or a tick, and a word.
type step struct {
	widget.BaseWidget
	label        string
	circle       *Ground
	number, word *TextLine
	tick         *Icon
	content      *fyne.Container
}

func newStep(index int, word string) *step {
	s := &step{circle: NewGround(Paint{}), tick: NewIcon("check", ColorOK, IconSmall)}
	s.number = NewTextLine(TextConfig{Text: strconv.Itoa(index + 1), Size: TextCaptionBold, Whole: true, Align: fyne.TextAlignCenter})
	s.word = NewTextLine(TextConfig{Text: word, Whole: true})
	mark := container.NewStack(s.circle, s.number, HBox(0, Spring(), s.tick, Spring()))
	s.content = HBox(Space2, Fixed(24, 24, mark), s.word)
	s.ExtendBaseWidget(s)
	return s
}

func (s *step) set(index, current int, label string) {
	s.label = label
	circle, number, word, size := Paint{Edge: ColorEdge, EdgeWidth: 1.5, Radius: 12}, ColorText3, ColorText3, TextBody
	switch {
	case index < current:
		circle, word = Paint{Fill: ColorOKSoft, Radius: 12}, ColorText2
	case index == current:
		circle, number, word, size = Paint{Fill: ColorFill, Radius: 12}, ColorOnFill, ColorText, TextBold
	}
	s.circle.SetPaint(circle)
	s.number.SetColor(number)
	s.word.SetColor(word)
	s.word.SetSize(size)
	ShowIf(index < current, s.tick)
	ShowIf(index >= current, s.number)
	s.content.Refresh()
}

// AccessibilityLabel returns the word, and where the step stands.
func (s *step) AccessibilityLabel() string { return s.label }

// AccessibilityRole returns that it is a text.
func (s *step) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the step.
func (s *step) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.content) }
