package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/url"
	"os"
	"strings"

	"github.com/godbus/dbus/v5"

	"github.com/programconnect/programconnect/ui"
)

// The names of the desktop portal (freedesktop.org): the system's own dialogs, whichever desktop it is.
const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	portalChooser = "org.freedesktop.portal.FileChooser"
	portalRequest = "org.freedesktop.portal.Request"
)

// errPortal says that the portal did not do what was asked.
var errPortal = errors.New("the desktop portal ended without an answer")

// chooseFile asks for a file or folder by the desktop portal. An empty path: the person went back.
func chooseFile(ctx context.Context, request ui.FileRequest) (string, error) {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return "", ui.ErrNoFileDialog // the library would try to start a bus
	}
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return "", ui.ErrNoFileDialog
	}
	defer func() { _ = bus.Close() }()
	return askPortal(ctx, bus, request)
}

// askPortal sends the request and waits for its answer, however long the person takes.
func askPortal(ctx context.Context, bus *dbus.Conn, request ui.FileRequest) (string, error) {
	token, err := portalToken()
	if err != nil {
		return "", err
	}
	sender := strings.ReplaceAll(strings.TrimPrefix(bus.Names()[0], ":"), ".", "_")
	handle := dbus.ObjectPath(portalPath + "/request/" + sender + "/" + token)
	if err := bus.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(handle), dbus.WithMatchInterface(portalRequest),
		dbus.WithMatchMember("Response")); err != nil {
		return "", ui.ErrNoFileDialog
	}
	answers := make(chan *dbus.Signal, 4)
	bus.Signal(answers)
	defer bus.RemoveSignal(answers)
	method, options := portalOptions(request)
	options["handle_token"] = dbus.MakeVariant(token)
	call := bus.Object(portalName, portalPath).CallWithContext(ctx, portalChooser+"."+method, 0, "", request.Title, options)
	if call.Err != nil {
		return "", errors.Join(ctx.Err(), ui.ErrNoFileDialog)
	}
	for {
		select {
		case signal, open := <-answers:
			if !open {
				return "", errPortal
			}
			if signal.Path == handle && signal.Name == portalRequest+".Response" {
				return portalAnswer(signal.Body)
			}
		case <-ctx.Done():
			bus.Object(portalName, handle).Call(portalRequest+".Close", dbus.FlagNoReplyExpected)
			return "", ctx.Err()
		}
	}
}

// portalToken names a request, so that its answer can be waited for before it is asked.
func portalToken() (string, error) {
	raw := make([]byte, 8)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	return "programconnect_" + hex.EncodeToString(raw), nil
}

// portalOptions returns the method of the portal and what it is told.
func portalOptions(request ui.FileRequest) (method string, options map[string]dbus.Variant) {
	options = map[string]dbus.Variant{"modal": dbus.MakeVariant(true)}
	if request.Accept != "" {
		options["accept_label"] = dbus.MakeVariant(request.Accept)
	}
	switch request.Kind {
	case ui.FileSave:
		options["current_name"] = dbus.MakeVariant(request.Name)
		return "SaveFile", options
	case ui.FileFolder:
		options["directory"] = dbus.MakeVariant(true)
	}
	return "OpenFile", options
}

// portalAnswer reads the answer: 0 with addresses of files, 1 where the person went back.
func portalAnswer(body []any) (string, error) {
	if len(body) != 2 {
		return "", errPortal
	}
	code, ok := body[0].(uint32)
	if !ok || code > 1 {
		return "", errPortal
	}
	if code == 1 {
		return "", nil
	}
	results, _ := body[1].(map[string]dbus.Variant)
	addresses, _ := results["uris"].Value().([]string)
	if len(addresses) == 0 {
		return "", errPortal
	}
	address, err := url.Parse(addresses[0])
	if err != nil || address.Scheme != "file" || address.Path == "" {
		return "", errPortal
	}
	return address.Path, nil
}
