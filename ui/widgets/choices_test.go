package widgets

import (
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestRadioCardsChooseNoneAtFirst(t *testing.T) {
	var chosen []int
	radio := NewRadioCards(RadioConfig{Choices: []RadioChoice{{Title: "I accept"}, {Title: "I decline"}}, Changed: func(i int) { chosen = append(chosen, i) }})
	c := shown(t, radio.Box).Canvas()
	if radio.Chosen() != -1 {
		t.Errorf("%d is chosen at first", radio.Chosen())
	}
	c.Focus(radio.presses[0])
	pressKey(c, fyne.KeyDown)
	if radio.Chosen() != -1 || c.Focused() != fyne.Focusable(radio.presses[1]) {
		t.Error("an arrow chooses, or does not move")
	}
	pressKey(c, fyne.KeySpace)
	test.Tap(radio.presses[1])
	if len(chosen) != 1 || chosen[0] != 1 {
		t.Errorf("chosen %v", chosen)
	}
}

func TestSwitchAndSegments(t *testing.T) {
	var told []string
	toggle := NewSwitch(SwitchConfig{Label: "Show expired", OnWord: "on", OffWord: "off", Changed: func(on bool) { told = append(told, strconv.FormatBool(on)) }})
	words := NewSegments(SegmentsConfig{Label: "Theme", Words: []string{"Light", "Dark"}, Changed: func(i int) { told = append(told, strconv.Itoa(i)) }})
	c := shown(t, VBox(0, toggle, words.Box)).Canvas()
	c.Focus(toggle)
	pressKey(c, fyne.KeySpace)
	if !toggle.On() || toggle.AccessibilityLabel() != "Show expired, on" {
		t.Errorf("on: %v, said: %q", toggle.On(), toggle.AccessibilityLabel())
	}
	test.Tap(words.presses[1])
	test.Tap(words.presses[1])
	if len(told) != 2 || told[0] != "true" || told[1] != "1" {
		t.Errorf("told %v", told)
	}
}

func TestNumberFieldKeepsItsBounds(t *testing.T) {
	var told []int
	n := NewNumberField(NumberConfig{Label: "Connections", Value: 15, Min: 1, Max: 16, Changed: func(v int) { told = append(told, v) }})
	c := shown(t, n.Box).Canvas()
	test.Tap(n.more)
	if !n.more.Disabled() || n.Value() != 16 {
		t.Errorf("at %d, more disabled: %v", n.Value(), n.more.Disabled())
	}
	c.Focus(n.Input)
	pressKey(c, fyne.KeyDown)
	n.Input.SetText("99")
	c.Unfocus()
	n.Input.SetText("many")
	c.Focus(n.Input)
	c.Unfocus()
	if n.Value() != 16 || n.Input.Text != "16" {
		t.Errorf("%d, %q", n.Value(), n.Input.Text)
	}
	if len(told) != 3 || told[0] != 16 || told[1] != 15 || told[2] != 16 {
		t.Errorf("told %v", told)
	}
}

func TestFieldShowsErrorAndCounter(t *testing.T) {
	left := 0
	f := NewField(FieldConfig{Label: "Name", Hint: "As others see it", Left: func() { left++ },
		Counter: func(n int) (string, bool) { return strconv.Itoa(n) + " of 3", n > 3 }})
	c := shown(t, f.Box).Canvas()
	if f.below.AccessibilityLabel() != "As others see it" || f.counter.Text() != "0 of 3" {
		t.Errorf("%q, %q", f.below.AccessibilityLabel(), f.counter.Text())
	}
	c.Focus(f.Input)
	if f.border.paint.Edge != ColorAccent {
		t.Error("no edge in the focus")
	}
	f.SetText("Öljy")
	f.SetError("Too long.")
	if f.counter.cfg.Color != ColorStop || f.counter.Text() != "4 of 3" || f.below.AccessibilityLabel() != "Too long." || f.border.paint.Edge != ColorStop {
		t.Errorf("%q in %s, %q", f.counter.Text(), f.counter.cfg.Color, f.below.AccessibilityLabel())
	}
	f.SetError("")
	c.Unfocus()
	if left != 1 || f.below.AccessibilityLabel() != "As others see it" || f.border.paint.Edge != ColorNone {
		t.Errorf("left %d times, then %q", left, f.below.AccessibilityLabel())
	}
}

func TestButtonKinds(t *testing.T) {
	pressed := 0
	b := NewButton(ButtonConfig{Text: "Pause", Icon: "pause", Tapped: func() { pressed++ }})
	c := shown(t, b).Canvas()
	b.Set(ButtonConfig{Text: "Resume", Icon: "play", Kind: ButtonMain, Label: "Resume Board image", Tapped: func() { pressed += 10 }})
	c.Focus(b)
	pressKey(c, fyne.KeyReturn)
	if pressed != 10 || b.Text() != "Resume" || b.face.word.Text() != "Resume" || b.face.icon.Name() != "play" || b.AccessibilityLabel() != "Resume Board image" {
		t.Errorf("pressed %d, says %q and %q", pressed, b.Text(), b.AccessibilityLabel())
	}
	if b.ground.FillColor != ColorOf(ColorFill) {
		t.Error("the main button is not filled")
	}
	b.Disable()
	if b.ground.FillColor != ColorOf(ColorSunken) || b.face.word.line.Color != ColorOf(ColorText3) {
		t.Error("the disabled button looks as if it could be pressed")
	}
}

func TestColoursFollowTheTheme(t *testing.T) {
	chip, ground := NewChip(ChipConfig{Text: "New", Tone: ToneNew}), NewGround(Paint{Fill: ColorSurface})
	button := NewButton(ButtonConfig{Text: "Pause"})
	shown(t, VBox(0, chip, ground, button))
	fyne.CurrentApp().Settings().SetTheme(NewTheme(ThemeDark, 1))
	for _, o := range []fyne.CanvasObject{chip, ground, button} {
		o.Refresh()
	}
	dark := NewTheme(ThemeDark, 1)
	if ground.shape.FillColor != dark.Color(ColorSurface, 0) || chip.word.line.Color != dark.Color(ColorNew, 0) || button.ground.FillColor != dark.Color(ColorSurface, 0) {
		t.Error("a colour stays that of the light theme")
	}
}

func TestFlowGoesToTheNextLine(t *testing.T) {
	var buttons []fyne.CanvasObject
	for range 4 {
		buttons = append(buttons, NewButton(ButtonConfig{Text: "Show in folder"}))
	}
	flow := Flow(8, buttons...)
	shown(t, VBox(0, flow))
	flow.Resize(fyne.NewSize(300, 100))
	if buttons[2].Position().Y == 0 || flow.MinSize().Height != 4*32+3*8 && flow.MinSize().Height != 2*32+8 {
		t.Errorf("%v, %v", buttons[2].Position(), flow.MinSize())
	}
	for i, one := range buttons[1:] {
		if before := buttons[i]; one.Position().Y == before.Position().Y && one.Position().X < before.Position().X+before.Size().Width {
			t.Errorf("button %d lies over the one before", i+1)
		}
	}
}
