package downloads

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// mirror is one address of a file and what was learned about it in this run.
type mirror struct {
	url    *url.URL
	origin string
	header http.Header // for origin only

	mu       sync.Mutex
	resolved *url.URL // where redirects ended
	val      validator
	seen     bool // val was read from an answer (or kept from the last run)
	plain    bool // answers 200 to a right If-Range: ask without
	fails    int
	dropped  bool
	rate     float64 // bytes a second of its last segments, smoothed
}

func (m *mirror) target() *url.URL {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.resolved != nil {
		return m.resolved
	}
	return m.url
}

func (m *mirror) resolve(u *url.URL) {
	m.mu.Lock()
	m.resolved = u
	m.mu.Unlock()
}

func (m *mirror) validator() (v validator, seen, plain bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.val, m.seen, m.plain
}

func (m *mirror) learn(v validator) {
	m.mu.Lock()
	m.val, m.seen = v, true
	m.mu.Unlock()
}

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

// get gives the mirror for a worker, asking for a link first when there is none or it expires.
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
	var alive []*mirror
	for _, m := range l.mirrors {
		m.mu.Lock()
		if !m.dropped {
			alive = append(alive, m)
		}
		m.mu.Unlock()
	}
	if len(alive) == 0 {
		for _, m := range l.mirrors { // all were bad: each gets another chance
			m.mu.Lock()
			m.dropped, m.fails = false, 0
			m.mu.Unlock()
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
		m.mu.Lock()
		r := m.rate
		m.mu.Unlock()
		if r == 0 && unknown == nil {
			unknown = m
		}
		if r > top {
			best, top = m, r
		}
	}
	if unknown != nil && (top == 0 || worker%4 == 3) {
		return unknown
	}
	return best
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
	l.mu.Lock()
	if len(l.mirrors) == 0 && l.source == nil {
		l.mu.Unlock()
		if l.key != "" {
			return stopped(&fault.Error{Kind: fault.Other, Code: "downloads.no-source", Title: i18n.Verbatim("Nothing here knows where this file comes from."),
				Cause: i18n.Verbatim("The program it belongs to is not set up."), Safe: i18n.Verbatim(keptText), Steps: []i18n.Text{i18n.Verbatim("Add the program again, then retry.")}})
		}
		return l.set(Link{URL: l.url, Size: -1}, why)
	}
	fresh, hopeless := l.gen != gen, l.source == nil && len(l.mirrors) > 0 || l.why == why && !l.good && giveUp != nil && l.vain >= patienceWith[why]
	l.mu.Unlock()
	if fresh {
		return nil
	}
	if hopeless {
		if giveUp == nil {
			return nil
		}
		return giveUp
	}
	link, err := l.source.Link(ctx, l.key, why)
	if err != nil {
		return linkOutcome(ctx, err)
	}
	return l.set(link, why)
}

// set makes a link the present one.
func (l *links) set(link Link, why Refresh) error {
	var mirrors []*mirror
	for i, raw := range append(append([]string{link.URL}, link.Mirrors...), l.extra...) {
		u, err := url.Parse(raw)
		if err != nil || checkAddress(u) != "" {
			if i > 0 {
				continue
			}
			return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.address", Title: i18n.Verbatim("The address of the file can't be used."), Cause: i18n.Verbatim(addressTrouble(u, err)),
				Safe: i18n.Verbatim(keptText), Steps: []i18n.Text{i18n.Verbatim("Check the address."), i18n.Verbatim("Tell the program's contact.")}})
		}
		m := &mirror{url: u, origin: origin(u)}
		if i == 0 {
			m.header = link.Header
			m.val, m.seen = l.keep, l.keep != (validator{})
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
		mirrors[0].val, mirrors[0].seen, mirrors[0].plain = l.mirrors[0].validator()
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

func addressTrouble(u *url.URL, err error) string {
	if err != nil {
		return "It can't be read."
	}
	return checkAddress(u)
}

// worked tells that a link of this generation gave bytes.
func (l *links) worked(gen int) {
	l.mu.Lock()
	if gen == l.gen {
		l.good = true
	}
	l.mu.Unlock()
}

// failed counts against a mirror; it tells whether another one is left to go on with.
func (l *links) failed(m *mirror) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	m.mu.Lock()
	m.fails++
	m.resolved = nil
	if m.fails >= 2 {
		m.dropped = true
	}
	m.mu.Unlock()
	for _, x := range l.mirrors {
		if x != m {
			x.mu.Lock()
			ok := !x.dropped
			x.mu.Unlock()
			if ok {
				return true
			}
		}
	}
	return false
}

// drop takes a mirror out at once: it has another file.
func (l *links) drop(m *mirror) {
	m.mu.Lock()
	m.fails = 1
	m.mu.Unlock()
	l.failed(m)
}

func (l *links) measured(m *mirror, rate float64) {
	m.mu.Lock()
	m.fails = 0
	if m.rate == 0 {
		m.rate = rate
	} else {
		m.rate += 0.3 * (rate - m.rate)
	}
	m.mu.Unlock()
}

func linkOutcome(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var f *fault.Error
	if errors.As(err, &f) {
		return refused(f)
	}
	return networkFault(err, "the program's service")
}
