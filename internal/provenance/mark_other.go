//go:build !linux && !darwin && !windows

package provenance

// setMark does nothing: this system has no convention for it.
func setMark(string, string) error { return nil }
