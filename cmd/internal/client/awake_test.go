package client

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/programconnect/programconnect/internal/changes"
	"github.com/programconnect/programconnect/internal/settings"
)

// busyQueue is a queue that runs as many downloads as it is told.
type busyQueue struct {
	mu      sync.Mutex
	running int
	changed changes.Signal
}

func (q *busyQueue) Running() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.running
}

func (q *busyQueue) Subscribe() (<-chan struct{}, func()) { return q.changed.Subscribe() }

func (q *busyQueue) run(n int) {
	q.mu.Lock()
	q.running = n
	q.mu.Unlock()
	q.changed.Notify()
}

func TestComputerStaysAwakeWhileADownloadRuns(t *testing.T) {
	home := t.TempDir()
	chosen, err := settings.Open(home, settings.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		held, asked, refuse := 0, 0, false
		guard := sleepGuard{settings: chosen, log: slog.New(slog.DiscardHandler), hold: func(context.Context, string, string) (func(), error) {
			asked++
			if refuse {
				return nil, errors.New("no logind")
			}
			held++
			return func() { held-- }, nil
		}}
		queue := &busyQueue{}
		var ended sync.WaitGroup
		ended.Go(func() { guard.follow(ctx, queue) })
		now := func(what string, wantHeld, wantAsked int) {
			t.Helper()
			synctest.Wait()
			if held != wantHeld || asked != wantAsked {
				t.Errorf("%s: held %d, asked %d times; want %d and %d", what, held, asked, wantHeld, wantAsked)
			}
		}
		now("nothing runs", 0, 0)
		queue.run(1)
		now("one runs", 1, 1)
		queue.run(3)
		now("three run", 1, 1)
		off := chosen.Now()
		off.KeepAwake = false
		if _, _, err := chosen.Set(off); err != nil {
			t.Fatal(err)
		}
		now("turned off", 0, 1)
		off.KeepAwake = true
		if _, _, err := chosen.Set(off); err != nil {
			t.Fatal(err)
		}
		now("turned on", 1, 2)
		queue.run(0)
		now("none runs", 0, 2)
		refuse = true
		queue.run(1)
		queue.run(2)
		now("refused", 0, 3)
		refuse = false
		queue.run(0)
		now("none runs again", 0, 3)
		queue.run(1)
		now("one runs again", 1, 4)
		stop()
		ended.Wait()
		now("the client closed", 0, 4)
	})
}
