package downloads

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
)

// TestFileThatIsThereAlready: the same request again fetches nothing; another file under the name is numbered, refused or
// replaced as was asked.
func TestFileThatIsThereAlready(t *testing.T) {
	data, sum := content(300<<10, 81)
	for name, c := range map[string]struct {
		there    []byte
		ifExists IfExists
		code     string
		file     string
		asked    bool
	}{
		"the same":           {there: data, file: "file.bin"},
		"the same, refuse":   {there: data, ifExists: Refuse, file: "file.bin"},
		"another, numbered":  {there: []byte("mine"), file: "file (2).bin", asked: true},
		"another, refused":   {there: []byte("mine"), ifExists: Refuse, code: "downloads.name-taken"},
		"another, replaced":  {there: []byte("mine"), ifExists: Replace, file: "file.bin", asked: true},
		"none, with replace": {ifExists: Replace, file: "file.bin", asked: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, data)
			q := openQueue(t, Config{})
			dir := t.TempDir()
			if c.there != nil {
				must(t, os.WriteFile(filepath.Join(dir, "file.bin"), c.there, 0o600))
			}
			id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: -1, SHA256: sum, IfExists: c.ifExists})[0]
			err := wait(t, q, id)
			if c.code != "" {
				var f *fault.Error
				if !errors.As(err, &f) || f.Code != c.code || f.Kind != fault.Verification {
					t.Fatalf("%v", err)
				}
				if b, _ := os.ReadFile(filepath.Join(dir, "file.bin")); string(b) != "mine" {
					t.Error("the other file was touched")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			arrived(t, filepath.Join(dir, c.file), data)
			if (s.requests.Load() > 0) != c.asked {
				t.Errorf("%d requests", s.requests.Load())
			}
		})
	}
}

// TestFolderThatIsNone has its own reason and does not wait for ever.
func TestFolderThatIsNone(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	names := []string{"file", "file/below"}
	if runtime.GOOS != "windows" { // there a link needs a right that few have
		must(t, os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "link")))
		names = append(names, "link")
	}
	q := openQueue(t, Config{})
	for _, name := range names {
		id := add(t, q, Spec{URL: "https://host.example/" + name, Dir: filepath.Join(dir, filepath.FromSlash(name)), Size: -1})[0]
		var f *fault.Error
		if err := wait(t, q, id); !errors.As(err, &f) || f.Code != "downloads.no-folder" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReserveIsNoMoreThanTheFile: 1,000 bytes come with 20 MiB free.
func TestReserveIsNoMoreThanTheFile(t *testing.T) {
	data, _ := content(1000, 82)
	s := serve(t, data)
	q := openQueue(t, Config{Space: func(string) (int64, error) { return 20 << 20, nil }})
	dir := t.TempDir()
	if err := wait(t, q, add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 1000})...); err != nil {
		t.Fatal(err)
	}
	arrived(t, filepath.Join(dir, "file.bin"), data)
}
