package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
)

// scriptedQueue is a queue whose entries follow a script: what they are after a time.
type scriptedQueue struct {
	ipc.Queue // nil: what is not here is not called
	began     time.Time
	at        func(since time.Duration) []*downloads.Entry
	pulls     int
}

func (q *scriptedQueue) Run() {}

func (q *scriptedQueue) Snapshot() *downloads.Snapshot {
	q.pulls++
	return &downloads.Snapshot{Entries: q.at(time.Since(q.began))}
}

func (q *scriptedQueue) Subscribe() (<-chan struct{}, func()) {
	changed := make(chan struct{}, 1)
	ended := make(chan struct{})
	go func() { // an engine that is never silent
		for {
			select {
			case <-time.After(10 * time.Millisecond):
			case <-ended:
				return
			}
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	}()
	return changed, func() { close(ended) }
}

// followed follows a script and returns how long that took and how it ended.
func followed(t *testing.T, attended bool, maxTime time.Duration, at func(time.Duration) []*downloads.Entry) (took time.Duration, pulls int, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		c := &cli{host: host{inTerminal: attended, getenv: func(string) string { return "" }}, printer: &printer{lang: i18n.English(), out: &out, errOut: &out}}
		q := &scriptedQueue{began: time.Now(), at: at}
		var ids []downloads.ID
		for _, e := range at(0) {
			ids = append(ids, e.ID)
		}
		ctx, stop := context.WithTimeout(t.Context(), 3*time.Hour) // the person's patience
		defer stop()
		err = within(ctx, maxTime, func(ctx context.Context) error { return newTransfers(c).follow(ctx, q, ids) })
		took, pulls = time.Since(q.began).Round(time.Second), q.pulls
	})
	return took, pulls, err
}

func one(e downloads.Entry) func(time.Duration) []*downloads.Entry {
	e.ID, e.Title = 1, "tool.bin"
	return func(time.Duration) []*downloads.Entry { return []*downloads.Entry{&e} }
}

// troubles are the rows of the table in docs/build-machine.md.
func troubles() map[string]func(time.Duration) []*downloads.Entry {
	broken := &fault.Error{Kind: fault.Network, Code: "downloads.refused", Title: i18n.Verbatim("The server refused.")}
	return map[string]func(time.Duration) []*downloads.Entry{
		"connected, and no byte comes": one(downloads.Entry{State: downloads.Stalled, Done: 5}),
		"a server that ends early again and again": func(since time.Duration) []*downloads.Entry {
			return []*downloads.Entry{{ID: 1, Title: "tool.bin", State: downloads.Downloading, Done: int64(since/time.Second) % 60, Fetched: int64(since / time.Second), Size: 100}}
		},
		"tries that fail, one after the other": func(since time.Duration) []*downloads.Entry {
			return []*downloads.Entry{{ID: 1, Title: "tool.bin", State: downloads.Retrying, RetryIn: time.Minute - since%time.Minute, Fault: broken}}
		},
		"a `Retry-After` of up to 10 minutes": func(since time.Duration) []*downloads.Entry {
			if since > 9*time.Minute {
				return []*downloads.Entry{{ID: 1, State: downloads.Done}}
			}
			return []*downloads.Entry{{ID: 1, Title: "tool.bin", State: downloads.Retrying, RetryIn: 9*time.Minute - since, Fault: broken}}
		},
		"a `Retry-After` of more than 10 minutes": one(downloads.Entry{State: downloads.Retrying, RetryIn: time.Hour, Fault: broken}),
		"quiet hours":                      one(downloads.Entry{State: downloads.Waiting, Wait: downloads.WaitHour}),
		"no network after all tries":       one(downloads.Entry{State: downloads.Waiting, Wait: downloads.WaitNetwork}),
		"nobody is signed in":              one(downloads.Entry{State: downloads.Waiting, Wait: downloads.WaitSignIn}),
		"an agreement waits for an answer": one(downloads.Entry{State: downloads.Waiting, Wait: downloads.WaitTerms}),
		"no access":                        one(downloads.Entry{State: downloads.Waiting, Wait: downloads.WaitAccess}),
		"no room on the disk":              one(downloads.Entry{State: downloads.Waiting, Wait: downloads.WaitDisk}),
		"a file that does not match":       one(downloads.Entry{State: downloads.Stopped, Fault: &fault.Error{Kind: fault.Verification}}),
		"bytes that come, however slowly": func(since time.Duration) []*downloads.Entry {
			if since > 30*time.Minute {
				return []*downloads.Entry{{ID: 1, State: downloads.Done}}
			}
			return []*downloads.Entry{{ID: 1, State: downloads.Downloading, Done: int64(since / (9 * time.Minute))}}
		},
		"a long check of what is here": func(since time.Duration) []*downloads.Entry {
			if since > 20*time.Minute {
				return []*downloads.Entry{{ID: 1, State: downloads.Done}}
			}
			return []*downloads.Entry{{ID: 1, State: downloads.Verifying, Done: 100}}
		},
	}
}

