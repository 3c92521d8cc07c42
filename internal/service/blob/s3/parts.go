package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/programconnect/programconnect/internal/service/blob"
)

// part is what WritePart has written.
type part struct {
	name     string
	offset   int64
	size     int64
	modified time.Time
}

// partName returns the name of the part of a key at an offset. Names are in the order of offsets.
func (s *site) partName(key string, offset int64) string {
	return s.address.Prefix + partsPrefix + key + "/" + fmt.Sprintf("%016x", offset)
}

// WritePart writes an object of its own.
func (s *Store) WritePart(ctx context.Context, key string, offset int64, part []byte) error {
	if _, err := s.name(key); err != nil {
		return err
	}
	if offset < 0 {
		return errors.New("s3: a part begins before the object")
	}
	return s.put(ctx, s.partName(key, offset), part)
}

// Finish reads the parts that follow one another, and makes the object of them. What comes before the first is taken from the object
// that stands already: it was finished when the caller could not note it.
func (s *Store) Finish(ctx context.Context, key string, size int64, want string) error {
	parts, err := s.parts(ctx, key)
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		return s.finished(ctx, key, size, want)
	}
	r := &joined{ctx: ctx, store: s, key: key, parts: parts}
	defer r.close()
	if err := s.upload(ctx, key, io.LimitReader(r, size), size, want, 0); err != nil {
		return err
	}
	for _, p := range parts {
		if err := s.remove(ctx, p.name); err != nil {
			return err
		}
	}
	return nil
}

// finished looks whether an object without parts is the one that is wanted.
func (s *Store) finished(ctx context.Context, key string, size int64, want string) error {
	o, length, err := s.Open(ctx, key)
	if err != nil {
		return err
	}
	_, _, hash, err := hashed(o)
	if err = errors.Join(err, o.Close()); err == nil && (length != size || hash != want) {
		err = blob.ErrMismatch
	}
	return err
}

// parts returns the parts of a key in the order of their offsets.
func (s *site) parts(ctx context.Context, key string) ([]part, error) {
	var list []part
	prefix := s.address.Prefix + partsPrefix + key + "/"
	for o := range s.core.ListObjectsIter(ctx, s.address.Bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if o.Err != nil {
			return nil, s.said("list", o.Err)
		}
		offset, err := strconv.ParseInt(strings.TrimPrefix(o.Key, prefix), 16, 64)
		if err != nil {
			continue // not ours
		}
		list = append(list, part{o.Key, offset, o.Size, o.LastModified})
	}
	return list, ctx.Err()
}

// joined reads parts one after the other. Parts of an attempt before, which begin where no part of this one ends, are left out.
type joined struct {
	ctx   context.Context //nolint:containedctx // of one call
	store *Store
	key   string
	parts []part
	at    int64
	body  io.ReadCloser
	left  int64 // of body
}

// Read reads on; the end is where no part follows.
func (j *joined) Read(p []byte) (int, error) {
	for j.left == 0 {
		if err := j.next(); err != nil {
			return 0, err
		}
	}
	n, err := j.body.Read(p[:min(int64(len(p)), j.left)])
	j.at += int64(n)
	j.left -= int64(n)
	if errors.Is(err, io.EOF) && j.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// next opens what is at the present offset.
func (j *joined) next() error {
	j.close()
	var following int64
	for _, p := range j.parts {
		switch {
		case p.offset == j.at && p.size > 0:
			body, _, _, err := j.store.core.GetObject(j.ctx, j.store.address.Bucket, p.name, minio.GetObjectOptions{})
			if err != nil {
				return j.store.said("get a part", err)
			}
			j.body, j.left = body, p.size
			return nil
		case p.offset > j.at && following == 0:
			following = p.offset
		}
	}
	if j.at > 0 || following == 0 {
		return io.EOF
	}
	o, size, err := j.store.Open(j.ctx, j.key)
	if errors.Is(err, blob.ErrNotFound) {
		return io.EOF
	}
	if err != nil {
		return err
	}
	j.body, j.left = o, min(following, size)
	if j.left == 0 {
		return io.EOF
	}
	return nil
}

func (j *joined) close() {
	if j.body != nil {
		_ = j.body.Close() // it was read
		j.body = nil
	}
}
