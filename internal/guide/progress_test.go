package guide

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
)

func TestTicksAreKeptAcrossRestarts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	p, err := LoadProgress(dir)
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
	again, err := LoadProgress(dir)
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
	a, _ := LoadProgress(dir)
	b, _ := LoadProgress(dir)
	for _, set := range []error{a.Set("p", "register", "account", true), b.Set("p", "clock", "look", true), a.Set("p", "register", "country", true)} {
		if set != nil {
			t.Fatal(set)
		}
	}
	c, _ := LoadProgress(dir)
	if !c.Done("p", "register", "account") || !c.Done("p", "register", "country") || !c.Done("p", "clock", "look") {
		t.Error("a tick was lost")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestDamagedProgressIsSetAsideAndSaid(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "guides.json")
	if err := os.WriteFile(path, []byte("{half"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := LoadProgress(dir)
	if err == nil || fault.Of(err).Code != homefile.DamagedCode {
		t.Errorf("said: %v", err)
	}
	if kept, err := os.ReadFile(path + ".damaged"); err != nil || string(kept) != "{half" {
		t.Errorf("set aside: %q, %v", kept, err)
	}
	if err := p.Set("p", "clock", "look", true); err != nil || !p.Done("p", "clock", "look") {
		t.Errorf("after that: %v", err)
	}
}

func TestProgressOfANewerVersionIsRefused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "guides.json")
	const newer = `{"version": 2, "ticked": 5}`
	if err := os.WriteFile(path, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := LoadProgress(dir)
	for what, err := range map[string]error{"load": err, "set": p.Set("p", "clock", "look", true)} {
		if err == nil || fault.Of(err).Code != homefile.NewerCode {
			t.Errorf("%s: %v", what, err)
		}
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != newer {
		t.Errorf("it was touched: %s, %v", now, err)
	}
}

func TestTickThatCannotBeSavedSaysSo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p, _ := LoadProgress(file) // no folder
	err := p.Set("p", "clock", "look", true)
	if !fault.Is(err, fault.Disk) || !p.Done("p", "clock", "look") {
		t.Errorf("got %v, ticked %v", err, p.Done("p", "clock", "look"))
	}
}

func TestProgressIsSafeForManyGoroutines(t *testing.T) {
	p, _ := LoadProgress(t.TempDir())
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
