package downloads

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"os"

	"github.com/programconnect/programconnect/downloads/internal/segment"
)

// damaged reads a file and returns which pieces do not match; without piece hashes, the whole file when its
// hash does not. sum is the SHA-256 of the whole.
func damaged(ctx context.Context, f io.ReaderAt, length int64, spec Spec) (bad []Range, sum []byte, err error) {
	whole := sha256.New()
	buf := make([]byte, segment.ChunkSize)
	size := spec.Pieces.Size
	if len(spec.Pieces.SHA256) == 0 {
		size = max(length, 1)
	}
	for from, i := int64(0), 0; from < length; from, i = from+size, i+1 {
		to := min(from+size, length)
		piece := sha256.New()
		if err := hashRange(ctx, f, from, to, buf, piece, whole); err != nil {
			return nil, nil, err
		}
		if i < len(spec.Pieces.SHA256) && hexSum(piece.Sum(nil)) != spec.Pieces.SHA256[i] {
			bad = append(bad, Range{from, to})
		}
	}
	if spec.Size > length {
		bad = append(bad, Range{length, spec.Size})
	}
	sum = whole.Sum(nil)
	if len(bad) == 0 && spec.SHA256 != "" && hexSum(sum) != spec.SHA256 {
		bad = []Range{{0, max(length, spec.Size)}}
	}
	return bad, sum, nil
}

func hashRange(ctx context.Context, f io.ReaderAt, from, to int64, buf []byte, into ...hash.Hash) error {
	for from < to {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := buf[:min(int64(len(buf)), to-from)]
		n, err := f.ReadAt(b, from)
		for _, h := range into {
			_, _ = h.Write(b[:n])
		}
		from += int64(n)
		if err != nil && (n == 0 || !errors.Is(err, io.EOF)) {
			return err
		}
	}
	return nil
}

// rehash takes up a part file whose hash state is not known, by reading what it holds.
func (t *transfer) rehash() error {
	t.phase.Store(Verifying)
	buf := make([]byte, segment.ChunkSize)
	if err := hashRange(t.ctx, t.file, 0, t.offset, buf, t.sum); err != nil {
		return t.readFault(err)
	}
	t.phase.Store(Checking)
	return nil
}

// readFault is the outcome of a file that could not be read, or of what ended the run meanwhile.
func (t *transfer) readFault(err error) error {
	if t.ctx.Err() != nil {
		return t.why(err)
	}
	return diskFault(err, t.spec.Dir)
}

// mendPart fetches the damaged pieces of a part file again and returns the SHA-256 of the whole afterwards.
func (t *transfer) mendPart() ([]byte, error) {
	t.work = t.ctx // that of the workers ended with the last byte
	bad, _, err := damaged(t.ctx, t.file, t.size, t.spec)
	if err != nil {
		return nil, t.readFault(err)
	}
	t.note("damaged pieces are fetched again")
	if err := t.mend(t.file, bad); err != nil {
		return nil, err
	}
	if err := t.guard.rest(); err != nil {
		return nil, diskFault(err, t.spec.Dir)
	}
	_, sum, err := damaged(t.ctx, t.file, t.size, t.spec)
	if err != nil {
		return nil, t.readFault(err)
	}
	return sum, nil
}

// mend fetches ranges and writes them into a file, one after the other; each has a few tries.
func (t *transfer) mend(f *os.File, bad []Range) error {
	w := t.newWorker(0)
	for _, r := range bad {
		for tries := 1; r.From < r.To; tries++ {
			n, err := w.mend(f, r)
			r.From += n
			if err == nil {
				continue
			}
			o := asOutcome(err)
			if t.ctx.Err() != nil {
				return t.why(err)
			}
			if o == nil || o.next != Retrying || o.restart || tries >= 4 {
				return err
			}
			_ = pause(t.ctx, max(t.env.backoff(tries), o.after)) // the next try says why it ended
		}
	}
	return nil
}

// mend asks for one range and writes what comes of it.
func (w *worker) mend(f *os.File, r Range) (int64, error) {
	t := w.t
	a, err := w.get(r.From, r.To, r.From > 0 || r.To < t.size)
	if err != nil {
		return 0, err
	}
	defer w.free()
	defer func() { _ = a.body.Close() }()
	c := t.env.chunks.Get()
	defer t.env.chunks.Put(c)
	var done int64
	for end := a.end(r.To); r.From+done < end; {
		want := c.Data[:min(int64(segment.ChunkSize), end-r.From-done)]
		n, err := a.body.Read(want)
		w.bytes.Add(int64(n))
		t.fetched.Add(int64(n))
		if _, werr := f.WriteAt(want[:n], r.From+done); werr != nil {
			return done, diskFault(werr, t.spec.Dir)
		}
		done += int64(n)
		if err != nil && r.From+done < end {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return done, attemptError(w.context(), err, w)
		}
	}
	return done, nil
}
