package ui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/programconnect/programconnect/ui/widgets"
)

// newAvatar is a circle with the initials of a name; the name stands beside it.
func newAvatar(name string, side float32) fyne.CanvasObject {
	circle := widgets.NewGround(widgets.Paint{Fill: widgets.ColorAccentSoft, Radius: side / 2})
	letters := widgets.NewTextLine(widgets.TextConfig{Text: initials(name), Size: widgets.TextBold, Color: widgets.ColorAccent,
		Align: fyne.TextAlignCenter, Whole: true})
	return widgets.Fixed(side, side, container.NewStack(circle,
		widgets.HBox(0, widgets.Spring(), letters, widgets.Spring())))
}

// initials are the first letters of the first and the last word of a name.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
	if len(words) > 1 {
		words = []string{words[0], words[len(words)-1]}
	}
	letters := ""
	for _, word := range words {
		for _, r := range word {
			letters += string(unicode.ToUpper(r))
			break
		}
	}
	return letters
}
