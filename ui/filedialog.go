package ui

import "fyne.io/fyne/v2/dialog"

// showFileDialog shows the toolkit's dialog for files, large. In the toolkit (2.8.1) Resize panics before Show, and
// after it where the system shows a dialog of its own instead.
func (s *Shell) showFileDialog(d *dialog.FileDialog) {
	overlays := s.win.Canvas().Overlays()
	before := len(overlays.List())
	d.Show()
	if len(overlays.List()) > before {
		d.Resize(s.win.Canvas().Size().SubtractWidthHeight(60, 60))
	}
}
