package atomicfile

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestWriteReplacesWholeFileWithMode(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.json")
	for _, one := range []struct {
		data string
		mode fs.FileMode
	}{{"first and longer", 0o600}, {"second", 0o640}} {
		if err := Write(path, []byte(one.data), one.mode); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		info, statErr := os.Stat(path)
		if err = errors.Join(err, statErr); err != nil || string(got) != one.data {
			t.Fatalf("%q, %v", got, err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != one.mode {
			t.Errorf("mode %v, want %v", info.Mode().Perm(), one.mode)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestWriteLeavesNothingBehindWhereItFails(t *testing.T) {
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(taken, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(taken, []byte("x"), 0o600); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if err := Write(filepath.Join(dir, "none", "a"), nil, 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
}

// TestRenameWaitsForAReaderThatForbidsIt uses a clock of its own: no time passes.
func TestRenameWaitsForAReaderThatForbidsIt(t *testing.T) {
	held := errors.New("held")
	for _, one := range []struct {
		name  string
		freed time.Duration // when the reader goes
		err   error
	}{{"gone soon", 700 * time.Millisecond, nil}, {"never gone", time.Hour, held}} {
		t.Run(one.name, func(t *testing.T) {
			start := time.Unix(0, 0)
			now := start
			c := clock{func() time.Time { return now }, func(d time.Duration) { now = now.Add(d) }, func(err error) bool { return errors.Is(err, held) }}
			err := c.patiently(func() error {
				if now.Sub(start) < one.freed {
					return held
				}
				return nil
			})
			if !errors.Is(err, one.err) {
				t.Errorf("got %v", err)
			}
			if waited := now.Sub(start); waited > 2300*time.Millisecond || waited < min(one.freed, 2*time.Second) {
				t.Errorf("waited %v", waited)
			}
		})
	}
	calls := 0
	c := clock{time.Now, func(time.Duration) { t.Error("waited for what will not change") }, func(error) bool { return false }}
	if err := c.patiently(func() error { calls++; return fs.ErrPermission }); !errors.Is(err, fs.ErrPermission) || calls != 1 {
		t.Errorf("%v after %d tries", err, calls)
	}
}

func TestReadIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	if err := Write(path, bytes.Repeat([]byte("x"), 10), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := Read(path, 10); err != nil || len(data) != 10 {
		t.Errorf("%d, %v", len(data), err)
	}
	if _, err := Read(path, 9); !errors.Is(err, ErrTooLong) {
		t.Errorf("a file that is too long: %v", err)
	}
	if err := errors.Join(Remove(path), Remove(path)); err != nil {
		t.Errorf("removed twice: %v", err)
	}
}

func TestLockExcludesOthersUntilGivenBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	held, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(0, 0)
	c := clock{func() time.Time { return now }, func(d time.Duration) { now = now.Add(d) }, nil}
	if _, err := c.lock(path); !errors.Is(err, ErrLocked) || now.Sub(time.Unix(0, 0)) < 10*time.Second {
		t.Errorf("a second holder got %v after %v", err, now.Sub(time.Unix(0, 0)))
	}
	c.wait = func(time.Duration) { held.Unlock() }
	again, err := c.lock(path)
	if err != nil {
		t.Fatal(err)
	}
	again.Unlock()
}

// TestTemporaryLockNeverHasTwoHolders: its file comes and goes while many want it.
func TestTemporaryLockNeverHasTwoHolders(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".lock")
	var holders, taken atomic.Int32
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 400 {
				held, err := TryTemporary(path)
				if errors.Is(err, ErrLocked) {
					runtime.Gosched()
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if n := holders.Add(1); n != 1 {
					t.Errorf("%d holders", n)
				}
				taken.Add(1)
				runtime.Gosched()
				holders.Add(-1)
				held.Unlock()
			}
		})
	}
	wait.Wait()
	if taken.Load() == 0 {
		t.Error("nobody ever got it")
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the lock's file stayed: %v", err)
	}
}
