package main

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const gib = 1 << 30

// TestDownloadResumesAfterKills kills pconnect with kill -9 at random moments of the 1 GiB image, three by default,
// PCONNECT_KILLS in all. The file ends right, and hardly anything is fetched twice.
func TestDownloadResumesAfterKills(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("kill -9 is not there on Windows")
	}
	if raceEnabled && os.Getenv("PCONNECT_KILLS") == "" {
		t.Skip("1 GiB takes minutes with the race detector; set PCONNECT_KILLS to run it so")
	}
	kills := 3
	if text := os.Getenv("PCONNECT_KILLS"); text != "" {
		kills, _ = strconv.Atoi(text)
	}
	dir := t.TempDir()
	succeed(t, dir, "sign-in")
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	var at []int64
	for k := range kills {
		r := start(t, dir, "download", "iot-image", "--dir", filepath.Join(dir, "files"))
		// Each kill has its own part of the file, so that none comes after the end; the moment in it is random.
		part := int64(gib) / int64(kills+2)
		e, ok := r.until(t, int64(k)*part+random.Int64N(part))
		if !ok {
			t.Logf("kill %d: the download was done before its moment came", k+1)
			r.end(t)
			break
		}
		time.AfterFunc(time.Duration(random.Int64N(int64(30*time.Millisecond))), func() { _ = r.cmd.Process.Kill() })
		if status := r.end(t); status != -1 && status != 0 {
			t.Fatalf("kill %d: exit status %d", k+1, status)
		}
		at = append(at, e.Done>>20)
	}
	out := succeed(t, dir, "download", "iot-image", "--dir", filepath.Join(dir, "files"), "--json")
	path := filepath.Join(dir, "files", "iot-board.img")
	var list struct{ Queue []entry }
	decode(t, succeed(t, dir, "queue", "list", "--json"), &list)
	if len(list.Queue) != 1 || !list.Queue[0].Verified || list.Queue[0].State != "done" {
		t.Fatalf("the queue: %+v\n%s", list.Queue, out)
	}
	sum, err := fileHash(context.Background(), path)
	if err != nil || sum != list.Queue[0].SHA256 {
		t.Errorf("the file's SHA-256 is %s (%v), the catalogue's %s", sum, err, list.Queue[0].SHA256)
	}
	share := float64(list.Queue[0].Fetched) / gib
	t.Logf("seed %d: killed at %v MiB, fetched %.3f of the size", seed, at, share)
	if most := 1 + float64(len(at))*0.05; share > most {
		t.Errorf("fetched %.3f of the size, more than %.2f", share, most)
	}
	left, err := filepath.Glob(filepath.Join(dir, "files", "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v (%v)", left, err)
	}
}

// TestInterruptKeepsProgress sends SIGINT in the middle, and the same command goes on where it was.
func TestInterruptKeepsProgress(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SIGINT is not there on Windows")
	}
	dir := t.TempDir()
	succeed(t, dir, "sign-in")
	files := filepath.Join(dir, "files")
	r := start(t, dir, "download", "iot-image", "--dir", files, "--limit-rate", "64M")
	before, ok := r.until(t, 32<<20)
	if !ok {
		t.Fatal("the download ended before it was stopped")
	}
	if err := r.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if status := r.end(t); status != 130 {
		t.Errorf("exit status %d, not 130", status)
	}
	again := start(t, dir, "queue", "resume")
	after, ok := again.until(t, 1)
	if !ok || after.Done < before.Done {
		t.Errorf("it went on at %d after %d", after.Done, before.Done)
	}
	if err := again.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if status := again.end(t); status != 130 {
		t.Errorf("exit status %d, not 130", status)
	}
}

// TestDownloadMemoryIsBounded reads the peak of the process's memory. It is the terminal client together with the sample program's
// server, in one process; the client alone is about 6 MB less.
func TestDownloadMemoryIsBounded(t *testing.T) {
	if runtime.GOOS != "linux" || raceEnabled {
		t.Skip("read from /proc, in a build without the race detector")
	}
	dir := t.TempDir()
	succeed(t, dir, "sign-in")
	r := start(t, dir, "download", "iot-image", "--dir", filepath.Join(dir, "files"))
	peak := 0
	for {
		e, ok := r.next(t)
		if !ok {
			break
		}
		peak = max(peak, peakMemory(t, r.cmd.Process.Pid))
		if e.State == "done" {
			break
		}
	}
	if status := r.end(t); status != 0 {
		t.Fatalf("exit status %d", status)
	}
	t.Logf("peak %d kB", peak)
	if peak == 0 || peak > 48<<10 {
		t.Errorf("the peak was %d kB", peak)
	}
}

// peakMemory returns VmHWM in kB; 0 when the process has ended.
func peakMemory(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0
	}
	for l := range strings.SplitSeq(string(text), "\n") {
		if fields := strings.Fields(l); len(fields) == 3 && fields[0] == "VmHWM:" {
			n, err := strconv.Atoi(fields[1])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	return 0
}
