package service

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	longestLink = 15 * time.Minute
	directLink  = 5 * time.Minute // a link of the store's own, which ends by time alone
)

func (l *Limits) defaults() {
	if l.RequestsPerSecond <= 0 {
		l.RequestsPerSecond = 50
	}
	if l.FilesAtOnce <= 0 {
		l.FilesAtOnce = 128
	}
	if l.CodesPerHour <= 0 {
		l.CodesPerHour = 10
	}
	if l.LinkLife <= 0 || l.LinkLife > longestLink {
		l.LinkLife = longestLink
	}
	if l.MinimumRate <= 0 {
		l.MinimumRate = 1024
	}
	if l.FeedbackPerDay <= 0 {
		l.FeedbackPerDay = 10 << 20
	}
	for _, d := range []struct {
		limit    *int
		standard int
	}{{&l.ItemsPerDay, 300}, {&l.CommentsPerDay, 500}, {&l.CommentsPerItem, 2000}, {&l.DecisionsPerDay, 200}} {
		if *d.limit <= 0 {
			*d.limit = d.standard
		}
	}
}

// limits counts what each person asks for. Idle people are forgotten. Where several instances serve the same data, each grants an
// equal part: what one person can ask of all of them together is never more.
type limits struct {
	instances *instances

	mu     sync.Mutex
	config Limits
	people map[string]*counters
}

type counters struct {
	requests *rate.Limiter
	parts    int // into how many the requests are divided
	files    int
	seen     time.Time
}

func newLimits(c Limits, i *instances) *limits {
	return &limits{instances: i, config: c, people: map[string]*counters{}}
}

// of returns a person's counters; mu is held.
func (l *limits) of(person string, parts int, now time.Time) *counters {
	u := l.people[person]
	if u == nil {
		if len(l.people) >= 10_000 {
			l.forget(now)
		}
		u = &counters{requests: rate.NewLimiter(l.part(parts)), parts: parts}
		l.people[person] = u
	}
	u.seen = now
	if u.parts != parts {
		u.parts = parts
		each, burst := l.part(parts)
		u.requests.SetLimitAt(now, each)
		u.requests.SetBurstAt(now, burst)
	}
	return u
}

// part returns how many requests a second, and how many at once, one of several instances grants a person.
func (l *limits) part(parts int) (each rate.Limit, burst int) {
	return rate.Limit(l.config.RequestsPerSecond / float64(parts)), max(1, (int(l.config.RequestsPerSecond*4)+1)/parts)
}

func (l *limits) forget(now time.Time) {
	for id, u := range l.people {
		if u.files == 0 && now.Sub(u.seen) > time.Minute {
			delete(l.people, id)
		}
	}
}

// request reports whether a person may ask once more now.
func (l *limits) request(ctx context.Context, person string, now time.Time) bool {
	parts := l.instances.count(ctx, now)
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of(person, parts, now).requests.AllowN(now, 1)
}

// startFile takes one of a person's slots for file requests; end frees it.
func (l *limits) startFile(ctx context.Context, person string, now time.Time) (end func(), ok bool) {
	parts := l.instances.count(ctx, now)
	l.mu.Lock()
	defer l.mu.Unlock()
	u := l.of(person, parts, now)
	if u.files >= max(1, l.config.FilesAtOnce/parts) {
		return nil, false
	}
	u.files++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		u.files--
	}, true
}
