//go:build cgo

package main

import (
	"os/exec"

	"github.com/programconnect/programconnect/internal/desktop"
)

func selectInExplorer(path string) (*exec.Cmd, error) { return desktop.SelectInExplorer(path) }
