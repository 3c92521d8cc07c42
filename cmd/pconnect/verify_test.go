package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestVerifyByAnyPath: the file is known by each path that leads to it, and mended through it, also when it has too many bytes or is gone.
func TestVerifyByAnyPath(t *testing.T) {
	dir := t.TempDir()
	address, sum, _ := linkServer(t)
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := os.Mkdir(real, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Skip("no links here:", err)
	}
	succeed(t, dir, "download", address+"/tool.bin", "--dir", link, "--sha256", sum)
	file := filepath.Join(real, "tool.bin")
	latest := filepath.Join(dir, "latest.bin")
	if err := os.Symlink(file, latest); err != nil {
		t.Fatal(err)
	}
	right, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, filepath.Join(link, "tool.bin"), latest} {
		succeed(t, dir, "verify", path)
		longer := append(append([]byte{}, right...), "surplus"...)
		if err := os.WriteFile(file, longer, 0o600); err != nil {
			t.Fatal(err)
		}
		if status, out, _ := run(t, dir, "verify", path); status != 9 {
			t.Errorf("verify %s with bytes too many ended with %d: %s", path, status, out)
		}
		succeed(t, dir, "verify", "--repair", path)
		if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, right) {
			t.Errorf("after the repair of %s the file has %d bytes: %v", path, len(now), err)
		}
	}
	for _, path := range []string{file, filepath.Join(link, "tool.bin")} {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		succeed(t, dir, "verify", "--repair", path)
		if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, right) {
			t.Errorf("after the repair of %s, which was gone, the file has %d bytes: %v", path, len(now), err)
		}
	}
	if status, _, _ := run(t, dir, "verify", filepath.Join(dir, "nothing")); status != 2 {
		t.Errorf("verify of what is nowhere ended with %d", status)
	}
}
