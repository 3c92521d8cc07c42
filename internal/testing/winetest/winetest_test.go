package winetest

import (
	"os"
	"runtime"
	"testing"
)

// TestSkipFollowsWine is given by scripts/windows.sh whether it runs under wine; elsewhere it can only be false off Windows.
func TestSkipFollowsWine(t *testing.T) {
	if runtime.GOOS != "windows" && Running() {
		t.Error("wine was seen on " + runtime.GOOS)
	}
	if os.Getenv("WINEPREFIX") != "" && runtime.GOOS == "windows" && !Running() {
		t.Error("wine was not seen, though WINEPREFIX is set")
	}
}
