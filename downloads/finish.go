package downloads

import (
	"context"
	"errors"
	"io/fs"
	"sync"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/platform"
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
	if t.spec.SHA256 == "" || hexSum(sum) == t.spec.SHA256 {
		return sum, nil
	}
	t.note("the SHA-256 does not match")
	if len(t.spec.Pieces.SHA256) > 0 {
		again, err := t.mendPart()
		if err != nil || hexSum(again) == t.spec.SHA256 {
			return again, err
		}
	}
	return nil, t.core.mismatched(t)
}

// release gives back the file and the folder.
func (t *transfer) release() {
	t.cancel(errStopped)
	if t.file != nil {
		_ = t.file.Close() // what counts was synced
		t.file = nil
	}
	if t.folder != nil {
		t.env.folders.close(t.folder)
		t.folder = nil
	}
}

// seal does steps 2 and 3. What is marked and synced is the file of our own handle, which holds what was hashed.
func (t *transfer) seal(sum []byte) error {
	if !t.adopted {
		if err := t.guard.confirm(t.ctx, t.length(), sum); err != nil {
			return t.why(err)
		}
	}
	if err := t.guardHere(); err != nil {
		return err
	}
	if t.env.mark != nil {
		if err := t.env.mark(t.folder.path(t.currentName()), t.spec.Origin); err != nil {
			t.note("the origin could not be marked")
		}
	}
	if !t.adopted {
		if err := t.guard.marked(); err != nil {
			return err
		}
	}
	if t.size > smallSync {
		if err := t.syncFile(); err != nil {
			return diskFault(err, t.spec.Dir)
		}
		t.check.forget(t.size)
	}
	return nil
}

// guardHere checks that the file lies where its path leads to.
func (t *transfer) guardHere() error {
	g := t.guard
	if t.adopted {
		g = &guard{env: t.env, folder: t.folder, file: t.file}
		var err error
		if g.info, err = t.file.Stat(); err != nil {
			return diskFault(err, t.spec.Dir)
		}
	}
	return g.here(t.currentName())
}

// syncFile flushes the file.
func (t *transfer) syncFile() error {
	if t.adopted {
		return t.folder.syncFile(t.name) // our handle only reads
	}
	return platform.SyncData(t.file)
}

// smallSync is the size up to which files wait to be synced together.
const smallSync = 4 << 20

// ending is a verified file that waits to get its name.
type ending struct {
	t   *transfer
	sum []byte
}

// finisher gives verified files their names, all that are ready at the same time together: a flush of the disk costs
// nearly the same for one file and for fifty.
type finisher struct {
	core   *core
	room   chan struct{} // a value for each file that waits
	wake   chan struct{}
	closed context.Context
	close  context.CancelFunc
	done   sync.WaitGroup

	mu   sync.Mutex
	list []ending
}

// backlog is how many files may wait for their names; more would only pile up before a slow disk.
const backlog = 256

// gatherFor is how long a batch waits for more files that are about to come, so that they share the flushes.
const gatherFor = 30 * time.Millisecond

func startFinisher(c *core) *finisher {
	f := &finisher{core: c, room: make(chan struct{}, backlog), wake: make(chan struct{}, 1)}
	f.closed, f.close = context.WithCancel(context.Background())
	f.done.Go(f.run)
	return f
}

// wait takes room for one file that waits for its name. The finisher ends after the last run, so there will be room.
func (f *finisher) wait() { f.room <- struct{}{} }

// cancelWait gives back the room that wait took.
func (f *finisher) cancelWait() { <-f.room }

// add hands over a file for which wait took room.
func (f *finisher) add(e ending) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, e)
	signal(f.wake)
}

// take returns all that wait.
func (f *finisher) take() []ending {
	f.mu.Lock()
	defer f.mu.Unlock()
	batch := f.list
	f.list = nil
	for range batch {
		<-f.room
	}
	return batch
}

// stop returns when every file that was added has its name.
func (f *finisher) stop() {
	f.close()
	f.done.Wait()
}

