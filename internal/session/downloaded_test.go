package session

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
)

// downloadedIn waits until a session says, or no longer says, that the installer was downloaded.
func downloadedIn(t *testing.T, s *Session, wanted bool) DownloadedFile {
	t.Helper()
	tick, patience := time.NewTicker(20*time.Millisecond), time.After(time.Minute)
	defer tick.Stop()
	for {
		all, err := s.Catalogue.Downloaded(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if file, ok := all[msi]; ok == wanted {
			return file
		}
		select {
		case <-tick.C:
		case <-patience:
			t.Fatalf("downloaded: %v, but wanted %v for %s", all, wanted, msi)
		}
	}
}

func TestDownloadedFileStaysKnownAfterItLeftTheQueue(t *testing.T) {
	home, keyring := t.TempDir(), auth.MemoryKeyring()
	var path string
	t.Run("downloaded and cleared", func(t *testing.T) {
		st := openStage(t, home, keyring, false)
		s := st.signIn(t, "rita")
		ids, err := s.Catalogue.Download(t.Context(), msi, DownloadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		entry := st.wait(t, ids[0], "done", done)
		downloadedIn(t, s, true)
		if err := st.Queues.Own().Remove(); err != nil {
			t.Fatal(err)
		}
		file := downloadedIn(t, s, true)
		if path = file.Path; path != entry.Path || file.SHA256 != entry.SHA256 {
			t.Errorf("known as %+v, but it is %s", file, entry.Path)
		}
	})
	t.Run("in the next run", func(t *testing.T) {
		st := openStage(t, home, keyring, false)
		s := st.session(t)
		downloadedIn(t, s, true)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		downloadedIn(t, s, false) // the file is gone, so that it is to be downloaded again
	})
}

func TestDownloadedFilesAreBounded(t *testing.T) {
	files := map[downloads.SourceKey]DownloadedFile{}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 10 {
		files[downloads.SourceKey(fmt.Sprint("p/k/", i))] = DownloadedFile{Path: filepath.Join("x", fmt.Sprint(i)), Finished: start.Add(time.Duration(i))}
	}
	dropOldest(files, 4)
	if _, oldest := files["p/k/5"]; len(files) != 4 || oldest {
		t.Errorf("kept %v", files)
	}
}

func TestVisitLastsAsLongAsTheApp(t *testing.T) {
	home, keyring := t.TempDir(), auth.MemoryKeyring()
	var first time.Time
	t.Run("first run", func(t *testing.T) {
		s := openStage(t, home, keyring, false).session(t)
		for range 2 {
			before, err := s.Catalogue.Visit(t.Context())
			if err != nil || !before.IsZero() {
				t.Errorf("a visit before the first one at %v, %v", before, err)
			}
		}
		first = time.Now()
	})
	t.Run("second run", func(t *testing.T) {
		s := openStage(t, home, keyring, false).session(t)
		before, err := s.Catalogue.Visit(t.Context())
		if err != nil || before.IsZero() || before.After(first) {
			t.Errorf("the visit before was at %v, %v, not before %v", before, err, first)
		}
	})
}
