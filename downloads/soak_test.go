package downloads_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// TestSoak lets random faults strike for as long as DOWNLOADS_SOAK says (e.g. 1h): servers that refuse, break and
// fall silent, and a process that is killed again and again. Every round must end with every file right.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv("DOWNLOADS_SOAK"))
	if err != nil {
		t.Skip("set DOWNLOADS_SOAK to a length, e.g. 1h")
	}
	seed := uint64(number("DOWNLOADS_SEED", int(time.Now().Unix())))
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	end := time.Now().Add(length)
	var rounds, kills int
	var spoilt, bytes int64
	for ; time.Now().Before(end) && !t.Failed(); rounds++ {
		t.Run(fmt.Sprint("round ", rounds+1), func(t *testing.T) { // each gives its files and servers back at its end
			k, s, n := soakRound(t, random)
			kills, spoilt, bytes = kills+k, spoilt+s, bytes+n
		})
	}
	t.Logf("%v: %d rounds, %d files' bytes %d MiB, %d kills, %d spoilt answers: every file right: %v", length, rounds, rounds*6, bytes>>20, kills, spoilt, !t.Failed())
}

// soakRound brings six files through chaos and kills.
func soakRound(t *testing.T, random *rand.Rand) (kills int, spoilt, bytes int64) {
	progress := &mark{}
	tuning := quick()
	tuning.StallAfter, tuning.Backoff, tuning.MaxBackoff = time.Second, 20*time.Millisecond, 500*time.Millisecond
	tuning.NetworkWait = 100 * time.Millisecond
	told := job{Home: t.TempDir(), Tuning: tuning, Retry: true,
		Settings: downloads.Settings{Parallel: 1 + random.IntN(6), Connections: 1 + random.IntN(8), PerHost: 1 + random.IntN(16)}}
	if random.IntN(4) == 0 {
		told.Settings.LimitRate = int64(8+random.IntN(56)) << 20
	}
	dir := t.TempDir()
	var contents []*downloadtest.Content
	var chaoses []*downloadtest.RandomFaults
	var names []string
	validators := []downloadtest.Validator{downloadtest.Strong, downloadtest.Strong, downloadtest.Weak, downloadtest.DateOnly, downloadtest.None}
	for i := range 6 {
		server := serve(t, downloadtest.ServerOptions{})
		content := downloadtest.NewContent(random.Uint64(), random.Int64N(48<<20)+1)
		file := &downloadtest.File{Content: content, Validator: validators[random.IntN(len(validators))], NoRanges: random.IntN(8) == 0}
		chaos := downloadtest.NewRandomFaults(random.Uint64(), random.Float64()*0.4)
		if file.NoRanges {
			chaos.Share /= 4 // each break costs such a file everything
		}
		chaos.Apply(file, server)
		spoil := file.BeforeChunk
		file.BeforeChunk = func(r *http.Request, offset int64) error {
			progress.add(128 << 10)
			return spoil(r, offset)
		}
		server.Handle("/file", file)
		spec := specOf(server, "/file", content, dir, true)
		spec.Name = fmt.Sprintf("file-%d.bin", i)
		spec.Title = spec.Name
		told.Specs, contents, chaoses, names = append(told.Specs, spec), append(contents, content), append(chaoses, chaos), append(names, spec.Name)
		bytes += content.Size
	}
	for range random.IntN(6) {
		process := launch(t, told)
		reached := progress.set(progress.sent.Load() + random.Int64N(bytes/2+1))
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for range process.Lines {
			}
		}()
		select {
		case <-reached:
			kills++
		case <-ended:
		}
		process.Kill()
		if err := process.Failure(); err != nil {
			t.Fatal(err)
		}
	}
	told.Stay = true // what waits for the network goes on by itself
	process := launch(t, told)
	var last report
	watch(t, process, func(r report) { last = r }, func(r report) bool {
		for _, e := range r.Entries {
			if e.State != downloads.Done && e.State != downloads.Stopped {
				return false
			}
		}
		return r.Step != "opened"
	})
	if err := process.Finish(); err != nil {
		t.Error(err)
	}
	for i, name := range names {
		entry, _ := last.entry(name)
		if entry.State != downloads.Done {
			t.Errorf("%s: %s %s", name, entry.State, entry.Text)
			continue
		}
		same(t, contents[i], entry.Path)
		spoilt += chaoses[i].Broken.Load()
	}
	onlyThese(t, dir, names...)
	return kills, spoilt, bytes
}
