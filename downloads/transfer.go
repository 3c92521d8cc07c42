package downloads

import (
	"context"
	"crypto/sha256"
	"encoding"
	"errors"
	"hash"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cavaliergopher/grab/v3"
)

// transfer is one run of one download: from its checks until its last byte is verified, or until something
// ends it. A run never changes what the queue keeps except through the queue's own methods.
type transfer struct {
	q     *Queue
	it    *item
	spec  Spec
	name  string
	part  string
	proof bool // a SHA-256 is known: it decides what is right
	links *links
	lane  *lane

	ctx    context.Context
	cancel context.CancelCauseFunc

	folder *folder
	file   *os.File // the part file, for syncing; grab writes through its own
	sum    hash.Hash
	offset int64 // where this run began
	tail   bool  // what the part file holds behind it may be taken
	size   int64 // -1: not known
	single atomic.Bool
	plan   *plan
	hasher *hasher
	check  checkpoint

	adopted bool // the whole file lay there under its name

	begun   atomic.Bool  // the first answer was accepted
	phase   atomic.Value // State
	fetched atomic.Int64 // bytes received, over all runs
	quiet   atomic.Int64 // ticks without a byte on any connection

	mu       sync.Mutex
	workers  []*worker
	want     int // workers wanted
	fails    int // since the last byte
	speed    float64
	latency  float64
	ahead    float64 // part of the workers that wait for the bytes before theirs
	looks    int     // of the watchdog
	drops    int     // attempts given up for being slow
	segments int
}

// noRanges remembers that this server can't do ranges for this file.
func (t *transfer) noRanges() { t.single.Store(true) }

// started tells whether bytes of this run were accepted already: then an answer that does not fit is a
// bad answer of the server, not news about the file.
func (t *transfer) started() bool { return t.begun.Load() }

// run fetches and verifies. It returns the SHA-256 of the whole file, or an error whose outcome says what follows.
func (t *transfer) run() (sum []byte, err error) {
	defer func() { t.close(err) }()
	if err := t.prepare(); err != nil {
		return nil, err
	}
	if t.adopted {
		t.note("the file was there already")
		return t.sum.Sum(nil), nil
	}
	if t.size < 0 || t.offset < t.size {
		if err := t.fetch(); err != nil {
			return nil, err
		}
	} else if t.size == 0 {
		t.note("the file is empty")
	}
	t.phase.Store(Verifying)
	return t.sum.Sum(nil), nil
}

// prepare opens the folder and the part file, cuts it to what was committed, and takes up its hash.
func (t *transfer) prepare() error {
	t.phase.Store(Checking)
	f, err := t.q.folders.open(t.spec.Dir, t.offset == 0)
	if err != nil {
		return diskFault(err, t.spec.Dir)
	}
	t.folder = f
	if t.adopt() {
		return nil
	}
	end := t.offset // of what the part file holds and this run goes on with
	if t.tail {
		t.file, end, err = f.openTail(t.part, t.offset, t.size)
	} else {
		t.file, err = f.openPart(t.part, t.offset)
	}
	if errors.Is(err, errPartShort) {
		return fromZero(partGoneFault())
	}
	if err != nil {
		return diskFault(err, t.spec.Dir)
	}
	if t.size >= 0 {
		if o := t.room(t.size - end); o != nil {
			return o
		}
		f.preallocate(t.file, end, t.size)
	}
	t.sum = sha256.New()
	if t.offset > 0 && len(t.check.state) == 0 {
		if err := t.rehash(); err != nil {
			return err
		}
	} else if t.offset > 0 {
		if err := t.sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(t.check.state); err != nil {
			return fromZero(partGoneFault())
		}
	}
	if t.tail {
		return t.takeTail(end)
	}
	return nil
}

// room asks for room for n more bytes and the reserve.
func (t *transfer) room(n int64) *outcome {
	free, err := t.q.space(t.spec.Dir)
	if err != nil {
		return nil // a system that can't tell; writing will
	}
	if need := n + t.q.tuning.Reserve - free; need > 0 {
		return roomFault(t.spec.Dir, need, free)
	}
	return nil
}

