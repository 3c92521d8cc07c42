package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Phase is a part of a download.
type Phase int

// The phases of a download. PhaseDone is behind the last.
const (
	PhaseCheck Phase = iota
	PhaseDownload
	PhaseVerify
	PhaseSave
	PhaseDone
)

const phaseCount = int(PhaseDone)

// PhasesConfig is what a bar with phases shows: the word of each phase as it is said now ("Checked", "Downloading",
// "Verify", "Save"), the current phase, and the parts of it that are done and that have arrived.
type PhasesConfig struct {
	Words   [phaseCount]string
	Current Phase
	Done    float64
	Arrived float64
	Tone    Tone // of the current phase; ToneRun where it is ToneNeutral and nothing rests
}

// PhasesBar is the bar of a download in four segments, with a word under each.
type PhasesBar struct {
	Box   *fyne.Container // what is shown
	bars  [phaseCount]*Bar
	words [phaseCount]*TextLine
}

// NewPhasesBar returns a bar with phases.
func NewPhasesBar(cfg PhasesConfig) *PhasesBar {
	p := &PhasesBar{}
	var parts []fyne.CanvasObject
	for i := range p.bars {
		p.bars[i] = NewBar(BarConfig{Height: 8})
		p.words[i] = NewTextLine(TextConfig{Size: TextMicroPlain, Color: ColorText3})
		parts = append(parts, p.bars[i], p.words[i])
	}
	p.Box = container.New(phasesLayout{}, parts...)
	p.Set(cfg)
	return p
}

// Set changes what the bar shows.
func (p *PhasesBar) Set(cfg PhasesConfig) {
	for i := range p.bars {
		bar, word := p.bars[i], p.words[i]
		word.SetText(cfg.Words[i])
		bar.SetLabel(cfg.Words[i])
		switch phase := Phase(i); {
		case phase < cfg.Current:
			bar.SetTone(ToneOK)
			bar.Set(1, 1)
			word.SetColor(ColorOK)
			word.SetSize(TextMicroPlain)
		case phase == cfg.Current:
			bar.SetTone(cfg.Tone)
			bar.Set(cfg.Done, cfg.Arrived)
			word.SetColor(cfg.Tone.Text())
			word.SetSize(TextMicro)
		default:
			bar.Set(0, 0)
			word.SetColor(ColorText3)
			word.SetSize(TextMicroPlain)
		}
	}
}

// phasesLayout lays four bars in the proportion of the phases, with a word under each. A word that is wider than its bar
// takes room from the download's.
type phasesLayout struct{}

func (phasesLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	proportions := [phaseCount]float32{1.2, 5, 1, 1}
	gap, total := Unit(Space1), float32(8.2)
	room := size.Width - gap*float32(phaseCount-1)
	var widths [phaseCount]float32
	for i := range widths {
		widths[i] = room * proportions[i] / total
	}
	for i := range widths {
		if word := TextMicro.Measure(objects[2*i+1].(*TextLine).Text()).Width; i != int(PhaseDownload) && word > widths[i] {
			widths[PhaseDownload] -= word - widths[i]
			widths[i] = word
		}
	}
	x := float32(0)
	for i, width := range widths {
		width = max(width, 0)
		objects[2*i].Move(fyne.NewPos(x, 0))
		objects[2*i].Resize(fyne.NewSize(width, Unit(8)))
		word := objects[2*i+1]
		word.Move(fyne.NewPos(x, Unit(8+Space1)))
		word.Resize(fyne.NewSize(width, word.MinSize().Height))
		x += width + gap
	}
}

func (phasesLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := Unit(Space1) * float32(phaseCount-1)
	for i := range phaseCount {
		width += TextMicro.Measure(objects[2*i+1].(*TextLine).Text()).Width
	}
	return fyne.NewSize(width, Unit(8+Space1)+TextMicro.Height())
}
