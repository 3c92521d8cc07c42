//go:build !windows

package winetest

// Running reports false: wine runs programs for Windows.
func Running() bool { return false }
