package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Topped puts a head above what fills the rest. The toolkit's own border would hand the focus to the rest first.
func Topped(head, rest fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewBorderLayout(head, nil, nil, nil), head, rest)
}

// ShowIf shows or hides an object, and touches it only when that changes something.
func ShowIf(shown bool, o fyne.CanvasObject) {
	switch {
	case o.Visible() == shown:
	case shown:
		o.Show()
	default:
		o.Hide()
	}
}
