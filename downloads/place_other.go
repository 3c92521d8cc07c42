//go:build !linux && !windows

package downloads

func (x *folder) place(from, to string) error { return x.placeByLink(from, to) }
