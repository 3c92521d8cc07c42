package s3_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/blob/s3"
	"github.com/programconnect/programconnect/internal/testing/s3test"
)

// TestPutGoesOnWhenTheStoreIsBack has the store go away in the middle of an upload, and come back.
func TestPutGoesOnWhenTheStoreIsBack(t *testing.T) {
	s3test.SetKeys(t)
	text := strings.Repeat("0123456789abcdef", 17<<16)
	for _, status := range []int{0, http.StatusServiceUnavailable} {
		server := s3test.Start(t)
		var parts, waited atomic.Int64
		server.Before(func(r *http.Request) {
			if r.Method == http.MethodPut && parts.Add(1) == 2 {
				server.GoAway(status)
			}
		})
		s := open(t, s3.Options{Attempts: 1, Wait: func(_ context.Context, d time.Duration) error {
			if waited.Add(int64(d)) > int64(time.Minute) {
				server.ComeBack()
			}
			return nil
		}}, server.Setting("files"))
		i, err := s.Put(t.Context(), "", strings.NewReader(text))
		if err != nil || i.Size != int64(len(text)) || waited.Load() < int64(time.Minute) {
			t.Errorf("%+v after %s: %v", i, time.Duration(waited.Load()), err)
		}
		if got := listed(t, s); len(got) != 1 || !got[0].Whole {
			t.Errorf("%+v", got)
		}
	}
}

// TestStoreAwayIsSaid asks a store that does not answer for everything, and again when it does.
func TestStoreAwayIsSaid(t *testing.T) {
	s3test.SetKeys(t)
	server := s3test.Start(t)
	s := open(t, s3.Options{Attempts: 1, Wait: func(context.Context, time.Duration) error { return nil }}, server.Setting("files"))
	i, err := s.Put(t.Context(), "", strings.NewReader("text"))
	if err != nil {
		t.Fatal(err)
	}
	o, _, err := s.Open(t.Context(), i.Key)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = o.Close() }()
	ctx := t.Context()
	calls := map[string]func() error{
		"put":      func() error { _, err := s.Put(ctx, "", strings.NewReader("another")); return err },
		"part":     func() error { return s.WritePart(ctx, "attachments/a", 0, []byte("text")) },
		"stat":     func() error { _, err := s.Stat(ctx, i.Key); return err },
		"read":     func() error { _, err := o.Read(make([]byte, 1)); return err },
		"writable": func() error { return s.Writable(ctx) },
		"delete":   func() error { return s.Delete(ctx, "attachments/b") },
		"finish": func() error {
			if err := s.Finish(ctx, "attachments/c", 4, "x"); !errors.Is(err, blob.ErrNotFound) {
				return err
			}
			return nil
		},
		"list": func() error {
			for _, err := range s.List(ctx, "") {
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
	for _, status := range []int{0, http.StatusServiceUnavailable, http.StatusInternalServerError} {
		server.GoAway(status)
		for what, call := range calls {
			err := call()
			if !errors.Is(err, blob.ErrAway) || fault.Of(err).Code != "service.store-away" {
				t.Errorf("%s, %d: %v", what, status, err)
			}
		}
	}
	server.ComeBack()
	for what, call := range calls {
		if err := call(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func listed(t *testing.T, s *s3.Store) []blob.Info {
	t.Helper()
	var list []blob.Info
	for i, err := range s.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, i)
	}
	return list
}

// TestUploadsThatWereNotEnded are seen in the list and can be deleted, whatever stands under their object's name.
func TestUploadsThatWereNotEnded(t *testing.T) {
	s3test.SetKeys(t)
	server := s3test.Start(t)
	s := open(t, s3.Options{}, server.Setting("files"))
	i, err := s.Put(t.Context(), "", strings.NewReader("text"))
	if err != nil {
		t.Fatal(err)
	}
	core, err := minio.NewCore(strings.TrimPrefix(server.URL, "http://"), &minio.Options{Creds: credentials.NewStaticV4(s3test.AccessKey, s3test.SecretKey, ""), Region: s3test.Region})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"files/" + i.Key, "files/" + i.Key, "files/0b", "elsewhere/0c"} {
		if _, err := core.NewMultipartUpload(t.Context(), s3test.Bucket, name, minio.PutObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	list := listed(t, s)
	if len(list) != 4 {
		t.Fatalf("%+v", list)
	}
	for _, found := range list {
		if found.Modified.IsZero() || found.Whole != (found.Key == i.Key) {
			t.Errorf("%+v", found)
		}
		if !found.Whole {
			for range 2 {
				if err := s.Delete(t.Context(), found.Key); err != nil {
					t.Error(err)
				}
			}
		}
	}
	if list = listed(t, s); len(list) != 1 || list[0].Key != i.Key {
		t.Errorf("%+v", list)
	}
	for _, key := range []string{"incoming-", "incoming-00", "incoming-656c736577686572652f3063-01", "../x", "a//b", "parts/x", "", "A"} {
		if err := s.Delete(t.Context(), key); err == nil {
			t.Errorf("%q was deleted", key)
		}
	}
}

// TestFileThatChangesWhileItIsPut reads other bytes the second time.
func TestFileThatChangesWhileItIsPut(t *testing.T) {
	s3test.SetKeys(t)
	s := open(t, s3.Options{}, s3test.Start(t).Setting("files"))
	for _, size := range []int{4, 9 << 20} {
		for _, grow := range []int{-1, 0, 1} {
			if _, err := s.Put(t.Context(), "", &changing{size: size, grow: grow}); !errors.Is(err, blob.ErrMismatch) {
				t.Errorf("%d%+d: %v", size, grow, err)
			}
		}
	}
	if list := listed(t, s); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

// changing is a file whose first byte is another once it was read to its end, and its length grown.
type changing struct {
	size, grow, at int
	changed        bool
}

func (c *changing) Read(p []byte) (int, error) {
	if c.at >= c.size {
		return 0, io.EOF
	}
	p = p[:min(len(p), c.size-c.at)]
	clear(p)
	if c.at == 0 && c.changed {
		p[0] = 1
	}
	c.at += len(p)
	return len(p), nil
}

func (c *changing) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekStart {
		c.at = int(offset)
		c.changed = true
		c.size += c.grow
	}
	return int64(c.at), nil
}
