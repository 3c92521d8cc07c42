package service

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// pipes is a listener whose connections are pipes, on the clock of a synctest bubble.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.done); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// changing is a store whose data change when they are told to.
type changing struct {
	store.Store
	version atomic.Int64
}

func (c *changing) Version(context.Context) (int64, error) { return c.version.Load(), nil }

// zeros are many bytes.
type zeros struct{}

func (zeros) ReadAt(p []byte, _ int64) (int, error) { return len(p), nil }

// sending is a running answer of a gigabyte and its client's end.
type sending struct {
	client net.Conn
	body   *bufio.Reader
	ended  chan time.Duration // after which the handler returned
}

func startSending(t *testing.T, data *changing, still func(context.Context) error) *sending {
	t.Helper()
	b := &base{config: Config{Limits: Limits{MinimumRate: 1024}}, store: data}
	s := &sending{ended: make(chan time.Duration, 1)}
	server := NewServer(http.HandlerFunc(func(w http.ResponseWriter, h *http.Request) {
		started := time.Now()
		content := io.NewSectionReader(zeros{}, 0, 1<<30)
		err := b.send(&request{Request: h, w: w}, download{"a.bin", "application/octet-stream", "hash", content, still, nil}) //nolint:contextcheck // the request carries its context
		if err != nil {
			t.Error(err)
		}
		s.ended <- time.Since(started)
	}))
	listener := &pipes{make(chan net.Conn), make(chan struct{})}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	var far net.Conn
	s.client, far = net.Pipe()
	t.Cleanup(func() { _ = s.client.Close() })
	listener.conns <- far
	if _, err := io.WriteString(s.client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	s.body = bufio.NewReaderSize(s.client, 512)
	for {
		line, err := s.body.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.TrimSpace(line) == "" {
			return s
		}
	}
}

func allowed(context.Context) error { return nil }

func TestReaderThatReadsNothingIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := startSending(t, &changing{}, allowed)
		if took := <-s.ended; took > rateWindow+time.Second {
			t.Errorf("it stayed %v", took)
		}
	})
}

func TestReaderUnderTheMinimumRateIsDropped(t *testing.T) {
	for _, c := range []struct {
		name     string
		asecond  int64
		fast     int64 // read before that at once
		longest  time.Duration
		isStayed bool
	}{
		{"a byte a second", 1, 0, 2 * rateWindow, false},
		{"half of it", 512, 0, 2 * rateWindow, false},
		{"a byte a second after a fast start", 1, 200 << 20, 2 * rateWindow, false},
		{"twice of it", 2048, 0, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := startSending(t, &changing{}, allowed)
				if _, err := io.CopyN(io.Discard, s.body, c.fast); err != nil {
					t.Fatal(err)
				}
				ticker := time.NewTicker(time.Second)
				defer ticker.Stop()
				for {
					select {
					case took := <-s.ended:
						if c.isStayed || took > c.longest {
							t.Errorf("it stayed %v", took)
						}
						return
					case <-ticker.C:
						_, _ = io.CopyN(io.Discard, s.body, c.asecond)
					}
					if c.isStayed && time.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) > 20*time.Minute {
						return
					}
				}
			})
		})
	}
}

func TestRunningAnswerEndsWithTheRight(t *testing.T) {
	for name, reading := range map[string]bool{"of somebody who reads": true, "of somebody who reads nothing": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				data := &changing{}
				var revoked atomic.Bool
				var asked atomic.Int64
				s := startSending(t, data, func(context.Context) error {
					asked.Add(1)
					if revoked.Load() {
						return refuse(api.CodeProgramAccessRevoked, nil)
					}
					return nil
				})
				second := func() {
					ticker := time.NewTicker(time.Second)
					defer ticker.Stop()
					<-ticker.C
					if reading {
						_, _ = io.CopyN(io.Discard, s.body, 64<<10)
					}
				}
				for range 8 {
					second()
				}
				if n := asked.Load(); n != 1 {
					t.Errorf("asked %d times while nothing changed", n)
				}
				revoked.Store(true)
				data.version.Add(1)
				since := time.Now()
				second()
				second()
				<-s.ended
				if took := time.Since(since); took > 2*time.Second {
					t.Errorf("it went on for %v", took)
				}
			})
		})
	}
}

func TestRunningAnswerEndsWithItsDates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until := time.Now().Add(15 * time.Second)
		s := startSending(t, &changing{}, func(context.Context) error {
			if time.Now().After(until) {
				return refuse(api.CodeLink, nil)
			}
			return nil
		})
		if took := <-s.ended; took > 26*time.Second {
			t.Errorf("it went on for %v", took)
		}
	})
}

func TestTroubleEndsNoRunningAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := startSending(t, &changing{}, func(context.Context) error { return io.ErrUnexpectedEOF })
		for range 60 {
			if _, err := io.CopyN(io.Discard, s.body, 1<<20); err != nil {
				t.Fatal(err)
			}
			<-time.After(time.Second)
		}
	})
}

func TestLikely(t *testing.T) {
	png, text := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a line of the log\n"
	for _, c := range []struct {
		name, head string
		fine       bool
	}{
		{"a.png", png, true}, {"a.PNG", png, true}, {"a.png", text, false}, {"a.png", "\x89", false}, {"a.jpg", png, false}, {"a.jpeg", "\xff\xd8\xff\xe0", true},
		{"a.gif", "GIF89a", true}, {"a.gif", "<html>", false}, {"a.pdf", "%PDF-1.7", true}, {"a.pdf", "<script>", false}, {"a.zip", "PK\x03\x04", true}, {"a.zip", "PK\x05\x06", true},
		{"a.zip", png, false}, {"a.log", text, true}, {"a.txt", "", true}, {"a.txt", "Gr\xfc\xdfe", true}, {"a.txt", "\xff\xfea\x00", true}, {"a.csv", png, false}, {"a.md", "\x00asm", false},
		{"a.txt", "MZ\x90", false}, {"a.log", "\x7fELF", false}, {"a.txt", "#!/bin/sh\n", false}, {"a.txt", "\xef\xbb\xbf#!/bin/sh\n", false}, {"a.zip", "MSCF", false},
		{"a.json", strings.Repeat("x", headLength) + "\x00", true}, {"a.json", strings.Repeat("x", headLength-1) + "\x00", false},
	} {
		if got := likely(c.name, []byte(c.head)); got != c.fine {
			t.Errorf("%s %.20q: %v", c.name, c.head, got)
		}
	}
}
