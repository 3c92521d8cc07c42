package s3

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"time"

	"github.com/minio/minio-go/v7"
	"golang.org/x/sync/errgroup"

	"github.com/programconnect/programconnect/internal/service/blob"
)

const (
	partSize  = 8 << 20 // of an upload; an object up to it comes in one
	mostParts = 10_000  // of an upload
	atOnce    = 3       // parts on their way
	cleanUp   = 10 * time.Second
)

// Put hashes what r holds, unless the hash is known, then sends it. What can be read once only is kept in a file meanwhile.
func (s *Store) Put(ctx context.Context, want string, r io.Reader) (_ blob.Info, err error) {
	seeker, size, hash, err := hashed(r)
	if err != nil {
		return blob.Info{}, err
	}
	if seeker == nil {
		file, length, found, err := s.spool(r)
		if err != nil {
			return blob.Info{}, err
		}
		defer func() { err = errors.Join(err, discard(file)) }()
		seeker, size, hash = file, length, found
	}
	if want != "" && want != hash {
		return blob.Info{}, blob.ErrMismatch
	}
	if err := s.upload(ctx, hash, seeker, size, hash, s.options.Patience); err != nil {
		return blob.Info{}, err
	}
	return s.Stat(ctx, hash)
}

// hashed reads what can be read twice, and returns its length and SHA-256; nil when it can be read once only.
func hashed(r io.Reader) (io.ReadSeeker, int64, string, error) {
	seeker, ok := r.(io.ReadSeeker)
	if !ok {
		return nil, 0, "", nil
	}
	start, err := seeker.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, 0, "", nil //nolint:nilerr // a pipe, for one: it is read once
	}
	h := sha256.New()
	size, err := io.Copy(h, seeker)
	if err == nil {
		_, err = seeker.Seek(start, io.SeekStart)
	}
	return seeker, size, hex.EncodeToString(h.Sum(nil)), err
}

// upload makes an object of what r holds, which has this length and SHA-256. Until both were seen to be right there is no object.
// It goes on for so long with a store that does not answer.
func (s *Store) upload(ctx context.Context, key string, r io.Reader, size int64, want string, patience time.Duration) error {
	name, err := s.name(key)
	if err != nil {
		return err
	}
	if size > partSize {
		u := &upload{Store: s, name: name, patience: patience, hash: sha256.New()}
		return u.run(ctx, r, size, want)
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(r, text); err != nil {
		return short(err)
	}
	if more, err := io.CopyN(io.Discard, r, 1); more > 0 || !errors.Is(err, io.EOF) || sum(text) != want {
		return errors.Join(blob.ErrMismatch, notEOF(err))
	}
	return s.patiently(ctx, patience, func() error { return s.put(ctx, name, text) })
}

// short returns blob.ErrMismatch for content that ended too early.
func short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return blob.ErrMismatch
	}
	return err
}

func notEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// put sends an object in one. The server checks its hash.
func (s *site) put(ctx context.Context, name string, text []byte) error {
	_, err := s.core.PutObject(ctx, s.address.Bucket, name, bytes.NewReader(text), int64(len(text)), "", sum(text),
		minio.PutObjectOptions{DisableContentSha256: true}) // no hashes on the way beside the whole's
	return s.said("put", err)
}

// patiently does something again while the store does not answer, as long as patience lasts.
func (s *Store) patiently(ctx context.Context, patience time.Duration, do func() error) error {
	pause := time.Second
	for waited := time.Duration(0); ; waited += pause {
		err := do()
		if !errors.Is(err, blob.ErrAway) || waited >= patience {
			return err
		}
		if waiting := s.options.Wait(ctx, pause); waiting != nil {
			return errors.Join(err, waiting)
		}
		pause = min(2*pause, 10*time.Second)
	}
}

// upload is an object on its way in parts.
type upload struct {
	*Store
	name, id string
	patience time.Duration
	hash     hash.Hash
	parts    []minio.CompletePart
}

// run sends the parts, checks the whole, and has the server put them together.
func (u *upload) run(ctx context.Context, r io.Reader, size int64, want string) (err error) {
	bucket := u.address.Bucket
	err = u.patiently(ctx, u.patience, func() (err error) {
		u.id, err = u.core.NewMultipartUpload(ctx, bucket, u.name, minio.PutObjectOptions{})
		return u.said("begin an upload", err)
	})
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUp)
			defer cancel()
			_ = u.core.AbortMultipartUpload(ctx, bucket, u.name, u.id) // what stays is swept
		}
	}()
	if err := u.sendAll(ctx, r, size); err != nil {
		return err
	}
	if hex.EncodeToString(u.hash.Sum(nil)) != want {
		return blob.ErrMismatch
	}
	return u.patiently(ctx, u.patience, func() error { return u.complete(ctx, size) })
}

// sendAll sends every part, some at once, each from a buffer of its own.
func (u *upload) sendAll(ctx context.Context, r io.Reader, size int64) error {
	length := max(partSize, (size/mostParts>>20+1)<<20)
	u.parts = make([]minio.CompletePart, (size+length-1)/length)
	free := make(chan []byte, atOnce)
	for range atOnce {
		free <- make([]byte, length)
	}
	group, sending := errgroup.WithContext(ctx)
	send := func(i int, left int64) error {
		var buffer []byte
		select {
		case buffer = <-free:
		case <-sending.Done():
			return nil // Wait has the reason
		}
		part := buffer[:min(length, left)]
		if _, err := io.ReadFull(r, part); err != nil {
			return short(err)
		}
		_, _ = u.hash.Write(part) // never returns an error
		group.Go(func() error {
			defer func() { free <- buffer }()
			return u.send(sending, i, part)
		})
		return nil
	}
	var reading error
	for i := range u.parts {
		if reading = send(i, size-int64(i)*length); reading != nil || sending.Err() != nil {
			break
		}
	}
	if err := errors.Join(reading, group.Wait()); err != nil {
		return err
	}
	if more, err := io.CopyN(io.Discard, r, 1); more > 0 || !errors.Is(err, io.EOF) {
		return errors.Join(blob.ErrMismatch, notEOF(err))
	}
	return nil
}

// send sends a part. The server checks its hash.
func (u *upload) send(ctx context.Context, i int, part []byte) error {
	return u.patiently(ctx, u.patience, func() error {
		sent, err := u.core.PutObjectPart(ctx, u.address.Bucket, u.name, u.id, i+1, bytes.NewReader(part), int64(len(part)),
			minio.PutObjectPartOptions{Sha256Hex: sum(part), DisableContentSha256: true})
		u.parts[i] = minio.CompletePart{PartNumber: i + 1, ETag: sent.ETag}
		return u.said("put a part", err)
	})
}

// complete has the server make the object. Where its first answer was lost, the upload is gone and the object is there.
func (u *upload) complete(ctx context.Context, size int64) error {
	bucket := u.address.Bucket
	_, err := u.core.CompleteMultipartUpload(ctx, bucket, u.name, u.id, u.parts, minio.PutObjectOptions{})
	if err = u.said("end an upload", err); !errors.Is(err, blob.ErrNotFound) {
		return err
	}
	info, there := u.core.StatObject(ctx, bucket, u.name, minio.StatObjectOptions{})
	if there == nil && info.Size == size {
		return nil
	}
	return err
}
