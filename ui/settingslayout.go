package ui

import (
	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

// The widths of the settings, at 100 %.
const (
	settingsMost     = 720 // of the cards
	settingsList     = 200 // of the list of sections
	settingsListFrom = 700 // the least width at which the list is shown
	settingText      = 180 // the least width of a setting's name beside its input
	headSearch       = 240
)

// settingsLayout puts the list of sections beside the settings where there is room for both.
type settingsLayout struct{}

// Layout puts head, line, list and page.
func (settingsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, line, list, page := objects[0], objects[1], objects[2], objects[3]
	top := head.MinSize().Height
	head.Move(fyne.Position{})
	head.Resize(fyne.NewSize(size.Width, top))
	line.Move(fyne.NewPos(0, top))
	line.Resize(fyne.NewSize(size.Width, 1))
	left, height := float32(0), max(size.Height-top-1, 0)
	widgets.ShowIf(size.Width >= widgets.Unit(settingsListFrom), list)
	if list.Visible() {
		left = widgets.Unit(settingsList)
		list.Move(fyne.NewPos(0, top+1))
		list.Resize(fyne.NewSize(left, height))
	}
	page.Move(fyne.NewPos(left, top+1))
	page.Resize(fyne.NewSize(size.Width-left, height))
}

// MinSize returns that of the head.
func (settingsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, widgets.Unit(100))
}

// headSearchLayout puts a search into the head of a screen.
type headSearchLayout struct{}

// Layout resizes the search to its width, less where there is little room.
func (headSearchLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	header, search := objects[0], objects[1]
	width := min(widgets.Unit(headSearch), size.Width/2)
	side, height := widgets.Unit(widgets.Space6), search.MinSize().Height
	header.Move(fyne.Position{})
	header.Resize(fyne.NewSize(size.Width-width-side, size.Height))
	search.Move(fyne.NewPos(size.Width-width-side, (size.Height-height)/2))
	search.Resize(fyne.NewSize(width, height))
}

// MinSize returns that of the head with a short search.
func (headSearchLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	return fyne.NewSize(least.Width+widgets.Unit(headSearch)/2, max(least.Height, objects[1].MinSize().Height))
}

// settingRowLayout puts a control beside its name, or under it where there is no room for both.
type settingRowLayout struct{ width float32 }

func (l *settingRowLayout) beside(input fyne.CanvasObject, width float32) bool {
	return width-input.MinSize().Width-widgets.Unit(widgets.Space4) >= widgets.Unit(settingText)
}

// measure lets the words break and returns the height of the row.
func (l *settingRowLayout) measure(words, input fyne.CanvasObject, width float32) float32 {
	room, beside := width, l.beside(input, width)
	if beside {
		room = width - input.MinSize().Width - widgets.Unit(widgets.Space4)
	}
	words.Resize(fyne.NewSize(room, words.Size().Height)) // what breaks into lines knows its height by its width
	words.Resize(fyne.NewSize(room, words.MinSize().Height))
	if beside {
		return max(words.MinSize().Height, input.MinSize().Height, widgets.Unit(36))
	}
	return words.MinSize().Height + widgets.Unit(widgets.Space2) + input.MinSize().Height
}

// Layout puts the words and the control.
func (l *settingRowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	words, input := objects[0], objects[1]
	l.width = size.Width
	height := l.measure(words, input, size.Width)
	least := input.MinSize()
	input.Resize(fyne.NewSize(min(least.Width, size.Width), least.Height))
	if l.beside(input, size.Width) {
		words.Move(fyne.NewPos(0, (height-words.Size().Height)/2))
		input.Move(fyne.NewPos(size.Width-least.Width, (height-least.Height)/2))
		return
	}
	words.Move(fyne.Position{})
	input.Move(fyne.NewPos(0, words.Size().Height+widgets.Unit(widgets.Space2)))
}

// MinSize returns the height at the width of the last layout.
func (l *settingRowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := l.width
	if width == 0 {
		width = widgets.Unit(settingsMost)
	}
	return fyne.NewSize(objects[1].MinSize().Width, l.measure(objects[0], objects[1], width))
}
