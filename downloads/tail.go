package downloads

import (
	"slices"

	"github.com/programconnect/programconnect/downloads/internal/segment"
	"github.com/programconnect/programconnect/internal/fault"
)

// A process that is killed loses nothing that it wrote: the system still has it, synced or not, until it is started
// anew. So the first run after an Open in the same boot does not cut its part file to what was committed; it reads
// the bytes behind that, the tail, and goes on after them. Only the file's SHA-256 can tell whether they are right,
// so without one there is no tail, and where it does not match in the end the download goes back to what was
// committed before the first tail.

// base is what was committed before a tail was taken.
type base struct {
	Offset int64  `json:"offset"`
	Hash   []byte `json:"hash,omitempty"` // SHA-256 state at Offset
}

// mayHaveTail reports whether the bytes behind what was committed may be taken: written in this boot, not known to be
// from a disk in trouble, and judged by a SHA-256 in the end.
func (it *item) mayHaveTail(boot string) bool {
	disk := it.wait == WaitDisk || it.fault != nil && it.fault.Kind == fault.Disk
	return boot != "" && it.Boot == boot && it.open() && !disk && it.spec.SHA256 != "" && it.Size > smallFile && !it.Single
}

// fromStart forgets what came: the next run begins with the first byte.
func (it *item) fromStart() {
	it.committed, it.hash, it.Stamp, it.Base, it.Boot, it.tail = 0, nil, "", nil, "", false
}

// goBack forgets what came since the first tail was taken.
func (it *item) goBack() {
	it.committed, it.hash = it.Base.Offset, it.Base.Hash
	it.Base, it.Stamp, it.tail = nil, "", false
	it.kept = kept{} // it is news whatever was stored before
}

// takeTail takes up the bytes from what was committed to the end of the part file.
func (t *transfer) takeTail(end int64) error {
	t.core.takingTail(t, end, slices.Clone(t.check.state))
	if end <= t.offset {
		return nil
	}
	t.note("the bytes written before the app ended are taken up")
	t.phase.Store(Verifying)
	buf := make([]byte, segment.ChunkSize)
	for at := t.offset; at < end; {
		b := buf[:min(int64(len(buf)), end-at)]
		if err := t.takeUp(b, at); err != nil {
			return err
		}
		at += int64(len(b))
	}
	t.fetched.Add(end - t.offset)
	t.fetchedBefore += end - t.offset
	t.begin(end)
	t.core.tookTail(t)
	t.phase.Store(Checking)
	return nil
}

// takeUp reads the bytes at an offset into b and hashes them. It writes them again, so that the next sync covers them
// even when an earlier one did not work and nobody was told.
func (t *transfer) takeUp(b []byte, at int64) error {
	err := hashRange(t.ctx, t.file, at, at+int64(len(b)), b, t.sum)
	if err == nil {
		_, err = t.file.WriteAt(b, at)
	}
	if err == nil {
		return nil
	}
	return t.readFault(err)
}
