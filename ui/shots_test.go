package ui

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
)

// picturesFolder is where pictures of screens are written, for people to look at; empty for none.
const picturesFolder = "UI_TEST_PICTURES"

// picture writes the window as it would be painted.
func (r *rig) picture(name string, width, height float32) {
	r.t.Helper()
	folder := os.Getenv(picturesFolder)
	if folder == "" {
		return
	}
	r.shell.win.Resize(fyne.NewSize(width, height))
	file, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, software.RenderCanvas(r.shell.win.Canvas(), fyne.CurrentApp().Settings().Theme())); err != nil {
		r.t.Error(err)
	}
}

func TestPicturesOfFrame(t *testing.T) {
	if os.Getenv(picturesFolder) == "" {
		t.Skip("looked at by people: " + picturesFolder + " names a folder")
	}
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Sample program")
	r.picture("frame-welcome", 1280, 832)
	r.shell.goTo(areaDownloads)
	r.picture("frame-downloads-640", 640, 416)
}
