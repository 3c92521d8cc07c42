//go:build unix && !race

package platform

import "golang.org/x/sys/unix"

// AllocateBuffer returns a buffer from outside the Go heap: the collector lets a heap grow to twice its live size, and
// these buffers are most of what lives.
func AllocateBuffer(size int) []byte {
	b, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return make([]byte, size)
	}
	return b
}

// FreeBuffer unmaps a buffer. One that came from the heap is refused by Munmap and left to the collector.
func FreeBuffer(b []byte) { _ = unix.Munmap(b) }
