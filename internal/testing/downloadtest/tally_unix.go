//go:build unix

package downloadtest

import (
	"os"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// Tally is a number in a file that several processes add to; it outlives a killed one.
type Tally struct {
	memory []byte
	number *atomic.Int64
}

// OpenTally opens or makes the number kept at path.
func OpenTally(path string) (*Tally, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	if err := file.Truncate(8); err != nil {
		return nil, err
	}
	memory, err := syscall.Mmap(int(file.Fd()), 0, 8, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	return &Tally{memory: memory, number: (*atomic.Int64)(unsafe.Pointer(&memory[0]))}, nil
}

// Add adds n.
func (t *Tally) Add(n int) { t.number.Add(int64(n)) }

// Value is the number now.
func (t *Tally) Value() int64 { return t.number.Load() }

// Close lets the memory go; neither Add nor Value may follow.
func (t *Tally) Close() error { return syscall.Munmap(t.memory) }
