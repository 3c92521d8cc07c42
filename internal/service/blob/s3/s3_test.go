package s3_test

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/blob/blobtest"
	"github.com/programconnect/programconnect/internal/service/blob/s3"
	"github.com/programconnect/programconnect/internal/testing/s3test"
)

// open opens a store of a server at a prefix, or at none.
func open(t *testing.T, o s3.Options, settings string) *s3.Store {
	t.Helper()
	addresses, err := s3.ParseAddresses(settings)
	if err != nil {
		t.Fatal(err)
	}
	s, err := s3.Open(addresses, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	s3test.SetKeys(t)
	blobtest.Run(t, func(t *testing.T) blob.Store {
		return open(t, s3.Options{}, s3test.Start(t).Setting("program/files"))
	})
}

func TestStoreWithoutPrefix(t *testing.T) {
	s3test.SetKeys(t)
	s := open(t, s3.Options{}, s3test.Start(t).Setting(""))
	i, err := s.Put(t.Context(), "", strings.NewReader("text"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.WritePart(t.Context(), "attachments/a", 0, []byte("part")); err != nil {
		t.Fatal(err)
	}
	if list := listed(t, s); len(list) != 2 || list[0].Key != i.Key || list[1].Key != "attachments/a" || list[1].Whole {
		t.Errorf("%+v", list)
	}
}

// TestStoreOnARealServer needs versitygw: S3_SERVER names the program.
func TestStoreOnARealServer(t *testing.T) {
	s3test.SetKeys(t)
	server := s3test.StartVersity(t, os.Getenv("S3_SERVER"))
	var n atomic.Int64
	blobtest.Run(t, func(t *testing.T) blob.Store {
		return open(t, s3.Options{}, server.Setting("run"+strconv.FormatInt(n.Add(1), 10)))
	})
}
