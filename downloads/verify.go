package downloads

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/platform"
	"github.com/programconnect/programconnect/internal/fault"
)

// Verify reads a finished file again. With repair it fetches the damaged pieces (the whole file when it has no piece
// hashes) and writes them where they belong. Errors are of kind Usage (no such entry, not done), Disk, or what
// fetching gave.
func (q *Queue) Verify(ctx context.Context, id ID, repair bool) (Report, error) {
	t, err := q.core.verification(id, &q.runs) //nolint:contextcheck // the run has the queue's context; ctx ends it below
	if err != nil {
		return Report{}, err
	}
	defer q.runs.Done()
	stop := context.AfterFunc(ctx, func() { t.cancel(context.Cause(ctx)) })
	defer stop()
	defer t.cancel(errStopped)
	q.runs.Go(t.watchAlone)
	report, err := t.verify(t.ctx, repair) //nolint:contextcheck // ctx ends t.ctx
	if err != nil {
		return report, plainFault(err, t.spec.Dir)
	}
	text := "verified again: right"
	if !report.OK {
		text = "verified again: damaged"
	} else if report.Repaired {
		text = "verified again: damaged pieces were fetched and it is right now"
	}
	q.core.noteLine(t.it, text)
	return report, nil
}

// verification returns a run that reads a finished file again. running counts it from here on. c.runs counts it.
func (c *core) verification(id ID, running *sync.WaitGroup) (*transfer, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	it := c.list.byID[id]
	if it == nil || c.closed {
		return nil, unknownEntry(id)
	}
	if it.state != Done {
		return nil, notDoneFault()
	}
	t := c.newTransfer(it)
	if t.spec.SHA256 == "" {
		t.spec.SHA256 = it.SHA256 // what it was when it came
	}
	t.spec.Size, t.proof = it.Size, true
	t.begun.Store(true) // what the file is, is known: an answer that does not fit is a bad one
	running.Add(1)
	return t, nil
}

// watchAlone is the watchdog of a transfer that the queue does not run.
func (t *transfer) watchAlone() {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			t.look(tick)
		case <-t.ctx.Done():
			return
		}
	}
}

// verify looks, and mends when asked to.
func (t *transfer) verify(ctx context.Context, repair bool) (Report, error) {
	folder, err := t.env.folders.open(t.spec.Dir, false)
	if err != nil {
		return Report{}, diskFault(err, t.spec.Dir)
	}
	defer t.env.folders.close(folder)
	flag := os.O_RDONLY
	if repair {
		flag = os.O_RDWR
	}
	f, err := folder.root.OpenFile(t.name, flag, 0)
	if repair && errors.Is(err, fs.ErrNotExist) {
		f, err = folder.root.OpenFile(t.name, flag|os.O_CREATE|os.O_EXCL, 0o644)
	}
	if err != nil {
		return Report{}, t.missingFault(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return Report{}, diskFault(err, t.spec.Dir)
	}
	length := min(info.Size(), t.spec.Size)
	bad, sum, err := damaged(ctx, f, length, t.spec)
	r := Report{Checked: length, Damaged: bad}
	if info.Size() > length {
		r.Damaged = append(slices.Clone(bad), Range{length, info.Size()}) // nothing may be there
	}
	r.OK = err == nil && info.Size() == t.spec.Size && hexSum(sum) == t.spec.SHA256
	if err != nil || r.OK || !repair {
		return r, err
	}
	before := t.fetched.Load()
	if err = f.Truncate(length); err == nil {
		err = t.mend(f, bad) //nolint:contextcheck // its requests have the run's context
	}
	if err == nil {
		err = platform.SyncData(f)
	}
	r.Fetched = t.fetched.Load() - before
	if err != nil {
		return r, err
	}
	_, sum, err = damaged(ctx, f, t.spec.Size, t.spec)
	r.Repaired = true
	r.OK = err == nil && hexSum(sum) == t.spec.SHA256
	return r, err
}

// missingFault returns why a finished file can't be opened.
func (t *transfer) missingFault(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fileGoneFault(err)
	}
	return diskFault(err, t.spec.Dir)
}

// plainFault returns the fault in an outcome, for callers outside.
func plainFault(err error, dir string) error {
	if o := asOutcome(err); o != nil && o.fault != nil {
		return o.fault
	}
	var f *fault.Error
	if errors.As(err, &f) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return diskFault(err, dir).fault
}
