package downloads

import (
	"errors"
)

const (
	smallFile    = 1 << 20 // up to here one plain request brings the file
	firstSegment = 1 << 20
	leastSegment = 256 << 10
	mostSegment  = 8 << 20
)

// begin sends the first request and, from its answer, learns what the file is and whether it can be had in
// ranges. No other request is sent before: a small file costs exactly one.
func (t *transfer) begin() (*answer, *segment, *worker, error) {
	w := t.newWorker(0)
	for tries := 0; ; tries++ {
		a, err := t.first(w)
		if errors.Is(err, errAskWhole) && tries < 3 {
			if t.offset > 0 {
				return nil, nil, nil, fromZero(changedFault("").fault)
			}
			continue
		}
		if o := asOutcome(err); o != nil && o.fault != nil && o.fault.Code == "downloads.bad-answer" && !t.single.Load() && tries < 3 {
			// It can't do ranges properly; perhaps it can give the file whole.
			t.note("the answer to a range can't be right: the whole file is asked for")
			t.noRanges()
			if t.offset > 0 {
				return nil, nil, nil, fromZero(o.fault)
			}
			continue
		}
		if err != nil {
			w.free()
			return nil, nil, nil, t.why(err)
		}
		if t.unprovable(a) {
			// Parts of it could be of two versions: it must come whole, in one answer.
			_ = a.body.Close()
			w.free()
			t.noRanges()
			if t.offset > 0 {
				return nil, nil, nil, changedFault("Nothing the server says proves that it is still the same file.")
			}
			continue
		}
		return t.accept(a, w)
	}
}

// unprovable tells whether several answers could not be proved to belong together.
func (t *transfer) unprovable(a *answer) bool {
	if t.proof || a.whole || a.from == 0 && a.to == a.total {
		return false
	}
	return !a.val.Strong
}

// first asks for the first bytes of this run.
func (t *transfer) first(w *worker) (*answer, error) {
	left := t.size - t.offset
	if t.single.Load() || t.size >= 0 && t.offset == 0 && left <= smallFile {
		return t.get(w, 0, t.size, false)
	}
	to := t.offset + firstSegment
	if t.size >= 0 {
		to = min(to, t.size)
	}
	return t.get(w, t.offset, to, true)
}

// accept makes the plan that fits the first answer.
func (t *transfer) accept(a *answer, w *worker) (*answer, *segment, *worker, error) {
	if t.size < 0 && a.total >= 0 {
		t.size = a.total
		if o := t.room(t.size - t.offset); o != nil {
			_ = a.body.Close()
			w.free()
			return nil, nil, nil, o
		}
		t.folder.preallocate(t.file, t.offset, t.size)
	}
	if a.whole {
		t.noRanges()
	}
	t.plan = newPlan(&t.q.chunks, t.offset, t.size, t.want)
	t.plan.tune(t.measures())
	t.begun.Store(true)
	if a.whole && a.to < 0 {
		t.note("the server does not tell the file's length")
	}
	seg := t.plan.open(a.to, a.whole)
	t.q.learned(t, a)
	return a, seg, w, nil
}

// measures gives the window and the segment size that fit the speed: a request should last a tenth of a second at
// least and twenty times as long as it takes to be answered, and all connections must find room in the window. least is
// what a segment may shrink to near the end of the file: four times what passes while a request is answered.
func (t *transfer) measures() (window, segment, least int64) {
	t.mu.Lock()
	speed, latency, n := t.speed, t.latency, int64(max(t.want, 1))
	near := latency < 0.01
	held := t.ahead > 0.25 || t.looks < 4 && near
	t.mu.Unlock()
	want := int64(firstSegment)
	if speed > 0 {
		want = int64(speed * max(20*latency, 0.1))
	}
	want = min(max(want, leastSegment), mostSegment) / leastSegment * leastSegment
	window = max(want*(2*n+2), 4<<20)
	switch {
	case held: // the disk or a speed limit is what holds it up: more memory would not help
		window = min(window, max(8<<20, (n+1)<<20))
	case near: // short requests cost little
		window = min(window, (n+1)*2<<20)
	}
	share := t.q.windowShare()
	if near && share < t.q.tuning.Window {
		share = max(share/4, 2<<20) // several from near: what waits in memory is what a kill costs
	}
	window = min(window, share)
	segment = max(min(want, window/(n+1)), 64<<10)
	least = max(int64(speed*4*latency), 64<<10)
	return window, segment, min(least, segment)
}
