package widgets

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestThemeFollowsChoice(t *testing.T) {
	test.NewApp()
	light, dark := NewTheme(ThemeLight, 1), NewTheme(ThemeDark, 2)
	if light.Color("background", 0) == dark.Color("background", 1) {
		t.Error("light and dark have the same background")
	}
	if dark.Size("text") != 2*light.Size("text") {
		t.Error("the interface size does not scale the text")
	}
	if NewTheme("", 9).Scale() != 2 || NewTheme("", 0).Scale() != 1 || NewTheme("", 0.1).Scale() != 0.8 {
		t.Error("sizes are not kept in their range")
	}
}

// luminance is that of WCAG 2.2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func contrast(a, b color.Color) float64 {
	high, low := max(luminance(a), luminance(b)), min(luminance(a), luminance(b))
	return (high + 0.05) / (low + 0.05)
}

func TestThemeContrasts(t *testing.T) {
	test.NewTempApp(t)
	grounds := []fyne.ThemeColorName{ColorWindow, ColorSurface, ColorSunken, ColorHover, ColorAccentSoft}
	texts := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		ColorText: append(grounds, ColorOKSoft, ColorWaitSoft, ColorStopSoft, ColorNewSoft, ColorFillTrack), ColorText2: append(grounds, ColorWaitSoft),
		ColorText3: grounds, ColorAccent: grounds, ColorOnFill: {ColorFill},
		ColorOK: append(grounds, ColorOKSoft), ColorWait: append(grounds, ColorWaitSoft), ColorStop: append(grounds, ColorStopSoft),
		ColorNew: append(grounds, ColorNewSoft), ColorSurface: {ColorText},
	}
	for _, choice := range []string{ThemeLight, ThemeDark} {
		chosen := NewTheme(choice, 1)
		for text, on := range texts {
			for _, ground := range on {
				if ratio := contrast(chosen.Color(text, 0), chosen.Color(ground, 0)); ratio < 4.5 {
					t.Errorf("%s: %s on %s is %.2f to 1", choice, text, ground, ratio)
				}
			}
		}
		for _, ground := range []fyne.ThemeColorName{ColorWindow, ColorSurface, ColorSunken} {
			if ratio := contrast(chosen.Color(ColorEdge, 0), chosen.Color(ground, 0)); ratio < 3 {
				t.Errorf("%s: edges on %s are %.2f to 1", choice, ground, ratio)
			}
		}
	}
}

func TestThemeHasEveryToken(t *testing.T) {
	app := test.NewTempApp(t)
	for _, choice := range []string{ThemeLight, ThemeDark} {
		app.Settings().SetTheme(NewTheme(choice, 1))
		for name := range tokens {
			if _, _, _, alpha := ColorOf(name).RGBA(); alpha != 0xffff {
				t.Errorf("%s: %s is not opaque", choice, name)
			}
		}
		for stock, token := range stockColors {
			if theme.Color(stock) != ColorOf(token) {
				t.Errorf("%s: the toolkit's %s is not %s", choice, stock, token)
			}
		}
	}
}
