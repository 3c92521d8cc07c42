package downloads

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync"
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
	cookies  http.CookieJar // set by redirects on the way to the file; nil: none
	rate     float64        // bytes a second of its last segments, smoothed
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

// keepCookies keeps what a redirect sets: some lead to themselves until it comes back. Each mirror has its own.
func (m *mirror) keepCookies(u *url.URL, resp *http.Response) {
	set := resp.Cookies()
	if len(set) == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cookies == nil {
		m.cookies, _ = cookiejar.New(nil) // it gives no error
	}
	m.cookies.SetCookies(u, set)
}

// addCookies adds what redirects have set for a request's address.
func (m *mirror) addCookies(req *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cookies == nil {
		return
	}
	for _, c := range m.cookies.Cookies(req.URL) {
		req.AddCookie(c)
	}
}

// state returns whether the mirror is in use, and how fast it was.
func (m *mirror) state() (alive bool, rate float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !m.dropped, m.rate
}

// revive gives a mirror that was dropped another chance.
func (m *mirror) revive() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dropped, m.fails = false, 0
}

// fail counts a failure; the second in a row, or one that is final, drops the mirror.
func (m *mirror) fail(final bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fails++
	m.resolved = nil
	m.dropped = m.dropped || final || m.fails >= 2
}

// measured notes the rate of a segment that came whole.
func (m *mirror) measured(rate float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fails = 0
	if m.rate == 0 {
		m.rate = rate
		return
	}
	m.rate += 0.3 * (rate - m.rate)
}

// askPlain notes that the mirror answers 200 to a right If-Range.
func (m *mirror) askPlain() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.plain = true
}

// inherit takes over what an earlier mirror of the same file learned of its version.
func (m *mirror) inherit(from *mirror) {
	v, seen, plain := from.validator()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.val, m.seen, m.plain = v, seen, plain
}
