package s3test

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// patience is how long a server has to start.
const patience = time.Minute

// StartVersity starts the program versitygw at a path with an empty bucket, in a folder of the test's. Without a path the test is
// skipped.
func StartVersity(t *testing.T, program string) *Server {
	t.Helper()
	if program == "" {
		t.Skip("S3_SERVER names no versitygw: scripts/test-full.sh builds it")
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, Bucket), 0o700); err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	command := exec.CommandContext(t.Context(), program, "--port", address, "--region", Region, "--quiet", "posix", dir)
	command.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+AccessKey, "ROOT_SECRET_KEY="+SecretKey)
	var said strings.Builder
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = command.Wait() }()
	t.Cleanup(func() { _ = command.Process.Kill(); <-ended })
	s := &Server{URL: "http://" + address}
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	late := time.After(patience)
	for {
		if answer, err := http.Get(s.URL + "/"); err == nil { //nolint:noctx // the loop ends it
			_ = answer.Body.Close()
			return s
		}
		select {
		case <-ticker.C:
		case <-ended:
			t.Fatalf("versitygw ended: %s", said.String())
		case <-late:
			t.Fatal("versitygw does not answer")
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
