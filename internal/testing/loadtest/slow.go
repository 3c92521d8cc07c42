package loadtest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// Slow is many readers who each take little.
type Slow struct {
	Addresses []string // asked in turn
	Readers   int
	Rate      int           // bytes a second that each takes
	Time      time.Duration // how long each reads
	HTTP2     bool          // each still has a connection of its own
}

// slowStep is how often a reader takes its part.
const slowStep = 250 * time.Millisecond

// RunSlow has everybody read and returns how many bytes they took together. A reader who gets no answer, or whose answer ends, is
// an error.
func RunSlow(ctx context.Context, s Slow) (int64, error) {
	var group sync.WaitGroup
	taken := make([]int64, s.Readers)
	failures := make([]error, s.Readers)
	for i := range s.Readers {
		group.Go(func() { taken[i], failures[i] = s.read(ctx, s.Addresses[i%len(s.Addresses)]) })
	}
	group.Wait()
	var total int64
	for _, n := range taken {
		total += n
	}
	return total, errors.Join(failures...)
}

// read reads one answer on a connection of its own.
func (s Slow) read(ctx context.Context, address string) (int64, error) {
	transport := &http.Transport{DisableCompression: true, ForceAttemptHTTP2: s.HTTP2, ReadBufferSize: 4 << 10,
		HTTP2:           &http.HTTP2Config{MaxReceiveBufferPerStream: 64 << 10, MaxReceiveBufferPerConnection: 64 << 10},
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}} //nolint:gosec // the benchmark's own server
	defer transport.CloseIdleConnections()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return 0, err
	}
	answer, err := transport.RoundTrip(q)
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK || (answer.ProtoMajor == 2) != s.HTTP2 {
		return 0, fmt.Errorf("loadtest: a slow reader was answered with %s by %s", answer.Status, answer.Proto)
	}
	ticker := time.NewTicker(slowStep)
	defer ticker.Stop()
	var total int64
	part := int64(s.Rate) * int64(slowStep) / int64(time.Second)
	for until := time.Now().Add(s.Time); time.Now().Before(until); {
		n, err := io.CopyN(io.Discard, answer.Body, part)
		total += n
		if err != nil {
			return total, err
		}
		<-ticker.C
	}
	return total, nil
}
