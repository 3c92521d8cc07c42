package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/ui/widgets"
)

// openDownloads shows a queue on the screen of the downloads.
func (r *rig) openDownloads(q *downloads.Snapshot) *downloadsScreen {
	r.t.Helper()
	r.shell.goTo(areaDownloads)
	r.shell.apply(view{Queue: q, Now: time.Date(2026, 11, 29, 13, 32, 0, 0, time.Local)})
	return r.shell.screen.(*downloadsScreen)
}

// rowOf is what the row of an entry shows.
func (w *downloadsScreen) rowOf(id string) widgets.RowValues { return w.rows.values(w.entryOf(id)) }

func TestDownloadsComeInGroups(t *testing.T) {
	w := newRig(t, quietApp(t)).openDownloads(someDownloads(time.Now()))
	for i, want := range [3][]string{{"3", "4"}, {"5", "6", "7"}, {"1", "2"}} {
		if !slices.Equal(w.rows.ids[i], want) {
			t.Errorf("group %d: %v, want %v", i, w.rows.ids[i], want)
		}
	}
	if second := w.rowOf("6").Second; second != "Next in the queue" {
		t.Errorf("the queued one says %q", second)
	}
	if row := w.rowOf("4"); row.SecondTone != widgets.ToneStop || row.Button.Text != "Paste new link" || !row.Always {
		t.Errorf("the stopped one: %+v", row)
	}
	if row := w.rowOf("5"); row.Percent != "41 %" || row.Facts != "1.1.0" || row.Title != "Board image" || row.Arrived <= row.Done {
		t.Errorf("the running one: %+v", row)
	}
}

func TestBarIsEmptyAtZeroPercent(t *testing.T) {
	q := manyEntries(1)
	w := newRig(t, quietApp(t)).openDownloads(q)
	row := w.rowOf("1")
	if !row.HasBar || row.Done != 0 || row.Arrived != 0 || row.Percent != "0 %" {
		t.Errorf("%+v", row)
	}
}

func TestDownloadIsNever100PercentBeforeItIsDone(t *testing.T) {
	if got := english.percentText(0.9999); got != "99 %" {
		t.Errorf("%q", got)
	}
}

func TestFileDownloadedAgainHasOneRow(t *testing.T) {
	r := newRig(t, quietApp(t))
	first := &downloads.Entry{ID: 1, Title: "Board guide", Source: "p/guide/g.pdf", Path: "/d/g.pdf", State: downloads.Done}
	second, other := *first, *first
	second.ID = 2
	other.ID, other.Source, other.Origin = 3, "", "https://elsewhere.example/g.pdf"
	w := r.openDownloads(&downloads.Snapshot{Version: 1, Completed: 3, Entries: []*downloads.Entry{first, &second}})
	if !slices.Equal(w.rows.ids[2], []string{"2"}) {
		t.Errorf("rows %v", w.rows.ids[2])
	}
	q := &downloads.Snapshot{Version: 2, Completed: 3, Entries: []*downloads.Entry{first, &other}}
	r.shell.apply(view{Queue: q})
	if w.groups.count() != 2 {
		t.Errorf("another file of the same name was taken for the same: %v", w.rows.ids)
	}
	if ids := withTwins(&downloads.Snapshot{Completed: 2, Entries: []*downloads.Entry{first, &second}}, []*downloads.Entry{&second}); len(ids) != 2 {
		t.Errorf("removed with it: %v", ids)
	}
}

func TestSeveralDownloadsAreActedOnTogether(t *testing.T) {
	r := newRig(t, quietApp(t))
	w := r.openDownloads(manyEntries(5))
	w.choose([]string{"1", "2", "3"})
	r.sees("3 selected")
	r.sees("[Pause 3 downloads]")
	var labels []string
	for _, item := range w.actions.menu(w.chosen()).Items {
		labels = append(labels, item.Label)
	}
	if !slices.Contains(labels, "Pause 3 downloads") || !slices.Contains(labels, "Remove 3 downloads") {
		t.Errorf("the menu offers %v", labels)
	}
	w.actions.remove(w.chosen())
	r.sees("3 removed")
	if w.groups.count() != 2 {
		t.Errorf("%d rows are left", w.groups.count())
	}
	r.press("Undo")
	if w.groups.count() != 5 {
		t.Errorf("%d rows after Undo", w.groups.count())
	}
}

func TestPositionInTheQueueAfterAMove(t *testing.T) {
	q := manyEntries(6)
	queue := []*downloads.Entry{q.Entries[1], q.Entries[3], q.Entries[5]} // the group; the others are elsewhere in the list
	for _, c := range []struct {
		id       downloads.ID
		to, want int
	}{{2, 0, 2}, {2, 1, 4}, {2, 2, 5}, {6, 0, 1}, {4, 0, 1}, {4, 2, 5}} {
		position := positionFor(q, queue, c.id, c.to)
		if position != c.want {
			t.Errorf("%d to %d: %d, want %d", c.id, c.to, position, c.want)
		}
		if after := moved(q, q.Entry(c.id), position); after.Entries[position].ID != c.id || len(after.Entries) != 6 {
			t.Errorf("%d to %d: %v", c.id, c.to, after.Entries)
		}
	}
}

