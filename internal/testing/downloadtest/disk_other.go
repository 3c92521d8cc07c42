//go:build !linux

package downloadtest

import "errors"

// Mount tells that the disk can be mounted on Linux only.
func (d *Disk) Mount(string) (unmount func(), err error) {
	return nil, errors.New("a FUSE filesystem is mounted on Linux only")
}
