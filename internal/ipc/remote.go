package ipc

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/changes"
)

// Remote is the queue of another process on this computer. All its methods may be called from any goroutine.
type Remote struct {
	client *http.Client
	stop   context.CancelFunc
	gone   chan struct{} // closed when the owner went away or Close was called

	changed changes.Signal

	mu  sync.Mutex
	now *downloads.Snapshot
}

var _ Queue = (*Remote)(nil)

// Dial reaches the process that owns the queue of a home folder and waits for the first snapshot.
// The error is a *fault.Error of kind Busy when nobody answers there.
func Dial(ctx context.Context, home string) (*Remote, error) {
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	r := &Remote{client: clientOf(home), stop: stop, gone: make(chan struct{})}
	request, err := http.NewRequestWithContext(life, http.MethodGet, "http://ipc/v1/watch", nil)
	if err != nil {
		stop()
		return nil, nobodyFault(err)
	}
	// The caller's context holds for the first snapshot only; the watch itself lives as long as the Remote.
	release := context.AfterFunc(ctx, stop)
	response, err := r.client.Do(request)
	if err != nil {
		stop()
		return nil, nobodyFault(err)
	}
	lines := json.NewDecoder(response.Body)
	var first change
	err = lines.Decode(&first)
	if !release() || err != nil {
		stop()
		_ = response.Body.Close()
		return nil, nobodyFault(err)
	}
	r.now = apply(nil, first)
	go r.follow(lines, response.Body)
	return r, nil
}

// Show asks the app that holds the queue of a home folder to come to the front and to open a deep link (empty: none).
// The error is a *fault.Error: of kind Busy when nobody answers there, of code control.no-window when it is no app.
func Show(ctx context.Context, home, link string) error {
	client := clientOf(home)
	defer client.CloseIdleConnections()
	body, err := json.Marshal(order{Link: link})
	if err != nil {
		return err
	}
	out, err := exchange(ctx, client, http.MethodPost, "show", bytes.NewReader(body))
	switch {
	case err != nil:
		return nobodyFault(err)
	case out.Fault != nil:
		return out.Fault
	}
	return nil
}

func clientOf(home string) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return connect(ctx, home) }}}
}

// follow reads one line after another until the owner goes away.
func (r *Remote) follow(lines *json.Decoder, body io.Closer) {
	defer close(r.gone)
	defer func() { _ = body.Close() }()
	for {
		var c change
		if lines.Decode(&c) != nil {
			return
		}
		r.apply(c)
	}
}

// apply makes the next snapshot of what changed.
func (r *Remote) apply(c change) {
	r.mu.Lock()
	r.now = apply(r.now, c)
	r.mu.Unlock()
	r.changed.Notify()
}

// Close ends the connection. The queue goes on in its own process.
func (r *Remote) Close() error {
	r.stop()
	<-r.gone
	r.client.CloseIdleConnections()
	return nil
}

// Gone is closed when the owner went away.
func (r *Remote) Gone() <-chan struct{} { return r.gone }

