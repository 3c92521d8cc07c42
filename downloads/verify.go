package downloads

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Verify reads a finished file again. With repair it fetches the damaged pieces (the whole file when it has no piece
// hashes) and writes them where they belong. Errors are of kind Usage (no such entry, not done), Disk, or what
// fetching gave.
func (q *Queue) Verify(ctx context.Context, id ID, repair bool) (Report, error) {
	q.mu.Lock()
	it := q.byID[id]
	if it == nil || q.closed {
		q.mu.Unlock()
		return Report{}, unknownEntry(id)
	}
	if it.state != Done {
		q.mu.Unlock()
		return Report{}, &fault.Error{Kind: fault.Usage, Code: "downloads.not-done", Title: i18n.Verbatim("The download is not done yet."), Safe: i18n.Verbatim("Nothing was changed."),
			Steps: []i18n.Text{i18n.Verbatim("Wait until it is done; it is verified by itself.")}}
	}
	spec, name, size := it.spec, it.Name, it.Size
	if spec.SHA256 == "" {
		spec.SHA256 = it.SHA256 // what it was when it came
	}
	spec.Size = size
	t := q.newTransfer(it)
	q.runs.Add(1)
	q.mu.Unlock()
	defer q.runs.Done()
	stop := context.AfterFunc(ctx, func() { t.cancel(context.Cause(ctx)) })
	defer stop()
	defer t.cancel(errStopped)
	t.proof, t.spec, t.size = true, spec, size
	t.begun.Store(true) // what the file is, is known: an answer that does not fit is a bad one
	t.q.runs.Go(t.watchAlone)
	report, err := t.verify(t.ctx, name, repair)
	if err != nil {
		return report, plainFault(err)
	}
	text := "verified again: right"
	if !report.OK {
		text = "verified again: damaged"
	} else if report.Repaired {
		text = "verified again: damaged pieces were fetched and it is right now"
	}
	q.noteLine(it, text)
	return report, nil
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
func (t *transfer) verify(ctx context.Context, name string, repair bool) (Report, error) {
	folder, err := t.q.folders.open(t.spec.Dir, false)
	if err != nil {
		return Report{}, diskFault(err, t.spec.Dir)
	}
	defer t.q.folders.close(folder)
	flag := os.O_RDONLY
	if repair {
		flag = os.O_RDWR
	}
	f, err := folder.root.OpenFile(name, flag, 0)
	if repair && errors.Is(err, fs.ErrNotExist) {
		f, err = folder.root.OpenFile(name, flag|os.O_CREATE|os.O_EXCL, 0o644)
	}
	if err != nil {
		return Report{}, fileGoneFault(err, t.spec.Dir)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return Report{}, diskFault(err, t.spec.Dir)
	}
	bad, sum, err := damaged(ctx, f, info.Size(), t.spec)
	r := Report{Checked: info.Size(), Damaged: bad}
	r.OK = err == nil && info.Size() == t.spec.Size && hex.EncodeToString(sum) == t.spec.SHA256
	if err != nil || r.OK || !repair {
		return r, err
	}
	before := t.fetched.Load()
	if err = f.Truncate(min(info.Size(), t.spec.Size)); err == nil {
		err = t.mend(f, bad)
	}
	if err == nil {
		err = syncData(f)
	}
	r.Fetched = t.fetched.Load() - before
	if err != nil {
		return r, err
	}
	_, sum, err = damaged(ctx, f, t.spec.Size, t.spec)
	r.Repaired = true
	r.OK = err == nil && hex.EncodeToString(sum) == t.spec.SHA256
	return r, err
}

func fileGoneFault(err error, dir string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &fault.Error{Kind: fault.Disk, Code: "downloads.file-gone", Title: i18n.Verbatim("The file is not where it was put."), Cause: i18n.Verbatim("It was moved or deleted."),
			Safe: i18n.Verbatim("Nothing was changed."), Steps: []i18n.Text{i18n.Verbatim("Put it back, or fetch it again.")}, Err: err}
	}
	return diskFault(err, dir)
}

// plainFault is the fault in an outcome, for callers outside.
func plainFault(err error) error {
	if o := asOutcome(err); o != nil && o.fault != nil {
		return o.fault
	}
	var f *fault.Error
	if errors.As(err, &f) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return diskFault(err, "the folder").fault
}
