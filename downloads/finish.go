package downloads

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"sync"
	"time"
)

// The order in which a file becomes done, so that a name never stands for anything but a whole, verified,
// marked and flushed file:
//
//  1. verified: length and SHA-256 match (complete);
//  2. its origin is marked (seal);
//  3. its bytes are synced (seal for large files, the finisher for small ones together);
//  4. it is renamed, never over another file (finisher);
//  5. the folder is synced (finisher, once for all files of a folder);
//  6. "done" is committed (finisher, once for all).

// complete compares what came with what was promised. Pieces that are damaged are fetched again, once.
func (t *transfer) complete(sum []byte) ([]byte, error) {
	if t.spec.SHA256 == "" || hex.EncodeToString(sum) == t.spec.SHA256 {
		return sum, nil
	}
	t.note("the SHA-256 does not match")
	if len(t.spec.Pieces.SHA256) > 0 {
		again, err := t.mendPart()
		if err != nil || hex.EncodeToString(again) == t.spec.SHA256 {
			return again, err
		}
	}
	t.q.mu.Lock()
	if t.it.Base != nil {
		t.q.mu.Unlock()
		return nil, &outcome{next: Retrying, back: true, fault: backFault()}
	}
	first := t.it.mismatches == 0
	t.it.mismatches++
	t.q.mu.Unlock()
	if first {
		// A mixed or damaged transfer: once from zero, in one piece by one connection.
		o := changedFault("What came does not match its SHA-256.")
		t.noRanges()
		return nil, o
	}
	return nil, hashFault()
}

// release gives back the file and the folder.
func (t *transfer) release() {
	if t.file != nil {
		_ = t.file.Close()
		t.file = nil
	}
	if t.folder != nil {
		t.q.folders.close(t.folder)
		t.folder = nil
	}
}

// seal does steps 2 and 3.
func (t *transfer) seal() error {
	if t.q.cfg.Mark != nil {
		if err := t.q.cfg.Mark(t.folder.path(t.part), t.spec.Origin); err != nil {
			t.note("the origin could not be marked")
		}
	}
	if t.size > smallSync {
		if err := syncData(t.file); err != nil {
			return diskFault(err, t.spec.Dir)
		}
		t.forget(t.size)
	}
	_ = t.file.Close() // it is flushed by its folder or by its name from here on; Windows renames no open file
	t.file = nil
	return nil
}

// smallSync is the size up to which files wait to be synced together.
const smallSync = 4 << 20

// handOver ends a run that brought a whole file and gives its place to the next one.
func (q *Queue) handOver(t *transfer, sum []byte) {
	t.phase.Store(Finishing)
	q.mu.Lock()
	it := t.it
	if it.state != Queued || q.byID[it.id] != it {
		q.mu.Unlock()
		t.release()
		q.over(t, &outcome{next: Queued, why: "paused at the end"})
		return
	}
	it.finishing = true
	q.touch(it)
	q.mu.Unlock()
	err := t.seal()
	q.finish.wait()
	q.mu.Lock()
	q.places--
	q.poke()
	q.mu.Unlock()
	if err != nil {
		q.unfinished(t, err)
		return
	}
	q.finish.add(ending{t, sum})
}

// unfinished is the end of a file that could not be finished.
func (q *Queue) unfinished(t *transfer, err error) {
	t.release()
	q.over(t, err)
}

// ending is a verified file that waits to get its name.
type ending struct {
	t   *transfer
	sum []byte
}

// finisher gives verified files their names, all that are ready at the same time together: a flush of the disk
// costs nearly the same for one file and for fifty.
type finisher struct {
	q    *Queue
	mu   sync.Mutex
	cond sync.Cond
	list []ending
	end  bool
	done sync.WaitGroup
}

func (f *finisher) start(q *Queue) {
	f.q = q
	f.cond.L = &f.mu
	f.done.Go(f.run)
}

func (f *finisher) add(e ending) {
	f.mu.Lock()
	f.list = append(f.list, e)
	f.cond.Broadcast()
	f.mu.Unlock()
}

// backlog is how many files may wait for their names; more would only pile up before a slow disk.
const backlog = 256

// wait waits while too many files wait.
func (f *finisher) wait() {
	f.mu.Lock()
	for len(f.list) >= backlog {
		f.cond.Wait()
	}
	f.mu.Unlock()
}

// company gives other files that are about to come a moment, so that they share the flushes.
func (f *finisher) company() {
	f.q.mu.Lock()
	others := f.q.places > 0
	f.q.mu.Unlock()
	if others {
		time.Sleep(30 * time.Millisecond)
	}
}

func (f *finisher) stop() {
	f.mu.Lock()
	f.end = true
	f.cond.Broadcast()
	f.mu.Unlock()
	f.done.Wait()
}

func (f *finisher) run() {
	for {
		f.mu.Lock()
		for len(f.list) == 0 && !f.end {
			f.cond.Wait()
		}
		f.mu.Unlock()
		f.company()
		f.mu.Lock()
		batch := f.list
		f.list = nil
		f.cond.Broadcast()
		f.mu.Unlock()
		if len(batch) == 0 {
			return
		}
		f.finish(batch)
	}
}

