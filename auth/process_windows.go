package auth

import (
	"errors"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// detach puts the browser into a group of its own, so that Ctrl+C in a terminal does not reach it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP, HideWindow: true}
}

func addressInUse(err error) bool { return errors.Is(err, windows.WSAEADDRINUSE) }
