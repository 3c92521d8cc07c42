//go:build !linux

package platform

import "os"

// DropCached does nothing where the system can't be told.
func DropCached(*os.File, int64, int64) {}
