package downloads

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// Add appends downloads and commits them together. A download that is already in the queue and not done is
// not added again: its id is given. Errors are of kind Usage (the spec) or Disk (the store).
func (q *Queue) Add(ctx context.Context, specs ...Spec) ([]ID, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i := range specs {
		if err := specs[i].check(); err != nil {
			return nil, err
		}
	}
	q.mu.Lock()
	if q.closed {
		q.mu.Unlock()
		return nil, closedFault()
	}
	ids := make([]ID, len(specs))
	var added []*item
	var rows []row
	var lines []recoverable
	for i, spec := range specs {
		if id, ok := q.same[spec.identity()]; ok {
			ids[i] = id
			q.byID[id].addLine(q.now(), "added again: it is in the queue already")
			continue
		}
		it := q.newItem(spec)
		r := it.row()
		r.spec = mustJSON(&it.spec)
		ids[i] = it.id
		added, rows = append(added, it), append(rows, r)
		lines = append(lines, recoverable{ID: it.id, Name: it.Name, Part: it.Part, Spec: &it.spec})
	}
	q.mu.Unlock()
	if len(added) == 0 {
		return ids, nil
	}
	err := q.store.do(func(w *writer) error {
		for _, r := range rows {
			if err := w.add(r); err != nil {
				return err
			}
		}
		return w.s.list.append(lines, true)
	})
	q.mu.Lock()
	defer q.mu.Unlock()
	if err != nil {
		for _, it := range added {
			q.unclaim(it)
			delete(q.byID, it.id)
		}
		return nil, storeFault(err)
	}
	q.list(added)
	return ids, nil
}

// list puts committed items at the end of the queue. mu is held.
func (q *Queue) list(added []*item) {
	q.unshare()
	for _, it := range added {
		it.index = len(q.items)
		q.items = append(q.items, it)
		q.entries = append(q.entries, nil)
		q.touch(it)
	}
	q.stale = true
	q.poke()
}

// newItem makes an item and claims its name. It is not listed before it is committed. mu is held.
func (q *Queue) newItem(spec Spec) *item {
	q.nextID++
	it := &item{id: q.nextID, spec: spec, state: Queued, pos: float64(q.nextID) * gap}
	if n := len(q.items); n > 0 {
		it.pos = max(it.pos, q.items[n-1].pos+gap)
	}
	it.Size, it.SHA256, it.Priority, it.Limit, it.Added = spec.Size, spec.SHA256, spec.Priority, spec.Limit, q.now()
	if spec.Paused {
		it.state = Paused
	}
	it.Name = spec.Name
	if it.Name == "" {
		it.Name = nameFromAddress(spec.URL)
	}
	it.Name = legalName(it.Name)
	q.byID[it.id] = it
	q.claim(it)
	it.Part = fmt.Sprintf("%s.%08x.part", it.Name, uint32(q.random()*(1<<32)))
	return it
}

// claim takes a name for an open item that no other open item of the folder has, and remembers what it fetches.
// mu is held.
func (q *Queue) claim(it *item) {
	base := it.Name
	for n := 2; ; n++ {
		id, taken := q.names[nameKey(it.spec.Dir, it.Name)]
		if !taken || id == it.id {
			break
		}
		it.Name = numbered(base, n)
	}
	q.names[nameKey(it.spec.Dir, it.Name)] = it.id
	if _, ok := q.same[it.spec.identity()]; !ok {
		q.same[it.spec.identity()] = it.id
	}
}

// unclaim gives up what claim took. mu is held.
func (q *Queue) unclaim(it *item) {
	if k := nameKey(it.spec.Dir, it.Name); q.names[k] == it.id {
		delete(q.names, k)
	}
	if k := it.spec.identity(); q.same[k] == it.id {
		delete(q.same, k)
	}
}

func nameKey(dir, name string) string { return dir + "\x00" + folded(name) }

// identity is what makes two specs the same download.
func (s *Spec) identity() string {
	return s.URL + "\x00" + string(s.Source) + "\x00" + s.Dir + "\x00" + s.SHA256 + "\x00" + s.Name
}

// check looks whether a spec can be used and puts it into its plain form.
func (s *Spec) check() error {
	if (s.URL == "") == (s.Source == "") {
		return usageFault("url", "A download needs an address.", "Give one address, or the name of a package's file.")
	}
	if s.URL != "" {
		u, err := url.Parse(strings.TrimSpace(s.URL))
		if err != nil {
			return usageFault("url", "The address can't be read.", "Copy it again, whole.")
		}
		if why := checkAddress(u); why != "" {
			return usageFault("url", why, "Give an https address without a name or password in it.")
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
			return usageFault("dir", "A download needs a folder.", "Give the folder where the file should go.")
		}
		s.Dir = abs
	}
	s.Dir = filepath.Clean(s.Dir)
	s.SHA256 = strings.ToLower(strings.TrimSpace(s.SHA256))
	if raw, err := hex.DecodeString(s.SHA256); err != nil || len(raw) != 0 && len(raw) != 32 {
		return usageFault("sha256", "This is not a SHA-256.", "Give its 64 hexadecimal digits.")
	}
	if s.Size < 0 || s.Size == 0 && s.SHA256 == "" {
		s.Size = -1
	}
	if s.Size == 0 && s.SHA256 != emptySHA256 {
		s.Size = -1
	}
	if s.Connections < 0 || s.Connections > 16 {
		return usageFault("connections", "The number of connections is out of range.", "Give a number from 1 to 16.")
	}
	if s.Limit < 0 {
		return usageFault("limit", "A speed limit can't be below zero.", "Give bytes a second, or 0 for no limit.")
	}
	return s.checkPieces()
}

const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// checkPieces drops piece hashes that do not fit the file: the whole hash decides anyway.
func (s *Spec) checkPieces() error {
	p := &s.Pieces
	if len(p.SHA256) == 0 {
		return nil
	}
	if p.Size <= 0 || s.Size < 0 || int64(len(p.SHA256)) != (s.Size+p.Size-1)/p.Size {
		return usageFault("pieces", "The piece hashes do not fit the file's length.", "Refresh the list of packages.")
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