// lookForRoom ends a run whose length nobody knows before it fills the disk.
func (t *transfer) lookForRoom() {
	if !t.begun.Load() || t.size >= 0 {
		return
	}
	if o := t.room(0); o != nil {
		t.plan.stop(o, true)
	}
}

// fetch brings the missing bytes through grab.
func (t *transfer) fetch() error {
	a, seg, w, err := t.begin()
	if err != nil {
		return err
	}
	t.phase.Store(Downloading)
	ctx := t.ctx
	undo := context.AfterFunc(ctx, func() { t.plan.stop(context.Cause(ctx), true) })
	defer undo()
	t.hasher = startHasher(t.plan, t.sum, t.hashed)
	var workers sync.WaitGroup
	workers.Go(func() { t.work(w, seg, a) })
	if !t.single.Load() {
		t.hire(&workers)
	}
	err = t.pull()
	t.plan.stop(errors.Join(errStopped, err), true)
	t.cancel(errStopped)
	workers.Wait()
	t.hasher.close()
	return err
}

var errStopped = errors.New("the run ended")

// pull lets grab fetch the one ordered body and write it behind what the part file holds.
func (t *transfer) pull() error {
	req, err := grab.NewRequest(t.folder.path(t.part), "https://download.invalid/")
	if err != nil {
		return err
	}
	req.NoCreateDirectories, req.IgnoreRemoteTime = true, true
	req.BufferSize = t.q.tuning.Buffer
	if t.size >= 0 {
		req.BufferSize = int(min(int64(req.BufferSize), max((t.size-t.offset)/4, 16<<10))) // grab makes a new one for each file
	}
	client := grab.Client{UserAgent: "ProgramConnect", HTTPClient: &seam{t}}
	resp := client.Do(req)
	err = resp.Err()
	if err == nil {
		t.plan.mu.Lock()
		t.plan.written = t.plan.read
		t.plan.mu.Unlock()
		return nil
	}
	if asOutcome(err) != nil || t.ctx.Err() != nil {
		return t.why(err)
	}
	return diskFault(err, t.spec.Dir)
}

// why is the outcome behind an error: the queue's own wish (pause, close) comes first.
func (t *transfer) why(err error) error {
	if o := asOutcome(err); o != nil {
		return o
	}
	if o := asOutcome(context.Cause(t.ctx)); o != nil {
		return o
	}
	return networkFault(err, t.spec.Origin)
}

// seam is what grab takes for its HTTP client. HEAD is answered from what the first answer told, and GET with the
// ordered body; grab itself never reaches the network.
type seam struct{ t *transfer }

// Do answers grab.
func (s *seam) Do(req *http.Request) (*http.Response, error) {
	t := s.t
	resp := &http.Response{StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req, Body: http.NoBody, ContentLength: t.size,
		Header: http.Header{"Accept-Ranges": {"bytes"}}}
	if req.Method == http.MethodHead {
		return resp, nil
	}
	if t.size >= 0 {
		resp.ContentLength = t.size - t.offset
	}
	resp.Body = &orderedBody{plan: t.plan, hasher: t.hasher, wrote: t.wrote}
	return resp, nil
}

// close gives everything back. A run that did not end well keeps what it has first.
func (t *transfer) close(err error) {
	t.cancel(errStopped)
	if t.hasher != nil {
		o := asOutcome(err)
		if err != nil && (o == nil || !o.restart && (o.fault == nil || o.fault.Kind != "disk")) {
			t.keep()
		}
		t.check.idle()
	}
	if t.plan != nil {
		t.plan.release()
	}
	if t.file != nil && err != nil {
		_ = t.file.Close() // what counts was synced by the checkpoints
		t.file = nil
	}
	if t.folder != nil && err != nil {
		t.q.folders.close(t.folder)
		t.folder = nil
	}
}

// length is the whole file's, known at the end at the latest.
func (t *transfer) length() int64 {
	if t.plan == nil {
		return t.size
	}
	t.plan.mu.Lock()
	defer t.plan.mu.Unlock()
	return t.plan.read
}

// seconds is for rates.
func seconds(d time.Duration) float64 { return max(d.Seconds(), 1e-6) }
