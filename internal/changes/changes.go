// Package changes tells readers that something changed.
//
// It promises that a reader who comes late is told once, however much changed meanwhile, and that nobody waits for a reader.
// It never says what changed: the reader looks.
//
// Start reading at Signal.
package changes

import "sync"

// Signal wakes its readers. The zero Signal is ready for use; it is safe for several goroutines and must not be copied.
type Signal struct {
	mu      sync.Mutex
	readers map[chan struct{}]struct{}
}

// Subscribe returns a channel that holds a value after a change, and the function that ends it.
func (s *Signal) Subscribe() (changed <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.readers == nil {
		s.readers = map[chan struct{}]struct{}{}
	}
	s.readers[c] = struct{}{}
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.readers, c)
	}
}

// Notify wakes every reader.
func (s *Signal) Notify() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.readers {
		Wake(c)
	}
}

// Wake puts a value into a channel of capacity one, unless there is one already.
func Wake(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
