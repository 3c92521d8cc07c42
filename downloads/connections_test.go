package downloads_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// slowConn takes its time to close, as one does on a busy machine.
type slowConn struct{ net.Conn }

func (c slowConn) Close() error {
	<-time.After(60 * time.Millisecond)
	return c.Conn.Close()
}

// TestSlotIsFreeAfterItsConnectionIsClosed: connections that broke, that were given up and that the server closes still
// count for their host until they are closed, however long that takes.
func TestSlotIsFreeAfterItsConnectionIsClosed(t *testing.T) {
	const perHost = 2
	server := serve(t, downloadtest.ServerOptions{})
	var dials downloadtest.Dials
	transport := downloads.NewTransport(nil)
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dials.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return slowConn{c}, nil
	}
	queue := openQueue(t, downloads.Config{HTTP: transport,
		Settings: downloads.Settings{Parallel: 3, Connections: 4, PerHost: perHost, Tries: 1000}})
	dir := t.TempDir()
	var specs []downloads.Spec
	var contents []*downloadtest.Content
	for i := range 3 {
		content, path := downloadtest.NewContent(uint64(600+i), 4<<20), fmt.Sprintf("/file-%d", i)
		file := &downloadtest.File{Content: content}
		var n atomic.Int64
		file.BeforeChunk = func(*http.Request, int64) error {
			if n.Add(1)%19 == 0 {
				return fmt.Errorf("broken")
			}
			return nil
		}
		server.Handle(path, file)
		specs, contents = append(specs, specOf(server, path, content, dir, true)), append(contents, content)
	}
	for i, id := range add(t, queue, specs...) {
		same(t, contents[i], finished(t, queue, id).Path)
	}
	if most := dials.Host(server.Address).Most.Load(); most > perHost {
		t.Errorf("%d connections at once, at most %d allowed", most, perHost)
	}
}

// TestManySmallFilesShareConnections: as many are opened as downloads run at once, not one for each file, whether their
// sizes are known or not.
func TestManySmallFilesShareConnections(t *testing.T) {
	const files, parallel = 60, 4
	for _, known := range []bool{true, false} {
		server := serve(t, downloadtest.ServerOptions{})
		var dials downloadtest.Dials
		transport := downloads.NewTransport(nil)
		transport.DialContext = dials.DialContext
		queue := openQueue(t, downloads.Config{HTTP: transport, Settings: downloads.Settings{Parallel: parallel}})
		dir := t.TempDir()
		var specs []downloads.Spec
		for i := range files {
			content, path := downloadtest.NewContent(uint64(700+i), 30<<10), fmt.Sprintf("/file-%d", i)
			server.Handle(path, &downloadtest.File{Content: content})
			specs = append(specs, specOf(server, path, content, dir, known))
		}
		for _, id := range add(t, queue, specs...) {
			finished(t, queue, id)
		}
		if n := dials.Host(server.Address).Total.Load(); n > parallel {
			t.Errorf("%d connections were opened for %d files, %d of which came at once (sizes known: %t)", n, files, parallel, known)
		}
	}
}
