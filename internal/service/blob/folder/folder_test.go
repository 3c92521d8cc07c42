package folder_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/blob/blobtest"
	"github.com/programconnect/programconnect/internal/service/blob/folder"
)

func open(t *testing.T, dir string) *folder.Store {
	t.Helper()
	s, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blob.Store {
		t.Helper()
		return open(t, filepath.Join(t.TempDir(), "files"))
	})
}

func TestPartsOfVersion01AreTakenUp(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "attachments"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "attachments", "a1"), []byte("one "), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	if err := s.WritePart(t.Context(), "attachments/a1", 4, []byte("two")); err != nil {
		t.Fatal(err)
	}
	const sum = "d4f3bd1ab9fbdcc8d0c1e4d9ae9c3cf0a9b2df9e6e3e9e0f5e9b9a1c8a2f0c2e"
	if err := s.Finish(t.Context(), "attachments/a1", 7, sum); !errors.Is(err, blob.ErrMismatch) {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "attachments", "a1.part"))
	if err != nil || string(text) != "one two" {
		t.Errorf("%q %v", text, err)
	}
}

func TestNoKeyLeadsOut(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, filepath.Join(dir, "files"))
	if o, _, err := s.Open(t.Context(), "../secret"); err == nil {
		text, _ := io.ReadAll(o)
		t.Errorf("%q", text)
	}
	if err := s.WritePart(t.Context(), "../secret", 1, []byte("x")); err == nil {
		t.Error("written outside")
	}
	if err := s.Delete(t.Context(), "../secret"); err == nil {
		t.Error("deleted outside")
	}
}
