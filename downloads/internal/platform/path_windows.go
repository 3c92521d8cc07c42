package platform

import (
	"os"
	"strings"
	"syscall"
	"unicode/utf16"
)

// longestName is what a name in a folder may have in UTF-16 units, on every file system of Windows.
const longestName = 255

// CheckPath returns ENAMETOOLONG for a path with a name in it that is too long: Windows says of it that it is not there.
func CheckPath(path string) error {
	for name := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '\\' || r == '/' }) {
		if len(utf16.Encode([]rune(name))) > longestName {
			return &os.PathError{Op: "open", Path: path, Err: syscall.ENAMETOOLONG}
		}
	}
	return nil
}
