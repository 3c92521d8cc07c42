package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

// catalogueOf waits until the packages are on the screen.
func (r *rig) catalogueOf() *packages {
	r.t.Helper()
	r.until("the catalogue", func() bool {
		screen, ok := r.shell.screen.(*packages)
		return ok && screen.index != nil && screen.shownRun == screen.runs && len(screen.rows) > 0
	})
	return r.shell.screen.(*packages)
}

// narrowed does something to the filter and waits for what it finds.
func (r *rig) narrowed(do func(*packages)) *packages {
	r.t.Helper()
	screen := r.catalogueOf()
	do(screen)
	r.until("the filter", func() bool { return screen.shownRun == screen.runs })
	return screen
}

func TestVersionsOfPackageShareRow(t *testing.T) {
	_, r := asRita(t)
	screen := r.narrowed(func(w *packages) { test.Tap(w.expired) })
	titles := map[string]int{}
	for _, row := range screen.rows {
		titles[screen.index.all[row.lead()].Title]++
	}
	if n := titles["Windows Developer Program for IoT"]; n != 1 {
		t.Fatalf("%d rows of the installer", n)
	}
	screen.list.Select(sample.InstallerID)
	r.sees("What's new in 1.1")
	screen.show("iot-installer-1.0") // as a deep link does
	r.sees("This package is no longer available")
	if got := screen.list.Selected(); len(got) != 1 || got[0] != sample.InstallerID {
		t.Errorf("selected %v", got)
	}
}

// TestPackagesOpensWithTheKeysInTheList: a cursor that blinks in a field would draw the window again and again while nothing happens.
func TestPackagesOpensWithTheKeysInTheList(t *testing.T) {
	_, r := asRita(t)
	screen := r.catalogueOf()
	if got := r.shell.win.Canvas().Focused(); got != screen.list {
		t.Errorf("%T has the focus", got)
	}
}

func TestChipsSayOnlyWhatDiffers(t *testing.T) {
	_, r := asRita(t)
	screen := r.catalogueOf()
	if v := screen.rowValues("iot-symbols"); len(v.Chips) != 0 || v.Button != nil {
		t.Errorf("a package that simply lies there has chips %v, button %v", v.Chips, v.Button)
	}
	for id, button := range map[string]string{"insider-build": "Read the terms", "lab-drawing": "Ask for access"} {
		if v := screen.rowValues(id); v.Button == nil || v.Button.Text != button || !v.Always || !strings.Contains(v.Label, button) {
			t.Errorf("%s: %+v", id, v)
		}
	}
	screen.visited = packageVisit{before: time.Now().AddDate(0, 0, -2)}
	if v := screen.rowValues("insider-build"); len(v.Chips) != 1 || v.Chips[0].Text != "New" {
		t.Errorf("chips of what is new: %v", v.Chips)
	}
	if caption := screen.caption(); !strings.Contains(caption, "1 new since") {
		t.Errorf("the caption says %q", caption)
	}
}

func TestPackageStaysDownloadedAfterItLeftTheQueue(t *testing.T) {
	_, r := asRita(t)
	r.choosePackage("documents")
	screen := r.shell.screen.(*packages)
	r.press("Download all 3 files")
	r.until("the files", func() bool {
		progress, _ := screen.states.of(screen.packageOf("iot-documents"))
		return progress == allDownloaded
	})
	r.sees("Downloaded")
	r.sees("[Show in folder]")
	if err := r.app.Queues.Own().Remove(); err != nil {
		t.Fatal(err)
	}
	r.until("the empty queue", func() bool { return len(r.shell.view.Queue.Entries) == 0 })
	still := func() { // what was downloaded is looked up on the disk, aside
		t.Helper()
		r.until("the chip", func() bool {
			v := r.shell.screen.(*packages).rowValues("iot-documents")
			return len(v.Chips) > 0 && v.Chips[len(v.Chips)-1].Text == "Downloaded"
		})
	}
	still()
	r.shell.goTo(areaDownloads)
	r.shell.goTo(areaPackages) // the screen is built anew
	r.catalogueOf()
	still()
}

func TestMainActionFollowsWhatThePackageWaitsFor(t *testing.T) {
	_, r := asRita(t)
	screen := r.catalogueOf()
	for id, want := range map[string]string{"insider-build": "Read the terms", "lab-drawing": "Ask for access",
		"iot-image": "Download", sample.InstallerID: "Download all 3 files"} {
		if got := screen.details.mainOf(screen.packageOf(id)); got.Text != want {
			t.Errorf("%s: %q, want %q", id, got.Text, want)
		}
	}
	screen.openRow("lab-drawing") // double-click or Enter, where both panes are seen
	r.sees("Ask for access to “Hardware lab”")
}

