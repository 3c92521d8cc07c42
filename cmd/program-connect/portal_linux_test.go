package main

import (
	"bufio"
	"context"
	"errors"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"

	"github.com/programconnect/programconnect/ui"
)

// fakePortal is the portal on a bus of the test's own. It answers every request with code and addresses.
type fakePortal struct {
	bus       *dbus.Conn
	mu        sync.Mutex // the bus calls on goroutines of its own
	code      uint32
	addresses []string
	method    chan string
	options   map[string]dbus.Variant
}

func (p *fakePortal) OpenFile(sender dbus.Sender, _, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return p.answer("OpenFile", sender, options)
}

func (p *fakePortal) SaveFile(sender dbus.Sender, _, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return p.answer("SaveFile", sender, options)
}

func (p *fakePortal) answer(method string, sender dbus.Sender, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	token, _ := options["handle_token"].Value().(string)
	handle := dbus.ObjectPath(portalPath + "/request/" + strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_") + "/" + token)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.options = options
	p.method <- method
	results := map[string]dbus.Variant{"uris": dbus.MakeVariant(p.addresses)}
	if err := p.bus.Emit(handle, portalRequest+".Response", p.code, results); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	return handle, nil
}

// startBus starts a bus of its own and returns two connections to it.
func startBus(t *testing.T) (portal, app *dbus.Conn) {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("needs dbus-daemon, which is not installed")
	}
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address=1")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Skip("dbus-daemon does not start here: " + err.Error())
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Skip("dbus-daemon gave no address: " + err.Error())
	}
	connect := func() *dbus.Conn {
		bus, err := dbus.Connect(strings.TrimSpace(address))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = bus.Close() })
		return bus
	}
	return connect(), connect()
}

func TestPortalChoosesFiles(t *testing.T) {
	bus, app := startBus(t)
	if _, err := askPortal(t.Context(), app, ui.FileRequest{}); !errors.Is(err, ui.ErrNoFileDialog) {
		t.Fatalf("without a portal: %v", err)
	}
	portal := &fakePortal{bus: bus, method: make(chan string, 1)}
	if err := bus.Export(portal, portalPath, portalChooser); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		request   ui.FileRequest
		code      uint32
		addresses []string
		method    string
		want      string
		fails     bool
	}{
		{"a file", ui.FileRequest{Title: "Attach"}, 0, []string{"file:///home/r/a%20b.txt"}, "OpenFile", "/home/r/a b.txt", false},
		{"a folder", ui.FileRequest{Kind: ui.FileFolder}, 0, []string{"file:///home/r"}, "OpenFile", "/home/r", false},
		{"saving", ui.FileRequest{Kind: ui.FileSave, Name: "x.json"}, 0, []string{"file:///x.json"}, "SaveFile", "/x.json", false},
		{"the person went back", ui.FileRequest{}, 1, nil, "OpenFile", "", false},
		{"the portal failed", ui.FileRequest{}, 2, nil, "OpenFile", "", true},
		{"no file", ui.FileRequest{}, 0, []string{"https://example.com/"}, "OpenFile", "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			portal.mu.Lock()
			portal.code, portal.addresses = c.code, c.addresses
			portal.mu.Unlock()
			got, err := askPortal(t.Context(), app, c.request)
			if got != c.want || (err != nil) != c.fails {
				t.Errorf("got %q, %v", got, err)
			}
			if method := <-portal.method; method != c.method {
				t.Errorf("%s was called", method)
			}
		})
	}
}

func TestPortalRequestEndsWithItsContext(t *testing.T) {
	bus, app := startBus(t)
	silent := &silentPortal{asked: make(chan struct{}, 1)}
	if err := bus.Export(silent, portalPath, portalChooser); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName(portalName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		<-silent.asked
		stop()
	}()
	if _, err := askPortal(ctx, app, ui.FileRequest{}); !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
}

// silentPortal takes a request and never answers.
type silentPortal struct{ asked chan struct{} }

// OpenFile answers nothing.
//
//nolint:unparam // the bus wants the error
func (p *silentPortal) OpenFile(dbus.Sender, string, string, map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	p.asked <- struct{}{}
	return "/x", nil
}
