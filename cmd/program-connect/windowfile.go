package main

import (
	"encoding/json"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/internal/atomicfile"
)

// windowName holds the size of the window, in the home folder. The toolkit's own preferences would do, but it empties
// their file before it writes, and reads it again meanwhile.
const windowName = "window.json"

// windowForm is the form of the file.
type windowForm struct {
	Width  float32 `json:"width"`
	Height float32 `json:"height"`
}

// readSize returns the size that the window had; zero where nobody knows.
func readSize(home string) fyne.Size {
	data, err := os.ReadFile(filepath.Join(home, windowName)) //nolint:gosec // in the person's own folder
	var form windowForm
	if err != nil || json.Unmarshal(data, &form) != nil {
		return fyne.Size{}
	}
	return fyne.NewSize(form.Width, form.Height)
}

// keepSize keeps the size of the window. That it can't be kept is not worth a word.
func keepSize(home string, size fyne.Size) {
	data, err := json.Marshal(windowForm{Width: size.Width, Height: size.Height})
	if err == nil {
		_ = atomicfile.Write(filepath.Join(home, windowName), data, 0o600)
	}
}

// mendPreferences takes away a file of the toolkit's preferences that can't be read, such as an empty one: nothing of ours
// is in it, and the toolkit would complain at every start.
func mendPreferences(path string) {
	data, err := os.ReadFile(path) //nolint:gosec // the toolkit's own
	if err == nil && !json.Valid(data) {
		_ = os.Remove(path)
	}
}
