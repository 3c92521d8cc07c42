package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// NewTwoLineRow returns a row of a list: a title, and under it a line of lesser weight.
func NewTwoLineRow() fyne.CanvasObject {
	title := widget.NewLabel("")
	title.Truncation = fyne.TextTruncateEllipsis
	title.TextStyle.Bold = true
	below := widget.NewLabel("")
	below.Truncation = fyne.TextTruncateEllipsis
	below.SizeName = theme.SizeNameCaptionText
	return Lines(title, below)
}

// SetTwoLines fills a row that NewTwoLineRow made.
func SetTwoLines(row fyne.CanvasObject, title, below string) {
	labels := row.(*fyne.Container).Objects
	labels[0].(*widget.Label).SetText(title)
	labels[1].(*widget.Label).SetText(below)
}
