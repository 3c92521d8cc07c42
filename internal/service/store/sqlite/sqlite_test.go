package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
	"github.com/programconnect/programconnect/internal/service/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		t.Helper()
		return open(t, filepath.Join(t.TempDir(), "service.db"))
	})
}

func open(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