// finish does steps 3 to 6 for a batch.
func (f *finisher) finish(batch []ending) {
	batch = f.each(batch, syncTogether(batch))
	batch = f.each(batch, func(e ending) error { return f.q.name(e.t, e.sum) })
	dirs := map[*folder]error{}
	for _, e := range batch {
		if _, seen := dirs[e.t.folder]; !seen {
			dirs[e.t.folder] = e.t.folder.sync()
		}
	}
	batch = f.each(batch, func(e ending) error {
		if err := dirs[e.t.folder]; err != nil {
			return diskFault(err, e.t.spec.Dir)
		}
		return nil
	})
	if len(batch) > 0 {
		f.q.arrived(batch)
	}
}

// each keeps those for which do works and ends the others.
func (f *finisher) each(batch []ending, do func(ending) error) []ending {
	var good []ending
	for _, e := range batch {
		if err := do(e); err != nil {
			f.q.unfinished(e.t, err)
			continue
		}
		good = append(good, e)
	}
	return good
}

// syncTogether flushes the small files of a batch and tells each one's error.
func syncTogether(batch []ending) func(ending) error {
	var small []ending
	for _, e := range batch {
		if e.t.size <= smallSync {
			small = append(small, e)
		}
	}
	errs := make(map[*transfer]error, len(small))
	if len(small) < 4 || !syncDisk(small) {
		var mu sync.Mutex
		var all sync.WaitGroup
		lanes := make(chan struct{}, 8)
		for _, e := range small {
			lanes <- struct{}{}
			all.Go(func() {
				err := e.t.folder.syncFile(e.t.lies())
				mu.Lock()
				errs[e.t] = err
				mu.Unlock()
				<-lanes
			})
		}
		all.Wait()
	}
	return func(e ending) error {
		if err := errs[e.t]; err != nil {
			return diskFault(err, e.t.spec.Dir)
		}
		return nil
	}
}

// lies is the name that the file has now.
func (t *transfer) lies() string {
	if t.adopted {
		return t.name
	}
	return t.part
}

// name renames a part file to its name; where that is taken, to "name (2)" and so on.
func (q *Queue) name(t *transfer, sum []byte) error {
	if t.adopted {
		return nil
	}
	q.mu.Lock()
	it := t.it
	base, name := legalName(it.spec.Name), it.Name
	if it.spec.Name == "" {
		base = it.Name
	}
	q.mu.Unlock()
	for n := 2; ; n++ {
		err := patient(func() error { return t.folder.place(t.part, name) })
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) || n > 10_000 {
			return diskFault(err, t.spec.Dir)
		}
		for ; ; n++ {
			name = numbered(base, n)
			q.mu.Lock()
			id, taken := q.names[nameKey(t.spec.Dir, name)]
			q.mu.Unlock()
			if !taken || id == it.id {
				break
			}
		}
	}
	q.mu.Lock()
	it.placed = sum
	if name != it.Name {
		q.unclaim(it)
		it.addLine(q.now(), "the name "+it.Name+" was taken; it is "+name+" now")
		it.Name = name
	}
	q.mu.Unlock()
	return nil
}

// arrived commits "done" for all of a batch.
func (q *Queue) arrived(batch []ending) {
	rows := make([]row, 0, len(batch))
	lines := make([]recoverable, 0, len(batch))
	now := q.now()
	q.mu.Lock()
	for _, e := range batch {
		it := e.t.it
		done := *it
		done.settleDone(e, now)
		rows, lines = append(rows, done.row()), append(lines, recoverable{ID: it.id, Gone: true})
	}
	q.mu.Unlock()
	err := q.store.do(func(w *writer) error {
		for _, r := range rows {
			if err := w.save(r); err != nil {
				return err
			}
		}
		return w.s.list.append(lines, false)
	})
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, e := range batch {
		it := e.t.it
		e.t.release()
		delete(q.active, it)
		q.unclaim(it)
		it.settleDone(e, now)
		it.run, it.finishing = nil, false
		if err != nil {
			it.fault = storeFault(err) // the file is there; the list will find it again
		}
		q.touch(it)
	}
	q.poke()
}

// settleDone makes an item done.
func (it *item) settleDone(e ending, now time.Time) {
	it.state, it.wait, it.fault, it.Finished = Done, WaitNone, nil, now
	it.SHA256 = hex.EncodeToString(e.sum)
	it.Verified = it.SHA256 == it.spec.SHA256
	it.fetched = e.t.fetched.Load()
	it.Size = e.t.length()
	it.committed, it.hash = it.Size, nil
	it.Base, it.Boot, it.tail = nil, "", false
	if it.Started.IsZero() {
		it.Started = now
	}
	text := "done"
	if it.Verified {
		text = "done, verified by SHA-256"
	}
	it.addLine(now, text)
}
