//go:build !linux

package platform

// BootID is empty: this system can't tell its boots apart.
func BootID() string { return "" }
