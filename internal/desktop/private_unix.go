//go:build !windows

package desktop

import "os"

func makeOwn(folder string) error { return os.MkdirAll(folder, 0o700) }
