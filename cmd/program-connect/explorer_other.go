//go:build cgo && !windows

package main

import "os/exec"

// selectInExplorer is Windows' alone.
func selectInExplorer(path string) *exec.Cmd {
	return exec.Command("explorer.exe", `/select,"`+path+`"`) //nolint:noctx // the window outlives the click
}
