package ui

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
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
	defer func() { _ = file.Close() }()
	if err := png.Encode(file, software.RenderCanvas(r.shell.win.Canvas(), fyne.CurrentApp().Settings().Theme())); err != nil {
		r.t.Error(err)
	}
}

func TestPicturesOfFrame(t *testing.T) {
	if os.Getenv(picturesFolder) == "" {
		t.Skip("looked at by people: " + picturesFolder + " names a folder")
	}
	r := newRig(t, newWorld(t, as(authority.AddressRita)).app)
	r.theme(widgets.ThemeLight)
	r.shell.Show()
	r.sees("Sample program")
	r.picture("frame-welcome", 1280, 832)
	r.picture("frame-welcome-900", 900, 600)
	r.picture("frame-welcome-640", 640, 416)
	r.asReady()
	r.shell.goTo(areaSettings)
	r.shell.undo.add("Removed “Board drawing”", func() {}, func() {})
	r.picture("frame-rail", 1280, 832)
	r.picture("frame-rail-900", 900, 600)
	r.picture("frame-rail-500", 500, 600)
	r.shell.rail.card.open()
	r.picture("frame-place", 1280, 832)
	widgets.LayerOf(r.shell.win.Canvas()).Close()
	r.shell.palette.open()
	r.picture("frame-palette", 1280, 832)
	widgets.LayerOf(r.shell.win.Canvas()).Close()
	r.shell.dialogs.tell(errNotOpened(nil))
	r.picture("frame-fault", 1280, 832)
	r.shell.dialogs.top().close()
	r.shell.window.closing()
	r.picture("frame-closing", 1280, 832)
	r.shell.dialogs.top().close()
	r.theme(widgets.ThemeDark)
	r.picture("frame-rail-dark", 1280, 832)
}

// theme puts a theme into force.
func (r *rig) theme(choice string) { r.shell.cfg.App.Settings().SetTheme(widgets.NewTheme(choice, 1)) }

// asReady shows the window as it is for a person who is through, with one download that runs and one that needs them.
func (r *rig) asReady() {
	r.t.Helper()
	opened, err := r.app.Session(ctxOf(r.t), "")
	if err != nil {
		r.t.Fatal(err)
	}
	r.shell.session.Store(opened)
	q := manyEntries(2)
	waiting := *q.Entries[1]
	waiting.State, waiting.Wait = downloads.Waiting, downloads.WaitTerms
	q.Entries[1] = &waiting
	q.Running, q.Waiting, q.Rate = 1, 1, 5<<20
	r.shell.view = view{Queue: q, Session: session.Snapshot{Step: api.StepReady, Name: "sample",
		Program: api.Program{Name: "Windows Developer Program for IoT", Kind: api.KindSample},
		Account: &auth.Account{ID: "1", Address: "rita@fabrikam.example"}, Status: &api.Status{},
		Candidates: []auth.Account{{ID: "1", Address: "rita@fabrikam.example"}, {ID: "2", Address: "ron@fabrikam.example"}}}}
}
