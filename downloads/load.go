package downloads

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// load reads the store, sets a damaged one aside, and takes up what was there.
func (q *Queue) load(ctx context.Context) error {
	s, rows, err := openRows(ctx, q.cfg.Dir)
	if errors.Is(err, errDamaged) {
		s, rows, err = q.rebuild(ctx)
	}
	if err != nil {
		return storeFault(err)
	}
	q.store, q.nextID = s, rows.next-1
	for _, r := range rows.all {
		it, err := itemOf(r)
		if err != nil {
			q.fault = rebuiltFault("queue.db")
			continue
		}
		q.take(it)
	}
	if err := q.openList(); err != nil {
		_ = s.close()
		return storeFault(err)
	}
	q.number(0, len(q.items))
	for _, it := range q.items {
		q.touch(it)
	}
	return nil
}

// openList opens the recovery list, without its history when that is most of it.
func (q *Queue) openList() (err error) {
	var lines []recoverable
	for _, it := range q.items {
		if it.open() {
			lines = append(lines, recoverable{ID: it.id, Name: it.Name, Part: it.Part, Spec: &it.spec})
		}
	}
	if err := compact(q.cfg.Dir, lines); err != nil {
		return err
	}
	q.store.list, err = openRecovery(q.cfg.Dir)
	return err
}

// take lists an item that was stored. mu is not needed: nobody else knows the queue yet.
func (q *Queue) take(it *item) {
	q.items = append(q.items, it)
	q.entries = append(q.entries, nil)
	q.byID[it.id] = it
	q.nextID = max(q.nextID, it.id)
	if it.open() {
		q.claim(it)
	}
	it.tail = it.mayHaveTail(q.boot)
	if it.state == Waiting && (it.wait == WaitDisk || it.wait == WaitNetwork) {
		q.delay(it, q.clock())
	}
}

// stored is what the store held.
type stored struct {
	all  []row
	next ID
}

func openRows(ctx context.Context, dir string) (*store, stored, error) {
	s, err := openStore(ctx, dir)
	if err != nil {
		return nil, stored{}, err
	}
	all, next, err := s.rows(ctx)
	if err != nil {
		_ = s.close()
		return nil, stored{}, err
	}
	return s, stored{all, next}, nil
}

// rebuild sets the damaged store aside and makes a new one from the recovery list and the part files.
func (q *Queue) rebuild(ctx context.Context) (*store, stored, error) {
	dir := q.cfg.Dir
	aside := "queue.db.damaged-" + q.clock().UTC().Format("20060102-150405")
	for _, end := range []string{"", "-wal", "-shm"} {
		err := os.Rename(filepath.Join(dir, "queue.db"+end), filepath.Join(dir, aside+end))
		if err != nil && !os.IsNotExist(err) {
			return nil, stored{}, err
		}
	}
	lines, err := readRecovery(dir)
	if err != nil {
		return nil, stored{}, err
	}
	s, err := openStore(ctx, dir)
	if err != nil {
		return nil, stored{}, err
	}
	var rows []row
	for _, l := range lines {
		it := recovered(l)
		it.Added = q.clock()
		r := it.row()
		r.pos = float64(len(rows)+1) * gap
		r.spec = mustJSON(l.Spec)
		rows = append(rows, r)
	}
	if err := s.do(func(w *writer) error {
		for _, r := range rows {
			if err := w.add(r); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		_ = s.close()
		return nil, stored{}, err
	}
	q.fault = rebuiltFault(aside)
	_ = s.close()
	return openRows(ctx, dir)
}

// recovered is an item from its line. How far it came is what its part file holds; that is only believed when
// a SHA-256 will decide in the end, and it is read again before it goes on.
func recovered(l recoverable) *item {
	it := &item{id: l.ID, spec: *l.Spec, state: Queued}
	it.Name, it.Part, it.Size, it.SHA256 = l.Name, l.Part, l.Spec.Size, l.Spec.SHA256
	it.Priority, it.Limit = l.Spec.Priority, l.Spec.Limit
	info, err := os.Lstat(filepath.Join(l.Spec.Dir, l.Part))
	if err == nil && info.Mode().IsRegular() && l.Spec.SHA256 != "" && l.Spec.Size > 0 {
		it.committed = min(info.Size(), l.Spec.Size)
	}
	return it
}
