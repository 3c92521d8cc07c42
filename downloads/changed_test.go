package downloads_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// changing is a file that is replaced half way.
type changing struct {
	name      string
	hashed    bool
	sameSize  bool
	oldFile   *downloadtest.File
	newFile   *downloadtest.File
	server    *downloadtest.Server
	held      chan struct{} // closed when the second half of the old one is asked for
	letGo     chan struct{} // closed when the old one may go on
	holdOnce  sync.Once
	letGoOnce sync.Once
}

// changingFiles makes one for every kind of validator, with a hash and without, with another size and the same.
func changingFiles(t *testing.T) []*changing {
	var all []*changing
	for i, validator := range []downloadtest.Validator{downloadtest.Strong, downloadtest.Weak, downloadtest.DateOnly, downloadtest.None} {
		for _, hashed := range []bool{true, false} {
			for _, sameSize := range []bool{true, false} {
				size := int64(4<<20 + 100)
				newSize := size
				if !sameSize {
					newSize += 12345
				}
				c := &changing{name: fmt.Sprintf("%s-hash-%v-same-size-%v", validator, hashed, sameSize), hashed: hashed, sameSize: sameSize,
					server: serve(t, downloadtest.ServerOptions{}), held: make(chan struct{}), letGo: make(chan struct{})}
				c.oldFile = &downloadtest.File{Content: downloadtest.NewContent(uint64(100+i), size), Validator: validator, Version: 1}
				c.newFile = &downloadtest.File{Content: downloadtest.NewContent(uint64(200+i), newSize), Validator: validator, Version: 2}
				c.oldFile.BeforeChunk = func(r *http.Request, offset int64) error {
					if offset < size/2 {
						return nil
					}
					c.holdOnce.Do(func() { close(c.held) })
					select {
					case <-c.letGo:
					case <-r.Context().Done():
					case <-c.server.Closed():
					}
					return nil
				}
				c.server.Handle("/file", c.oldFile)
				all = append(all, c)
			}
		}
	}
	return all
}

func (c *changing) change() {
	c.server.Handle("/file", c.newFile)
	c.letGoOnce.Do(func() { close(c.letGo) })
}

func (c *changing) spec(dir string) downloads.Spec {
	spec := specOf(c.server, "/file", c.oldFile.Content, dir, c.hashed)
	spec.Name, spec.Title = c.name+".bin", c.name
	return spec
}

// judge says whether what came of it is one version, whole.
func (c *changing) judge(t *testing.T, state downloads.State, path, reason string) {
	if state != downloads.Done {
		if reason == "" {
			t.Errorf("%s: %s without a reason", c.name, state)
		}
		if !c.hashed {
			t.Errorf("%s: %s (%s), though the new file could be had", c.name, state, reason)
		}
		return
	}
	oldErr, newErr := c.oldFile.Content.Compare(path), c.newFile.Content.Compare(path)
	if oldErr != nil && newErr != nil {
		t.Errorf("%s: a mixed file: %v; %v", c.name, oldErr, newErr)
	}
	if c.hashed && oldErr != nil {
		t.Errorf("%s: done with another file than the hash names", c.name)
	}
}

// TestAFileThatChangesBetweenKillAndResumeIsNeverMixed: curl, wget, grab and aria2 leave a mixed file here.
func TestAFileThatChangesBetweenKillAndResumeIsNeverMixed(t *testing.T) {
	all := changingFiles(t)
	tuning := quick()
	tuning.CheckpointBytes = 256 << 10
	told := job{Home: t.TempDir(), Tuning: tuning, Settings: downloads.Settings{Parallel: 16, Tries: 3}}
	dir := t.TempDir()
	for _, c := range all {
		told.Specs = append(told.Specs, c.spec(dir))
	}
	process := launch(t, told)
	watch(t, process, nil, func(r report) bool { // until each has something that it could resume
		for _, e := range r.Entries {
			if e.Committed == 0 {
				return false
			}
		}
		return r.Step != "opened"
	})
	process.Kill()
	if err := process.Failure(); err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		c.change()
	}
	told.Retry = true
	last := runToEnd(t, told)
	for _, c := range all {
		entry, _ := last.entry(c.name)
		c.judge(t, entry.State, entry.Path, entry.Code)
	}
}

// TestAFileThatChangesWhileItComesIsNeverMixed replaces it while ranges are on their way.
func TestAFileThatChangesWhileItComesIsNeverMixed(t *testing.T) {
	all := changingFiles(t)
	queue := openQueue(t, downloads.Config{Settings: downloads.Settings{Parallel: 16, Tries: 3}})
	dir := t.TempDir()
	var specs []downloads.Spec
	for _, c := range all {
		specs = append(specs, c.spec(dir))
	}
	ids := add(t, queue, specs...)
	for _, c := range all {
		select {
		case <-c.held:
		case <-t.Context().Done():
		}
		c.change()
	}
	snapshot := until(t, queue, "an end of every entry", func(s *downloads.Snapshot) bool {
		for _, e := range s.Entries {
			if !rests(e) {
				return false
			}
		}
		return true
	})
	for i, c := range all {
		entry, reason := snapshot.Entry(ids[i]), ""
		if entry.Fault != nil {
			reason = entry.Fault.Code
		}
		c.judge(t, entry.State, entry.Path, reason)
	}
}
