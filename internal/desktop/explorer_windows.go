package desktop

import (
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/windows"
)

// SelectInExplorer returns the command that shows a file marked in its folder. Explorer parts its line at commas that are not in quotes,
// and knows nothing of how others quote, so the line is written here. A path of Windows holds no quotes.
func SelectInExplorer(path string) (*exec.Cmd, error) {
	folder, err := windows.GetSystemWindowsDirectory()
	if err != nil {
		return nil, err
	}
	command := exec.Command(filepath.Join(folder, "explorer.exe")) //nolint:noctx // the window outlives the click
	command.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + path + `"`}
	return command, nil
}