// Snapshot returns the last snapshot that arrived.
func (r *Remote) Snapshot() *downloads.Snapshot {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// Subscribe returns a channel that holds a value after something changed, and the function that ends it.
func (r *Remote) Subscribe() (changed <-chan struct{}, stop func()) { return r.changed.Subscribe() }

// Add appends downloads to the owner's queue.
func (r *Remote) Add(ctx context.Context, specs ...downloads.Spec) ([]downloads.ID, error) {
	o := order{Specs: make([]spec, len(specs))}
	for i, s := range specs {
		o.Specs[i] = spec{Spec: s, Paused: s.Paused}
	}
	out, err := r.ask(ctx, "add", o)
	return out.IDs, err
}

// Pause is downloads.Queue.Pause, as are its neighbours their namesakes.
func (r *Remote) Pause(ids ...downloads.ID) error { return r.tell("pause", order{IDs: ids}) }

// Resume lets paused entries go on.
func (r *Remote) Resume(ids ...downloads.ID) error { return r.tell("resume", order{IDs: ids}) }

// Retry lets entries that stopped go on at once.
func (r *Remote) Retry(ids ...downloads.ID) error { return r.tell("retry", order{IDs: ids}) }

// Cancel stops entries and deletes what came so far.
func (r *Remote) Cancel(ids ...downloads.ID) error { return r.tell("cancel", order{IDs: ids}) }

// Remove takes entries off the list.
func (r *Remote) Remove(ids ...downloads.ID) error { return r.tell("remove", order{IDs: ids}) }

// Move puts an entry at a position.
func (r *Remote) Move(id downloads.ID, position int) error {
	return r.tell("move", order{IDs: []downloads.ID{id}, Position: position})
}

// SetPriority sets the priority of entries.
func (r *Remote) SetPriority(priority int, ids ...downloads.ID) error {
	return r.tell("priority", order{IDs: ids, Priority: priority})
}

// SetLimit sets the speed limit of entries, or of all together.
func (r *Remote) SetLimit(bytesPerSecond int64, ids ...downloads.ID) error {
	return r.tell("limit", order{IDs: ids, Limit: bytesPerSecond})
}

// SetSettings sets the queue's settings.
func (r *Remote) SetSettings(s downloads.Settings) error {
	return r.tell("settings", order{Settings: &s})
}

// Wait returns when the named entries have ended. When the owner goes away it returns a fault of kind Interrupted.
func (r *Remote) Wait(ctx context.Context, ids ...downloads.ID) error {
	_, err := r.ask(ctx, "wait", order{IDs: ids})
	return err
}

// Verify reads a finished file again, in the owner's process.
func (r *Remote) Verify(ctx context.Context, id downloads.ID, repair bool) (downloads.Report, error) {
	out, err := r.ask(ctx, "verify", order{IDs: []downloads.ID{id}, Repair: repair})
	if out.Report == nil {
		return downloads.Report{}, err
	}
	return *out.Report, err
}

// Release lets entries go on that wait for this.
func (r *Remote) Release(why downloads.Wait) {
	// An owner that went away releases what waits when it starts again.
	_ = r.tell("release", order{Why: why})
}

// Run lets a queue run that its owner opened only to look at it.
func (r *Remote) Run() {
	// Where the owner went away, whoever opens the queue next runs it.
	_ = r.tell("run", order{})
}

// Log returns the last lines of an entry's log; none when the owner went away.
func (r *Remote) Log(id downloads.ID) []downloads.Line {
	out, err := r.do(context.Background(), http.MethodGet, "log/"+strconv.FormatInt(int64(id), 10), nil)
	if err != nil {
		return nil
	}
	return out.Lines
}

func (r *Remote) tell(verb string, o order) error {
	_, err := r.ask(context.Background(), verb, o)
	return err
}

func (r *Remote) ask(ctx context.Context, verb string, o order) (reply, error) {
	body, err := json.Marshal(o)
	if err != nil {
		return reply{}, err
	}
	return r.do(ctx, http.MethodPost, verb, bytes.NewReader(body))
}

func (r *Remote) do(ctx context.Context, method, path string, body io.Reader) (reply, error) {
	out, err := exchange(ctx, r.client, method, path, body)
	if err != nil {
		return reply{}, err
	}
	r.await(ctx, out.After)
	if out.Fault != nil {
		return out, out.Fault
	}
	return out, nil
}

// exchange sends an order and reads its answer.
func exchange(ctx context.Context, client *http.Client, method, path string, body io.Reader) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://ipc/v1/"+path, body)
	if err != nil {
		return reply{}, err
	}
	response, err := client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return reply{}, ctx.Err()
		}
		return reply{}, LeftFault(err)
	}
	defer func() { _ = response.Body.Close() }()
	var out reply
	if err := json.NewDecoder(response.Body).Decode(&out); err != nil {
		return reply{}, LeftFault(err)
	}
	return out, nil
}

// await returns when the snapshot is at least this one: what an order did is seen once the order has returned.
func (r *Remote) await(ctx context.Context, version uint64) {
	changed, stop := r.Subscribe()
	defer stop()
	for r.Snapshot().Version < version {
		select {
		case <-changed:
		case <-r.gone:
			return
		case <-ctx.Done():
			return
		}
	}
}
