package downloads

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// farewell is how a server ends a connection in HTTP/2 (RFC 9113, 6.8): a GOAWAY frame after some bytes of the first body on it.
type farewell struct {
	after   int    // bytes of bodies
	code    uint32 // of the error; 0: none
	spared  bool   // the stream that is open is the last that is served; else none is
	goesOn  int    // bytes that still come after it
	answers bool   // the headers of the answer came before it
}

// goAway passes a connection in HTTP/2 on to a server and puts a GOAWAY frame between the frames of its answers.
type goAway struct {
	farewell
	client, server net.Conn
	said           *atomic.Int64
}

// The kinds of frames that matter here.
const (
	frameData    = 0
	frameHeaders = 1
	frameGoAway  = 7
)

// pass ends with the connection.
func (g *goAway) pass() {
	defer func() { _ = g.client.Close() }()
	defer func() { _ = g.server.Close() }()
	var asks sync.WaitGroup
	defer asks.Wait()
	asks.Go(func() {
		_, _ = io.Copy(g.server, g.client)
		_ = g.server.Close()
	})
	defer func() { _ = g.client.Close() }() // ends the copy
	came, left := 0, -1                     // bytes of bodies, and how many may still come
	head := make([]byte, 9)
	for left != 0 {
		if _, err := io.ReadFull(g.server, head); err != nil {
			return
		}
		frame := make([]byte, int(head[0])<<16|int(head[1])<<8|int(head[2]))
		if _, err := io.ReadFull(g.server, frame); err != nil {
			return
		}
		kind, stream := head[3], binary.BigEndian.Uint32(head[5:])
		if left < 0 && (kind == frameData && came >= g.after || kind == frameHeaders && !g.answers) {
			if g.say(stream) != nil {
				return
			}
			left = g.goesOn
		}
		if kind == frameData {
			came += len(frame)
			if left > 0 {
				left = max(left-len(frame), 0)
			}
		}
		if _, err := g.client.Write(append(head[:9:9], frame...)); err != nil {
			return
		}
	}
}

// say sends the frame.
func (g *goAway) say(stream uint32) error {
	g.said.Add(1)
	frame := []byte{0, 0, 8, frameGoAway, 0, 0, 0, 0, 0}
	if !g.spared {
		stream = 0
	}
	frame = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(frame, stream), g.code)
	_, err := g.client.Write(frame)
	return err
}

// TestServerSaysGoAway in the middle of a body, or before it: the file comes all the same, and no byte of it twice.
func TestServerSaysGoAway(t *testing.T) {
	const size = 4 << 20
	data, sum := content(size, 98)
	for name, bye := range map[string]farewell{
		"and ends the body first":               {after: 512 << 10, spared: true, goesOn: size, answers: true},
		"and ends the connection":               {after: 512 << 10, spared: true, goesOn: 64 << 10, answers: true},
		"with an error":                         {after: 512 << 10, code: 2, answers: true},
		"and asks for calm":                     {after: 512 << 10, code: 11, spared: true, goesOn: 1, answers: true},
		"and disowns the stream that is served": {after: 512 << 10, goesOn: 64 << 10, answers: true},
	} {
		t.Run(name, func(t *testing.T) {
			var said atomic.Int64
			s, transport := serveThrough(t, data, func(client, server net.Conn) { (&goAway{bye, client, server, &said}).pass() })
			q := openQueue(t, Config{HTTP: transport, Settings: Settings{Tries: 100}})
			dir := t.TempDir()
			id := add(t, q, Spec{URL: s + "/file.bin", Dir: dir, Size: size, SHA256: sum})[0]
			if err := wait(t, q, id); err != nil {
				t.Fatal(err, q.Log(id))
			}
			arrived(t, filepath.Join(dir, "file.bin"), data)
			if e := q.Snapshot().Entry(id); e.Fetched != size {
				t.Errorf("%d bytes were fetched for %d: %v", e.Fetched, size, q.Log(id))
			}
			if said.Load() == 0 {
				t.Error("it was never said")
			}
		})
	}
}

// serveThrough serves a file in HTTP/2 alone, each connection through pass. It returns the address and a transport that trusts it.
func serveThrough(t *testing.T, data []byte, pass func(client, server net.Conn)) (string, *http.Transport) {
	t.Helper()
	behind := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		http.ServeContent(w, r, "file.bin", time.Time{}, bytes.NewReader(data))
	}))
	behind.Config.Protocols = new(http.Protocols)
	behind.Config.Protocols.SetUnencryptedHTTP2(true)
	behind.Config.ErrorLog = quietLog()
	behind.Start()
	t.Cleanup(behind.Close)
	certified := httptest.NewUnstartedServer(nil)
	certified.StartTLS() // for its certificate alone
	certified.Close()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{MinVersion: tls.VersionTLS12, Certificates: certified.TLS.Certificates, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			client, err := listener.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			} else if err != nil {
				continue
			}
			server, err := net.Dial("tcp", behind.Listener.Addr().String())
			if err != nil {
				_ = client.Close()
				continue
			}
			running.Go(func() { pass(client, server) })
		}
	})
	t.Cleanup(running.Wait)
	t.Cleanup(func() { _ = listener.Close() })
	transport := NewTransport(noProxy)
	transport.TLSClientConfig.RootCAs = certified.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	return "https://" + listener.Addr().String(), transport
}
