package downloads_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// TestMain lets this binary play a role for a test: a queue in a process of its own, which can be killed.
func TestMain(m *testing.M) {
	switch downloadtest.Role() {
	case "":
		os.Exit(m.Run())
	case queueRole:
		if err := playQueue(os.Stdin, os.Stdout); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case fewFilesRole:
		if err := playFewFiles(os.Stdin, os.Stdout); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

const queueRole = "queue"

// job is what a queue in its own process is told.
type job struct {
	Home     string
	Specs    []downloads.Spec // those whose Title is not listed yet are added
	Settings downloads.Settings
	Tuning   downloads.Tuning
	Tallies  string // folder of the tallies of received bytes, one a host; "": none
	Retry    bool   // tell stopped and waiting entries to try again first
	Boot     string // of the system; "": the real one
	Stay     bool   // do not end when every entry rests
}

// report is one line that such a process writes. The first comes after Open and before Add, the second after Add.
type report struct {
	Step    string // "opened", "added", "changed", "ended"
	Entries []reported
	Peak    int64  // KiB of memory at most, when ended on Linux
	Fault   string // of the snapshot
}

type reported struct {
	Title, Path, Code, Text      string
	State                        downloads.State
	Wait                         downloads.Wait
	Done, Committed, Fetched, At int64
}

func (r report) entry(title string) (reported, bool) {
	for _, e := range r.Entries {
		if e.Title == title {
			return e, true
		}
	}
	return reported{}, false
}

// resting tells whether every entry does nothing more by itself for now.
func (r report) resting() bool {
	for _, e := range r.Entries {
		if !e.State.Ended() && e.State != downloads.Waiting {
			return false
		}
	}
	return true
}

// playQueue runs a queue until all its entries rest, or its stdin ends.
func playQueue(in io.Reader, out io.Writer) error {
	var told job
	decoder := json.NewDecoder(in)
	if err := decoder.Decode(&told); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, in)
		cancel()
	}()
	transport := downloads.NewTransport(nil)
	if told.Tallies != "" {
		tallies := &hostTallies{folder: told.Tallies}
		transport.DialContext = tallies.dial
	}
	config := downloads.Config{Dir: told.Home, Settings: told.Settings, Tuning: told.Tuning, HTTP: transport}
	if told.Boot != "" {
		config.Boot = func() string { return told.Boot }
	}
	queue, err := downloads.Open(ctx, config)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	encoder := json.NewEncoder(out)
	tell := func(step string) report {
		r := reportOf(step, queue.Snapshot())
		_ = encoder.Encode(r)
		return r
	}
	listed := tell("opened")
	if told.Retry {
		if err := queue.Retry(); err != nil {
			return fmt.Errorf("retry: %w", err)
		}
	}
	var missing []downloads.Spec
	for _, spec := range told.Specs {
		if _, has := listed.entry(spec.Title); !has {
			missing = append(missing, spec)
		}
	}
	if len(missing) > 0 {
		if _, err := queue.Add(ctx, missing...); err != nil {
			return fmt.Errorf("add: %w", err)
		}
	}
	for r := tell("added"); told.Stay || !r.resting(); r = tell("changed") {
		select {
		case <-queue.Changed():
			continue
		case <-ctx.Done():
		}
		break
	}
	closeErr := queue.Close()
	last := reportOf("ended", queue.Snapshot())
	last.Peak = peakMemory()
	_ = encoder.Encode(last)
	if closeErr != nil {
		return fmt.Errorf("close: %w", closeErr)
	}
	return nil
}

func reportOf(step string, snapshot *downloads.Snapshot) report {
	r := report{Step: step}
	if snapshot.Fault != nil {
		r.Fault = snapshot.Fault.Code
	}
	for _, e := range snapshot.Entries {
		entry := reported{Title: e.Title, Path: e.Path, State: e.State, Wait: e.Wait, Done: e.Done, Committed: e.Committed, Fetched: e.Fetched, At: time.Now().UnixMilli()}
		if e.Fault != nil {
			entry.Code, entry.Text = e.Fault.Code, e.Fault.Text()
		}
		r.Entries = append(r.Entries, entry)
	}
	return r
}

// peakMemory is the most memory this process held, in KiB; 0 where it cannot be read.
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	var peak int64
	for line := range strings.Lines(string(status)) {
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &peak); err == nil {
			return peak
		}
	}
	return 0
}

// hostTallies counts the bytes that come from each host in files that outlive the process.
type hostTallies struct {
	folder string
	mu     sync.Mutex
	hosts  map[string]*downloadtest.Dials
}

func (h *hostTallies) dial(ctx context.Context, network, address string) (net.Conn, error) {
	h.mu.Lock()
	dials := h.hosts[address]
	if dials == nil {
		dials = &downloadtest.Dials{}
		// Where processes can't share a number nothing is counted, and the test that wants the number says so.
		if tally, err := downloadtest.OpenTally(tallyPath(h.folder, address)); err == nil {
			dials.OnRead(tally.Add)
		}
		if h.hosts == nil {
			h.hosts = map[string]*downloadtest.Dials{}
		}
		h.hosts[address] = dials
	}
	h.mu.Unlock()
	return dials.DialContext(ctx, network, address)
}

func tallyPath(folder, address string) string {
	return filepath.Join(folder, strings.ReplaceAll(address, ":", "_"))
}
