package provenance_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/provenance"
)

// read returns the mark of a file, "" when there is none.
func read(t *testing.T, path string) string {
	t.Helper()
	value := make([]byte, 4096)
	n, err := unix.Getxattr(path, "user.xdg.origin.url", value)
	if errors.Is(err, unix.ENOTSUP) {
		t.Skip("this file system has no extended attributes")
	}
	if errors.Is(err, unix.ENODATA) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(value[:n])
}

func TestMarkNamesTheOriginWithoutItsQuery(t *testing.T) {
	for origin, want := range map[string]string{
		"https://host.example/files/a.msi?sig=CANARY&e=1#x": "https://host.example/files/a.msi",
		"https://name:CANARY@host.example:8443/a%20b.msi":   "https://host.example:8443/a%20b.msi",
		"http://127.0.0.1:8080/a":                           "http://127.0.0.1:8080/a",
		"file:///etc/passwd":                                "",
		"sample/iot-installer":                              "",
		"":                                                  "",
	} {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := provenance.Mark(path, origin); err != nil {
			t.Fatal(err)
		}
		if got := read(t, path); got != want {
			t.Errorf("%s is marked %q", origin, got)
		}
	}
}

func TestMarkOfAMissingFileIsADiskFault(t *testing.T) {
	if err := provenance.Mark(filepath.Join(t.TempDir(), "gone"), "https://host.example/a"); !fault.Is(err, fault.Disk) {
		t.Error(err)
	}
}
