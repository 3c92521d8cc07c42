package downloads_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// TestAfterAPowerCutNothingIsWrongAndWhatWasCommittedIsKept lets the power go at random operations of a disk that
// keeps only what was synced, names and bytes, the queue's own included. DOWNLOADS_POWER_CUTS sets how often.
func TestAfterAPowerCutNothingIsWrongAndWhatWasCommittedIsKept(t *testing.T) {
	cuts := number("DOWNLOADS_POWER_CUTS", 6)
	random := rand.New(rand.NewPCG(uint64(number("DOWNLOADS_SEED", 5)), 0))
	server := serve(t, downloadtest.ServerOptions{})
	var told job
	told.Tuning = quick()
	told.Tuning.CheckpointBytes = 512 << 10
	told.Settings = downloads.Settings{Tries: 3}
	var contents []*downloadtest.Content
	for i, size := range []int64{4 << 20, 5<<20 + 1000, 60_000, 1, 200_000, 64 << 10, 30_000} { // small ones may be flushed together
		content, path := downloadtest.NewContent(uint64(300+i), size), fmt.Sprintf("/file-%d", i)
		server.Handle(path, &downloadtest.File{Content: content})
		told.Specs = append(told.Specs, specOf(server, path, content, "", true))
		contents = append(contents, content)
	}
	operations := rehearse(t, told, contents)
	for cut := range cuts {
		at := 1 + random.IntN(operations)
		t.Run(fmt.Sprintf("cut %d at %d of %d", cut, at, operations), func(t *testing.T) {
			luck := random
			if cut%2 == 0 {
				luck = nil // the strict half: nothing that was not synced survives
			}
			runPowerCut(t, told, contents, at, luck)
		})
	}
}

// on puts the job's folders on a mounted disk.
func (j job) on(folder string) job {
	j.Home = filepath.Join(folder, "home")
	j.Specs = append([]downloads.Spec(nil), j.Specs...)
	for i := range j.Specs {
		j.Specs[i].Dir = filepath.Join(folder, "downloads")
	}
	return j
}

// rehearse runs the job without a cut and counts the operations of the disk.
func rehearse(t *testing.T, told job, contents []*downloadtest.Content) int {
	disk := downloadtest.NewDisk("home", "downloads")
	told = told.on(mount(t, disk))
	last := runToEnd(t, told)
	for i, e := range last.Entries {
		if e.State != downloads.Done {
			t.Fatalf("%s: %s %s", e.Title, e.State, e.Text)
		}
		same(t, contents[i], e.Path)
	}
	return disk.Count(downloadtest.OpAny)
}

// runPowerCut cuts once and goes on afterwards on what survived.
func runPowerCut(t *testing.T, told job, contents []*downloadtest.Content, at int, luck *rand.Rand) {
	disk := downloadtest.NewDisk("home", "downloads")
	folder := mount(t, disk)
	before := told.on(folder)
	disk.CutAt(at)
	process := launch(t, before)
	var seen []report
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for line := range process.Lines {
			var r report
			if json.Unmarshal(line, &r) == nil && !disk.Off() { // told while there was power
				seen = append(seen, r)
			}
		}
	}()
	select {
	case <-disk.Tripped():
	case <-ended: // fewer operations than in the rehearsal: the power goes after the end
	}
	disk.Cut()
	process.Kill()
	<-ended
	if err := process.Failure(); err != nil {
		t.Fatal(err)
	}

	after := disk.AfterPowerCut(luck)
	unmountAndMount(t, after, folder, func(folder string) {
		resumed := before.on(folder)
		resumed.Retry, resumed.Boot = true, "after the cut"
		process := launch(t, resumed)
		var opened, last report
		watch(t, process, func(r report) {
			if r.Step == "opened" {
				opened = r
			}
			last = r
		}, nil)
		if err := process.Finish(); err != nil {
			t.Fatal(err)
		}
		judgeSurvival(t, seen, opened)
		for i, spec := range resumed.Specs {
			e, _ := last.entry(spec.Title)
			if e.State != downloads.Done {
				t.Errorf("%s: %s %s", spec.Title, e.State, e.Text)
				continue
			}
			same(t, contents[i], e.Path)
		}
		var names []string
		for _, spec := range resumed.Specs {
			names = append(names, spec.Name)
		}
		onlyThese(t, filepath.Join(folder, "downloads"), names...)
	})
}

// unmountAndMount runs with the survivor mounted. Its folder has the path that the entries remember: a mount over the
// old, dead one.
func unmountAndMount(t *testing.T, survivor *downloadtest.Disk, folder string, run func(folder string)) {
	unmount, err := survivor.Mount(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer unmount()
	run(folder)
}

// judgeSurvival compares what was told before the cut with what is there after it.
func judgeSurvival(t *testing.T, before []report, opened report) {
	if opened.Fault != "" {
		t.Errorf("the store was not whole after the cut: %s", opened.Fault)
	}
	committed := map[string]int64{}
	done := map[string]bool{}
	for _, r := range before {
		for _, e := range r.Entries {
			committed[e.Title] = max(committed[e.Title], e.Committed)
			done[e.Title] = done[e.Title] || e.State == downloads.Done
		}
	}
	for title, bytes := range committed {
		e, listed := opened.entry(title)
		if !listed {
			t.Errorf("%s was added and is not listed any more", title)
			continue
		}
		if e.Committed < bytes && e.State != downloads.Done {
			t.Errorf("%s had %d bytes committed, %d are left", title, bytes, e.Committed)
		}
		if done[title] && e.State != downloads.Done {
			t.Errorf("%s was done, now it is %s", title, e.State)
		}
	}
}
