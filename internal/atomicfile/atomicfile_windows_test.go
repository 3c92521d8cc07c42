package atomicfile

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// TestHeldFileIsWaitedFor has another program hold the file as virus scanners do, until it was waited for a few times.
func TestHeldFileIsWaitedFor(t *testing.T) {
	for _, one := range []struct {
		name  string
		share uint32
		do    func(c clock, path string) error
	}{
		{"reading", 0, func(c clock, path string) error { _, err := c.read(path, 100); return err }},
		{"replacing", windows.FILE_SHARE_READ, func(c clock, path string) error { return c.write(path, []byte("new"), 0o600) }},
	} {
		t.Run(one.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "settings.json")
			if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			name, err := windows.UTF16PtrFromString(path)
			if err != nil {
				t.Fatal(err)
			}
			held, err := windows.CreateFile(name, windows.GENERIC_READ, one.share, nil, windows.OPEN_EXISTING, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			now, waits := time.Unix(0, 0), 0
			c := clock{func() time.Time { return now }, func(d time.Duration) {
				now = now.Add(d)
				if waits++; waits == 3 {
					_ = windows.CloseHandle(held)
				}
			}, heldByAnother}
			if err := one.do(c, path); err != nil || waits != 3 {
				t.Errorf("%v after %d waits", err, waits)
			}
		})
	}
}
