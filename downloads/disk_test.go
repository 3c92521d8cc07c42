package downloads_test

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// mount makes the disk a folder for this test, or skips the test with what is missing.
func mount(t *testing.T, disk *downloadtest.Disk) string {
	t.Helper()
	folder := t.TempDir()
	unmount, err := disk.Mount(folder)
	if err != nil {
		t.Skipf("no faults of a disk here: %v", err)
	}
	t.Cleanup(unmount)
	return folder
}

// diskFault is one way in which a disk fails.
type diskFault struct {
	name  string
	fault downloadtest.DiskFault
	home  bool // the queue's own folder is on the disk too
}

// diskFaults strike at the nth operation of each kind.
func diskFaults(nth int) []diskFault {
	once := func(op downloadtest.Op, errno syscall.Errno) downloadtest.DiskFault {
		return downloadtest.DiskFault{Op: op, Nth: nth, Errno: errno}
	}
	lasting := func(op downloadtest.Op, errno syscall.Errno) downloadtest.DiskFault {
		return downloadtest.DiskFault{Op: op, Nth: nth, Errno: errno, Times: -1}
	}
	all := []diskFault{
		{name: "no room from a write on", fault: lasting(downloadtest.OpWrite, syscall.ENOSPC)},
		{name: "no room at one write", fault: once(downloadtest.OpWrite, syscall.ENOSPC)},
		{name: "one write lost", fault: once(downloadtest.OpWrite, syscall.EIO)},
		{name: "one fsync lost", fault: once(downloadtest.OpSync, syscall.EIO)},
		{name: "every fsync lost", fault: lasting(downloadtest.OpSync, syscall.EIO)},
		{name: "quota reached", fault: lasting(downloadtest.OpWrite, syscall.EDQUOT)},
		{name: "read-only from there on", fault: lasting(downloadtest.OpChange, syscall.EROFS)},
		{name: "gone from there on", fault: lasting(downloadtest.OpAny, syscall.EIO)},
		{name: "everything lost once", fault: once(downloadtest.OpAny, syscall.EIO), home: true},
		{name: "no room for the queue either", fault: lasting(downloadtest.OpWrite, syscall.ENOSPC), home: true},
	}
	if nth <= 3 { // these operations are few
		all = append(all,
			diskFault{name: "one rename refused", fault: once(downloadtest.OpRename, syscall.EACCES)},
			diskFault{name: "every rename refused", fault: lasting(downloadtest.OpRename, syscall.EACCES)},
			diskFault{name: "the folder's fsync lost", fault: once(downloadtest.OpSyncDir, syscall.EIO)},
			diskFault{name: "no new file", fault: lasting(downloadtest.OpCreate, syscall.EACCES)},
			diskFault{name: "no truncation", fault: once(downloadtest.OpTruncate, syscall.EIO)},
			diskFault{name: "no opening", fault: once(downloadtest.OpOpen, syscall.EACCES)},
			diskFault{name: "no room to set aside", fault: lasting(downloadtest.OpAllocate, syscall.ENOSPC)},
		)
	}
	return all
}

// TestAFailingDiskNeverGivesAWrongFileAndTheDownloadGoesOn runs each fault at a few moments; DOWNLOADS_DISK_FAULTS=50
// runs the first fifty.
func TestAFailingDiskNeverGivesAWrongFileAndTheDownloadGoesOn(t *testing.T) {
	moments := []int{1, 2, 9}
	if whole := number("DOWNLOADS_DISK_FAULTS", 0); whole > 0 {
		moments = nil
		for nth := 1; nth <= whole; nth++ {
			moments = append(moments, nth)
		}
	}
	mount(t, downloadtest.NewDisk()) // skips here when there is no FUSE
	for i, nth := range moments {
		faults := diskFaults(nth)
		if len(moments) == 3 { // the short form: each fault at one of the moments
			var some []diskFault
			for j, fault := range faults {
				if j%len(moments) == i || j >= 10 && nth == 1 {
					some = append(some, fault)
				}
			}
			faults = some
		}
		for _, fault := range faults {
			t.Run(fmt.Sprintf("%s, at %d", fault.name, nth), func(t *testing.T) { runDiskFault(t, fault) })
		}
	}
}