func TestOpeningRowShowsDetailsInOnePane(t *testing.T) {
	_, r := asRita(t)
	screen := r.catalogueOf()
	r.shell.win.Resize(fyne.NewSize(640, 480))
	if screen.split.Fits() {
		t.Fatal("both panes fit into 640")
	}
	screen.openRow("iot-image")
	r.sees("About this package")
	if !screen.detailsOverList() || len(r.shell.view.Queue.Entries) != 0 {
		t.Error("the details are not open, or a download began")
	}
	r.shell.win.Canvas().Unfocus()
	r.key(fyne.KeyEscape)
	if screen.detailsOverList() {
		t.Error("Esc left the details open")
	}
}

func TestSeveralPackagesAreDownloadedTogether(t *testing.T) {
	_, r := asRita(t)
	screen := r.catalogueOf()
	ids := []string{"iot-documents", "iot-symbols", "lab-drawing"}
	screen.details.showSelected(ids)
	r.sees("3 selected")
	r.press("Download 3 packages")
	r.until("what can be had of them", func() bool { return len(r.shell.view.Queue.Entries) == 4 })
	for _, item := range screen.rowMenu(ids).Items {
		if item.Label == "Download 3 packages" {
			return
		}
	}
	t.Error("the menu does not have it")
}

func TestFindGivesSearchTheKeys(t *testing.T) {
	_, r := asRita(t)
	screen := r.catalogueOf()
	r.shell.win.Canvas().Unfocus()
	r.shortcut(widgets.NewShortcut(fyne.KeyF))
	if r.shell.win.Canvas().Focused() != fyne.Focusable(screen.search.Input) {
		t.Error("Ctrl F does not go to the search")
	}
	r.narrowed(func(w *packages) { w.search.SetText("nothing like this") })
	r.sees("Nothing matches the search and the filters.")
	r.key(fyne.KeyEscape)
	r.catalogueOf()
	if screen.search.Text() != "" {
		t.Error("Esc leaves the search")
	}
}

func TestFileMenuCopiesAndSavesElsewhere(t *testing.T) {
	w, r := asRita(t)
	r.choosePackage("iot-board")
	screen := r.shell.screen.(*packages)
	line := screen.details.files[0]
	for _, item := range screen.details.fileItems(line) {
		switch item.Label {
		case "Copy SHA-256":
			item.Action()
			if r.copied != line.file.SHA256 {
				t.Errorf("copied %q", r.copied)
			}
		case "Copy link":
			item.Action()
			if _, pack, ok := readDeepLink(r.copied); !ok || pack != line.pack.ID {
				t.Errorf("copied %q", r.copied)
			}
		case "Save as…":
			item.Action()
		}
	}
	other := filepath.Join(w.downloads, "other")
	if err := os.MkdirAll(other, 0o755); err != nil {
		t.Fatal(err)
	}
	r.fill("File name", "board.img")
	r.fill("Folder", other)
	r.press("Download")
	r.until("the download", func() bool { return len(r.shell.view.Queue.Entries) == 1 })
	if e := r.shell.view.Queue.Entries[0]; e.Dir != other || e.Name != "board.img" {
		t.Errorf("saved as %s in %s", e.Name, e.Dir)
	}
	if err := r.app.Queues.Own().Cancel(r.shell.view.Queue.Entries[0].ID); err != nil {
		t.Fatal(err)
	}
	r.until("the end of it", func() bool { return r.shell.view.Queue.Entries[0].State == downloads.Stopped })
	if progress, _ := screen.states.of(screen.packageOf("iot-image")); progress != notDownloaded {
		t.Errorf("what was cancelled counts as %v", progress)
	}
}

func TestInvitedPersonSeesInvitationAndMayDecline(t *testing.T) {
	w := newWorld(t, as(authority.AddressUma))
	r := w.window(t)
	r.openSample()
	r.press("Sign in with the browser")
	r.sees("You need access to this program")
	if _, err := w.host.Service().Invite(t.Context(), authority.AddressUma, "", api.RoleParticipant, "Ole Sample", "Welcome."); err != nil {
		t.Fatal(err)
	}
	r.seesInTime("You are invited")
	if strings.Contains(r.text(), "Why do you need access?") {
		t.Error("an invited person is asked for a reason")
	}
	r.reachable()
	r.press("Decline")
	r.sees("You declined the invitation to")
	r.sees("You need access to this program")
	if text := r.text(); strings.Index(text, "You declined") > strings.Index(text, "You need access") {
		t.Error("the page does not say so first")
	}
}

