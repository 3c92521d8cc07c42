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

	"github.com/programconnect/programconnect/downloads/internal/platform"
	"github.com/programconnect/programconnect/downloads/internal/segment"
	"github.com/programconnect/programconnect/internal/fault"
)

// transfer is one run of one download: from its checks until its last byte is verified, or until something
// ends it. A run never changes what the queue keeps except through the queue's own methods.
type transfer struct {
	remote
	core *core
	it   *item
	part string
	lane *lane
	crew crew

	ctx    context.Context // of the run
	cancel context.CancelCauseFunc
	work   context.Context // of its workers: it ends with the last byte

	folder *folder
	file   *os.File // the part file, from before its first byte until it has its name; grab writes through its own
	guard  *guard
	stamp  string // of the part file as the last run left it; "": not known
	sum    hash.Hash
	offset int64        // where this run begins; for its own goroutine
	from   atomic.Int64 // the same, for others
	tail   bool         // what the part file holds behind offset may be taken
	named  []byte       // SHA-256 of the file when it got its name, though what came after did not work
	plan   *segment.Plan
	hasher *segment.Hasher
	check  *checkpoints

	adopted bool // the whole file lay there under its name
	openEnd bool // nothing but the end of the connection says where the file ends

	phase         atomic.Value // State
	fetched       atomic.Int64 // bytes received, over all runs
	fetchedBefore int64        // of them before this one
	quiet         atomic.Int64 // nanoseconds without a byte on any connection
}

// end ends the run because something else is wanted of its entry.
func (t *transfer) end(o *outcome) { t.cancel(o) }

// setLimit sets the run's own speed limit.
func (t *transfer) setLimit(bytesPerSecond int64) { t.lane.own.set(bytesPerSecond) }

// begin sets where the run begins.
func (t *transfer) begin(offset int64) {
	t.offset = offset
	t.from.Store(offset)
}

// setConnections sets how many connections a running transfer should have; new ones are made by its next run.
func (t *transfer) setConnections(n int) {
	t.crew.setWant(n)
	if t.begun.Load() && t.plan != nil {
		t.plan.Wake()
	}
}

// reconnect gives up the run's connections. Before its first answer HeaderTimeout bounds them.
func (t *transfer) reconnect() {
	if t.begun.Load() {
		t.crew.reconnect()
	}
}

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
	f, err := t.env.folders.open(t.spec.Dir, t.offset == 0)
	if err != nil {
		return diskFault(err, t.spec.Dir)
	}
	t.folder = f
	if t.adopt() {
		return nil
	}
	if t.spec.IfExists == Refuse && f.exists(t.name) {
		return stopped(nameTakenFault(f.path(t.name)))
	}
	part, err := t.openPart()
	if err != nil {
		return err
	}
	if t.size >= 0 {
		if o := t.room(t.size - part.end); o != nil {
			return o
		}
		f.preallocate(t.file, part.end, t.size)
	}
	if t.guard, err = newGuard(t.env, f, t.part, t.file); err != nil {
		return diskFault(err, t.spec.Dir)
	}
	if err := t.takeUpHash(part.stamp); err != nil {
		return err
	}
	if t.tail {
		if err := t.takeTail(part.end); err != nil {
			return err
		}
		if err := t.guard.rest(); err != nil {
			return diskFault(err, t.spec.Dir)
		}
	}
	return nil
}

// openPart opens the part file with what of it is to be kept.
func (t *transfer) openPart() (part opened, err error) {
	if t.tail {
		part, err = t.folder.openTail(t.ctx, t.part, t.offset, t.size)
	} else {
		part, err = t.folder.openPart(t.ctx, t.part, t.offset)
	}
	switch {
	case errors.Is(err, errPartShort):
		return opened{}, fromZero(partGoneFault())
	case err != nil:
		return opened{}, diskFault(err, t.spec.Dir)
	}
	t.file = part.file
	return part, nil
}

// takeUpHash goes on with the hash of what was committed. It is read again when its state is not known, and when the part
// file is not as the last run left it: then it must still have that state.
func (t *transfer) takeUpHash(found platform.Stamp) error {
	t.sum = sha256.New()
	if t.offset == 0 {
		return nil
	}
	if len(t.check.state) == 0 {
		return t.rehash()
	}
	if found.String() != t.stamp {
		t.phase.Store(Verifying)
		if err := t.guard.compare(t.ctx, t.offset, t.check.state); err != nil {
			return t.why(err)
		}
		t.phase.Store(Checking)
	}
	if err := t.sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(t.check.state); err != nil {
		return fromZero(partGoneFault())
	}
	return nil
}