func TestTurnInTheQueueIsSaid(t *testing.T) {
	for turn, want := range map[int]string{0: "In the queue", 1: "Next in the queue", 2: "2nd in the queue", 3: "3rd in the queue",
		11: "11th in the queue", 12: "12th in the queue", 21: "21st in the queue", 112: "112th in the queue"} {
		if got := english.turnText(turn); got != want {
			t.Errorf("%d: %q, want %q", turn, got, want)
		}
	}
}

func TestPastedLinkIsChosenAndInSight(t *testing.T) {
	r := newRig(t, quietApp(t))
	q := manyEntries(200)
	w := r.openDownloads(q)
	revealDownload(r.shell, 201)
	if len(w.selected) != 0 {
		t.Fatal("something is chosen that is not there yet")
	}
	next := *q
	next.Version++
	next.Entries = append(slices.Clone(q.Entries), &downloads.Entry{ID: 201, Title: "pasted.bin", Name: "pasted.bin", State: downloads.Queued, Size: -1})
	r.shell.apply(view{Queue: &next})
	if !slices.Equal(w.selected, []downloads.ID{201}) || !strings.Contains(r.text(), "pasted.bin") {
		t.Errorf("chosen %v\n%s", w.selected, r.text())
	}
}

func TestAskForAccessLeadsToThePackage(t *testing.T) {
	r := newRig(t, quietApp(t))
	e := &downloads.Entry{ID: 1, Title: "Lab tools", Source: "p/lab-tools/t.zip", State: downloads.Waiting, Wait: downloads.WaitAccess, Size: 1,
		Fault: &fault.Error{Kind: fault.Permission, Title: i18n.Verbatim("Ask.")}}
	w := r.openDownloads(&downloads.Snapshot{Version: 1, Waiting: 1, Entries: []*downloads.Entry{e}})
	if main := w.actions.main(e); english.tr(main.text) != "Ask for access" {
		t.Fatalf("the row offers %q", english.tr(main.text))
	}
	w.actions.open(e)
	if r.shell.wantedPackage != "lab-tools" || r.shell.area == areaDownloads {
		t.Errorf("wanted %q in area %d", r.shell.wantedPackage, r.shell.area)
	}
}

func TestFolderThatCannotBeUsedAsksForAnother(t *testing.T) {
	e := &downloads.Entry{State: downloads.Waiting, Wait: downloads.WaitDisk, Size: 1,
		Fault: &fault.Error{Kind: fault.Disk, Code: "downloads.folder-gone", Title: i18n.Verbatim("The folder is gone.")}}
	if main := (&downloadActions{}).main(e); english.tr(main.text) != "Choose another folder" {
		t.Errorf("the row offers %q", english.tr(main.text))
	}
	if got := english.stateText(e); got != "The folder is gone" {
		t.Errorf("the row says %q", got)
	}
	e.Fault.Code = "downloads.disk-full"
	if got := english.stateText(e); got != "Waiting for free space on the disk" {
		t.Errorf("a full disk: %q", got)
	}
}

func TestQuietHoursSayWhenTheyEnd(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 29, hour, minute, 0, 0, time.Local) }
	night := []downloads.Hours{{From: 22 * 60, To: 6*60 + 30}}
	for _, c := range []struct{ now, want time.Time }{
		{at(23, 0), at(6, 30).AddDate(0, 0, 1)}, {at(5, 0), at(6, 30)}, {at(12, 0), at(12, 0)},
	} {
		if got := quietUntil(night, c.now); !got.Equal(c.want) {
			t.Errorf("at %s: %s, want %s", c.now, got, c.want)
		}
	}
	sundays := []downloads.Hours{{From: 22 * 60, To: 6 * 60, Days: []time.Weekday{time.Saturday}}}
	if got := quietUntil(sundays, at(23, 0)); !got.Equal(at(23, 0)) {
		t.Errorf("on a Sunday: %s", got)
	}
	r := newRig(t, quietApp(t))
	q := someDownloads(at(5, 0))
	q.Quiet, q.Settings.QuietHours = true, night
	r.shell.goTo(areaDownloads)
	r.shell.apply(view{Queue: q, Now: at(5, 0)})
	r.sees("Nothing is downloaded until 06:30.")
	r.shell.screen.(*downloadsScreen).notice.downloadNow() // the queue is another process's
	r.sees("Change the quiet hours in the settings.")
}

