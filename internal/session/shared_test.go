package session

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/ipc"
)

// files serves one file to whom it lets.
func files(t *testing.T) (link string, let func()) {
	t.Helper()
	gate := make(chan struct{})
	data := bytes.Repeat([]byte("program connect "), 20_000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-gate:
			http.ServeContent(w, r, "file.bin", time.Time{}, bytes.NewReader(data))
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/file.bin", func() { close(gate) }
}

// client is the terminal client (lazy) or the desktop app on a home folder, with accounts of its own.
func openClient(t *testing.T, home string, lazy bool) *App {
	t.Helper()
	accounts, err := auth.Open(auth.Config{Dir: t.TempDir(), Keyring: auth.MemoryKeyring(), Service: "session test"})
	if err != nil {
		t.Fatal(err)
	}
	app, err := Open(t.Context(), Options{Home: home, Accounts: accounts, LazyQueue: lazy, Share: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = app.Close()
		_ = accounts.Close()
	})
	return app
}

// TestAppUsesTheTerminalsQueueAndTakesItOver: nobody has to wait for a long download in the terminal.
func TestAppUsesTheTerminalsQueueAndTakesItOver(t *testing.T) {
	home := t.TempDir()
	terminal := openClient(t, home, true)
	queue, err := terminal.Queues.Shared(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	link, let := files(t)
	ids, err := queue.Add(t.Context(), downloads.Spec{URL: link, Dir: filepath.Join(home, "files"), Size: -1})
	if err != nil {
		t.Fatal(err)
	}

	app := openClient(t, home, false)
	if app.Queues.Own() != nil || app.Queues.Current() == nil {
		t.Fatal("the app does not use the queue of the terminal")
	}
	if e := app.Queues.Current().Snapshot().Entry(ids[0]); e == nil {
		t.Fatal("the app does not see what the terminal downloads")
	}
	second, err := app.DownloadLink(t.Context(), link, DownloadOptions{Dir: filepath.Join(home, "files"), Name: "second.bin"})
	if err != nil {
		t.Fatal(err)
	}
	settings := app.Settings.Now()
	settings.Parallel = 7
	if err := app.SetSettings(settings); err != nil {
		t.Fatal(err)
	}
	if n := queue.Snapshot().Settings.Parallel; n != 7 {
		t.Errorf("the terminal's queue runs %d at once, the app set 7", n)
	}

	if err := terminal.Close(); err != nil {
		t.Fatal(err)
	}
	for app.Queues.Own() == nil {
		select {
		case <-app.Queues.Moved():
		case <-t.Context().Done():
			t.Fatal("the app did not take the queue over")
		}
	}
	let()
	if err := app.Queues.Current().Wait(t.Context(), ids[0], second); err != nil {
		t.Fatal(err)
	}
}

// TestSecondStartRaisesTheWindow: a deep link in the browser starts it once more.
func TestSecondStartRaisesTheWindow(t *testing.T) {
	home := t.TempDir()
	if err := ipc.Show(t.Context(), home, ""); !fault.Is(err, fault.Busy) {
		t.Fatalf("nobody is there, and yet: %v", err)
	}
	app := openClient(t, home, false)
	if err := ipc.Show(t.Context(), home, ""); fault.Of(err).Code != "control.no-window" {
		t.Fatalf("there is no window, and yet: %v", err)
	}
	links := make(chan string, 1)
	app.Queues.OnShow(func(link string) { links <- link })
	const link = "program-connect://sample/packages/iot-installer"
	if err := ipc.Show(t.Context(), home, link); err != nil {
		t.Fatal(err)
	}
	if got := <-links; got != link {
		t.Errorf("the window was given %q", got)
	}
}
