package downloads

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/platform"
	"github.com/programconnect/programconnect/internal/fault"
)

// Config is what a Queue needs from its surroundings. Only Dir must be given.
type Config struct {
	Dir      string   // holds queue.db, its recovery list and the lock; made when it is missing
	Settings Settings // zero fields: the defaults. The caller keeps settings; the queue does not.
	Hold     bool     // start nothing before Run: for a process that looks at the list or changes it

	Sources func(SourceKey) Source                   // nil: entries with a Source key stop
	HTTP    http.RoundTripper                        // nil: NewTransport(Proxy)
	Refusal func(*http.Response) *fault.Error        // reads a 401, 403 or other refusal (bounded body); nil or a nil answer: general words
	Space   func(dir string) (free int64, err error) // nil: asks the system
	Mark    func(path, origin string) error          // marks a file's origin before it is renamed; nil: none
	Network func() string                            // names the network this computer is in, for noticing a change; nil: its addresses
	Boot    func() string                            // names the present boot of the system, "" where that can't be told; nil: asks the system
	Clock   func() time.Time                         // wall clock; nil: time.Now
	Rand    func() float64                           // [0,1), for jitter and names; nil: math/rand/v2
	Log     *slog.Logger                             // nil: none
	Tuning  Tuning                                   // zero: the defaults
}

// Settings are what a person may set at any time.
type Settings struct {
	Parallel    int     `json:"parallel"`    // downloads at once; 0: the usual one, see SettingBounds
	Connections int     `json:"connections"` // connections a file
	PerHost     int     `json:"per_host"`    // connections to one host over all downloads
	LimitRate   int64   `json:"limit_rate"`  // bytes a second over all downloads; 0: none
	QuietHours  []Hours `json:"quiet_hours"` // nothing is fetched in these
	Tries       int     `json:"tries"`       // tries without one byte until an entry waits for the network; 0: 8
}

// Hours is a part of each day in local time, in minutes since midnight. From 22:00 To 06:00 spans midnight.
type Hours struct {
	From int            `json:"from"`
	To   int            `json:"to"`
	Days []time.Weekday `json:"days,omitempty"` // days on which it begins; none: every day
}

// Tuning holds the engine's measures. Tests shorten them; the defaults are in the comments.
type Tuning struct {
	StallAfter      time.Duration // no byte on a connection: 15 s
	SlowRate        int64         // bytes a second under which a connection counts as stalled: 1 KiB
	SlowFor         time.Duration // for this long: 60 s
	HeaderTimeout   time.Duration // until an answer begins: 15 s
	Backoff         time.Duration // first wait before a retry: 500 ms, doubled each time
	MaxBackoff      time.Duration // 60 s
	MaxRetryAfter   time.Duration // 1 h
	NetworkWait     time.Duration // between tries of an entry that waits for the network: 5 min
	DiskWait        time.Duration // between looks at a disk that had no room: 5 s
	CheckpointBytes int64         // 12 MiB
	CheckpointEvery time.Duration // 500 ms
	Window          int64         // bytes in memory over all downloads together: 32 MiB
	Buffer          int           // grab's copy buffer: 512 KiB
	Reserve         int64         // bytes left free on the disk: 32 MiB
	Vain            int64         // bytes fetched in vain until that has an end, at least: 64 MiB
	SleepTick       time.Duration // how often sleep and a changed network are looked for: 5 s
}

// FreeSpace returns how many bytes are free where dir is, as the system says: what Config.Space is when it is nil.
func FreeSpace(dir string) (int64, error) { return platform.FreeSpace(dir) }
