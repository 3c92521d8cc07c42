package service

import (
	"context"
	"database/sql"
	"net/url"
	"sync"
	"time"
)

// pass is what the gate found for one signed link: the file, and whose link it is.
type pass struct {
	file   stored
	person Identity
	asked  time.Time
}

// passLife bounds how late a date that comes, such as the end of a time of grace, is noticed between two requests.
const passLife = time.Second

// gate checks each request for bytes. What it found for a link is used again only while nothing at all was written to the
// database, by this process or another, and for a second at most: so each range is checked, and costs one short question
// instead of thirty.
type gate struct {
	mu      sync.Mutex
	watcher *sql.Conn // writes nothing, so SQLite's data_version tells it of every write of all others
	version int64
	passes  map[string]pass
}

func openGate(ctx context.Context, db *sql.DB) (*gate, error) {
	watcher, err := db.Conn(ctx)
	return &gate{watcher: watcher, passes: map[string]pass{}}, err
}

// find gives what was found for a link, when it still counts.
func (g *gate) find(ctx context.Context, link string, now time.Time) (pass, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.current(ctx) {
		return pass{}, false
	}
	p, ok := g.passes[link]
	if !ok || now.Before(p.asked) || now.Sub(p.asked) > passLife {
		return pass{}, false
	}
	return p, true
}

// current forgets everything when the database was written to; g.mu is held.
func (g *gate) current(ctx context.Context) bool {
	var version int64
	if err := g.watcher.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA data_version").Scan(&version); err != nil {
		clear(g.passes)
		return false
	}
	if version != g.version || len(g.passes) > 4096 {
		clear(g.passes)
	}
	g.version = version
	return true
}

// before is asked before a link is checked, keep afterwards: what was written in between is not missed.
func (g *gate) before(ctx context.Context) int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.current(ctx)
	return g.version
}

func (g *gate) keep(ctx context.Context, link string, version int64, p pass) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.current(ctx) && g.version == version {
		g.passes[link] = p
	}
}

func (g *gate) close() error { return g.watcher.Close() }

// admit gives the file of a signed link to somebody who may have it now.
func (s *Service) admit(ctx context.Context, id, name, rawQuery string) (pass, error) {
	link := id + "/" + name + "?" + rawQuery
	if p, ok := s.gate.find(ctx, link, s.now()); ok {
		return p, nil
	}
	version, asked := s.gate.before(ctx), s.now()
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return pass{}, linkProblem()
	}
	f, err := loadFile(ctx, s.store.db, id, name)
	if err != nil {
		return pass{}, err
	}
	person, err := s.checkLink(ctx, id, f, query)
	if err != nil {
		return pass{}, err
	}
	found, err := loadPackages(ctx, s.store.db, id)
	if err != nil {
		return pass{}, err
	}
	if len(found) == 0 {
		return pass{}, notFoundProblem()
	}
	if err := s.may(ctx, person, found[0].Engagement); err != nil {
		return pass{}, err
	}
	terms, err := s.termsHash(ctx, person.ID(), found[0].Engagement)
	if err != nil {
		return pass{}, err
	}
	if terms != query.Get("t") || s.expired(found[0]) {
		return pass{}, linkProblem()
	}
	p := pass{file: f, person: person, asked: asked}
	s.gate.keep(ctx, link, version, p)
	return p, nil
}
