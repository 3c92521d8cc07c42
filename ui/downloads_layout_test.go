package ui

import (
	"fmt"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

// windowSize is a window, and the interface size in it.
type windowSize struct{ width, height float32 }

// layoutCases are the languages and window sizes in which screens are walked: English at two sizes, all with PROGRAM_CONNECT_LONG.
func layoutCases() (languages []string, sizes []windowSize) {
	if os.Getenv("PROGRAM_CONNECT_LONG") == "" {
		return []string{"en"}, []windowSize{{1280, 832}, {640, 416}}
	}
	return []string{"en", "de", "fi", "ja"}, []windowSize{{1280, 832}, {900, 600}, {640, 416}, {2560, 1440}}
}

// downloadsIn shows a queue in a window of its own.
func downloadsIn(t *testing.T, language string, size windowSize, q *downloads.Snapshot) (*downloadsScreen, fyne.Canvas) {
	t.Helper()
	r := newRigIn(t, quietApp(t), language)
	r.shell.view = view{Queue: q, Now: time.Date(2026, 11, 29, 13, 32, 0, 0, time.Local)}
	speedsOfAMinute(r.shell, q, r.shell.view.Now)
	w := newDownloads(r.shell)
	window := test.NewTempWindow(t, w.object())
	window.SetPadded(false)
	window.Resize(fyne.NewSize(widgets.BreakpointFor(size.width).Content, size.height))
	w.apply(r.shell.view)
	return w, window.Canvas()
}

func TestNothingOverlapsInDownloads(t *testing.T) {
	languages, sizes := layoutCases()
	now := time.Date(2026, 11, 29, 13, 32, 0, 0, time.Local)
	for _, language := range languages {
		for _, size := range sizes {
			t.Run(fmt.Sprint(language, size), func(t *testing.T) {
				_, c := downloadsIn(t, language, size, &downloads.Snapshot{})
				layouttest.Check(t, "empty", c)
				quiet := someDownloads(now)
				quiet.Quiet, quiet.Settings.QuietHours = true, []downloads.Hours{{From: 12 * 60, To: 14 * 60}}
				w, c := downloadsIn(t, language, size, quiet)
				w.find()
				layouttest.Check(t, "quiet hours and search", c)
				for _, chosen := range []string{"1", "3", "4", "5", "7"} {
					w, c := downloadsIn(t, language, size, someDownloads(now))
					w.list.Select(chosen)
					layouttest.Check(t, "chosen "+chosen, c)
					w.showDetails()
					layouttest.Check(t, "details of "+chosen, c)
				}
			})
		}
	}
}
