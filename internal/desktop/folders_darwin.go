package desktop

import (
	"os"
	"path/filepath"
)

func systemFolders() Folders {
	f := Folders{Shared: "/Library/Application Support"}
	if home, err := os.UserHomeDir(); err == nil {
		f.Downloads = filepath.Join(home, "Downloads")
	}
	return f
}
