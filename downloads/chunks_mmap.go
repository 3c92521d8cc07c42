//go:build unix && !race

package downloads

import "golang.org/x/sys/unix"

// allocateChunk takes the buffer from outside the Go heap: the collector lets a heap grow to twice its live
// size, and these buffers are most of what lives.
func allocateChunk() []byte {
	b, err := unix.Mmap(-1, 0, chunkSize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return make([]byte, chunkSize)
	}
	return b
}

// freeChunk unmaps it. A buffer that came from the heap is refused by Munmap and left to the collector.
func freeChunk(b []byte) { _ = unix.Munmap(b) }
