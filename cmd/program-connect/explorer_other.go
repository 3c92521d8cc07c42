//go:build cgo && !windows

package main

import (
	"errors"
	"os/exec"
)

// selectInExplorer is Windows' alone.
func selectInExplorer(string) (*exec.Cmd, error) { return nil, errors.ErrUnsupported }
