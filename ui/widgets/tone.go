package widgets

import "fyne.io/fyne/v2"

// Tone is what a part says by its colour, beside its words: never by the colour alone.
type Tone int

// The tones of the design.
const (
	ToneNeutral Tone = iota // rests: paused, expired, next
	ToneRun                 // runs, or an information
	ToneOK                  // done, verified, accepted
	ToneWait                // needs the person
	ToneStop                // stopped, wrong
	ToneNew                 // new since the last visit
)

// Text returns the colour of words in the tone.
func (t Tone) Text() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{ColorText2, ColorAccent, ColorOK, ColorWait, ColorStop, ColorNew}[t]
}

// Soft returns the colour of the ground under the words.
func (t Tone) Soft() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{ColorHover, ColorAccentSoft, ColorOKSoft, ColorWaitSoft, ColorStopSoft, ColorNewSoft}[t]
}

// Fill returns the colour of a bar in the tone.
func (t Tone) Fill() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{ColorEdge, ColorFill, ColorOKFill, ColorWaitFill, ColorStopFill, ColorFill}[t]
}
