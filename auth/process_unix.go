//go:build !windows

package auth

import (
	"errors"
	"os/exec"
	"syscall"
)

// detach puts the browser into a group of its own, so that Ctrl+C in a terminal does not reach it.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func addressInUse(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }
