package downloads

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"time"
)

// damaged reads a file and tells which pieces do not match; without piece hashes, the whole file when its
// hash does not. sum is the SHA-256 of the whole.
func damaged(ctx context.Context, f io.ReaderAt, length int64, spec Spec) (bad []Range, sum []byte, err error) {
	whole := sha256.New()
	buf := make([]byte, chunkSize)
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
		if i < len(spec.Pieces.SHA256) && hex.EncodeToString(piece.Sum(nil)) != spec.Pieces.SHA256[i] {
			bad = append(bad, Range{from, to})
		}
	}
	if spec.Size > length {
		bad = append(bad, Range{length, spec.Size})
	}
	sum = whole.Sum(nil)
	if len(bad) == 0 && spec.SHA256 != "" && hex.EncodeToString(sum) != spec.SHA256 {
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
	buf := make([]byte, chunkSize)
	if err := hashRange(t.ctx, t.file, 0, t.offset, buf, t.sum); err != nil {
		if t.ctx.Err() != nil {
			return t.why(err)
		}
		return diskFault(err, t.spec.Dir)
	}
	t.phase.Store(Checking)
	return nil
}

// mendPart fetches the damaged pieces of a part file again and gives the SHA-256 of the whole afterwards.
func (t *transfer) mendPart() ([]byte, error) {
	ctx, cancel := context.WithCancelCause(t.q.ctx)
	defer cancel(nil)
	t.q.mu.Lock()
	t.ctx, t.cancel = ctx, cancel // those of the run ended with its last byte
	t.q.mu.Unlock()
	bad, _, err := damaged(ctx, t.file, t.size, t.spec)
	if err != nil {
		return nil, diskFault(err, t.spec.Dir)
	}
	t.note("damaged pieces are fetched again")
	if err := t.mend(t.file, bad); err != nil {
		return nil, err
	}
	_, sum, err := damaged(ctx, t.file, t.size, t.spec)
	if err != nil {
		return nil, diskFault(err, t.spec.Dir)
	}
	return sum, nil
}

// mend fetches ranges and writes them into a file, one after the other; each has a few tries.
func (t *transfer) mend(f *os.File, bad []Range) error {
	w := t.newWorker(0)
	for _, r := range bad {
		for tries := 1; r.From < r.To; tries++ {
			n, err := t.mendRange(w, f, r)
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
			select {
			case <-time.After(max(t.q.backoff(tries), o.after)):
			case <-t.ctx.Done():
			}
		}
	}
	return nil
}

// mendRange asks for one range and writes what comes of it.
func (t *transfer) mendRange(w *worker, f *os.File, r Range) (int64, error) {
	a, err := t.get(w, r.From, r.To, r.From > 0 || r.To < t.size)
	if err != nil {
		return 0, err
	}
	defer w.free()
	defer func() { _ = a.body.Close() }()
	c := t.q.chunks.get()
	defer t.q.chunks.put(c)
	var done int64
	for end := a.end(r.To); r.From+done < end; {
		want := c.data[:min(int64(chunkSize), end-r.From-done)]
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
