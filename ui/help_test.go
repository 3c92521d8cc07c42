package ui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

const notAssigned = "AADSTS50105: Your administrator has configured the application to block users unless they are assigned."

// helpOf opens Help.
func (r *rig) helpOf() *help {
	r.t.Helper()
	r.shell.Show()
	r.sees("Welcome")
	r.shell.goTo(areaHelp)
	return r.shell.screen.(*help)
}

func TestDoctorAnswersAwayFromTheScreens(t *testing.T) {
	r := newRig(t, quietApp(t))
	w := r.helpOf()
	w.search.SetText(notAssigned)
	if len(w.answers.Objects) != 0 {
		t.Fatal("the question was asked at the key")
	}
	r.timers.pass(askDelay)
	if len(w.answers.Objects) != 0 {
		t.Fatal("the doctor was asked on the goroutine of the screens")
	}
	r.sees("Exact match")
	r.sees("AADSTS50105")
	r.sees("What to do")
	r.reachable()
	r.press("Copy a note for IT")
	if !strings.Contains(r.copied, "50105") {
		t.Errorf("the note is\n%s", r.copied)
	}
	r.press("Clear")
	if len(w.answers.Objects) != 0 {
		t.Error("the answer stays after its question")
	}
}

func TestDoctorsLatestTextWins(t *testing.T) {
	r := newRig(t, quietApp(t))
	w := r.helpOf()
	w.search.SetText(notAssigned)
	r.timers.pass(askDelay)
	w.search.SetText("zzzz qqqq")
	r.timers.pass(askDelay)
	r.sees("I don't know this message.")
	w.search.SetText(notAssigned)
	r.timers.pass(askDelay)
	w.search.SetText("")
	other := false
	r.shell.cfg.Post(func() { other = true })
	r.until("what was asked before", func() bool { return other })
	if len(w.answers.Objects) != 0 {
		t.Error("an old answer came after the text was cleared")
	}
}

func TestGuideIsTickedOff(t *testing.T) {
	r := newRig(t, quietApp(t))
	w := r.helpOf()
	r.until("the ticks", func() bool { return r.shell.guides.ticks != nil })
	id := w.list.all[0].ID
	w.show(id)
	first := w.guide.guide.Steps[0]
	r.reachable()
	r.press("1. " + first.Title)
	r.until("the tick on the disk", func() bool { return r.shell.guides.done(id, first.ID) })
	r.key(fyne.KeyEscape)
	if w.guide != nil || !strings.Contains(w.list.values(id).Label, fmt.Sprintf("1 of %d", len(w.list.all[0].Steps))) {
		t.Errorf("the list says %q", w.list.values(id).Label)
	}
	w.list.search.SetText("zzzz")
	w.list.search.SetText("")
}

func TestNothingOverlapsInHelp(t *testing.T) {
	languages, sizes := layoutCases()
	for _, language := range languages {
		for _, size := range sizes {
			t.Run(fmt.Sprint(language, size), func(t *testing.T) {
				r := newRigIn(t, quietApp(t), language)
				w := newHelp(r.shell)
				c := screenIn(t, w, size)
				layouttest.Check(t, "at rest", c)
				w.search.SetText(notAssigned)
				r.timers.pass(askDelay)
				r.until("the answer", func() bool { return len(w.answers.Objects) > 0 })
				layouttest.Check(t, "an answer", c)
				w.show(w.list.all[0].ID)
				layouttest.Check(t, "a guide", c)
				w.showFront()
				if w.narrow {
					w.showList()
					layouttest.Check(t, "the guides", c)
				}
			})
		}
	}
}

func TestPicturesOfHelp(t *testing.T) {
	if os.Getenv(picturesFolder) == "" {
		t.Skip("looked at by people: " + picturesFolder + " names a folder")
	}
	for _, c := range []struct {
		name, theme   string
		width, height float32
		guide         bool
	}{
		{"09-help-light", widgets.ThemeLight, 1280, 832, false},
		{"09-help-dark", widgets.ThemeDark, 1280, 832, false},
		{"09-help-guide-light", widgets.ThemeLight, 1280, 832, true},
		{"09-help-640x416-light", widgets.ThemeLight, 640, 416, false},
	} {
		r := newRig(t, newWorld(t, as(authority.AddressRita)).app)
		r.theme(c.theme)
		r.shell.win.Resize(fyne.NewSize(c.width, c.height))
		r.asReady()
		r.shell.goTo(areaHelp)
		w := r.shell.screen.(*help)
		w.search.SetText(notAssigned)
		r.timers.pass(askDelay)
		r.sees("Exact match")
		if c.guide {
			w.show(w.list.all[0].ID)
		}
		r.picture(c.name, c.width, c.height)
	}
}
