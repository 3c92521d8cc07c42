package downloads

import "sync"

// notifier tells readers that something changed, without ever waiting for one.
type notifier struct {
	changed chan struct{}

	mu  sync.Mutex
	all map[chan struct{}]struct{}
}

func newNotifier() *notifier {
	return &notifier{changed: make(chan struct{}, 1), all: map[chan struct{}]struct{}{}}
}

// subscribe returns a channel that holds a value after something changed.
func (n *notifier) subscribe() (changed <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all[c] = struct{}{}
	return c, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		delete(n.all, c)
	}
}

// notify puts a value into every channel that has none.
func (n *notifier) notify() {
	signal(n.changed)
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.all {
		signal(c)
	}
}

// signal leaves a value in a channel unless one is there.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
