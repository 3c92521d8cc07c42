package downloads

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/programconnect/programconnect/internal/fault"
)

// Queue owns the downloads of one home folder. All its methods may be called from any goroutine.
type Queue struct {
	cfg     Config
	tuning  Tuning
	http    http.RoundTripper
	clock   func() time.Time
	random  func() float64
	free    func(string) (int64, error)
	log     *slog.Logger
	network func() string
	boot    string
	around  surroundings
	lock    *flock.Flock
	store   *store
	chunks  chunkPool
	hosts   *hosts
	folders folders
	common  throttle
	finish  finisher

	ctx    context.Context
	cancel context.CancelFunc
	wake   chan struct{}
	ended  sync.WaitGroup // the loop
	runs   sync.WaitGroup

	mu       sync.Mutex
	settings Settings
	closed   bool
	nextID   ID
	items    []*item // in order
	byID     map[ID]*item
	names    map[string]ID // dir and folded name of open entries
	same     map[string]ID // what an open entry fetches, for finding duplicates
	active   map[*item]struct{}
	delayed  map[*item]struct{}
	ready    []*item // queued, in the order they start
	stale    bool    // ready must be made anew
	places   int     // held by running ones
	quiet    bool
	held     bool // nothing is started before Run
	pumping  bool
	fault    *fault.Error

	entries []*Entry // parallel to items
	shared  bool     // entries was given out: copy before a change
	dirty   []*item
	counts  map[State]int
	snap    *Snapshot
	version uint64
	changed chan struct{}
	readers readers
}

// Open opens or makes the queue in cfg.Dir and, unless cfg.Hold is set, starts what may run. A second process (or Queue) on the same
// folder gets a *fault.Error of kind Busy. A damaged store is set aside and rebuilt; Snapshot.Fault tells of it.
func Open(ctx context.Context, cfg Config) (*Queue, error) {
	settings, f := cfg.Settings.checked()
	if f != nil {
		return nil, f
	}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, storeFault(err)
	}
	lock := flock.New(filepath.Join(cfg.Dir, "queue.lock"))
	switch got, err := lock.TryLock(); {
	case err != nil:
		return nil, storeFault(err)
	case !got:
		return nil, busyFault()
	}
	q := &Queue{cfg: cfg, tuning: cfg.Tuning.filled(), http: cfg.HTTP, clock: cfg.Clock, random: cfg.Rand, free: cfg.Space, log: cfg.Log, lock: lock,
		hosts: newHosts(settings.PerHost), wake: make(chan struct{}, 1), settings: settings, held: cfg.Hold, byID: map[ID]*item{}, names: map[string]ID{}, same: map[string]ID{},
		active: map[*item]struct{}{}, delayed: map[*item]struct{}{}, stale: true, counts: map[State]int{}, changed: make(chan struct{}, 1)}
	q.folders.by = map[string]*folder{}
	q.readers.all = map[chan struct{}]struct{}{}
	q.common.set(settings.LimitRate)
	q.fill()
	if err := q.load(ctx); err != nil {
		_ = lock.Unlock()
		return nil, err
	}
	q.ctx, q.cancel = context.WithCancel(context.WithoutCancel(ctx))
	q.finish.start(q)
	q.ended.Go(q.loop)
	return q, nil
}

// fill puts the real surroundings where none were injected.
func (q *Queue) fill() {
	if q.http == nil {
		q.http = NewTransport(nil)
	}
	if q.clock == nil {
		q.clock = time.Now
	}
	if q.random == nil {
		q.random = rand.Float64
	}
	if q.free == nil {
		q.free = systemSpace
	}
	if q.network = q.cfg.Network; q.network == nil {
		q.network = addresses
	}
	if q.cfg.Boot == nil {
		q.cfg.Boot = systemBoot
	}
	q.boot = q.cfg.Boot()
	if q.log == nil {
		q.log = slog.New(slog.DiscardHandler)
	}
}

// Close stops what runs, commits how far it came, and gives up the lock. What ran goes on at the next Open.
func (q *Queue) Close() error {
	q.mu.Lock()
	if q.closed {
		q.mu.Unlock()
		return nil
	}
	q.closed = true
	for it := range q.active {
		it.run.cancel(&outcome{next: Queued, why: "closed", fault: closedFault()})
	}
	q.mu.Unlock()
	q.cancel()
	q.ended.Wait()
	q.runs.Wait()
	q.finish.stop()
	err := q.store.close()
	if t, ok := q.http.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
	q.chunks.trim()
	q.notify()
	return errors.Join(err, q.lock.Unlock())
}

func (q *Queue) now() time.Time { return q.clock() }

// space is how many bytes are free where dir is.
func (q *Queue) space(dir string) (int64, error) { return q.free(dir) }

// windowShare is how much memory one of those that run may hold.
func (q *Queue) windowShare() int64 {
	q.mu.Lock()
	n := int64(max(len(q.active), 1))
	q.mu.Unlock()
	return max(q.tuning.Window/n, 1<<20)
}

// backoff is how long to wait after so many tries: doubled each time, half of it by chance, so that many
// clients of a server that comes back do not come all at once.
func (q *Queue) backoff(tries int) time.Duration {
	d := q.tuning.Backoff << min(max(tries-1, 0), 16)
	d = min(d, q.tuning.MaxBackoff)
	return d/2 + time.Duration(q.random()*float64(d/2))
}

// noteLine adds a line to an entry's log.
func (q *Queue) noteLine(it *item, text string) {
	q.mu.Lock()
	it.addLine(q.now(), text)
	q.mu.Unlock()
	q.log.Debug(text, "download", it.id)
}

// learned keeps what the first answer told about the file, before any byte of it is committed.
func (q *Queue) learned(t *transfer, a *answer) {
	q.mu.Lock()
	it := t.it
	it.Size, it.Val, it.Boot = t.size, a.val, q.boot
	if it.spec.Name == "" && it.committed == 0 && a.name != "" && a.name != "." && a.name != "/" {
		q.rename(it, legalName(a.name))
	}
	if it.Started.IsZero() {
		it.Started = q.now()
	}
	q.touch(it)
	r := it.row()
	q.mu.Unlock()
	if t.size < 0 || t.size > smallFile {
		q.store.later(func(w *writer) error { return w.save(r) })
	}
}

// rename gives an open item another name; its part file keeps its own. mu is held.
func (q *Queue) rename(it *item, name string) {
	if name == it.Name {
		return
	}
	if k := nameKey(it.spec.Dir, it.Name); q.names[k] == it.id {
		delete(q.names, k)
	}
	it.Name = name
	q.claim(it)
}

// committed commits how far a transfer came. It returns when that survives a power cut.
func (q *Queue) committed(t *transfer, n *note) error {
	if err := q.store.do(func(w *writer) error { return w.point(t.it.id, n) }); err != nil {
		return waitFor(WaitDisk, storeFault(err))
	}
	q.mu.Lock()
	t.it.committed, t.it.fetched, t.it.hash = n.offset, n.fetched, n.state
	q.mu.Unlock()
	return nil
}

// keep stores an entry as it is now, without waiting. mu is held.
func (q *Queue) keep(it *item) {
	_ = it.news()
	r := it.row()
	q.store.later(func(w *writer) error { return w.save(r) })
}
