package ui

import (
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

// looked are the languages and sizes at which a screen is looked at: English at two sizes, all of them with PROGRAM_CONNECT_LONG.
func looked() (languages []string, sizes []fyne.Size) {
	languages = []string{"en"}
	sizes = []fyne.Size{fyne.NewSize(1280, 832), fyne.NewSize(640, 416)}
	if os.Getenv("PROGRAM_CONNECT_LONG") != "" {
		languages = append(languages, "de", "fi", "ja")
		sizes = append(sizes, fyne.NewSize(900, 600), fyne.NewSize(2560, 1440), fyne.NewSize(500, 600))
	}
	return languages, sizes
}

// plainScreen is a screen without anything on it, so that what stands around it is looked at alone.
type plainScreen struct{ ground *widgets.Ground }

func (p plainScreen) object() fyne.CanvasObject { return p.ground }
func (plainScreen) apply(view)                  {}
func (plainScreen) leave()                      {}

// TestFrameNeverOverlaps looks at the programs, the header of the journey, the rail and a question, in each form.
func TestFrameNeverOverlaps(t *testing.T) {
	languages, sizes := looked()
	w := newWorld(t, as(""))
	opened, err := w.app.Session(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range languages {
		r := newRigIn(t, w.app, language)
		r.theme(widgets.ThemeLight)
		r.shell.session.Store(opened)
		show := func(name string, at area, snap session.Snapshot, q *downloads.Snapshot) {
			r.shell.key = ""
			r.shell.area = at
			v := r.shell.puller.snapshot()
			v.Session, v.Queue = snap, q
			r.shell.apply(v)
			if at != areaWelcome {
				r.shell.screen = plainScreen{widgets.NewGround(widgets.Paint{Fill: widgets.ColorSurface})}
				r.shell.body.Objects = []fyne.CanvasObject{r.shell.screen.object()}
			}
			for _, size := range sizes {
				r.shell.win.Resize(size)
				r.shell.frame.Refresh()
				layouttest.Check(t, fmt.Sprintf("%s, %s, %v", name, language, size), r.shell.win.Canvas())
			}
		}
		account := &auth.Account{ID: "1", Address: "rita.of.the.long.address@devices.fabrikam.example"}
		program := api.Program{Name: "Windows Developer Program for the Internet of Things", Kind: api.KindSample}
		running := manyEntries(2)
		running.Running, running.Rate = 2, 5<<20
		waiting := *running.Entries[1]
		waiting.State, waiting.Wait = downloads.Waiting, downloads.WaitTerms
		running.Entries[1] = &waiting
		show("programs", areaWelcome, session.Snapshot{Step: session.StepSignIn}, running)
		show("header", areaJourney, session.Snapshot{Step: api.StepRegister, Name: "sample", Program: program, Account: account,
			Status: &api.Status{}}, running)
		show("header elsewhere", areaSettings, session.Snapshot{Step: api.StepAgreement, Name: "sample", Program: program,
			Account: account, Status: &api.Status{}}, running)
		ready := session.Snapshot{Step: api.StepReady, Name: "sample", Program: program, Account: account, Status: &api.Status{}}
		show("rail", areaSettings, ready, running)
		r.shell.window.closing()
		show("question", areaSettings, ready, running)
		r.shell.dialogs.top().close()
		r.shell.dialogs.tell(errNotOpened(nil))
		show("fault", areaSettings, ready, running)
		r.shell.dialogs.top().close()
	}
}
