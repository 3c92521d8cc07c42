package platform

import (
	"os"
	"strings"
)

// BootID names the present boot of the system: another one after every start of the kernel. It is "" where that can't
// be told.
func BootID() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id))
}
