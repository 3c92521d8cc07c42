package downloads

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
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
	var left []ID // not seen ended yet; looked at from its end, so that a change costs little
	for {
		if len(left) == 0 {
			left = q.chosen(ids)
		}
		if ended, err := q.allEnded(&left, ids); ended {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// chosen are the named entries, or all.
func (q *Queue) chosen(ids []ID) []ID {
	if len(ids) > 0 {
		return slices.Clone(ids)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	all := make([]ID, len(q.items))
	for i, it := range q.items {
		all[i] = it.id
	}
	return all
}

// allEnded takes what ended off left; when nothing is left it looks at all again and tells how they ended.
func (q *Queue) allEnded(left *[]ID, ids []ID) (bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for n := len(*left); n > 0; n = len(*left) {
		it := q.byID[(*left)[n-1]]
		if it != nil && !it.ended() && !q.closed {
			return false, nil
		}
		*left = (*left)[:n-1]
	}
	var first error
	look := func(it *item) bool {
		switch {
		case !it.ended():
			return false
		case it.state == Done || first != nil:
		case it.fault != nil:
			first = it.fault
		default:
			first = &fault.Error{Kind: fault.Interrupted, Code: "downloads.paused", Title: i18n.Verbatim("A download is paused."), Safe: i18n.Verbatim(keptText), Steps: []i18n.Text{i18n.Verbatim("Resume it.")}}
		}
		return true
	}
	if q.closed {
		return true, closedFault()
	}
	for _, id := range ids {
		it := q.byID[id]
		if it == nil {
			return true, unknownEntry(id)
		}
		if !look(it) {
			return false, nil
		}
	}
	if len(ids) == 0 {
		for _, it := range q.items {
			if !look(it) {
				return false, nil
			}
		}
	}
	return true, first
}

// ended tells whether nothing more happens to the item by itself, and its run is over.
func (it *item) ended() bool { return it.state.Ended() && it.run == nil }
