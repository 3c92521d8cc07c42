package downloads

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// TestFolderIsALinkThatIsSwitched: before the first answer, and while bytes come. What ends as done is the right file
// under its path.
func TestFolderIsALinkThatIsSwitched(t *testing.T) {
	for name, after := range map[string]int64{"before the first answer": 0, "during": 1 << 20} {
		t.Run(name, func(t *testing.T) {
			inLostFolder(t, after, func(t *testing.T, base, dir string) {
				other := filepath.Join(base, "other")
				must(t, errors.Join(os.Mkdir(other, 0o755), os.Remove(dir), os.Symlink(other, dir)))
			}, func(t *testing.T, base, dir string) {
				real := filepath.Join(base, "real")
				must(t, errors.Join(os.Mkdir(real, 0o755), os.Symlink(real, dir)))
			})
		})
	}
}

// TestFolderIsUnmounted: its disk goes away under the download.
func TestFolderIsUnmounted(t *testing.T) {
	for name, after := range map[string]int64{"before the first answer": 0, "during": 1 << 20} {
		t.Run(name, func(t *testing.T) {
			inLostFolder(t, after, func(t *testing.T, _, dir string) {
				must(t, syscall.Unmount(dir, syscall.MNT_DETACH))
			}, func(t *testing.T, _, dir string) {
				must(t, os.Mkdir(dir, 0o755))
				if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=32m"); err != nil {
					t.Skipf("only root may mount: %v", err)
				}
				t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
			})
		})
	}
}

// inLostFolder downloads into a folder that is lost after so many bytes, and checks where the file ends up.
func inLostFolder(t *testing.T, after int64, lose, prepare func(t *testing.T, base, dir string)) {
	t.Helper()
	data, sum := content(8<<20, 98)
	s := serve(t, data)
	release := s.hold(t, after)
	base := t.TempDir()
	dir := filepath.Join(base, "folder")
	prepare(t, base, dir)
	q := openQueue(t, Config{Tuning: Tuning{CheckpointEvery: 20 * time.Millisecond, DiskWait: 20 * time.Millisecond}})
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 8 << 20, SHA256: sum, Connections: 1})[0]
	until(t, q, func(x *Snapshot) bool { return s.requests.Load() > 0 && x.Entry(id).Done >= after/2 })
	lose(t, base, dir)
	release()
	if err := wait(t, q, id); err != nil {
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Disk {
			t.Fatalf("%v %v", err, q.Log(id))
		}
		return
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
	if e := q.Snapshot().Entry(id); e.Path != filepath.Join(dir, "file.bin") {
		t.Errorf("it is said to be at %s", e.Path)
	}
}

// TestFolderIsAPipe: opening it would wait for ever.
func TestFolderIsAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	must(t, syscall.Mkfifo(pipe, 0o600))
	q := openQueue(t, Config{})
	var f *fault.Error
	if err := wait(t, q, add(t, q, Spec{URL: "https://host.example/x", Dir: pipe, Size: -1})...); !errors.As(err, &f) || f.Code != "downloads.no-folder" {
		t.Error(err)
	}
}

// TestFileThatTheSystemLimits: a file longer than the process may write stops with its reason.
func TestFileThatTheSystemLimits(t *testing.T) {
	var before syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before))
	data, sum := content(24<<20, 99)
	s := serve(t, data)
	q := openQueue(t, Config{})
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 16 << 20, Max: before.Max}))
	defer func() { must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before)) }()
	var f *fault.Error
	for _, size := range []int64{-1, 24 << 20} {
		dir := t.TempDir()
		id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: size, SHA256: sum})[0]
		if err := wait(t, q, id); !errors.As(err, &f) || f.Code != "downloads.file-too-big" {
			t.Errorf("%d: %v %v", size, err, q.Log(id))
		}
	}
}

// TestFolderWhoseNameIsNoUTF8 holds the file, and is the same one after a restart.
func TestFolderWhoseNameIsNoUTF8(t *testing.T) {
	data, sum := content(4<<20, 100)
	s := serve(t, data)
	release := s.hold(t, 900<<10)
	home, dir := t.TempDir(), filepath.Join(t.TempDir(), "caf\xe9")
	q, err := Open(t.Context(), Config{Dir: home, HTTP: NewTransport(noProxy)})
	must(t, err)
	id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 4 << 20, SHA256: sum})[0]
	until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
	must(t, q.Close())
	release()
	q = openQueue(t, Config{Dir: home})
	if err := wait(t, q, id); err != nil {
		t.Fatal(err, q.Log(id))
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}
