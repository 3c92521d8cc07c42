package downloads

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// links holds where a download is fetched from now. All its workers share it: whoever finds that the link is
// no good any more asks the Source once, for all.
type links struct {
	source Source // nil: the address does not change
	key    SourceKey
	clock  func() time.Time
	url    string   // Spec.URL
	extra  []string // Spec.Mirrors
	keep   validator

	busy chan struct{} // one asks at a time; abandonable

	mu      sync.Mutex
	gen     int // counts the links that were given
	good    bool
	why     Refresh
	vain    int // links in a row that were given for the same reason and never worked
	margin  time.Duration
	expires time.Time
	size    int64
	mirrors []*mirror
}

func newLinks(spec Spec, source Source, keep validator, clock func() time.Time) *links {
	return &links{source: source, key: spec.Source, url: spec.URL, clock: clock, extra: spec.Mirrors, keep: keep, busy: make(chan struct{}, 1)}
}

// get returns the mirror for a worker, asking for a link first when there is none or it expires.
func (l *links) get(ctx context.Context, worker int, all bool) (*mirror, int, error) {
	l.mu.Lock()
	gen, none, old := l.gen, len(l.mirrors) == 0, !l.expires.IsZero() && !l.clock().Before(l.expires.Add(-l.margin))
	l.mu.Unlock()
	if none || old {
		why := RefreshExpired
		if none {
			why = RefreshFirst
		}
		if err := l.renew(ctx, gen, why, nil); err != nil {
			return nil, 0, err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.choose(worker, all), l.gen, nil
}

// choose prefers the fastest mirror and lets one worker in four look whether another has become faster. mu is held.
func (l *links) choose(worker int, all bool) *mirror {
	alive := l.alive(nil)
	if len(alive) == 0 {
		for _, m := range l.mirrors { // all were bad: each gets another chance
			m.revive()
		}
		alive = l.mirrors
	}
	if !all || len(alive) == 1 {
		return alive[0]
	}
	best, unknown := alive[0], (*mirror)(nil)
	var top float64
	for i := range alive {
		m := alive[(i+worker)%len(alive)]
		_, rate := m.state()
		if rate == 0 && unknown == nil {
			unknown = m
		}
		if rate > top {
			best, top = m, rate
		}
	}
	if unknown != nil && (top == 0 || worker%4 == 3) {
		return unknown
	}
	return best
}

// alive returns the mirrors that are in use, but one. mu is held.
func (l *links) alive(but *mirror) []*mirror {
	var alive []*mirror
	for _, m := range l.mirrors {
		if ok, _ := m.state(); ok && m != but {
			alive = append(alive, m)
		}
	}
	return alive
}

// others reports whether another mirror than m is in use.
func (l *links) others(m *mirror) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.alive(m)) > 0
}

// spare reports whether a mirror is not the link's own address, and others are in use.
func (l *links) spare(m *mirror) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.mirrors) > 0 && l.mirrors[0] != m && slices.Contains(l.mirrors, m) && len(l.alive(m)) > 0
}

// renew asks the Source for another link unless somebody did so since gen. giveUp is what to return when the
// link that is no good was itself given for the same reason and never worked.
func (l *links) renew(ctx context.Context, gen int, why Refresh, giveUp *outcome) error {
	select {
	case l.busy <- struct{}{}:
		defer func() { <-l.busy }()
	case <-ctx.Done():
		return ctx.Err()
	}
	switch verdict, err := l.mayRenew(gen, why, giveUp); {
	case err != nil:
		return err
	case verdict == useAddress:
		return l.set(Link{URL: l.url, Size: -1}, why)
	case verdict == useAsIs:
		return nil
	}
	link, err := l.source.Link(ctx, l.key, why)
	if err != nil {
		return linkOutcome(ctx, err)
	}
	return l.set(link, why)
}

// renewal is what to do about a link that is no good.
type renewal int

const (
	askSource  renewal = iota
	useAddress         // the address does not change
	useAsIs            // somebody renewed it meanwhile, or nothing better is to be had
)

// mayRenew decides whether another link is asked for; it returns giveUp as the error when that would be in vain.
func (l *links) mayRenew(gen int, why Refresh, giveUp *outcome) (renewal, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case len(l.mirrors) == 0 && l.source == nil && l.key != "":
		return useAsIs, stopped(noSourceFault())
	case len(l.mirrors) == 0 && l.source == nil:
		return useAddress, nil
	case l.gen != gen:
		return useAsIs, nil
	case l.source == nil && giveUp == nil:
		return useAsIs, nil
	case l.source == nil, l.why == why && !l.good && giveUp != nil && l.vain >= patienceWith[why]:
		return useAsIs, giveUp
	}
	return askSource, nil
}

// set makes a link the present one.
func (l *links) set(link Link, why Refresh) error {
	var mirrors []*mirror
	for i, raw := range append(append([]string{link.URL}, link.Mirrors...), l.extra...) {
		u, err := url.Parse(raw)
		trouble := addressTrouble(u, err)
		if !trouble.IsZero() {
			if i > 0 {
				continue
			}
			return stopped(addressFault(trouble))
		}
		m := &mirror{url: u, origin: origin(u)}
		if i == 0 {
			m.header = link.Header
			m.val, m.seen = l.keep, l.keep.known()
			if !m.seen && link.ETag != "" {
				m.val = readValidator(http.Header{"Etag": {link.ETag}})
				m.seen = m.val.Strong
			}
		} else if origin(u) == mirrors[0].origin {
			m.header = link.Header
		}
		mirrors = append(mirrors, m)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.mirrors) > 0 { // what was learned of the version stays
		mirrors[0].inherit(l.mirrors[0])
	}
	if l.good || l.why != why {
		l.vain = 0
	}
	l.vain++
	l.mirrors, l.expires, l.why, l.size = mirrors, link.Expires, why, link.Size
	l.margin = 0
	if !link.Expires.IsZero() {
		l.margin = min(link.Expires.Sub(l.clock())/10, 30*time.Second)
	}
	l.gen++
	l.good = false
	return nil
}

// patienceWith is how many fresh links are tried in a row. A token that was just renewed and is refused will be
// refused again; a link may expire while it is on its way.
var patienceWith = map[Refresh]int{RefreshUnauthorised: 1, RefreshExpired: 3}

// addressTrouble returns why an address is not acceptable; empty when it is.
func addressTrouble(u *url.URL, err error) i18n.Text {
	if err != nil {
		return addressUnreadable()
	}
	return checkAddress(u)
}

// worked notes that a link of this generation gave bytes.
func (l *links) worked(gen int) {
	l.mu.Lock()
	if gen == l.gen {
		l.good = true
	}
	l.mu.Unlock()
}

// failed counts against a mirror; it reports whether another one is left to go on with.
func (l *links) failed(m *mirror) bool {
	m.fail(false)
	return l.others(m)
}

// drop takes a mirror out at once: it has another file.
func (l *links) drop(m *mirror) { m.fail(true) }

func linkOutcome(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var f *fault.Error
	if errors.As(err, &f) {
		return refused(f)
	}
	return serviceFault(err)
}