func TestDownloadNowLiftsTheQuietHoursUntilTheyEnd(t *testing.T) {
	r := newRig(t, quietApp(t))
	queue, err := r.app.Queues.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := r.shell.cfg.Clock().Local()
	hours := []downloads.Hours{{From: 0, To: 24*60 - 1}}
	if now.Hour() == 23 && now.Minute() == 59 {
		t.Skip("quiet hours that hold all day but for this minute")
	}
	settings := queue.Snapshot().Settings
	settings.QuietHours = hours
	if err := queue.SetSettings(settings); err != nil {
		t.Fatal(err)
	}
	r.shell.goTo(areaDownloads)
	r.shell.apply(r.shell.puller.snapshot())
	r.press("Download now")
	r.until("the quiet hours to be off", func() bool { return len(queue.Snapshot().Settings.QuietHours) == 0 })
	r.timers.pass(24 * time.Hour)
	r.until("the quiet hours to hold again", func() bool { return len(queue.Snapshot().Settings.QuietHours) == 1 })
}

func TestActionShowsAtOnce(t *testing.T) {
	r := newRig(t, quietApp(t))
	w := r.openDownloads(manyEntries(3))
	mark := &actionMark{text: markPausing}
	w.actions.marks = append(w.actions.marks, mark)
	w.group()
	r.sees("Pausing…")
	if w.rowOf("1").Button != nil {
		t.Error("a row under way has a button")
	}
	mark.until = 5
	q := manyEntries(3)
	q.Version = 4
	r.shell.apply(view{Queue: q})
	if w.rowOf("1").Second != "Pausing…" {
		t.Error("the mark went before the snapshot that shows the pause")
	}
	q = manyEntries(3)
	q.Version = 5
	r.shell.apply(view{Queue: q})
	if w.rowOf("1").Second == "Pausing…" {
		t.Error("the mark stays")
	}
}

func TestMenuKeyAndCopyKeysOfDownloads(t *testing.T) {
	r := newRig(t, quietApp(t))
	q := someDownloads(time.Now())
	w := r.openDownloads(q)
	r.downloadsList()
	w.list.Select("5")
	r.key(desktop.KeyMenu)
	if !widgets.LayerOpen(r.shell.win.Canvas()) {
		t.Fatal("the menu key opens no menu")
	}
	widgets.LayerOf(r.shell.win.Canvas()).Close()
	r.shortcut(&fyne.ShortcutCopy{})
	if r.copied != "https://iot.fabrikam.example/packages/board/iot-board.img" {
		t.Errorf("copied %q", r.copied)
	}
	r.shortcut(copyHashShortcut())
	if r.copied != q.Entries[4].SHA256 {
		t.Errorf("copied %q", r.copied)
	}
}

func TestDetailsOpenOverTheListInANarrowWindow(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.win.Resize(fyne.NewSize(700, 600))
	w := r.openDownloads(someDownloads(time.Now()))
	w.list.Select("4")
	if w.pane.Depth() != 1 {
		t.Fatal("choosing a row opens its details over the list")
	}
	w.showDetails()
	r.sees("Show log")
	r.key(fyne.KeyEscape)
	if w.pane.Depth() != 1 || len(w.selected) != 1 {
		t.Error("Esc did not lead back to the list with its choice")
	}
	w.showDetails()
	r.shell.win.Resize(fyne.NewSize(1280, 832))
	r.timers.pass(0)
	if w.pane.Depth() != 1 || len(w.side.Objects) == 0 {
		t.Error("with room the details do not stand beside the list")
	}
}

func TestSpeedsOfTheLastMinute(t *testing.T) {
	var l speedLog
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	q := manyEntries(1)
	q.Rate = 4
	l.note(q, now)
	l.note(q, now.Add(200*time.Millisecond)) // the same second
	l.note(q, now.Add(3*time.Second))
	if !slices.Equal(l.all, []float64{4, 0, 0, 4}) || len(l.each[1]) != 4 {
		t.Errorf("%v, %v", l.all, l.each)
	}
	for i := range 100 {
		l.note(q, now.Add(time.Duration(4+i)*time.Second))
	}
	if len(l.all) != widgets.SpeedPoints {
		t.Errorf("%d points", len(l.all))
	}
}

func TestCopyOfAFinishedFileIsSaved(t *testing.T) {
	r := newRig(t, quietApp(t))
	path := filepath.Join(t.TempDir(), "guide.pdf")
	if err := os.WriteFile(path, []byte("whole"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := &downloads.Entry{ID: 1, Title: "Guide", Name: "guide.pdf", Path: path, State: downloads.Done}
	w := r.openDownloads(&downloads.Snapshot{Version: 1, Completed: 1, Entries: []*downloads.Entry{e}})
	w.actions.saveAs(e)
	r.sees("Saved.")
	if got := r.saved["guide.pdf"].String(); got != "whole" {
		t.Errorf("saved %q", got)
	}
	gone := *e
	gone.Path += ".gone"
	w.actions.saveAs(&gone)
	r.sees("The copy could not be written.")
}
