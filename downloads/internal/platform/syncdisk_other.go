//go:build !linux

package platform

import "os"

// SyncDisk is not to be had here: each file is synced by itself.
func SyncDisk(*os.File) bool { return false }