func (f *finisher) run() {
	for {
		select {
		case <-f.wake:
			if f.core.busy() {
				_ = pause(f.closed, gatherFor) // closing ends it early
			}
		case <-f.closed.Done():
		}
		batch := f.take()
		if len(batch) > 0 {
			f.finish(batch)
		} else if f.closed.Err() != nil {
			return
		}
	}
}

// finish does steps 3 to 6 for a batch.
func (f *finisher) finish(batch []ending) {
	batch = f.each(batch, syncTogether(batch))
	batch = f.each(batch, func(e ending) error { return e.t.takeName(e.sum) })
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
	if len(batch) == 0 {
		return
	}
	for _, e := range batch {
		e.t.release()
	}
	f.core.arrived(batch)
}

// each keeps those for which do works and ends the others.
func (f *finisher) each(batch []ending, do func(ending) error) []ending {
	var good []ending
	for _, e := range batch {
		if err := do(e); err != nil {
			e.t.release()
			f.core.over(e.t, err)
			continue
		}
		good = append(good, e)
	}
	return good
}

// syncTogether flushes the small files of a batch and returns each one's error.
func syncTogether(batch []ending) func(ending) error {
	var small []ending
	for _, e := range batch {
		if e.t.size <= smallSync {
			small = append(small, e)
		}
	}
	errs := make([]error, len(small))
	at := make(map[*transfer]int, len(small))
	if len(small) < 4 || !syncFolders(small) {
		var all sync.WaitGroup
		lanes := make(chan struct{}, 8)
		for i, e := range small {
			at[e.t] = i
			lanes <- struct{}{}
			all.Go(func() {
				errs[i] = e.t.syncFile()
				<-lanes
			})
		}
		all.Wait()
	}
	return func(e ending) error {
		if i, synced := at[e.t]; synced && errs[i] != nil {
			return diskFault(errs[i], e.t.spec.Dir)
		}
		return nil
	}
}

// syncFolders flushes the disks that the files are on, once each. It reports whether that worked.
func syncFolders(files []ending) bool {
	seen := map[*folder]bool{}
	for _, e := range files {
		if seen[e.t.folder] {
			continue
		}
		seen[e.t.folder] = true
		if !platform.SyncDisk(e.t.folder.self) {
			return false
		}
	}
	return true
}

// currentName returns the name that the file has now.
func (t *transfer) currentName() string {
	if t.adopted {
		return t.name
	}
	return t.part
}

// takeName renames a part file to its name; where that is taken, to "name (2)" and so on. Afterwards the name leads to
// the file of our handle, and that is as it was verified.
func (t *transfer) takeName(sum []byte) error {
	if t.adopted {
		return t.guardHere()
	}
	if err := t.guard.confirm(t.core.ctx, t.length(), sum); err != nil {
		return t.why(err)
	}
	if err := t.guard.here(t.part); err != nil {
		return err
	}
	const most = 10_000
	for n := 1; ; n++ {
		var name string
		name, n = t.core.nameFor(t, n)
		err := t.folder.rename(t.core.ctx, t.part, name)
		if errors.Is(err, fs.ErrExist) && n == 1 {
			switch t.spec.IfExists {
			case Refuse:
				return stopped(nameTakenFault(t.folder.path(name)))
			case Replace:
				err = persist(t.core.ctx, func() error { return t.folder.root.Rename(t.part, name) })
			}
		}
		if err == nil {
			return t.confirmName(name, sum)
		}
		if !errors.Is(err, fs.ErrExist) || n > most {
			return diskFault(err, t.spec.Dir)
		}
	}
}

// confirmName checks that a name leads to our file. One that was put in its way at the last moment is moved back.
func (t *transfer) confirmName(name string, sum []byte) error {
	if err := t.guard.here(name); err != nil {
		if o := asOutcome(err); o.restart {
			_ = t.folder.rename(t.core.ctx, name, t.part) // it is nobody's file
			return o
		}
		t.core.named(t, name, sum) // in the folder that was moved away: found again when it is back
		return err
	}
	t.core.named(t, name, sum)
	return nil
}