// room looks for room for n more bytes and the reserve.
func (t *transfer) room(n int64) *outcome {
	free, err := t.env.space(t.spec.Dir)
	if err != nil {
		return nil // a system that can't tell; writing will
	}
	reserve := min(t.env.tuning.Reserve, max(n, 2*t.done())) // a small file needs no large reserve
	if need := n + reserve - free; need > 0 {
		return roomFault(t.spec.Dir, need, free, reserve)
	}
	return nil
}

// lookForRoom ends a run whose length nobody knows before it fills the disk.
func (t *transfer) lookForRoom() {
	if !t.begun.Load() || t.size >= 0 {
		return
	}
	if o := t.room(0); o != nil {
		t.plan.Stop(o, true)
	}
}

// fetch brings the missing bytes through grab.
func (t *transfer) fetch() error {
	work, stop := context.WithCancelCause(t.ctx)
	defer stop(errStopped)
	t.work = work
	a, seg, w, err := t.firstAnswer()
	if err != nil {
		return err
	}
	t.phase.Store(Downloading)
	undo := context.AfterFunc(work, func() { t.plan.Stop(context.Cause(work), true) })
	defer undo()
	t.check.start(t.plan, t.guard, t.sum, t.size)
	t.hasher = segment.StartHasher(t.plan, t.sum, t.check.hashed)
	var workers sync.WaitGroup
	workers.Go(func() { w.run(seg, a) })
	if !t.single.Load() {
		t.startWorkers(&workers)
	}
	err = t.pull()
	t.plan.Stop(errors.Join(errStopped, err), true)
	stop(errStopped)
	workers.Wait()
	t.hasher.Close()
	if err == nil {
		err = t.check.settled() // what was not flushed is not trusted, though every byte came
	}
	return err
}

var errStopped = errors.New("the run ended")

// pull lets grab fetch the one ordered body and write it behind what the part file holds.
func (t *transfer) pull() error {
	req, err := grab.NewRequest(t.folder.writePath(t.part), "https://download.invalid/")
	if err != nil {
		return err
	}
	req.NoCreateDirectories, req.IgnoreRemoteTime = true, true
	req.BufferSize = t.env.tuning.Buffer
	if t.size >= 0 {
		req.BufferSize = int(min(int64(req.BufferSize), max((t.size-t.offset)/4, 16<<10))) // grab makes a new one for each file
	}
	client := grab.Client{UserAgent: "ProgramConnect", HTTPClient: &bodyClient{t}}
	resp := client.Do(req)
	err = resp.Err()
	if err == nil {
		if t.plan.AllWritten() {
			return t.guard.wrote(t.plan.Read())
		}
		return nil
	}
	if asOutcome(err) != nil || t.ctx.Err() != nil {
		return t.why(err)
	}
	return diskFault(err, t.spec.Dir)
}

// why returns the outcome behind an error: the queue's own wish (pause, close) comes first.
func (t *transfer) why(err error) error {
	if o := asOutcome(err); o != nil {
		return o
	}
	if o := asOutcome(context.Cause(t.ctx)); o != nil {
		return o
	}
	return networkFault(err, t.spec.Origin)
}

// bodyClient is what grab takes for its HTTP client. HEAD is answered from what the first answer told, and GET with the
// ordered body; grab itself never reaches the network.
type bodyClient struct{ t *transfer }

// Do answers grab.
func (c *bodyClient) Do(req *http.Request) (*http.Response, error) {
	t := c.t
	resp := &http.Response{StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req, Body: http.NoBody, ContentLength: t.size,
		Header: http.Header{"Accept-Ranges": {"bytes"}}}
	if req.Method == http.MethodHead {
		return resp, nil
	}
	if t.size >= 0 {
		resp.ContentLength = t.size - t.offset
	}
	resp.Body = segment.NewBody(t.plan, t.hasher, t.check.wrote, t.check.resumes)
	return resp, nil
}

// close ends the fetching. A run that did not end well keeps what it has.
func (t *transfer) close(err error) {
	if t.hasher != nil {
		o := asOutcome(err)
		if err != nil && (o == nil || !o.restart && (o.fault == nil || o.fault.Kind != fault.Disk)) {
			t.check.keep()
		}
		t.check.idle()
	}
	if t.plan != nil {
		t.plan.Release()
	}
}

// length returns the whole file's, known at the end at the latest.
func (t *transfer) length() int64 {
	if t.plan == nil {
		return t.size
	}
	return t.plan.Read()
}

// seconds returns a duration for rates: never zero.
func seconds(d time.Duration) float64 { return max(d.Seconds(), 1e-6) }
