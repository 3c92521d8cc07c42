//go:build !linux

package downloads

import "os"

// dropCached does nothing where the system can't be told.
func dropCached(*os.File, int64, int64) {}
