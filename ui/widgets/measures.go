package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Distances of the design at 100 %; Unit makes them those of the interface size. The grid is of 4.
const (
	Space1  = 4  // icon and text in a chip
	Space2  = 8  // between buttons
	Space3  = 12 // inside a row
	Space4  = 16 // inside a card
	Space5  = 20
	Space6  = 24 // around a pane, between parts
	Space8  = 32
	Space12 = 48 // around a step of the journey
)

// Radii of the design at 100 %.
const (
	RadiusPiece  = 2
	RadiusChip   = 4 // chip, line of a menu
	RadiusButton = 6 // button, field
	RadiusRow    = 8 // row, notice, toast
	RadiusCard   = 10
	RadiusDialog = 12 // dialog, palette
)

// Heights and widths of the design at 100 %.
const (
	HeightSmall      = 28 // button in a row
	HeightButton     = 32
	HeightMain       = 36 // button in the journey and in details
	HeightRow        = 60
	HeightDownload   = 64
	HeightRowCompact = 40
	HeightRailItem   = 36
	HeightRailNarrow = 52
	HeightHeader     = 64
	HeightGroup      = 32
	HeightChip       = 20
	IconSmall        = 16
	IconNormal       = 18
	IconLarge        = 24
	IconChip         = 14
)

// TextSize is a size and weight of text of the design.
type TextSize int

// The texts of the design. TextBody is what everything is that is nothing else.
const (
	TextBody        TextSize = iota // 14
	TextBold                        // 14, bold: names and buttons
	TextFigure                      // 28, bold: the percent in the details
	TextDisplay                     // 24, bold: title of a step of the journey
	TextTitle                       // 20, bold: title of a screen
	TextHeading                     // 16, bold: parts of a screen
	TextCaption                     // 12: second lines, labels of facts
	TextCaptionBold                 // 12, bold: heads of groups, small buttons
	TextMicro                       // 11, bold: chips, badges
	TextMono                        // 12, monospaced: hashes, codes, paths
	TextMicroPlain                  // 11: address in the program card
)

// Size names of the theme that the toolkit does not have.
const (
	SizeFigure  fyne.ThemeSizeName = "pc-figure"
	SizeDisplay fyne.ThemeSizeName = "pc-display"
	SizeMicro   fyne.ThemeSizeName = "pc-micro"
)

// SizeName returns the theme's name of the size.
func (t TextSize) SizeName() fyne.ThemeSizeName {
	switch t {
	case TextFigure:
		return SizeFigure
	case TextDisplay:
		return SizeDisplay
	case TextTitle:
		return theme.SizeNameHeadingText
	case TextHeading:
		return theme.SizeNameSubHeadingText
	case TextCaption, TextCaptionBold, TextMono:
		return theme.SizeNameCaptionText
	case TextMicro, TextMicroPlain:
		return SizeMicro
	default:
		return theme.SizeNameText
	}
}

// Points returns the size of the letters in the theme as it is now.
func (t TextSize) Points() float32 { return theme.Size(t.SizeName()) }

// Style returns the weight and the family.
func (t TextSize) Style() fyne.TextStyle {
	switch t {
	case TextBody, TextCaption, TextMicroPlain:
		return fyne.TextStyle{}
	case TextMono:
		return fyne.TextStyle{Monospace: true}
	default:
		return fyne.TextStyle{Bold: true}
	}
}

// Measure returns the room that a line of text takes.
func (t TextSize) Measure(text string) fyne.Size {
	return fyne.MeasureText(text, t.Points(), t.Style())
}

// Height returns the height of a line.
func (t TextSize) Height() float32 { return t.Measure("M").Height }

// Unit returns a measure of the design in the interface size as it is now.
func Unit(at100 float32) float32 {
	if scaled, ok := fyne.CurrentApp().Settings().Theme().(interface{ Scale() float32 }); ok {
		return at100 * scaled.Scale()
	}
	return at100
}

// UnitSize returns a size of the design in the interface size as it is now.
func UnitSize(width, height float32) fyne.Size { return fyne.NewSize(Unit(width), Unit(height)) }
