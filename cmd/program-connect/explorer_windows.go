//go:build cgo

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// selectInExplorer returns the command that shows a file marked in its folder. Explorer parts its line at commas that are not in quotes,
// and knows nothing of how others quote, so the line is written here. A path of Windows holds no quotes.
func selectInExplorer(path string) *exec.Cmd {
	command := exec.Command(filepath.Join(os.Getenv("SystemRoot"), "explorer.exe")) //nolint:noctx // the window outlives the click
	command.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + path + `"`}
	return command
}
