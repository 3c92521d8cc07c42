package downloads

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/programconnect/programconnect/downloads/internal/platform"
	"github.com/programconnect/programconnect/downloads/internal/segment"
	"github.com/programconnect/programconnect/internal/fault"
)

// environment is what all runs of a queue share: what was injected, and the pools and limits over all downloads. It
// knows no entry.
type environment struct {
	tuning  Tuning
	http    *connections
	sources func(SourceKey) Source
	refusal func(*http.Response) *fault.Error
	space   func(string) (int64, error)
	mark    func(path, origin string) error
	network func() string
	boot    string
	clock   func() time.Time
	random  func() float64
	log     *slog.Logger

	chunks  segment.Pool
	hosts   *hosts
	folders *folders
	common  throttle
	around  surroundings
	running atomic.Int64 // runs that fetch
	reread  atomic.Int64 // bytes read again because a part file was not as we left it
}

// newEnvironment puts the real surroundings where none were injected.
func newEnvironment(cfg Config, settings Settings) *environment {
	e := &environment{tuning: cfg.Tuning.filled(), sources: cfg.Sources, refusal: cfg.Refusal, space: cfg.Space,
		mark: cfg.Mark, network: cfg.Network, clock: cfg.Clock, random: cfg.Rand, log: cfg.Log,
		hosts: newHosts(settings.PerHost), folders: newFolders()}
	if cfg.HTTP == nil {
		cfg.HTTP = NewTransport(nil)
	}
	e.http = &connections{base: cfg.HTTP, by: map[string]*hostClients{}}
	if e.clock == nil {
		e.clock = time.Now
	}
	if e.random == nil {
		e.random = rand.Float64
	}
	if e.space == nil {
		e.space = platform.FreeSpace
	}
	if e.network == nil {
		e.network = addresses
	}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if cfg.Boot == nil {
		cfg.Boot = platform.BootID
	}
	e.boot = cfg.Boot()
	e.common.set(settings.LimitRate)
	return e
}

// now returns the wall clock's time.
func (e *environment) now() time.Time { return e.clock() }

// windowShare returns how much memory one of those that run may hold.
func (e *environment) windowShare() int64 {
	return max(e.tuning.Window/max(e.running.Load(), 1), 1<<20)
}

// backoff returns how long to wait after so many tries: doubled each time, half of it by chance, so that many clients
// of a server that comes back do not come all at once.
func (e *environment) backoff(tries int) time.Duration {
	d := e.tuning.Backoff << min(max(tries-1, 0), 16)
	return e.jitter(min(d, e.tuning.MaxBackoff))
}

// jitter returns between half of d and d.
func (e *environment) jitter(d time.Duration) time.Duration {
	return d/2 + time.Duration(e.random()*float64(d/2))
}

// surroundingsChanged reports whether the computer slept or is in another network since it was asked last.
func (e *environment) surroundingsChanged() bool {
	return e.around.changed(e.tuning.SleepTick, e.now(), e.network)
}

// pause waits, and returns early with ctx's cause when that ends.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
