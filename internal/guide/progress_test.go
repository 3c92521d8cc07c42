package guide

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
)

func TestTicksAreKeptPerProgramAndGuideAcrossStarts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	p, err := LoadProgress(Folder(dir))
	if err != nil {
		t.Fatal(err)
	}
	g, _ := ByID("collaborate")
	for _, step := range []string{"open", "sign-in", "open"} {
		if err := p.Set("collaborate", g.ID, step, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Set("collaborate", g.ID, "sign-in", false); err != nil {
		t.Fatal(err)
	}
	again, err := LoadProgress(Folder(dir))
	if err != nil || !again.Done("collaborate", g.ID, "open") || again.Done("collaborate", g.ID, "sign-in") || again.Done("other", g.ID, "open") {
		t.Errorf("after a restart: %v", err)
	}
	if done, of := again.Count("collaborate", g); done != 1 || of != len(g.Steps) {
		t.Errorf("%d of %d", done, of)
	}
	if err := again.Restart("collaborate", g.ID); err != nil || again.Done("collaborate", g.ID, "open") {
		t.Errorf("restarted: %v", err)
	}
}

func TestTwoProcessesLoseNoTickOfEachOther(t *testing.T) {
	dir := t.TempDir()
	a, _ := LoadProgress(Folder(dir))
	b, _ := LoadProgress(Folder(dir))
	for _, set := range []error{a.Set("p", "register", "account", true), b.Set("p", "clock", "look", true), a.Set("p", "register", "country", true)} {
		if set != nil {
			t.Fatal(set)
		}
	}
	c, _ := LoadProgress(Folder(dir))
	if !c.Done("p", "register", "account") || !c.Done("p", "register", "country") || !c.Done("p", "clock", "look") {
		t.Error("a tick was lost")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestADamagedFileIsSetAside(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, progressFile), []byte("{half"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := LoadProgress(Folder(dir))
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(filepath.Join(dir, progressFile+".damaged")); err != nil || string(kept) != "{half" {
		t.Errorf("set aside: %q, %v", kept, err)
	}
	if err := p.Set("p", "clock", "look", true); err != nil || !p.Done("p", "clock", "look") {
		t.Errorf("after that: %v", err)
	}
}

type noFiles struct{}

func (noFiles) Read(string) ([]byte, error) { return nil, fs.ErrNotExist }
func (noFiles) Write(string, []byte) error  { return errors.New("no room, secret CANARY") }

func TestATickThatCanNotBeSavedSaysSo(t *testing.T) {
	p, _ := LoadProgress(noFiles{})
	err := p.Set("p", "clock", "look", true)
	if !fault.Is(err, fault.Disk) || !p.Done("p", "clock", "look") {
		t.Errorf("got %v, ticked %v", err, p.Done("p", "clock", "look"))
	}
}

func TestProgressIsSafeForManyGoroutines(t *testing.T) {
	p, _ := LoadProgress(Folder(t.TempDir()))
	g, _ := ByID("register")
	var wait sync.WaitGroup
	for _, step := range g.Steps {
		wait.Go(func() {
			if err := p.Set("p", g.ID, step.ID, true); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if done, of := p.Count("p", g); done != of {
		t.Errorf("%d of %d", done, of)
	}
}
