package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// manyEntries makes a queue of n entries, all downloading.
func manyEntries(n int) *downloads.Snapshot {
	q := &downloads.Snapshot{Version: 1, Running: n}
	for i := range n {
		q.Entries = append(q.Entries, &downloads.Entry{ID: downloads.ID(i + 1), Title: fmt.Sprintf("File %05d", i),
			Name:  fmt.Sprintf("file-%05d.bin", i),
			State: downloads.Downloading, Size: 1 << 30, Done: int64(i), Rate: 1 << 20, Left: time.Minute})
	}
	return q
}

// withOneChanged is the queue after one entry went on.
func withOneChanged(q *downloads.Snapshot, at int) *downloads.Snapshot {
	next := *q
	next.Version++
	next.Entries = append([]*downloads.Entry(nil), q.Entries...)
	changed := *q.Entries[at]
	changed.Done += 1 << 20
	next.Entries[at] = &changed
	return &next
}

func TestQueueOfTenThousandEntries(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.goTo(areaDownloads)
	q := manyEntries(10_000)
	r.shell.apply(view{Queue: q})
	w := r.shell.screen.(*downloadsScreen)
	if len(w.rows) != 10_000 || !strings.Contains(r.text(), "File 00000") || strings.Contains(r.text(), "File 09999") {
		t.Fatalf("%d rows\n%s", len(w.rows), r.text())
	}
	q = withOneChanged(q, 1)
	r.shell.apply(view{Queue: q})
	if !strings.Contains(r.text(), "1.0 MiB of 1.00 GiB") {
		t.Errorf("the changed row is not shown\n%s", r.text())
	}
	w.search.SetText("09999")
	if len(w.rows) != 1 || !strings.Contains(r.text(), "File 09999") {
		t.Errorf("%d rows found", len(w.rows))
	}
}

func BenchmarkOneRowOfTenThousandChanges(b *testing.B) {
	s := &Shell{hidden: hiddenEntries{}}
	w := &downloadsScreen{shell: s}
	q := manyEntries(10_000)
	w.rows = w.visible(q)
	for b.Loop() {
		next := withOneChanged(q, 1)
		rows := w.visible(next)
		for i := range rows {
			if rows[i] != w.rows[i] && rows[i].ID != w.rows[i].ID {
				b.Fatal("another order")
			}
		}
		w.rows, q = rows, next
	}
}

func TestQueueKeys(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.goTo(areaDownloads)
	q := manyEntries(5)
	r.shell.apply(view{Queue: q})
	w := r.shell.screen.(*downloadsScreen)
	if r.shell.win.Canvas().Focused() != fyne.Focusable(w.list) {
		t.Fatal("the list has no focus")
	}
	r.key(fyne.KeyDown)
	r.key(fyne.KeyDown)
	if w.marked != 2 || !strings.Contains(r.text(), "[Cancel]") {
		t.Fatalf("marked %d\n%s", w.marked, r.text())
	}
	r.key(fyne.KeyDelete)
	if len(w.rows) != 4 || !strings.Contains(r.text(), "Removed “File 00001”.") {
		t.Fatalf("the row is still there\n%s", r.text())
	}
	r.shortcut(&fyne.ShortcutUndo{})
	if len(w.rows) != 5 || strings.Contains(r.text(), "Removed") {
		t.Fatal("the removal was not undone")
	}
	r.key(fyne.KeyUp)
	if w.marked == 0 {
		t.Fatal("nothing is chosen")
	}
	r.key(fyne.KeyEscape)
	if w.marked != 0 || strings.Contains(r.text(), "[Cancel]") {
		t.Fatal("Esc did not close the details")
	}
}

func TestClosingAsksWhileDownloadsRun(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.goTo(areaDownloads)
	r.shell.apply(view{Queue: manyEntries(2)})
	r.shell.closing()
	if r.shell.dialogs.top() == nil || !strings.Contains(r.text(), "2 downloads are not finished") {
		t.Fatalf("nothing is asked\n%s", r.text())
	}
	r.key(fyne.KeyEscape)
	if r.shell.quit {
		t.Fatal("Esc quits")
	}
	r.shell.closing()
	r.press("Pause and quit")
	if !r.shell.quit {
		t.Fatal("the app does not quit")
	}
}

func TestNotificationsUnfocusedWithoutServerText(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.goTo(areaDownloads)
	done := func(state downloads.State) *downloads.Snapshot {
		q := manyEntries(1)
		e := *q.Entries[0]
		e.Title, e.State = "EVIL $(title)", state
		if state == downloads.Stopped {
			e.Fault = &fault.Error{Title: i18n.Verbatim("EVIL fault")}
		}
		q.Entries = []*downloads.Entry{&e}
		return q
	}
	r.shell.apply(view{Queue: done(downloads.Downloading)})
	test.AssertNotificationSent(t, nil, func() { r.shell.apply(view{Queue: done(downloads.Done)}) })
	r.shell.apply(view{Queue: done(downloads.Downloading)})
	r.shell.puller.focused.Store(false)
	test.AssertNotificationSent(t, fyne.NewNotification("Program Connect", "Downloads have finished."),
		func() { r.shell.apply(view{Queue: done(downloads.Done)}) })
	r.shell.apply(view{Queue: done(downloads.Downloading)})
	test.AssertNotificationSent(t, fyne.NewNotification("Program Connect", "A download waits for you."),
		func() { r.shell.apply(view{Queue: done(downloads.Stopped)}) })
}

func TestWaitingDownloadLeadsToItsStep(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.goTo(areaDownloads)
	q := manyEntries(1)
	e := *q.Entries[0]
	e.State, e.Wait, e.Fault = downloads.Waiting, downloads.WaitTerms, &fault.Error{Kind: fault.Terms,
		Title: i18n.Verbatim("“EULA” waits for your answer."), Agreement: "eula"}
	q.Entries, q.Running, q.Waiting = []*downloads.Entry{&e}, 0, 1
	r.shell.apply(view{Queue: q})
	r.sees("Waits for your answer to the terms")
	r.sees("[Read the terms]")
	if badge := r.shell.rail.badges[areaDownloads]; badge.Count != 1 || !badge.Needs || countUnfinished(q) != 1 {
		t.Error("the badge does not count it")
	}
}
