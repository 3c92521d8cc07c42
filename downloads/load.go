package downloads

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// loaded is what the store held.
type loaded struct {
	store *store
	items []*item // in order
	next  ID
	fault *fault.Error // that it was rebuilt; nil otherwise
}

// loadStore opens the store in dir, sets a damaged one aside, and reads what is in it.
func loadStore(ctx context.Context, dir string, now time.Time) (loaded, error) {
	var found loaded
	s, rows, err := openRows(ctx, dir)
	if errors.Is(err, errDamaged) {
		s, rows, found.fault, err = rebuild(ctx, dir, now)
	}
	switch {
	case errors.Is(err, errNewerStore):
		return loaded{}, newerStoreFault(dir)
	case errors.Is(err, errForeignStore):
		return loaded{}, foreignStoreFault(dir)
	case err != nil:
		return loaded{}, storeFault(err)
	}
	found.store, found.next = s, rows.next
	for _, r := range rows.all {
		it, err := itemOf(r)
		if err != nil {
			found.fault = rebuiltFault(storeFile)
			continue
		}
		found.items = append(found.items, it)
	}
	if err := s.openList(dir, found.items); err != nil {
		return loaded{}, storeFault(errors.Join(err, s.close()))
	}
	return found, nil
}

// openList opens the recovery list, without its history when that is most of it.
func (s *store) openList(dir string, items []*item) (err error) {
	var lines []recoverable
	for _, it := range items {
		if it.open() {
			lines = append(lines, recoverable{ID: it.id, Name: it.Name, Part: it.Part, Spec: &it.spec})
		}
	}
	if err := compact(dir, lines); err != nil {
		return err
	}
	s.list, err = openRecovery(dir)
	return err
}

// stored is the rows of a store and the id that comes next.
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
		return nil, stored{}, errors.Join(err, s.close())
	}
	return s, stored{all, next}, nil
}

// rebuild sets the damaged store aside and makes a new one from the recovery list and the part files.
func rebuild(ctx context.Context, dir string, now time.Time) (*store, stored, *fault.Error, error) {
	lines, err := readRecovery(dir)
	if err != nil {
		return nil, stored{}, nil, err
	}
	aside := storeFile + ".damaged-" + now.UTC().Format("20060102-150405")
	for _, end := range []string{"", "-wal", "-shm"} {
		err := os.Rename(filepath.Join(dir, storeFile+end), filepath.Join(dir, aside+end))
		if err != nil && !os.IsNotExist(err) {
			return nil, stored{}, nil, err
		}
	}
	s, err := openStore(ctx, dir)
	if err != nil {
		return nil, stored{}, nil, err
	}
	var rows []row
	for _, l := range lines {
		it := recovered(l)
		it.Added = now
		r := it.row()
		r.pos = float64(len(rows)+1) * gap
		r.spec = mustJSON(l.Spec)
		rows = append(rows, r)
	}
	err = s.do(func(w *writer) error { return w.addRows(rows) }) //nolint:contextcheck // no context ends a commit
	if err := errors.Join(err, s.close()); err != nil {
		return nil, stored{}, nil, err
	}
	s, found, err := openRows(ctx, dir)
	return s, found, rebuiltFault(aside), err
}

// recovered returns an item from its line. How far it came is what its part file holds; that is only believed when a
// SHA-256 will decide in the end, and it is read again before it goes on.
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
