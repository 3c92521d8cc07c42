package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/programconnect/programconnect/internal/redact"
)

const (
	crashName = "crash.log"      // what the runtime writes when the app crashes
	crashTold = "crash.told.log" // the one before, of which the person was told
	crashMost = 64 << 10         // bytes of it that are offered
)

// keepCrashes lets the runtime write the trace of a crash beside the logs.
func keepCrashes(dir string) {
	file, err := os.OpenFile(filepath.Join(dir, crashName), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return // the app runs without it
	}
	defer func() { _ = file.Close() }() // the runtime keeps a handle of its own
	_ = debug.SetCrashOutput(file, debug.CrashOptions{})
}

// takeCrash returns the trace of a crash since the last start, without secrets, and sets it aside, so that it is told of
// once. Empty where there was none.
func takeCrash(dir string) string {
	path := filepath.Join(dir, crashName)
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	trace, err := io.ReadAll(io.LimitReader(file, crashMost))
	if err = errors.Join(err, file.Close()); err != nil || len(trace) == 0 {
		return ""
	}
	if err := os.Rename(path, filepath.Join(dir, crashTold)); err != nil {
		return "" // it would be told of at every start
	}
	return redact.Text(string(trace))
}
