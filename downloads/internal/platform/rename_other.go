//go:build !linux && !windows

package platform

import "os"

// Rename renames a file of a folder without replacing another; fs.ErrExist when the name is taken.
func Rename(root *os.Root, _ *os.File, from, to string) error { return renameByLink(root, from, to) }