func TestTabAndEnterInAskForAccessSendAndLoseNothing(t *testing.T) {
	_, r := asRita(t)
	screen := r.catalogueOf()
	const reason = "I build a case for the board."
	ask := func() {
		t.Helper()
		screen.list.Select("lab-drawing")
		screen.details.act(screen.packageOf("lab-drawing"))
		r.sees("Ask for access to “Hardware lab”")
	}
	ask()
	r.fill("Why do you need access?", reason)
	r.key(fyne.KeyEscape)
	ask()
	if got := r.fieldOf("Why do you need access?").Text; got != reason {
		t.Fatalf("after Esc the text is %q", got)
	}
	c := r.shell.win.Canvas()
	c.FocusNext() // Tab
	button, ok := c.Focused().(*widgets.Button)
	if !ok || button.Text() != "Send the request" {
		t.Fatalf("Tab leads to %v", c.Focused())
	}
	button.KeyDown(&fyne.KeyEvent{Name: fyne.KeyReturn})
	button.KeyUp(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.sees("Your request was sent")
	r.until("the row to say so", func() bool {
		v := screen.rowValues("lab-drawing")
		return v.Button == nil && len(v.Chips) > 0 && v.Chips[len(v.Chips)-1].Text == "Waiting for approval"
	})
}

// manyPackages is a catalogue of n packages.
func manyPackages(n int) []api.Package {
	kinds := []string{"installer", "image", "document", "symbols", "tool"}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	all := make([]api.Package, n)
	for i := range all {
		all[i] = api.Package{ID: fmt.Sprintf("package-%05d", i), Title: fmt.Sprintf("Package %d of the catalogue", (i*7919)%n), Type: kinds[i%len(kinds)],
			Version: fmt.Sprintf("1.%d", i), Engagement: "iot", EngagementTitle: "Windows for IoT", Status: api.PackagePublished,
			Description: "What this package is good for, in a sentence of the usual length.", Created: start.Add(time.Duration(i) * time.Minute),
			Files: []api.File{{Name: fmt.Sprintf("file-%d.bin", i), Size: int64(i) << 10}, {Name: "readme.md", Size: 900}}}
	}
	return all
}

// largeWindow is the screen of the packages with many of them.
func largeWindow(t *testing.T, n int) (*rig, *packages) {
	t.Helper()
	_, r := asRita(t)
	screen := r.catalogueOf()
	screen.index = newPackageIndex(manyPackages(n))
	r.narrowed(func(w *packages) { w.narrow() })
	return r, screen
}

func TestFilterRunsAwayFromTheScreensGoroutine(t *testing.T) {
	r, screen := largeWindow(t, 2000)
	before := len(screen.rows)
	screen.search.SetText("file-77.bin")
	if len(screen.rows) != before {
		t.Error("the filter ran within the key press")
	}
	screen.search.SetText("file-78.bin") // only the last one counts
	r.until("the filter", func() bool { return screen.shownRun == screen.runs })
	if len(screen.rows) != 1 || screen.index.all[screen.rows[0].lead()].Files[0].Name != "file-78.bin" {
		t.Errorf("found %d", len(screen.rows))
	}
}

// screenLanguages and screenSizes are those that the layout is looked at in: all of them in the long run.
func screenLanguages() ([]string, [][2]float32) {
	if os.Getenv("PROGRAM_CONNECT_LONG") != "" {
		return []string{"en", "de", "fi", "ja"}, [][2]float32{{1280, 832}, {900, 600}, {640, 416}, {2560, 1440}}
	}
	return []string{"en"}, [][2]float32{{1280, 832}, {640, 416}}
}

// laidOut looks at what is on the screen at each size.
func (r *rig) laidOut(name string, sizes [][2]float32) {
	r.t.Helper()
	for _, size := range sizes {
		r.shell.win.Resize(fyne.NewSize(size[0], size[1]))
		layouttest.Check(r.t, fmt.Sprintf("%s at %vx%v", name, size[0], size[1]), r.shell.win.Canvas())
	}
}

func TestNothingOverlapsInPackages(t *testing.T) {
	languages, sizes := screenLanguages()
	_, r := asRita(t)
	r.catalogueOf()
	for _, language := range languages {
		r.shell.useTexts(textsIn(language))
		r.shell.goTo(areaPackages)
		screen := r.catalogueOf()
		r.laidOut("packages, none chosen, "+language, sizes)
		for _, id := range []string{sample.InstallerID, "insider-build", "lab-drawing"} {
			screen.show(id)
			r.laidOut(id+" "+language, sizes)
		}
		screen.open(false)
		r.laidOut("packages, one chosen, "+language, sizes)
		r.narrowed(func(w *packages) { w.search.SetText("nothing like this") })
		r.laidOut("no packages, "+language, sizes)
		r.shell.goTo(areaEngagements)
		r.until("the engagements", func() bool { return r.shell.screen.(*engagements).known })
		r.laidOut("engagements "+language, sizes)
		r.shell.thanks = true
		r.shell.goTo(areaJourney)
		r.until("the offer", func() bool { w, ok := r.shell.screen.(*thanks); return ok && w.main != nil })
		r.laidOut("thanks "+language, sizes)
		r.shell.thanks = false
	}
}

func TestNothingOverlapsInAccessAndVerify(t *testing.T) {
	languages, sizes := screenLanguages()
	w := newWorld(t, as(authority.AddressUma))
	r := w.window(t)
	r.openSample()
	r.press("Sign in with the browser")
	r.sees("You need access to this program")
	for _, language := range languages {
		r.shell.useTexts(textsIn(language))
		screen := r.shell.screen.(*access)
		r.laidOut("access "+language, sizes)
		status := *screen.snap.Status
		status.Invitations = []api.Invitation{{ID: "1", Title: "Partner preview", Address: authority.AddressUma, From: "Ole Sample, Contoso",
			Message: "Welcome.", Expires: time.Now().AddDate(0, 1, 0)}}
		screen.snap.Status = &status
		screen.show()
		r.laidOut("invited "+language, sizes)
		screen.invited.declined = "Partner preview"
		status.Invitations = nil
		screen.show()
		r.laidOut("declined "+language, sizes)
		code := newVerify(r.shell)
		r.shell.body.Objects = []fyne.CanvasObject{code.object()}
		r.shell.body.Refresh()
		r.laidOut("verify "+language, sizes)
		code.leave()
		r.shell.body.Objects = []fyne.CanvasObject{screen.object()}
	}
}

func BenchmarkPackagesSteps(b *testing.B) {
	const count = 10000
	index := newPackageIndex(manyPackages(count))
	b.Run("filter, away from the screen", func(b *testing.B) {
		for b.Loop() {
			filterPackages(index, packageFilter{text: "usual file-1", order: byTitle}, time.Now())
		}
	})
	states := newPackageStates("p")
	entries := make([]*downloads.Entry, count)
	for i := range entries {
		entries[i] = &downloads.Entry{Group: "p", Source: downloads.SourceKey(fmt.Sprintf("p/package-%05d/file-%d.bin", i, i)), State: downloads.Queued}
	}
	version := uint64(0)
	b.Run("queue of 10,000 taken over", func(b *testing.B) {
		for b.Loop() {
			version++
			states.follow(&downloads.Snapshot{Version: version, Entries: entries})
		}
	})
	test.NewTempApp(b).Settings().SetTheme(widgets.NewTheme(widgets.ThemeLight, 1))
	all, some := filterPackages(index, packageFilter{}, time.Now()), filterPackages(index, packageFilter{text: "file-1"}, time.Now())
	list := widgets.NewList(widgets.ListOptions{Label: "Packages",
		NewRow: func() fyne.CanvasObject { return widgets.NewRow(widgets.RowConfig{NoSlot: true}, widgets.RowValues{}) },
		UpdateRow: func(id string, row fyne.CanvasObject, _ widgets.RowState) {
			row.(*widgets.Row).Set(widgets.RowValues{Title: id, Tile: widgets.TileImage})
		}})
	w := test.NewTempWindow(b, list)
	w.Resize(fyne.NewSize(560, 800))
	b.Run("show what a filter left", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			ids := all.ids
			if i%2 == 1 {
				ids = some.ids
			}
			list.SetGroups([]widgets.ListGroup{{ID: "packages", Rows: ids}})
		}
	})
	list.SetGroups([]widgets.ListGroup{{ID: "packages", Rows: all.ids}})
	b.Run("scroll by a page", func(b *testing.B) {
		for b.Loop() {
			list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
		}
	})
}
