package downloads

import (
	"context"
	"maps"
	"sync"

	"github.com/programconnect/programconnect/internal/fault"
)

// readers are the channels of those who want to know of changes.
type readers struct {
	mu  sync.Mutex
	all map[chan struct{}]struct{}
}

// Subscribe gives another channel like Changed's; call stop when done with it.
func (q *Queue) Subscribe() (changed <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	q.readers.mu.Lock()
	q.readers.all[c] = struct{}{}
	q.readers.mu.Unlock()
	return c, func() {
		q.readers.mu.Lock()
		delete(q.readers.all, c)
		q.readers.mu.Unlock()
	}
}

func (q *Queue) readersNow() map[chan struct{}]struct{} {
	q.readers.mu.Lock()
	defer q.readers.mu.Unlock()
	if len(q.readers.all) == 0 {
		return nil
	}
	return maps.Clone(q.readers.all)
}

// Wait returns when every named entry (none: every entry) is Done, Paused or Stopped: nil when all are Done, else the
// first one's fault. It also returns ctx's error.
func (q *Queue) Wait(ctx context.Context, ids ...ID) error {
	changed, stop := q.Subscribe()
	defer stop()
	for {
		s := q.Snapshot()
		if ended, err := s.ended(ids); ended {
			return err
		}
		q.mu.Lock()
		closed := q.closed
		q.mu.Unlock()
		if closed {
			return closedFault()
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ended tells whether the named entries have ended, and with what.
func (s *Snapshot) ended(ids []ID) (bool, error) {
	named := map[ID]bool{}
	for _, id := range ids {
		named[id] = true
	}
	var first error
	for _, e := range s.Entries {
		if len(ids) > 0 && !named[e.ID] {
			continue
		}
		delete(named, e.ID)
		switch {
		case !e.State.Ended():
			return false, nil
		case e.State == Done || first != nil:
		case e.Fault != nil:
			first = e.Fault
		default:
			first = &fault.Error{Kind: fault.Interrupted, Code: "downloads.paused", Title: "A download is paused.", Safe: kept, Steps: []string{"Resume it."}}
		}
	}
	for id := range named {
		return true, unknownEntry(id)
	}
	return true, first
}
