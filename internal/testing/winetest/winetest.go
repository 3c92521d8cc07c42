// Package winetest tells tests for Windows whether they run under wine, which lacks parts of Windows.
//
// A test that wine can't run says so itself, with its reason:
//
//	winetest.Skip(t, "wine 8 knows no sharing violation for a mapped file")
//
// On Windows itself, and on every other system, Skip does nothing. It never skips for a reason that the test could avoid.
package winetest

import "testing"

// Skip skips the test under wine. why names what wine lacks.
func Skip(t testing.TB, why string) {
	t.Helper()
	if Running() {
		t.Skip("not under wine: " + why)
	}
}
