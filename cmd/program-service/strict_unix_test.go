//go:build unix

package main

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestSettingsFileIsNoPipe: reading one would wait for whoever writes into it.
func TestSettingsFileIsNoPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, settingsFile), 0o600); err != nil {
		t.Skip("no pipe in a folder: ", err)
	}
	if status, _, trouble := command(t, "check", "--data", dir); status != 8 || !strings.Contains(trouble, "can't be read") {
		t.Errorf("%d %s", status, trouble)
	}
}
