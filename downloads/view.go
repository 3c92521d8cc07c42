package downloads

import (
	"slices"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// view makes snapshots: it keeps the entry of each item as it was given out last, and remakes only those that changed.
// Queue.mu guards it.
type view struct {
	entries []*Entry // parallel to list.items
	shared  bool     // entries was given out: copy before a change
	dirty   []*item
	counts  map[State]int
	last    *Snapshot
	version uint64
	fault   *fault.Error
}

func newView() *view { return &view{counts: map[State]int{}} }

// mark says that an item's entry must be made anew.
func (v *view) mark(it *item) {
	if it.entry != nil || !it.marked {
		it.entry, it.marked = nil, true
		v.dirty = append(v.dirty, it)
	}
}

// touch is mark for a change that the next snapshot must show.
func (v *view) touch(it *item) {
	v.mark(it)
	v.last = nil
}

// unshare copies entries before a change, when a snapshot holds them.
func (v *view) unshare() {
	if v.shared {
		v.entries, v.shared = slices.Clone(v.entries), false
	}
}

// insert makes room for an item at the end.
func (v *view) insert() {
	v.unshare()
	v.entries = append(v.entries, nil)
}

// remove takes the entry at an index out.
func (v *view) remove(index int) {
	if old := v.entries[index]; old != nil {
		v.counts[old.State]--
	}
	v.unshare()
	v.entries = slices.Delete(v.entries, index, index+1)
	v.last = nil
}

// move puts an entry elsewhere.
func (v *view) move(from, to int) {
	v.unshare()
	e := v.entries[from]
	v.entries = slices.Insert(slices.Delete(v.entries, from, from+1), to, e)
	v.last = nil
}

// snapshot returns the queue as it is now.
func (v *view) snapshot(now time.Time, settings Settings, sched *scheduler, l *list) *Snapshot {
	if v.last != nil && len(v.dirty) == 0 {
		return v.last
	}
	if len(v.dirty) > 0 {
		v.unshare()
	}
	for _, it := range v.dirty {
		if l.has(it) && it.entry == nil {
			v.publish(it, it.describe(now, sched.quiet))
		}
	}
	v.dirty = v.dirty[:0]
	v.version++
	s := &Snapshot{Version: v.version, Entries: v.entries, Settings: settings, Quiet: sched.quiet, Fault: v.fault}
	v.count(s)
	for it := range sched.active {
		if it.entry != nil { // nil: removed, and still winding down
			s.Rate += it.entry.Rate
		}
	}
	v.shared, v.last = true, s
	return s
}

// publish makes e the entry of an item. entries is not shared.
func (v *view) publish(it *item, e *Entry) {
	if old := v.entries[it.index]; old != nil {
		v.counts[old.State]--
	}
	v.counts[e.State]++
	v.entries[it.index], it.entry, it.marked = e, e, false
}

// count sets how many entries are in which state.
func (v *view) count(s *Snapshot) {
	for state, n := range v.counts {
		switch {
		case state.Active():
			s.Running += n
		case state == Queued:
			s.Queued += n
		case state == Waiting || state == Retrying:
			s.Waiting += n
		case state == Paused:
			s.Paused += n
		case state == Stopped:
			s.Stopped += n
		case state == Done:
			s.Completed += n
		}
	}
}
