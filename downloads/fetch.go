package downloads

import (
	"context"
	"errors"
	"io"
	"math"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/segment"
)

// fetch fills one segment. Whatever it returns, it has stopped touching the segment's buffers.
func (w *worker) fetch(seg *segment.Segment, a *answer) error {
	if a == nil {
		var err error
		w.seg = seg
		a, err = w.get(seg.At(), seg.To(), true)
		w.seg = nil
		if err != nil {
			return err
		}
	}
	defer w.free()
	defer func() { _ = a.body.Close() }()
	start := seg.At()
	end := a.to
	if end < 0 || seg.To() >= 0 && end > seg.To() {
		end = seg.To()
	}
	if end < 0 {
		end = math.MaxInt64
	}
	err := w.copyInto(seg, a, end)
	if err == nil {
		took, latency, m := w.timing()
		w.measured(m, seg.At()-start, took, latency)
		if seg.To() >= 0 && seg.At() < seg.To() {
			return shortAnswer(w.hostName()) // an honest but shorter part: the rest is asked for again
		}
	}
	return err
}

// copyInto reads the body into the segment's buffers until end.
func (w *worker) copyInto(seg *segment.Segment, a *answer, end int64) error {
	t := w.t
	ctx := w.context()
	paid := 0 // bytes that the speed limit lets pass and that have not come yet
	defer func() { t.lane.giveBack(paid) }()
	for seg.At() < end {
		buf, err := t.plan.Buffer(seg, w.block)
		if err != nil {
			return err
		}
		if int64(len(buf)) > end-seg.At() {
			buf = buf[:end-seg.At()]
		}
		if paid == 0 {
			// What was paid for is read whole, however small the pieces it comes in: giving back the rest of each would
			// cost the time that was waited for it.
			if paid, err = t.lane.pass(ctx, len(buf), w.block); err != nil {
				return attemptError(ctx, err, w)
			}
		}
		got, err := a.body.Read(buf[:min(len(buf), paid)])
		paid -= got
		if got > 0 && seg.At()+int64(got) == end && a.whole && !a.told && !t.proof && end < math.MaxInt64 {
			// The last byte of a body whose length was not told: nothing may follow it.
			if one := make([]byte, 1); surplus(a.body, one) {
				return tooLongFault(w.hostName(), t.size)
			}
		}
		if got > 0 {
			w.at.Add(int64(got))
			w.bytes.Add(int64(got))
			t.fetched.Add(int64(got))
			t.plan.Advance(seg, got)
		}
		if err == nil {
			continue
		}
		if !errors.Is(err, io.EOF) {
			return attemptError(ctx, err, w)
		}
		switch {
		case seg.At() == end:
			return nil
		case seg.To() < 0:
			t.plan.Finish(seg)
			return nil
		}
		return networkFault(io.ErrUnexpectedEOF, w.hostName())
	}
	return nil
}

// surplus reports whether a body goes on.
func surplus(body io.Reader, one []byte) bool {
	n, _ := body.Read(one)
	return n > 0
}

// attemptError returns why an attempt ended: the reason for which it was given up (slow, stalled), or what broke it.
func attemptError(ctx context.Context, err error, w *worker) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if o := asOutcome(err); o != nil {
		return o
	}
	return networkFault(err, w.hostName())
}

// measured learns from a segment that came whole.
func (w *worker) measured(m *mirror, n int64, took, latency time.Duration) {
	if n < 64<<10 {
		return
	}
	rate := float64(n) / seconds(took)
	m.measured(rate)
	w.t.crew.measured(rate, latency)
	w.t.plan.Tune(w.t.crew.measures(w.t.env))
}
