package client

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/programconnect/programconnect/auth"
)

func TestHomeIsAFolderOfItsOwn(t *testing.T) {
	nothing := func(string) string { return "" }
	for name, c := range map[string]struct {
		mode  os.FileMode
		files []string
		own   bool // a folder in it
	}{
		"empty":              {0o755, nil, false},
		"of version 0.1":     {0o700, []string{"settings.json", "queue.db"}, false},
		"with other things":  {0o755, []string{"letter.txt"}, true},
		"temporary files":    {0o777 | os.ModeSticky, nil, true},
		"for everybody":      {0o777, nil, true},
		"planted among them": {0o777 | os.ModeSticky, []string{"settings.json"}, true},
	} {
		if runtime.GOOS == "windows" && c.mode.Perm() == 0o777 {
			continue // who may write stands in its access list there
		}
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, file := range c.files {
				if err := os.WriteFile(filepath.Join(dir, file), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(dir, c.mode); err != nil {
				t.Fatal(err)
			}
			before, err := os.Stat(dir)
			if err != nil {
				t.Fatal(err)
			}
			home, err := Home(dir, nothing)
			if err != nil || (home != dir) != c.own {
				t.Fatalf("%s, %v", home, err)
			}
			if len(c.files) > 0 && !c.own {
				return // empty files are no home that could be opened
			}
			opened, err := Open(t.Context(), Config{Home: home, App: "test", Keyring: auth.MemoryKeyring(), Policy: filepath.Join(dir, "no-policy")})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = opened.Close() }()
			after, err := os.Stat(dir)
			if err != nil || after.Mode() != before.Mode() {
				t.Errorf("the mode became %v, %v", after.Mode(), err)
			}
			if again, err := Home(dir, nothing); err != nil || again != home {
				t.Errorf("the next time it is %s, %v", again, err)
			}
			if made, err := os.Stat(home); err != nil || c.own && runtime.GOOS != "windows" && made.Mode().Perm() != 0o700 {
				t.Errorf("the folder of its own: %v, %v", made, err)
			}
		})
	}
}

// TestUsualHomeDoesNotRoam: a new home stays on the computer; one that an earlier version began is kept where it is.
func TestUsualHomeDoesNotRoam(t *testing.T) {
	config, local := t.TempDir(), t.TempDir()
	if got := usualHome(config, local); got != filepath.Join(local, "ProgramConnect") {
		t.Errorf("a new home is %s", got)
	}
	if got := usualHome(config, ""); got != filepath.Join(config, "ProgramConnect") {
		t.Errorf("where nothing roams it is %s", got)
	}
	if err := os.Mkdir(filepath.Join(config, "ProgramConnect"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := usualHome(config, local); got != filepath.Join(config, "ProgramConnect") {
		t.Errorf("the home of before is left for %s", got)
	}
}