// TestUnattendedCommandEnds goes through the table in docs/build-machine.md: how long each trouble waits, and the status.
func TestUnattendedCommandEnds(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "build-machine.md"))
	if err != nil {
		t.Fatal(err)
	}
	scripts := troubles()
	rows := regexp.MustCompile(`(?m)^\| ([^|]+?) \| ([^|]+?) \| (\d+) \|$`).FindAllStringSubmatch(string(text), -1)
	if len(rows) != len(scripts) {
		t.Errorf("%d rows, %d troubles", len(rows), len(scripts))
	}
	for _, row := range rows {
		t.Run(row[1], func(t *testing.T) {
			at, ok := scripts[row[1]]
			if !ok {
				t.Fatal("no such trouble is tried")
			}
			minutes, _ := strconv.Atoi(strings.TrimSuffix(row[2], " minutes")) // "at once" is 0
			want := time.Duration(minutes) * time.Minute
			took, pulls, err := followed(t, false, 0, at)
			if d := took - want; d < -time.Second || d > 2*time.Second {
				t.Errorf("it took %s, not %s", took, want)
			}
			if got := fmt.Sprint(fault.ExitStatus(err)); got != row[3] {
				t.Errorf("status %s, not %s: %v", got, row[3], err)
			}
			if most := int(took/minPause) + int(took/lookPause) + 10; pulls > most {
				t.Errorf("the queue was looked at %d times in %s", pulls, took)
			}
		})
	}
}

func TestAttendedCommandWaits(t *testing.T) {
	for name, at := range troubles() {
		if name != "quiet hours" && !strings.HasPrefix(name, "connected") && !strings.HasPrefix(name, "a `Retry-After` of more") {
			continue
		}
		if took, _, err := followed(t, true, 0, at); took < 3*time.Hour || fault.Of(err).Code != interruptedCode {
			t.Errorf("%s: it ended after %s with %v", name, took, err)
		}
	}
}

func TestMaxTimeEndsCommand(t *testing.T) {
	for _, attended := range []bool{true, false} {
		took, _, err := followed(t, attended, 90*time.Second, troubles()["bytes that come, however slowly"])
		if took != 90*time.Second || fault.ExitStatus(err) != 7 || fault.Of(err).Code != "pconnect.max-time" {
			t.Errorf("it ended after %s with %v", took, err)
		}
	}
	for text, want := range map[string]time.Duration{"90s": 90 * time.Second, "2h": 2 * time.Hour, "600": 10 * time.Minute, "": 0} {
		if got, err := (bounds{maxTime: text}).limit(); err != nil || got != want {
			t.Errorf("%q is %s: %v", text, got, err)
		}
	}
	for _, text := range []string{"0", "-1s", "soon", "0s"} {
		if _, err := (bounds{maxTime: text}).limit(); !fault.Is(err, fault.Usage) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestRemovedEntryIsNoSuccess takes an entry off the list while it is followed: no file was seen, so the status is not 0.
func TestRemovedEntryIsNoSuccess(t *testing.T) {
	_, _, err := followed(t, false, 0, func(since time.Duration) []*downloads.Entry {
		if since > time.Second {
			return nil
		}
		return []*downloads.Entry{{ID: 1, State: downloads.Downloading, Done: 1}}
	})
	if fault.Of(err).Code != "pconnect.removed" {
		t.Error(err)
	}
	_, _, err = followed(t, false, 0, func(since time.Duration) []*downloads.Entry { // done first, and taken off the list while another runs
		list := []*downloads.Entry{{ID: 1, State: downloads.Done}, {ID: 2, State: downloads.Downloading, Done: int64(since)}}
		if since > 2*time.Second {
			list[1].State = downloads.Done
		}
		if since > time.Second {
			return list[1:]
		}
		return list
	})
	if err != nil {
		t.Error(err)
	}
}

// TestEntryNamedTwiceIsFollowedOnce gives the same link twice.
func TestEntryNamedTwiceIsFollowedOnce(t *testing.T) {
	if took, _, err := followed(t, false, 0, func(time.Duration) []*downloads.Entry {
		done := &downloads.Entry{ID: 1, State: downloads.Done}
		return []*downloads.Entry{done, done}
	}); err != nil || took != 0 {
		t.Error(took, err)
	}
}

// TestEachFailureIsNamed has two of three downloads fail: both are named, with --quiet too.
func TestEachFailureIsNamed(t *testing.T) {
	_, _, err := followed(t, false, 0, func(time.Duration) []*downloads.Entry {
		gone := func(id downloads.ID, name string) *downloads.Entry {
			return &downloads.Entry{ID: id, Title: name, State: downloads.Stopped, Fault: &fault.Error{Kind: fault.Network, Title: i18n.Verbatim("Gone.")}}
		}
		return []*downloads.Entry{gone(1, "one.bin"), {ID: 2, State: downloads.Done}, gone(3, "three.bin")}
	})
	var out bytes.Buffer
	p := &printer{lang: i18n.English(), out: &out, errOut: &out, quiet: true}
	p.trouble(asFault(err))
	for _, want := range []string{"2 of 3", "one.bin: Gone.", "three.bin: Gone."} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in %s", want, out.String())
		}
	}
	if fault.ExitStatus(asFault(err)) != 7 {
		t.Error(err)
	}
}

// BenchmarkFollow follows many entries that are done one after the other, each with a change: the cost of one must not grow with all.
func BenchmarkFollow(b *testing.B) {
	for _, n := range []int{500, 2000, 8000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			entries := make([]*downloads.Entry, n)
			ids := make([]downloads.ID, n)
			for b.Loop() {
				for i := range entries {
					ids[i] = downloads.ID(i + 1)
					entries[i] = &downloads.Entry{ID: ids[i], State: downloads.Queued}
				}
				w := newWatch(ids, true, time.Now())
				w.take(&downloads.Snapshot{Entries: entries}, time.Now())
				for i := 0; i < n; i += 50 { // of a bounded rate: a pull for some fifty small files
					for k := i; k < min(i+50, n); k++ {
						entries[k] = &downloads.Entry{ID: ids[k], State: downloads.Done}
					}
					w.take(&downloads.Snapshot{Entries: entries}, time.Now())
				}
				if !w.over(time.Now()) {
					b.Fatal("not over")
				}
			}
		})
	}
}
