package widgets

import "fyne.io/fyne/v2"

// NoticeConfig is what a notice is made of.
type NoticeConfig struct {
	Tone   Tone   // ToneWait, ToneStop, ToneRun (neutral) or ToneOK (done)
	Icon   string // by the tone where none is named
	Lead   string // first words, bold
	Text   string
	Button *ButtonConfig // at most one; it is small
}

// NewNotice returns a notice within a page.
func NewNotice(cfg NoticeConfig) *fyne.Container {
	if cfg.Icon == "" {
		cfg.Icon = [...]string{"info", "info", "check", "clock", "alert", "info"}[cfg.Tone]
	}
	words := VBox(0)
	if cfg.Lead != "" {
		words.Add(NewParagraph(TextConfig{Text: cfg.Lead, Size: TextBold}))
	}
	if cfg.Text != "" {
		color := ColorText
		if cfg.Lead != "" {
			color = ColorText2
		}
		words.Add(NewParagraph(TextConfig{Text: cfg.Text, Color: color}))
	}
	row := topRow(10, Padded(Padding{Top: 1}, NewIcon(cfg.Icon, cfg.Tone.Text(), IconNormal)), Grow(words))
	if cfg.Button != nil {
		button := *cfg.Button
		button.Size = ButtonSmall
		row.Add(NewButton(button))
	}
	return NewSurface(SurfaceConfig{Fill: cfg.Tone.Soft(), Radius: RadiusRow, Padding: Pad(10, Space3), Content: row})
}

// topRow is an HBox whose objects stand at the top.
func topRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	box := HBox(gap, objects...)
	box.Layout = &rowLayout{gap: gap, top: true}
	return box
}

// FaultConfig is what a card about a fault is made of.
type FaultConfig struct {
	Title    string
	Happened string // what happened
	Safe     string // whether anything is lost
	GoOnLead string // "To go on:"
	GoOn     string // what to do
	Remedy   *ButtonConfig
	Actions  []fyne.CanvasObject // buttons after the remedy, or in its place
	Link     *ButtonConfig       // "What does this mean?"
	Code     string              // code and number for support
	Copy     *ButtonConfig       // "Copy message"
}

// NewFaultCard returns a card about a fault: what happened, what is safe, what to do and the button that does it.
func NewFaultCard(cfg FaultConfig) *fyne.Container {
	words := VBox(0, NewParagraph(TextConfig{Text: cfg.Title, Size: TextBold}))
	for _, text := range []string{cfg.Happened, cfg.Safe} {
		if text != "" {
			words.Add(NewParagraph(TextConfig{Text: text, Color: ColorText2}))
		}
	}
	parts := VBox(Space3, words)
	if cfg.GoOn != "" {
		parts.Add(NewLeadParagraph(cfg.GoOnLead, TextConfig{Text: cfg.GoOn, Color: ColorText2}))
	}
	if buttons := faultButtons(cfg); len(buttons.Objects) > 0 {
		parts.Add(buttons)
	}
	body := Padded(Padding{Top: 14, Right: Space4, Bottom: 14, Left: Space4},
		topRow(Space3, Padded(Padding{Top: 1}, NewIcon("alert", ColorStop, IconNormal)), Grow(parts)))
	column := VBox(0, body)
	if cfg.Code != "" || cfg.Copy != nil {
		column.Add(NewLine())
		column.Add(faultFoot(cfg))
	}
	return NewSurface(SurfaceConfig{Fill: ColorSurface, Edge: ColorLine, Radius: RadiusCard, Content: column})
}

func faultButtons(cfg FaultConfig) *fyne.Container {
	buttons := Flow(Space2)
	if cfg.Remedy != nil {
		remedy := *cfg.Remedy
		remedy.Kind = ButtonMain
		buttons.Add(NewButton(remedy))
	}
	for _, action := range cfg.Actions {
		buttons.Add(action)
	}
	if cfg.Link != nil {
		link := *cfg.Link
		link.Kind = ButtonLink
		buttons.Add(NewButton(link))
	}
	return buttons
}

func faultFoot(cfg FaultConfig) *fyne.Container {
	row := HBox(Space2, Grow(NewTextLine(TextConfig{Text: cfg.Code, Size: TextMono, Color: ColorText3})))
	if cfg.Copy != nil {
		copying := *cfg.Copy
		copying.Kind, copying.Size = ButtonLink, ButtonSmall
		row.Add(NewButton(copying))
	}
	return NewSurface(SurfaceConfig{Fill: ColorSunken, Radius: RadiusCard, Padding: Padding{Top: 2, Bottom: 2, Left: Space4, Right: 6}, Content: row})
}

// EmptyConfig is what the place of an empty list is made of.
type EmptyConfig struct {
	Icon  string
	Title string
	Text  string
	Main  *ButtonConfig
	Other *ButtonConfig
}

// NewEmpty returns what stands where a list is empty: one sentence, one main button and at most one more.
func NewEmpty(cfg EmptyConfig) *fyne.Container {
	square := NewSurface(SurfaceConfig{Fill: ColorAccentSoft, Radius: 16, Padding: Pad(Space4, Space4), Content: NewIcon(cfg.Icon, ColorAccent, IconLarge)})
	buttons := HBox(Space2)
	if cfg.Main != nil {
		first := *cfg.Main
		first.Kind = ButtonMain
		buttons.Add(NewButton(first))
	}
	if cfg.Other != nil {
		buttons.Add(NewButton(*cfg.Other))
	}
	column := VBox(0, HBox(0, Spring(), square, Spring()), Padded(Padding{Top: Space3}, NewParagraph(TextConfig{Text: cfg.Title, Size: TextBold, Align: fyne.TextAlignCenter})))
	if cfg.Text != "" {
		column.Add(NewParagraph(TextConfig{Text: cfg.Text, Color: ColorText2, Align: fyne.TextAlignCenter}))
	}
	if len(buttons.Objects) > 0 {
		column.Add(Padded(Padding{Top: Space3}, HBox(0, Spring(), buttons, Spring())))
	}
	return Centered(320, column)
}
