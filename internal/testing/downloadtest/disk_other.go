//go:build !linux

package downloadtest

import "errors"

// Mount returns an error: the disk can be mounted on Linux only.
func (d *Disk) Mount(string) (unmount func(), err error) {
	return nil, errors.New("a FUSE filesystem is mounted on Linux only")
}