func runDiskFault(t *testing.T, fault diskFault) {
	disk := downloadtest.NewDisk("downloads", "home")
	folder := mount(t, disk)
	content := downloadtest.NewContent(77, 3<<20+5)
	server := serve(t, downloadtest.ServerOptions{})
	server.Handle("/file", &downloadtest.File{Content: content})
	tuning := quick()
	tuning.CheckpointBytes = 128 << 10
	tuning.DiskWait = 50 * time.Millisecond
	told := job{Home: t.TempDir(), Tuning: tuning, Settings: downloads.Settings{Tries: 4}}
	if fault.home {
		told.Home = filepath.Join(folder, "home")
	}
	dir := filepath.Join(folder, "downloads")
	told.Specs = []downloads.Spec{specOf(server, "/file", content, dir, true)}
	title := told.Specs[0].Title

	disk.Fail(fault.fault)
	process := launch(t, told)
	var last report
	watch(t, process, func(r report) {
		if r.Step != "ended" || !last.resting() { // while it closes, the disk may be looked at again
			last = r
		}
	}, nil)
	_ = process.Finish() // with its own folder on a failing disk, the process may end with a fault
	if err := process.Failure(); err != nil {
		t.Fatal(err)
	}
	struck := false
	select {
	case <-disk.Tripped():
		struck = true
	default: // it had fewer such operations
	}
	disk.Heal() // before this test reads, which would count too
	entry, listed := last.entry(title)
	switch {
	case entry.State == downloads.Done:
		same(t, content, entry.Path) // what struck only once may have been overcome at once
		if struck && fault.fault.Times < 0 && !fault.home {
			t.Error("done while the disk still failed")
		}
	case listed && entry.Code == "" && !fault.home:
		t.Errorf("%s without a reason", entry.State)
	}

	told.Retry = true
	last = runToEnd(t, told)
	entry, _ = last.entry(title)
	if entry.State != downloads.Done {
		t.Fatalf("the disk works again, but: %s %s\n%s", entry.State, entry.Code, entry.Text)
	}
	same(t, content, filepath.Join(dir, told.Specs[0].Name))
	onlyThese(t, dir, told.Specs[0].Name)
}

// TestADownloadThatWaitsForRoomGoesOnByItself fills the disk while it runs.
func TestADownloadThatWaitsForRoomGoesOnByItself(t *testing.T) {
	disk := downloadtest.NewDisk("downloads")
	dir := filepath.Join(mount(t, disk), "downloads")
	content := downloadtest.NewContent(78, 4<<20)
	server := serve(t, downloadtest.ServerOptions{})
	server.Handle("/file", &downloadtest.File{Content: content})
	disk.SetRoom(1 << 20)
	process := launch(t, job{Home: t.TempDir(), Tuning: quick(), Stay: true, Specs: []downloads.Spec{specOf(server, "/file", content, dir, true)}})
	var last report
	see := func(r report) { last = r }
	waits := func(r report) bool {
		e, has := r.entry("file")
		return has && e.State == downloads.Waiting && e.Wait == downloads.WaitDisk
	}
	if !watch(t, process, see, waits) {
		t.Fatalf("it ended with %+v: %s", last, process.Stderr())
	}
	disk.Heal()
	if !watch(t, process, see, func(r report) bool { e, _ := r.entry("file"); return e.State == downloads.Done }) {
		t.Fatalf("it ended with %+v: %s", last, process.Stderr())
	}
	if err := process.Finish(); err != nil {
		t.Error(err)
	}
	same(t, content, filepath.Join(dir, "file"))
}
