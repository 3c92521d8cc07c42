package downloads

import (
	"errors"
	"io"
	"syscall"

	"github.com/programconnect/programconnect/downloads/internal/segment"
)

const (
	smallFile    = 1 << 20 // up to here one plain request brings the file
	firstSegment = 1 << 20
)

// firstAnswer sends the first request and, from its answer, learns what the file is and whether it can be had in
// ranges. No other request is sent before: a small file costs exactly one.
func (t *transfer) firstAnswer() (*answer, *segment.Segment, *worker, error) {
	w := t.newWorker(0)
	for tries := 0; ; tries++ {
		a, err := t.first(w)
		if errors.Is(err, errAskWhole) && tries < 3 {
			if t.offset > 0 {
				return nil, nil, nil, fromZero(noRangesFault())
			}
			continue
		}
		if o := asOutcome(err); o != nil && o.fault != nil && o.fault.Code == codeBadAnswer && !t.single.Load() && tries < 3 {
			// It can't do ranges properly; perhaps it can give the file whole.
			t.note("the answer to a range can't be right: the whole file is asked for")
			t.noRanges()
			if t.offset > 0 {
				return nil, nil, nil, fromZero(o.fault)
			}
			continue
		}
		if t.mayAskPlain(err) && t.plainWorks(w) {
			t.note("the server refuses a range: the whole file is asked for")
			t.noRanges()
			if t.offset > 0 {
				return nil, nil, nil, fromZero(noRangesFault())
			}
			continue
		}
		if w.elsewhere(err) {
			t.note("another address of the file is asked")
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
				return nil, nil, nil, changedFault(becauseUnprovable())
			}
			continue
		}
		return t.accept(a, w)
	}
}

// mayAskPlain reports whether an error may be about the range alone: some servers refuse it with nearly any status, or
// close the connection. A program's own refusals are meant as they are.
func (t *transfer) mayAskPlain(err error) bool {
	if err == nil || t.single.Load() || t.links.source != nil || t.work.Err() != nil {
		return false
	}
	o := asOutcome(err)
	return o != nil && (o.refusal && o.after == 0 || errors.Is(o, io.EOF) || errors.Is(o, io.ErrUnexpectedEOF) || errors.Is(o, syscall.ECONNRESET))
}

// plainWorks reports whether a request without a range is worth a try: at the file's beginning it is the download itself,
// and behind it the server is asked before what came is thrown away.
func (t *transfer) plainWorks(w *worker) bool {
	if t.offset == 0 {
		return true
	}
	a, err := w.get(0, t.size, false)
	if err != nil {
		return false
	}
	_ = a.body.Close()
	w.free()
	return true
}

// unprovable reports whether several answers could not be proved to belong together.
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
		return w.get(0, t.size, false)
	}
	to := t.offset + firstSegment
	if t.size >= 0 {
		to = min(to, t.size)
	}
	return w.get(t.offset, to, true)
}

// accept makes the plan that fits the first answer.
func (t *transfer) accept(a *answer, w *worker) (*answer, *segment.Segment, *worker, error) {
	if t.size < 0 && a.total >= 0 {
		t.size = a.total
		if o := t.room(t.size - t.offset); o != nil {
			_ = a.body.Close()
			w.free()
			return nil, nil, nil, o
		}
		t.folder.preallocate(t.file, t.offset, t.size)
		if err := t.guard.rest(); err != nil {
			_ = a.body.Close()
			w.free()
			return nil, nil, nil, diskFault(err, t.spec.Dir)
		}
	}
	if a.whole {
		t.noRanges()
	}
	_, latency, _ := w.timing()
	t.crew.answered(latency)
	t.plan = segment.NewPlan(&t.env.chunks, t.offset, t.size, t.crew.wanting())
	t.plan.Tune(t.crew.measures(t.env))
	t.begun.Store(true)
	if a.whole && a.to < 0 {
		t.note("the server does not tell the file's length")
	}
	t.openEnd = a.openEnd
	seg := t.plan.Open(a.to, a.whole)
	t.core.learned(t, a)
	return a, seg, w, nil
}
