package ui

import (
	"fmt"
	"slices"
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
	if w.groups.count() != 10_000 || !strings.Contains(r.text(), "File 00000") || strings.Contains(r.text(), "File 09999") {
		t.Fatalf("%d rows\n%s", w.groups.count(), r.text())
	}
	q = withOneChanged(q, 1)
	r.shell.apply(view{Queue: q})
	if !strings.Contains(r.text(), "1.0 MiB of 1.00 GiB") {
		t.Errorf("the changed row is not shown\n%s", r.text())
	}
	w.find()
	w.search.field.SetText("09999")
	if w.groups.count() != 1 || !strings.Contains(r.text(), "File 09999") {
		t.Errorf("%d rows found", w.groups.count())
	}
}

func BenchmarkOneRowOfTenThousandChanges(b *testing.B) {
	q := manyEntries(10_000)
	groups := groupDownloads(q, func(*downloads.Entry) bool { return false })
	for b.Loop() {
		next := withOneChanged(q, 1)
		now := groupDownloads(next, func(*downloads.Entry) bool { return false })
		if !now.inOrderOf(groups) {
			b.Fatal("another order")
		}
		groups, q = now, next
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
	if !slices.Equal(w.selected, []downloads.ID{2}) || !strings.Contains(r.text(), "[Open folder]") {
		t.Fatalf("chosen %v\n%s", w.selected, r.text())
	}
	r.key(fyne.KeyDelete)
	if w.groups.count() != 4 || !strings.Contains(r.text(), "Removed “File 00001”.") {
		t.Fatalf("the row is still there\n%s", r.text())
	}
	r.shortcut(&fyne.ShortcutUndo{})
	if w.groups.count() != 5 || strings.Contains(r.text(), "Removed") {
		t.Fatal("the removal was not undone")
	}
	r.key(fyne.KeyUp)
	if len(w.selected) == 0 {
		t.Fatal("nothing is chosen")
	}
	r.key(fyne.KeyEscape)
	if len(w.selected) != 0 || strings.Contains(r.text(), "[Open folder]") {
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
	r.sees("Waiting for your answer to the terms")
	r.sees("Read the terms")
	if badge := r.shell.rail.badges[areaDownloads]; badge.Count != 1 || !badge.Needs || countUnfinished(q) != 1 {
		t.Error("the badge does not count it")
	}
}
