package ui

import (
	"context"
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
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
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

// benchmarkRig is a window with ten thousand downloads, as large as on a desk.
func benchmarkRig(b *testing.B, q *downloads.Snapshot) *downloadsScreen {
	b.Helper()
	fyneApp := test.NewTempApp(b)
	fyneApp.Settings().SetTheme(widgets.NewTheme(widgets.ThemeLight, 1))
	s := &Shell{hidden: hiddenEntries{}, texts: textsIn("en"), cfg: Config{App: fyneApp}.withDefaults()}
	s.cfg.Session = &session.App{Settings: &settings.Store{}, Queues: &session.Queues{}}
	s.ctx, s.end = context.WithCancel(b.Context())
	s.win, s.view = test.NewTempWindow(b, nil), view{Queue: q}
	w := newDownloads(s)
	s.win.SetContent(w.object())
	s.win.Resize(fyne.NewSize(1048, 832))
	w.group()
	return w
}

// BenchmarkStepsOfTenThousandDownloads measures what the goroutine of the screens does at once.
func BenchmarkStepsOfTenThousandDownloads(b *testing.B) {
	q := manyEntries(10_000)
	for i, e := range q.Entries { // half of them done, so that there is something to sort
		if i%2 == 0 {
			e.State, e.Finished, e.Path = downloads.Done, time.Unix(int64(i*7919%10_000), 0), "/d/"+e.Name
			q.Completed++
		}
	}
	b.Run("one row changes", func(b *testing.B) {
		w, q := benchmarkRig(b, q), q
		for b.Loop() {
			q = withOneChanged(q, 1)
			w.queue = q
			w.group()
		}
	})
	b.Run("filter", func(b *testing.B) {
		w := benchmarkRig(b, q)
		w.queue = q
		for i := 0; b.Loop(); i++ {
			w.filter = [2]string{"9", ""}[i%2]
			w.group()
		}
	})
	b.Run("sort", func(b *testing.B) {
		for b.Loop() {
			groupDownloads(q, func(*downloads.Entry) bool { return false })
		}
	})
	b.Run("scroll", func(b *testing.B) {
		w := benchmarkRig(b, q)
		w.queue = q
		w.group()
		for i := 0; b.Loop(); i++ {
			w.list.Reveal(downloads.ID(1 + i*997%10_000).String())
		}
	})
	b.Run("pause all shows", func(b *testing.B) {
		w := benchmarkRig(b, q)
		w.queue = q
		for i := 0; b.Loop(); i++ {
			w.actions.marks = nil
			if i%2 == 0 {
				w.actions.marks = []*actionMark{{text: markPausing}}
			}
			w.group()
		}
	})
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
	r.shell.window.closing()
	if r.shell.dialogs.top() == nil || !strings.Contains(r.text(), "2 downloads are not finished") {
		t.Fatalf("nothing is asked\n%s", r.text())
	}
	r.key(fyne.KeyEscape)
	if r.shell.window.quit {
		t.Fatal("Esc quits")
	}
	r.shell.window.closing()
	r.press("Pause and quit")
	if !r.shell.window.quit {
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
