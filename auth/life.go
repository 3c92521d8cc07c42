package auth

import (
	"context"
	"sync"
)

// life is the time from Open to Close. Work that Close has to wait for begins and ends in it.
type life struct {
	ctx  context.Context // ends with Close
	stop context.CancelFunc
	work sync.WaitGroup

	mu     sync.Mutex
	closed bool
}

func newLife() *life {
	l := &life{}
	l.ctx, l.stop = context.WithCancel(context.Background())
	return l
}

// begin counts work that Close waits for; end ends it. It returns false once Close was called.
func (l *life) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.work.Add(1)
	return true
}

func (l *life) end() { l.work.Done() }

// start runs f in a goroutine that close waits for. It returns false, and runs nothing, once close was called.
func (l *life) start(f func()) bool {
	if !l.begin() {
		return false
	}
	go func() {
		defer l.end()
		f()
	}()
	return true
}

// join returns a context that ends with ctx or with Accounts.
func (l *life) join(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(l.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

// close ends the context and waits for what has begun.
func (l *life) close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.stop()
	l.work.Wait()
}
