package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Appearances that the person can choose.
const (
	ThemeSystem = "system"
	ThemeLight  = "light"
	ThemeDark   = "dark"
)

// AppTheme is the toolkit's own theme with the person's choice of light or dark and of interface size on top.
//
// Scripts without glyphs in the toolkit's font (Chinese, Japanese, Korean) are drawn with the system's
// fonts: the toolkit asks fontconfig, DirectWrite or Core Text for each missing glyph. Where no such font
// is installed they stay boxes; on Debian the package fonts-noto-cjk holds them.
type AppTheme struct {
	fyne.Theme
	choice string
	size   float32
}

// NewTheme returns the theme of a choice (ThemeLight, ThemeDark, anything else follows the system) and of an interface
// size, 1 being normal. Sizes out of 0.8 to 2 are taken as the nearest of these.
func NewTheme(choice string, size float32) *AppTheme {
	if size == 0 {
		size = 1
	}
	return &AppTheme{Theme: theme.DefaultTheme(), choice: choice, size: min(max(size, 0.8), 2)}
}

// Color returns the toolkit's colour in the chosen variant.
func (l *AppTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch l.choice {
	case ThemeLight:
		variant = theme.VariantLight
	case ThemeDark:
		variant = theme.VariantDark
	}
	if clear, ok := clearer(name, variant); ok {
		return clear
	}
	return l.Theme.Color(name, variant)
}

// clearer returns colours in place of those of the toolkit that are too faint to be read by everybody: WCAG 2.2
// asks for a contrast of 4.5 to 1 for texts and 3 to 1 for the edges of controls.
func clearer(name fyne.ThemeColorName, variant fyne.ThemeVariant) (color.Color, bool) {
	light := map[fyne.ThemeColorName]color.NRGBA{
		theme.ColorNamePlaceHolder: {R: 0x5c, G: 0x5c, B: 0x5c, A: 0xff},
		theme.ColorNameDisabled:    {R: 0x5c, G: 0x5c, B: 0x5c, A: 0xff},
		theme.ColorNameInputBorder: {R: 0x8a, G: 0x8a, B: 0x8a, A: 0xff},
		theme.ColorNameButton:      {R: 0xe0, G: 0xe0, B: 0xe4, A: 0xff},
		theme.ColorNameForeground:  {R: 0x26, G: 0x26, B: 0x2a, A: 0xff},
		theme.ColorNameSuccess:     {R: 0x1a, G: 0x73, B: 0x30, A: 0xff},
		theme.ColorNameError:       {R: 0xb3, G: 0x1d, B: 0x1d, A: 0xff},
		theme.ColorNameWarning:     {R: 0xa3, G: 0x52, B: 0x00, A: 0xff},
	}
	dark := map[fyne.ThemeColorName]color.NRGBA{
		theme.ColorNamePlaceHolder: {R: 0xa3, G: 0xa3, B: 0xa8, A: 0xff},
		theme.ColorNameDisabled:    {R: 0xa3, G: 0xa3, B: 0xa8, A: 0xff},
		theme.ColorNameInputBorder: {R: 0x73, G: 0x73, B: 0x78, A: 0xff},
		theme.ColorNameError:       {R: 0xff, G: 0x6b, B: 0x61, A: 0xff},
	}
	chosen := dark
	if variant == theme.VariantLight {
		chosen = light
	}
	found, ok := chosen[name]
	return found, ok
}

// Size returns the toolkit's size, scaled. Lines of one pixel stay so.
func (l *AppTheme) Size(name fyne.ThemeSizeName) float32 {
	size := l.Theme.Size(name)
	if name == theme.SizeNameSeparatorThickness || name == theme.SizeNameInputBorder {
		return size
	}
	return size * l.size
}

// Choice returns the chosen appearance.
func (l *AppTheme) Choice() string { return l.choice }

// Scale returns the interface size, 1 being normal.
func (l *AppTheme) Scale() float32 { return l.size }
