package outbox

import (
	"context"
	"sync"
	"time"
)

// background is the goroutine that sends what is queued.
type background struct {
	mu   sync.Mutex
	stop context.CancelFunc // nil: not started
	done chan struct{}
}

// start runs work in the background until end; once at a time.
func (b *background) start(work func(context.Context)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stop != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	b.stop, b.done = stop, done
	go func() {
		defer close(done)
		work(ctx)
	}()
}

// end stops the work and waits for it.
func (b *background) end() {
	b.mu.Lock()
	stop, done := b.stop, b.done
	b.stop = nil
	b.mu.Unlock()
	if stop != nil {
		stop()
		<-done
	}
}

// Start begins to send what is queued, in the background, until Close. The desktop app calls it once; short commands
// of the terminal send in the foreground instead.
func (o *Outbox) Start() {
	o.start(func(ctx context.Context) {
		for {
			timer := time.NewTimer(o.round(ctx))
			select {
			case <-timer.C:
			case <-o.wake:
			case <-ctx.Done():
				timer.Stop()
				return
			}
			timer.Stop()
		}
	})
}

// Close ends what Start began. What was not sent stays queued.
func (o *Outbox) Close() { o.end() }

// round sends every queued draft whose time has come and returns how long there is nothing more to do.
func (o *Outbox) round(ctx context.Context) time.Duration {
	wait := lastWait
	drafts, err := o.Drafts()
	if err != nil {
		return wait // the screen shows it when it reads the drafts itself
	}
	for _, d := range drafts {
		if d.State != StateQueued {
			continue
		}
		if left := d.Next.Sub(o.config.Clock()); left > 0 {
			wait = min(wait, left)
			continue
		}
		after, err := o.Send(ctx, d.Key)
		if err != nil && after.State == StateQueued {
			wait = min(wait, max(after.Next.Sub(o.config.Clock()), firstWait))
		}
	}
	return wait
}
