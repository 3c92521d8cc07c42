package downloads

import (
	"encoding/json"
	"path/filepath"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
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
	placed     []byte // SHA-256 of the file when it got its name, though what came after did not work
	retryAt    time.Time
	run        *transfer
	meter      meter
	finishing  bool
	tail       bool // what lies behind committed may be taken by the next run

	entry  *Entry // as given out last; nil: to be made anew
	marked bool   // it is among Queue.dirty
	kept   kept   // what was stored last
	index  int    // in Queue.items and Queue.entries
}

// facts are what an item keeps in the store beside its spec and the columns that change often.
type facts struct {
	Name     string    `json:"name"`
	Part     string    `json:"part"`
	Size     int64     `json:"size"`
	Val      validator `json:"val,omitzero"`
	SHA256   string    `json:"sha256,omitempty"`
	Verified bool      `json:"verified,omitempty"`
	Single   bool      `json:"single,omitempty"` // no ranges
	Boot     string    `json:"boot,omitempty"`   // in which the last run wrote; "": not known, or the disk was in trouble
	Base     *base     `json:"base,omitempty"`   // what was committed before a tail was taken
	Priority int       `json:"priority,omitempty"`
	Limit    int64     `json:"limit,omitempty"`
	Added    time.Time `json:"added"`
	Started  time.Time `json:"started,omitzero"`
	Finished time.Time `json:"finished,omitzero"`
	Fault    *words    `json:"fault,omitempty"`
	Log      []Line    `json:"log,omitempty"`
}

// words are a fault as it is kept: everything but the wrapped error.
type words struct {
	Kind        fault.Kind `json:"kind"`
	Code        string     `json:"code"`
	Title       string     `json:"title"`
	Cause       string     `json:"cause,omitempty"`
	Safe        string     `json:"safe,omitempty"`
	Steps       []string   `json:"steps,omitempty"`
	Guide       string     `json:"guide,omitempty"`
	Agreement   string     `json:"agreement,omitempty"`
	Correlation string     `json:"correlation,omitempty"`
}

func keepWords(f *fault.Error) *words {
	if f == nil {
		return nil
	}
	return &words{f.Kind, f.Code, f.Title.String(), f.Cause.String(), f.Safe.String(), i18n.Strings(f.Steps), f.Guide, f.Agreement, f.Correlation}
}

func (w *words) fault() *fault.Error {
	if w == nil {
		return nil
	}
	return &fault.Error{Kind: w.Kind, Code: w.Code, Title: i18n.Verbatim(w.Title), Cause: i18n.Verbatim(w.Cause), Safe: i18n.Verbatim(w.Safe), Steps: i18n.Verbatims(w.Steps), Guide: w.Guide, Agreement: w.Agreement, Correlation: w.Correlation}
}

// row is an item as it is stored.
func (it *item) row() row {
	it.facts.Fault = keepWords(it.fault)
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

// itemOf is the item of a stored row.
func itemOf(r row) (*item, error) {
	it := &item{id: r.id, pos: r.pos, state: State(r.state), wait: Wait(r.wait), committed: r.committed, fetched: r.fetched, hash: r.hash}
	if err := json.Unmarshal(r.spec, &it.spec); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(r.facts, &it.facts); err != nil {
		return nil, err
	}
	it.fault = it.facts.Fault.fault()
	return it, nil
}

func (it *item) folderPath(name string) string { return filepath.Join(it.spec.Dir, name) }

func (it *item) path() string { return filepath.Join(it.spec.Dir, it.Name) }

// open tells whether the item still has something to do.
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
	single             bool
}

// news tells whether the item is another than when it was stored last: what looks every few seconds whether a
// full disk has room again must not write each time.
func (it *item) news() bool {
	k := kept{it.state, it.wait, "", it.committed, it.fetched, it.Single}
	if it.fault != nil {
		k.code = it.fault.Code
	}
	if k == it.kept {
		return false
	}
	it.kept = k
	return true
}
