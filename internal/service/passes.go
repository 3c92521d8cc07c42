package service

import (
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

// pass is what a check of one signed link found: the file, and whose link it is.
type pass struct {
	file    store.File
	person  Identity
	pack    string // the package's id
	terms   string // what the link says of the terms
	asked   time.Time
	version int64 // of the data when it was asked
}

const (
	passLife  = time.Second // bounds how late a date that comes, such as the end of a time of grace, is noticed between two requests
	mostKnown = 4096        // links that are remembered
)

// passes remembers what checks found. It is used again only while nothing at all was written to the data, by this process or
// another, and for a second at most: so each range is checked, and costs one short question instead of thirty.
type passes struct {
	mu    sync.Mutex
	found map[string]pass
}

// find returns what was found for a link, when it still counts at a version of the data.
func (p *passes) find(link string, version int64, now time.Time) (pass, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known, ok := p.found[link]
	if !ok || known.version != version || now.Before(known.asked) || now.Sub(known.asked) > passLife {
		return pass{}, false
	}
	return known, true
}

// keep remembers what was found for a link, and forgets what no longer counts when it remembers much.
func (p *passes) keep(link string, found pass) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.found) >= mostKnown {
		clear(p.found)
	}
	p.found[link] = found
}
