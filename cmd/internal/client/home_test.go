package client

import (
	"os"
	"path/filepath"
	"testing"
)

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
