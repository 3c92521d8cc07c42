package downloads

import (
	"os"
	"strings"
)

// systemBoot names the present boot of the system: another one after every start of the kernel.
func systemBoot() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id))
}
