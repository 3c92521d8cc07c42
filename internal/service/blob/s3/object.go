package s3

import (
	"context"
	"errors"
	"io"

	"github.com/minio/minio-go/v7"

	"github.com/programconnect/programconnect/internal/service/blob"
)

// An object is read by requests for windows of it, so that a connection to the store is read to its end and used again. They grow
// while it is read on.
const (
	firstWindow   = 1 << 20
	longestWindow = 16 << 20
)

// object is an object that is read.
type object struct {
	*site
	ctx    context.Context //nolint:containedctx // an object is open for as long as what opened it
	name   string
	size   int64
	at     int64
	window int64
	body   io.ReadCloser // nil: nothing is asked for
	left   int64         // of body
}

// Open asks for the object's length. Its bytes are asked for when they are read.
func (s *Store) Open(ctx context.Context, key string) (blob.Object, int64, error) {
	info, err := s.Stat(ctx, key)
	if err != nil {
		return nil, 0, err
	}
	return &object{site: s.site, ctx: ctx, name: s.address.Prefix + key, size: info.Size, window: firstWindow}, info.Size, nil
}

// Read reads on. A connection that breaks off is asked for again, once.
func (o *object) Read(p []byte) (int, error) {
	if o.at >= o.size {
		return 0, io.EOF
	}
	if len(p) == 0 {
		return 0, nil
	}
	var failed error
	for range 2 {
		if err := o.open(); err != nil {
			return 0, err
		}
		n, err := o.body.Read(p[:min(int64(len(p)), o.left)])
		o.at += int64(n)
		o.left -= int64(n)
		if o.left == 0 || err != nil {
			o.stop()
		}
		if n > 0 {
			return n, nil
		}
		if failed = err; errors.Is(err, context.Canceled) {
			break
		}
	}
	if errors.Is(failed, io.EOF) || failed == nil {
		failed = io.ErrUnexpectedEOF
	}
	return 0, o.said("get", failed)
}

// open asks for the next window, unless one is being read.
func (o *object) open() error {
	if o.body != nil {
		return nil
	}
	end := min(o.at+o.window, o.size)
	var options minio.GetObjectOptions
	if err := options.SetRange(o.at, end-1); err != nil {
		return err
	}
	body, info, _, err := o.core.GetObject(o.ctx, o.address.Bucket, o.name, options)
	if err != nil {
		return o.said("get", err)
	}
	if info.Size != end-o.at {
		return errors.Join(o.said("get", io.ErrUnexpectedEOF), body.Close())
	}
	o.body, o.left = body, end-o.at
	o.window = min(2*o.window, longestWindow)
	return nil
}

func (o *object) stop() {
	_ = o.body.Close() // it was read, or is not wanted any more
	o.body = nil
}

// Seek goes to an offset.
func (o *object) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += o.at
	case io.SeekEnd:
		offset += o.size
	}
	if offset < 0 {
		return 0, errors.New("s3: an offset before the object")
	}
	if offset != o.at {
		if o.body != nil {
			o.stop()
		}
		o.at, o.window = offset, firstWindow
	}
	return offset, nil
}

// Close ends a request that runs.
func (o *object) Close() error {
	if o.body != nil {
		o.stop()
	}
	return nil
}
