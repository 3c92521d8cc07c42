package service

import (
	"context"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

// instancesKnown is how long it counts how many instances there were.
const instancesKnown = time.Second

// instances knows how many instances serve the data.
type instances struct {
	shared store.Shared // nil: there is one

	mu    sync.Mutex
	known int
	asked time.Time
}

func newInstances(s store.Store) *instances {
	shared, _ := s.(store.Shared)
	return &instances{shared: shared, known: 1}
}

// count returns how many there are, of a second ago at most. While the store does not answer, nothing else of the service does.
func (i *instances) count(ctx context.Context, now time.Time) int {
	if i.shared == nil {
		return 1
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if since := now.Sub(i.asked); since >= 0 && since < instancesKnown {
		return i.known
	}
	n, err := i.shared.Instances(context.WithoutCancel(ctx))
	if err == nil {
		i.known = max(1, n)
		i.asked = now
	}
	return i.known
}
