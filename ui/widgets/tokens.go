package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours of the design by name. A theme answers them like the toolkit's own; a widget asks in its Refresh.
const (
	ColorWindow     fyne.ThemeColorName = "pc-window"      // rail, page behind cards
	ColorSurface    fyne.ThemeColorName = "pc-surface"     // content, cards, fields
	ColorSunken     fyne.ThemeColorName = "pc-sunken"      // details pane, wells
	ColorHover      fyne.ThemeColorName = "pc-hover"       // what is under the pointer, a neutral chip
	ColorLine       fyne.ThemeColorName = "pc-line"        // separators, edges of cards
	ColorEdge       fyne.ThemeColorName = "pc-edge"        // edges of fields, radios, switches
	ColorText       fyne.ThemeColorName = "pc-text"        // titles, values
	ColorText2      fyne.ThemeColorName = "pc-text2"       // sentences, quiet buttons
	ColorText3      fyne.ThemeColorName = "pc-text3"       // captions, placeholders
	ColorAccent     fyne.ThemeColorName = "pc-accent"      // what is chosen, links, the focus ring
	ColorAccentSoft fyne.ThemeColorName = "pc-accent-soft" // selection, running chip, neutral notice
	ColorFill       fyne.ThemeColorName = "pc-fill"        // main button, running bar
	ColorOnFill     fyne.ThemeColorName = "pc-on-fill"     // text on the main button
	ColorFillMid    fyne.ThemeColorName = "pc-fill-mid"    // arrived, not yet safe on the disk
	ColorFillTrack  fyne.ThemeColorName = "pc-fill-track"  // empty part of a bar
	ColorOK         fyne.ThemeColorName = "pc-ok"          // done, verified, accepted
	ColorOKSoft     fyne.ThemeColorName = "pc-ok-soft"
	ColorOKFill     fyne.ThemeColorName = "pc-ok-fill"
	ColorWait       fyne.ThemeColorName = "pc-wait" // needs the person
	ColorWaitSoft   fyne.ThemeColorName = "pc-wait-soft"
	ColorWaitFill   fyne.ThemeColorName = "pc-wait-fill"
	ColorStop       fyne.ThemeColorName = "pc-stop" // stopped, wrong input
	ColorStopSoft   fyne.ThemeColorName = "pc-stop-soft"
	ColorStopFill   fyne.ThemeColorName = "pc-stop-fill"
	ColorNew        fyne.ThemeColorName = "pc-new" // new since the last visit
	ColorNewSoft    fyne.ThemeColorName = "pc-new-soft"
)

// ColorNone is no colour: nothing is drawn.
const ColorNone fyne.ThemeColorName = ""

// pair is a colour in the light and in the dark theme, as 0xRRGGBB.
type pair struct{ light, dark uint32 }

// tokens are the values of the design.
var tokens = map[fyne.ThemeColorName]pair{
	ColorWindow:     {0xF1F2F5, 0x0F1014},
	ColorSurface:    {0xFFFFFF, 0x1A1B21},
	ColorSunken:     {0xF6F7F9, 0x141519},
	ColorHover:      {0xEEF0F4, 0x262830},
	ColorLine:       {0xDFE2E8, 0x30333D},
	ColorEdge:       {0x858C99, 0x717886},
	ColorText:       {0x1A1D24, 0xF0F1F4},
	ColorText2:      {0x474D59, 0xBBC0CB},
	ColorText3:      {0x5F6673, 0x9AA0AD},
	ColorAccent:     {0x2456CF, 0x8FB2FF},
	ColorAccentSoft: {0xE4ECFD, 0x1D2A4C},
	ColorFill:       {0x2456CF, 0x3A67E0},
	ColorOnFill:     {0xFFFFFF, 0xFFFFFF},
	ColorFillMid:    {0x9DB8F3, 0x2C4584},
	ColorFillTrack:  {0xD5DBE6, 0x343846},
	ColorOK:         {0x17693A, 0x6CCF8E},
	ColorOKSoft:     {0xDFF3E6, 0x15301F},
	ColorOKFill:     {0x258A50, 0x3F9D63},
	ColorWait:       {0x7F4B00, 0xF0B75E},
	ColorWaitSoft:   {0xFBEED6, 0x35280F},
	ColorWaitFill:   {0xB97300, 0xC98A2B},
	ColorStop:       {0xAE2219, 0xFF8C82},
	ColorStopSoft:   {0xFCE6E3, 0x3E1D1B},
	ColorStopFill:   {0xCF3A2F, 0xD9534A},
	ColorNew:        {0x6238B8, 0xC6ACFF},
	ColorNewSoft:    {0xEEE8FB, 0x2B2246},
}

// stockColors are the toolkit's own names as the design's colours.
var stockColors = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameBackground:          ColorSurface,
	theme.ColorNameButton:              ColorHover,
	theme.ColorNameDisabledButton:      ColorSunken,
	theme.ColorNameDisabled:            ColorText3,
	theme.ColorNameError:               ColorStop,
	theme.ColorNameFocus:               ColorAccent,
	theme.ColorNameForeground:          ColorText,
	theme.ColorNameForegroundOnPrimary: ColorOnFill,
	theme.ColorNameForegroundOnError:   ColorSurface,
	theme.ColorNameForegroundOnSuccess: ColorSurface,
	theme.ColorNameForegroundOnWarning: ColorSurface,
	theme.ColorNameHeaderBackground:    ColorSunken,
	theme.ColorNameHover:               ColorHover,
	theme.ColorNameHyperlink:           ColorAccent,
	theme.ColorNameInputBackground:     ColorSurface,
	theme.ColorNameInputBorder:         ColorEdge,
	theme.ColorNameMenuBackground:      ColorSurface,
	theme.ColorNameOverlayBackground:   ColorSurface,
	theme.ColorNamePlaceHolder:         ColorText3,
	theme.ColorNamePressed:             ColorAccentSoft,
	theme.ColorNamePrimary:             ColorFill,
	theme.ColorNameScrollBar:           ColorEdge,
	theme.ColorNameSelection:           ColorAccentSoft,
	theme.ColorNameSeparator:           ColorLine,
	theme.ColorNameSuccess:             ColorOK,
	theme.ColorNameWarning:             ColorWait,
}

// tokenColor returns the colour of a token; it reports whether there is one.
func tokenColor(name fyne.ThemeColorName, variant fyne.ThemeVariant) (color.NRGBA, bool) {
	if own, ok := stockColors[name]; ok {
		name = own
	}
	value, ok := tokens[name]
	if !ok {
		return color.NRGBA{}, false
	}
	rgb := value.dark
	if variant == theme.VariantLight {
		rgb = value.light
	}
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}, true
}

// ColorOf returns a colour of the theme as it is now; ColorNone is transparent. Ask in Refresh, keep nothing.
func ColorOf(name fyne.ThemeColorName) color.Color {
	if name == ColorNone {
		return color.Transparent
	}
	settings := fyne.CurrentApp().Settings()
	return settings.Theme().Color(name, settings.ThemeVariant())
}
