package downloads

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// item is an entry as the queue keeps it. Queue.mu guards it.
type item struct {
	id   ID
	pos  float64
	spec Spec
	facts

	state     State // while a run is on: what follows if it were cut now (Queued); the run's own phase is shown
	wait      Wait
	committed int64
	fetched   int64
	hash      []byte // SHA-256 state at committed

	fault      *fault.Error
	tries      int
	restarts   int
	mismatches int    // whole files that came with a wrong hash
	named      []byte // SHA-256 of the file when it got its name, though what came after did not work
	retryAt    time.Time
	run        *transfer
	meter      meter
	finishing  bool
	discarded  bool // what its run fetches is not wanted any more: cancelled or removed
	cleaning   bool // its part file is being deleted
	tail       bool // what lies behind committed may be taken by the next run

	entry  *Entry // as given out last; nil: to be made anew
	marked bool   // it is among view.dirty
	kept   kept   // what was stored last
	index  int    // in list.items and view.entries
}

// facts are what an item keeps in the store beside its spec and the columns that change often.
type facts struct {
	Name     string       `json:"name"`
	Part     string       `json:"part"`
	Size     int64        `json:"size"`
	Val      validator    `json:"val,omitzero"`
	SHA256   string       `json:"sha256,omitempty"`
	Verified bool         `json:"verified,omitempty"`
	OpenEnd  bool         `json:"open_end,omitempty"` // done, and nothing says that it is whole
	Few      bool         `json:"few,omitempty"`      // one connection at a time
	Single   bool         `json:"single,omitempty"`   // no ranges
	Stamp    string       `json:"stamp,omitempty"`    // of the part file after the last run; "": not known, so it is read again
	Best     int64        `json:"best,omitempty"`     // the furthest that any run came
	Again    int64        `json:"again,omitempty"`    // bytes fetched that brought no run further than the best, since the person let it start
	Boot     string       `json:"boot,omitempty"`     // in which the last run wrote; "": not known, or the disk was in trouble
	Base     *base        `json:"base,omitempty"`     // what was committed before a tail was taken
	Priority int          `json:"priority,omitempty"`
	Limit    int64        `json:"limit,omitempty"`
	Added    time.Time    `json:"added"`
	Started  time.Time    `json:"started,omitzero"`
	Finished time.Time    `json:"finished,omitzero"`
	Fault    *fault.Error `json:"fault,omitempty"`
	Log      []Line       `json:"log,omitempty"`
}

// row returns an item as it is stored.
func (it *item) row() row {
	it.Fault = it.fault
	state := it.state
	if state == Retrying {
		state = Queued
	}
	f, err := json.Marshal(&it.facts)
	if err != nil {
		panic(err) // facts hold nothing that JSON can't
	}
	return row{id: it.id, pos: it.pos, state: string(state), wait: string(it.wait), committed: it.committed, fetched: it.fetched, hash: it.hash, facts: f}
}

// itemOf returns the item of a stored row.
func itemOf(r row) (*item, error) {
	it := &item{id: r.id, pos: r.pos, state: State(r.state), wait: Wait(r.wait), committed: r.committed, fetched: r.fetched, hash: r.hash}
	if err := json.Unmarshal(r.spec, &it.spec); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(r.facts, &it.facts); err != nil {
		return nil, err
	}
	it.fault = it.Fault
	return it, nil
}

func (it *item) folderPath(name string) string { return filepath.Join(it.spec.Dir, name) }

func (it *item) path() string { return filepath.Join(it.spec.Dir, it.Name) }

// open reports whether the item still has something to do.
func (it *item) open() bool { return it.state != Done && it.state != Stopped }

func (it *item) addLine(now time.Time, text string) {
	if n := len(it.Log); n > 0 && it.Log[n-1].Text == text {
		it.Log[n-1].Time = now
		return
	}
	const most = 40
	if len(it.Log) >= most {
		it.Log = append(it.Log[:0:0], it.Log[len(it.Log)-most+1:]...)
	}
	it.Log = append(it.Log, Line{now.Truncate(time.Millisecond), text})
}

// kept is what makes a row worth writing again.
type kept struct {
	state              State
	wait               Wait
	code               string
	committed, fetched int64
	best, again        int64
	single             bool
}

// news reports whether the item is another than when it was stored last: what looks every few seconds whether a
// full disk has room again must not write each time.
func (it *item) news() bool {
	k := kept{it.state, it.wait, "", it.committed, it.fetched, it.Best, it.Again, it.Single}
	if it.fault != nil {
		k.code = it.fault.Code
	}
	if k == it.kept {
		return false
	}
	it.kept = k
	return true
}

// ended reports whether nothing more happens to the item by itself, and its run is over.
func (it *item) ended() bool { return it.state.Ended() && it.run == nil }

// startable reports whether the item waits for its turn and nothing else.
func (it *item) startable() bool { return it.state == Queued && it.run == nil && !it.cleaning }

// owned reports whether what the run fetches is still wanted.
func (it *item) owned(t *transfer) bool { return it.run == t && !it.discarded }

// leave takes over from a run what it knows at its end.
func (it *item) leave(t *transfer) {
	if it.owned(t) {
		it.spend(t)
		it.fetched, it.Single = t.fetched.Load(), t.single.Load()
		it.Few = it.Few || t.crew.alone()
		if t.tail && !t.begun.Load() { // nothing of it was committed: the next run takes it again
			it.tail, it.fetched = true, it.fetched-(t.from.Load()-it.committed)
		}
	}
	it.run, it.finishing = nil, false
}

// someProgress is how many new bytes are worth asking again at once.
const someProgress = 64 << 10

// advanced reports whether a run came further than any before.
//
// A few bytes are none: a server that always breaks off so early is not worth being asked all the time.
func (it *item) advanced(t *transfer) bool {
	n := t.done()
	return n-it.Best >= someProgress || t.size >= 0 && n == t.size && n > it.Best
}

// spend notes how far a run came, and how many of its bytes brought the file no further than it was before.
func (it *item) spend(t *transfer) {
	n := t.done()
	it.Again += max(t.fetched.Load()-t.fetchedBefore-max(n-it.Best, 0), 0)
	it.Best = max(it.Best, n)
}

// mostAgain returns how many bytes may be fetched again before that has an end: twice the file, or least when that is more.
func (it *item) mostAgain(least int64) int64 { return max(2*max(it.Size, it.Best), least) }

// maxRestarts is how often in a row an item starts from zero because its file changes.
const maxRestarts = 4

// startOver forgets what came of another version of the file.
func (it *item) startOver() {
	it.fromStart()
	it.Val, it.Best = validator{}, 0
	if it.spec.Size < 0 {
		it.Size = -1
	}
	it.restarts++
}

// lines returns a copy of the log.
func (it *item) lines() []Line { return slices.Clone(it.Log) }

// settleDone makes an item done.
func (it *item) settleDone(e ending, now time.Time) {
	it.state, it.wait, it.fault, it.Finished = Done, WaitNone, nil, now
	it.SHA256 = hexSum(e.sum)
	it.Verified = it.SHA256 == it.spec.SHA256
	it.fetched = e.t.fetched.Load()
	it.Size = e.t.length()
	it.committed, it.hash = it.Size, nil
	it.Base, it.Boot, it.tail = nil, "", false
	if it.Started.IsZero() {
		it.Started = now
	}
	it.OpenEnd = e.t.openEnd && !it.Verified
	text := "done"
	switch {
	case it.Verified:
		text = "done, verified by SHA-256"
	case it.OpenEnd:
		text = "done; the server told no length and closed the connection, so the file may be cut"
	}
	it.addLine(now, text)
}
