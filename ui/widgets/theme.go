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

// AppTheme is the design's tokens over the toolkit's fonts and icons, with the person's choice of light or dark and of
// interface size on top.
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

// Color returns the colour of a token, or of one of the toolkit's names, in the chosen variant.
func (l *AppTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch l.choice {
	case ThemeLight:
		variant = theme.VariantLight
	case ThemeDark:
		variant = theme.VariantDark
	}
	if name == theme.ColorNameShadow {
		return color.Transparent // the design has no shadows; the toolkit's scrolls draw one at their edges
	}
	if token, ok := tokenColor(name, variant); ok {
		return token
	}
	return l.Theme.Color(name, variant)
}

// Size returns a size in the interface size. Lines of one pixel stay so.
func (l *AppTheme) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameSeparatorThickness || name == theme.SizeNameInputBorder {
		return l.Theme.Size(name)
	}
	if own, ok := ownSize(name); ok {
		return own * l.size
	}
	return l.Theme.Size(name) * l.size
}

// ownSize returns the design's size of a name at 100 %; it reports whether the design has one.
func ownSize(name fyne.ThemeSizeName) (float32, bool) {
	switch name {
	case SizeFigure:
		return 28, true
	case SizeDisplay:
		return 24, true
	case theme.SizeNameHeadingText:
		return 20, true
	case theme.SizeNameSubHeadingText:
		return 16, true
	case theme.SizeNameText:
		return 14, true
	case theme.SizeNameCaptionText:
		return 12, true
	case SizeMicro:
		return 11, true
	case theme.SizeNameInnerPadding:
		return 6.5, true // an entry is 32 high
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius:
		return RadiusButton, true
	case theme.SizeNameSelectionRadius:
		return RadiusChip, true
	case theme.SizeNameMenuRadius, theme.SizeNamePopupRadius:
		return RadiusRow, true
	case theme.SizeNameCardRadius:
		return RadiusCard, true
	case theme.SizeNameDialogRadius:
		return RadiusDialog, true
	}
	return 0, false
}

// Choice returns the chosen appearance.
func (l *AppTheme) Choice() string { return l.choice }

// Scale returns the interface size, 1 being normal.
func (l *AppTheme) Scale() float32 { return l.size }
