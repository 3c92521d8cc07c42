//go:build !windows && !darwin

package desktop

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// find returns what xdg-user-dirs says of Downloads, else ~/Downloads.
func systemFolders() Folders {
	f := Folders{Shared: "/etc"}
	home, err := os.UserHomeDir()
	if err != nil {
		return f
	}
	f.Downloads = filepath.Join(home, "Downloads")
	if dir := xdgDownloads(home); dir != "" {
		f.Downloads = dir
	}
	return f
}

var xdgDownloadLine = regexp.MustCompile(`(?m)^\s*XDG_DOWNLOAD_DIR="([^"]+)"`)

func xdgDownloads(home string) string {
	config := os.Getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	data, err := os.ReadFile(filepath.Join(config, "user-dirs.dirs"))
	if err != nil {
		return ""
	}
	found := xdgDownloadLine.FindSubmatch(data)
	if found == nil {
		return ""
	}
	dir := strings.Replace(string(found[1]), "$HOME", home, 1)
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Clean(dir)
}
