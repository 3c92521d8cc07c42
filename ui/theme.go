package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Appearances that the person can choose.
const (
	themeSystem = "system"
	themeLight  = "light"
	themeDark   = "dark"
)

// look is the toolkit's own theme with the person's choice of light or dark and of interface size on top.
//
// Scripts without glyphs in the toolkit's font (Chinese, Japanese, Korean) are drawn with the system's
// fonts: the toolkit asks fontconfig, DirectWrite or Core Text for each missing glyph. Where no such font
// is installed they stay boxes; on Debian the package fonts-noto-cjk holds them.
type look struct {
	fyne.Theme
	choice string
	size   float32
}

// newLook makes the theme of a choice ("light", "dark", anything else follows the system) and of an
// interface size, 1 being normal. Sizes out of 0.8 to 2 are taken as the nearest of these.
func newLook(choice string, size float32) *look {
	if size == 0 {
		size = 1
	}
	return &look{Theme: theme.DefaultTheme(), choice: choice, size: min(max(size, 0.8), 2)}
}

// Color gives the toolkit's colour in the chosen variant.
func (l *look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch l.choice {
	case themeLight:
		variant = theme.VariantLight
	case themeDark:
		variant = theme.VariantDark
	}
	if name == theme.ColorNamePlaceHolder || name == theme.ColorNameDisabled {
		// Small texts are drawn in these; the toolkit's own greys are too faint to be read by everybody
		// (WCAG 2.2 asks for a contrast of 4.5 to 1).
		if variant == theme.VariantLight {
			return color.NRGBA{R: 0x5c, G: 0x5c, B: 0x5c, A: 0xff}
		}
		return color.NRGBA{R: 0xa3, G: 0xa3, B: 0xa8, A: 0xff}
	}
	if name == theme.ColorNameButton && variant == theme.VariantLight {
		return color.NRGBA{R: 0xe0, G: 0xe0, B: 0xe4, A: 0xff} // the toolkit's own can't be told from the box it stands in
	}
	if name == theme.ColorNameInputBorder {
		// The edge of a field or a radio button is how it is found: 3 to 1 (WCAG 2.2, 1.4.11).
		if variant == theme.VariantLight {
			return color.NRGBA{R: 0x8a, G: 0x8a, B: 0x8a, A: 0xff}
		}
		return color.NRGBA{R: 0x73, G: 0x73, B: 0x78, A: 0xff}
	}
	return l.Theme.Color(name, variant)
}

// Size gives the toolkit's size, scaled. Lines of one pixel stay so.
func (l *look) Size(name fyne.ThemeSizeName) float32 {
	size := l.Theme.Size(name)
	if name == theme.SizeNameSeparatorThickness || name == theme.SizeNameInputBorder {
		return size
	}
	return size * l.size
}
