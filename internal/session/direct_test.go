package session

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/blob/s3"
	"github.com/programconnect/programconnect/internal/testing/s3test"
)

// stores are a store and a copy of it, and what they were asked.
type stores struct {
	near, far     *s3test.Server
	tokens        atomic.Int64 // requests with anything like a token
	fromNear      atomic.Int64 // requests for bytes
	fromFar       atomic.Int64
	blobs, copied *s3.Store
}

func openStores(t *testing.T) *stores {
	t.Helper()
	s3test.SetKeys(t)
	s := &stores{near: s3test.Start(t), far: s3test.Start(t)}
	s.blobs = openStore(t, s.near.Setting("files")+" "+s.far.Setting("files"))
	s.copied = openStore(t, s.far.Setting("files"))
	for server, count := range map[*s3test.Server]*atomic.Int64{s.near: &s.fromNear, s.far: &s.fromFar} {
		server.Before(func(r *http.Request) {
			if !strings.Contains(r.URL.RawQuery, "X-Amz-Signature") {
				return
			}
			count.Add(1)
			if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
				s.tokens.Add(1)
			}
		})
	}
	return s
}

func openStore(t *testing.T, setting string) *s3.Store {
	t.Helper()
	addresses, err := s3.ParseAddresses(setting)
	if err != nil {
		t.Fatal(err)
	}
	store, err := s3.Open(addresses, s3.Options{Attempts: 1})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// TestBytesOfAnotherServer fetches by a store's own link: no token comes to it, and what it sends is verified. While it is away, a copy
// serves.
func TestBytesOfAnotherServer(t *testing.T) {
	s := openStores(t)
	st := openStageWith(t, t.TempDir(), auth.MemoryKeyring(), false, sample.Config{Blobs: s.blobs})
	session := st.signIn(t, "rita")
	for session.Snapshot().Step == api.StepAgreement {
		waiting := api.Outstanding(*session.Snapshot().Status)[0]
		if _, err := session.Agreements.Decide(t.Context(), waiting.ID, waiting.SHA256, true); err != nil {
			t.Fatal(err)
		}
	}
	content := bytes.Repeat([]byte("0123456789abcdef"), 20<<16)
	fetch := func(id string) {
		t.Helper()
		if _, err := st.host.Service().PublishPackage(t.Context(), api.Package{ID: id, Engagement: "iot", Title: id, Type: "tool", Version: "1"},
			[]service.NewFile{{Name: id + ".bin", Bytes: bytes.NewReader(content)}}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.copied.Put(t.Context(), "", bytes.NewReader(content)); err != nil {
			t.Fatal(err)
		}
		if err := session.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if id == "away" {
			s.near.GoAway(http.StatusServiceUnavailable)
		}
		ids, err := session.Catalogue.Download(t.Context(), id+"/"+id+".bin", DownloadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		e := st.wait(t, ids[0], "done", done)
		text, err := os.ReadFile(e.Path)
		if sum := sha256.Sum256(text); err != nil || !e.Verified || e.SHA256 != hex.EncodeToString(sum[:]) || !bytes.Equal(text, content) {
			t.Errorf("%+v %v", e, err)
		}
		if strings.ContainsAny(e.Origin, "?#") || strings.Contains(e.Origin, "X-Amz") {
			t.Errorf("the origin holds a signature: %s", e.Origin)
		}
	}
	fetch("here")
	if s.fromNear.Load() == 0 {
		t.Error("the store was not asked")
	}
	before := s.fromFar.Load()
	content[0]++
	fetch("away")
	if s.fromFar.Load() == before {
		t.Error("the copy was not asked")
	}
	if s.tokens.Load() != 0 {
		t.Error("a store was sent a token")
	}
}
