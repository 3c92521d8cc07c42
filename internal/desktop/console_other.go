//go:build !windows

package desktop

import "os"

// TakesEscapes reports whether a terminal understands escape codes. All do but Windows' own; TERM=dumb is for the caller to look at.
func TakesEscapes(*os.File) bool { return true }
