package downloads_test

import (
	"os"
	"path/filepath"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// cached tells which part of a file the system's page cache holds, from 0 to 1.
func cached(t *testing.T, path string) float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	data, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Munmap(data) }()
	pages := make([]byte, (len(data)+os.Getpagesize()-1)/os.Getpagesize())
	if err := mincore(data, pages); err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, p := range pages {
		held += int(p & 1)
	}
	return float64(held) / float64(len(pages))
}

// forgets skips the test where the folder's filesystem never gives its pages back (one that lies in memory).
func forgets(t *testing.T, dir string) {
	t.Helper()
	path := filepath.Join(dir, "probe")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	_, err = f.Write(make([]byte, 1<<20))
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = unix.Fadvise(int(f.Fd()), 0, 1<<20, unix.FADV_DONTNEED)
	}
	if err != nil {
		t.Fatal(err)
	}
	if cached(t, path) > 0.5 {
		t.Skip("this filesystem keeps its pages in memory")
	}
}

// TestALargeFileDoesNotPushEverythingElseOutOfMemory: what a person works with stays in the page cache while an image
// comes.
func TestALargeFileDoesNotPushEverythingElseOutOfMemory(t *testing.T) {
	dir := t.TempDir()
	forgets(t, dir)
	content := downloadtest.NewContent(1, 96<<20)
	server := serve(t, downloadtest.ServerOptions{})
	server.Handle("/image", &downloadtest.File{Content: content})
	queue := openQueue(t, downloads.Config{})
	entry := finished(t, queue, add(t, queue, downloads.Spec{URL: server.URL + "/image", Dir: dir, Size: content.Size, SHA256: content.SHA256()})[0])
	if part := cached(t, entry.Path); part > 0.25 {
		t.Errorf("%.0f %% of the file lie in the page cache", 100*part)
	}
	same(t, content, entry.Path)
}

// TestTheRoomOfAFileIsTakenWhenItBegins, so that another program can't take it meanwhile.
func TestTheRoomOfAFileIsTakenWhenItBegins(t *testing.T) {
	dir := t.TempDir()
	probe, err := os.Create(filepath.Join(dir, "probe"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = probe.Close() }()
	if err := unix.Fallocate(int(probe.Fd()), unix.FALLOC_FL_KEEP_SIZE, 0, 1<<20); err != nil {
		t.Skip("this filesystem can't take room beforehand: ", err)
	}
	content := downloadtest.NewContent(2, 64<<20)
	server := serve(t, downloadtest.ServerOptions{Throttle: downloadtest.Throttle{Rate: 2 << 20}})
	server.Handle("/image", &downloadtest.File{Content: content})
	queue := openQueue(t, downloads.Config{})
	id := add(t, queue, downloads.Spec{URL: server.URL + "/image", Dir: dir, Size: content.Size, SHA256: content.SHA256()})[0]
	entry := until(t, queue, "the first bytes", func(s *downloads.Snapshot) bool { return s.Entry(id).Done > 0 }).Entry(id)
	var stat unix.Stat_t
	if err := unix.Stat(entry.PartPath, &stat); err != nil {
		t.Fatal(err)
	}
	if taken := stat.Blocks * 512; taken < content.Size {
		t.Errorf("%d bytes are taken for %d", taken, content.Size)
	}
	if err := queue.Cancel(id); err != nil {
		t.Fatal(err)
	}
}

// mincore tells for each page whether it is in memory.
func mincore(data, pages []byte) error {
	_, _, errno := unix.Syscall(unix.SYS_MINCORE, uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)), uintptr(unsafe.Pointer(&pages[0])))
	if errno != 0 {
		return errno
	}
	return nil
}
