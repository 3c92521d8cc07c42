package downloads

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"path/filepath"
	"strings"
)

// Add appends downloads and commits them together. A download that is already in the queue and not done is
// not added again: its id is returned. Errors are of kind Usage (the spec) or Disk (the store).
func (q *Queue) Add(ctx context.Context, specs ...Spec) ([]ID, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i := range specs {
		if err := specs[i].check(); err != nil {
			return nil, err
		}
	}
	batch, err := q.core.prepare(specs) //nolint:contextcheck // what is told as kept is kept: no context ends a commit
	if err != nil || len(batch.items) == 0 {
		return batch.ids, err
	}
	return q.core.listed(batch, <-batch.done)
}

// addition is a batch of entries that is being committed.
type addition struct {
	ids   []ID // of all that were asked for, those that were there already too
	items []*item
	done  <-chan error
}

// prepare makes items of specs, claims their names and puts them into the store's line. They are listed once they are
// committed.
func (c *core) prepare(specs []Spec) (addition, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return addition{}, closedFault()
	}
	b := addition{ids: make([]ID, len(specs))}
	var rows []row
	var lines []recoverable
	for i, spec := range specs {
		if it := c.list.twin(spec); it != nil {
			b.ids[i] = it.id
			it.addLine(c.env.now(), "added again: it is in the queue already")
			if it.state == Stopped {
				c.resume(it)
				c.touch(it)
				c.schedule.stale = true
				c.poke()
			}
			continue
		}
		it := c.list.create(spec)
		r := it.row()
		r.spec = mustJSON(&it.spec)
		b.ids[i] = it.id
		b.items, rows = append(b.items, it), append(rows, r)
		lines = append(lines, recoverable{ID: it.id, Name: it.Name, Part: it.Part, Spec: &it.spec})
	}
	if len(b.items) > 0 {
		b.done = c.store.queue(func(w *writer) error { return w.addAll(rows, lines) })
	}
	return b, nil
}

// listed lists the items of a batch that was committed, or forgets them.
func (c *core) listed(b addition, err error) ([]ID, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		for _, it := range b.items {
			c.list.discard(it)
		}
		return nil, storeFault(err)
	}
	for _, it := range b.items {
		c.list.append(it)
		c.view.insert()
		c.touch(it)
	}
	c.schedule.stale = true
	c.poke()
	return b.ids, nil
}

// check checks that a spec can be used and puts it into its plain form.
func (s *Spec) check() error {
	if (s.URL == "") == (s.Source == "") {
		return noAddressFault()
	}
	if s.URL != "" {
		u, err := url.Parse(strings.TrimSpace(s.URL))
		if err != nil {
			return unreadableAddressFault(err)
		}
		if u.User != nil {
			return addressWithUserFault()
		}
		if why := checkAddress(u); !why.IsZero() {
			return wrongAddressFault(why)
		}
		u.Fragment = ""
		s.URL = u.String()
	}
	if s.Origin == "" {
		s.Origin = bare(s.URL)
	}
	if !filepath.IsAbs(s.Dir) {
		abs, err := filepath.Abs(s.Dir)
		if s.Dir == "" || err != nil {
			return noFolderFault()
		}
		s.Dir = abs
	}
	s.Dir = filepath.Clean(s.Dir)
	s.SHA256 = strings.ToLower(strings.TrimSpace(s.SHA256))
	if raw, err := hex.DecodeString(s.SHA256); err != nil || len(raw) != 0 && len(raw) != 32 {
		return wrongSHA256Fault()
	}
	if s.Size < 0 || s.Size == 0 && s.SHA256 == "" {
		s.Size = -1
	}
	if s.Size == 0 && s.SHA256 != emptySHA256 {
		s.Size = -1
	}
	if s.Connections < 0 || s.Connections > 16 {
		return wrongConnectionsFault()
	}
	if s.Limit < 0 {
		return wrongLimitFault("limit")
	}
	return s.checkPieces()
}

const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// checkPieces checks that the piece hashes fit the file.
func (s *Spec) checkPieces() error {
	p := &s.Pieces
	if len(p.SHA256) == 0 {
		return nil
	}
	if p.Size <= 0 || s.Size < 0 || int64(len(p.SHA256)) != (s.Size+p.Size-1)/p.Size {
		return wrongPiecesFault()
	}
	return nil
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only plain structs come here
	}
	return b
}
