package winetest

import "syscall"

// Running reports whether the process runs under wine: only wine's ntdll says its version.
func Running() bool {
	return syscall.NewLazyDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
}
