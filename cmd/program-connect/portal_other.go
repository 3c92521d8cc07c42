//go:build !linux

package main

import (
	"context"

	"github.com/programconnect/programconnect/ui"
)

// chooseFile leaves the dialogs for files to the toolkit.
func chooseFile(context.Context, ui.FileRequest) (string, error) { return "", ui.ErrNoFileDialog }
