//go:build !windows

package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestFileThatOthersWriteIsNotTheAdministrators(t *testing.T) {
	owner := uint32(os.Getuid()) //nolint:gosec // an id of a user fits
	for _, c := range []struct {
		name         string
		folder, file fs.FileMode
		owner        uint32
		want         error
	}{
		{"the owner alone", 0o755, 0o644, owner, nil},
		{"a group writes the file", 0o755, 0o664, owner, ErrOthersWrite},
		{"all write the file", 0o755, 0o646, owner, ErrOthersWrite},
		{"all write the folder", 0o777, 0o644, owner, ErrOthersWrite},
		{"somebody else's", 0o755, 0o644, owner + 1, ErrOthersWrite},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "program-connect")
			path := filepath.Join(dir, "policy.json")
			if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(path, []byte("{}"), 0o600), os.Chmod(path, c.file), os.Chmod(dir, c.folder)); err != nil {
				t.Fatal(err)
			}
			if err := ownedAlone(path, c.owner); !errors.Is(err, c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	if err := AdministratorsAlone(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}
