package downloads

import (
	"strconv"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// ID names an entry for as long as the queue's store lives. Ids are never used twice.
type ID int64

// String returns the id as people type it.
func (id ID) String() string { return strconv.FormatInt(int64(id), 10) }

// State is where an entry is on its way.
type State string

// The states. docs/downloads.md draws how they follow each other.
const (
	Queued      State = "queued"
	Checking    State = "checking"    // room, name, folder, link, validator
	Downloading State = "downloading" // bytes come
	Stalled     State = "stalled"     // connected, but no byte for a while
	Retrying    State = "retrying"    // tries again by itself in RetryIn; Fault says why
	Verifying   State = "verifying"   // the last bytes are hashed and compared
	Finishing   State = "finishing"   // mark, flush, rename, flush the folder
	Done        State = "done"
	Waiting     State = "waiting" // for what Entry.Wait says; goes on by itself
	Paused      State = "paused"  // by the person
	Stopped     State = "stopped" // Fault says why; goes on with Retry
)

// Wait is what a waiting entry waits for.
type Wait string

// What an entry can wait for.
const (
	WaitNone    Wait = ""
	WaitSignIn  Wait = "sign-in"
	WaitTerms   Wait = "terms"
	WaitAccess  Wait = "access"
	WaitNetwork Wait = "network"
	WaitDisk    Wait = "disk"
	WaitHour    Wait = "hour" // quiet hours
)

// Active reports whether the entry holds a slot among those that run.
func (s State) Active() bool {
	switch s {
	case Checking, Downloading, Stalled, Verifying, Finishing:
		return true
	}
	return false
}

// Ended reports whether nothing more happens to the entry by itself.
func (s State) Ended() bool { return s == Done || s == Stopped || s == Paused }

// Entry is one download as it was at one moment. It is never changed after it was given out.
type Entry struct {
	ID       ID
	Title    string
	Name     string // the file's name in Dir; may still become "name (2)" until Done
	Dir      string
	Path     string // Dir and Name
	PartPath string // where the bytes are until then
	Origin   string // the address without its query, or Spec.Origin
	Source   SourceKey
	Group    string

	State State
	Wait  Wait
	Fault *fault.Error // why it stopped, waits or tries again; nil otherwise

	Size      int64 // bytes; -1: not known yet
	Done      int64 // bytes written in order
	Committed int64 // bytes that survive a power cut
	Fetched   int64 // bytes received over its whole life, refetched ones too; within a checkpoint after a crash

	Rate    float64       // bytes a second, smoothed
	Left    time.Duration // until the last byte; 0: not known
	RetryIn time.Duration // until the next try when Retrying or Waiting for the network
	Tries   int           // tries since the last byte came

	Connections []Connection // only while it runs

	SHA256   string // hexadecimal: of the whole file once Done, else what is expected
	Verified bool   // Done, and the SHA-256 was known beforehand and matched
	OpenEnd  bool   // Done, and the end of the connection alone said where the file ends: it may be cut

	Priority       int
	MaxConnections int   // 0: Settings.Connections
	Limit          int64 // bytes a second; 0: none
	Added          time.Time
	Started        time.Time // first time it ran; zero: never
	Finished       time.Time // when it became Done or Stopped
}

// Connection is one connection of a running download.
type Connection struct {
	Number int
	Host   string  // host and port
	From   int64   // first byte of its segment
	To     int64   // one past its last; -1: until the body ends
	At     int64   // next byte
	Rate   float64 // bytes a second of its present request
	State  ConnectionState
}

// ConnectionState is what a connection does.
type ConnectionState string

// The states of a connection.
const (
	ConnectionIdle       ConnectionState = "idle"
	ConnectionConnecting ConnectionState = "connecting"
	ConnectionReceiving  ConnectionState = "receiving"
	ConnectionAhead      ConnectionState = "ahead" // waits for the bytes before its own
	ConnectionBackingOff ConnectionState = "backing-off"
)

// Snapshot is the queue at one moment. It and what it points to are never changed: keep it, compare it.
type Snapshot struct {
	Version  uint64 // grows with every change
	Entries  []*Entry
	Settings Settings

	Running   int // hold a slot
	Queued    int
	Waiting   int // waiting or retrying
	Paused    int
	Stopped   int
	Completed int
	Rate      float64 // bytes a second of all together
	Quiet     bool    // quiet hours now
	Fault     *fault.Error
}

// Entry returns the entry with this id, or nil.
func (s *Snapshot) Entry(id ID) *Entry {
	for _, e := range s.Entries {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// Line is one line of a download's log. It holds no token and no query.
type Line struct {
	Time time.Time `json:"t"`
	Text string    `json:"m"`
}

// Report is what Verify found.
type Report struct {
	OK       bool    // the file is right (after the repair, if one was asked for)
	Checked  int64   // bytes read
	Damaged  []Range // what was found wrong
	Fetched  int64   // bytes received for the repair
	Repaired bool
}

// Range is a part of a file, [From, To).
type Range struct{ From, To int64 }
