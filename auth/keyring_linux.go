package auth

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/godbus/dbus/v5"
)

const secretService = "org.freedesktop.secrets"

// probeSystem asks for a session bus and a Secret Service before go-keyring does. Without a bus go-keyring
// would start dbus-launch and wait for it, and on a bus that says nothing it would hang for good.
func probeSystem(ctx context.Context) error {
	address := busAddress()
	if address == "" {
		return ErrNoKeyring
	}
	conn, err := dbus.Dial(address, dbus.WithContext(ctx))
	if err != nil {
		return ErrNoKeyring
	}
	// A silent bus holds up reading and writing alike; closing the connection ends both.
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer func() {
		if stop() {
			_ = conn.Close()
		}
	}()
	err = askBus(conn)
	if ctx.Err() != nil {
		return ErrSilent
	}
	return err
}

func askBus(conn *dbus.Conn) error {
	if conn.Auth(nil) != nil || conn.Hello() != nil {
		return ErrNoKeyring
	}
	var running bool
	if err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, secretService).Store(&running); err != nil {
		return ErrNoKeyring
	}
	var startable []string
	if !running {
		if err := conn.BusObject().Call("org.freedesktop.DBus.ListActivatableNames", 0).Store(&startable); err != nil {
			return ErrNoKeyring
		}
		if !slices.Contains(startable, secretService) {
			return ErrNoKeyring
		}
	}
	// A service that owns the name and answers nothing is found out here, not in the first real call.
	path := dbus.ObjectPath("/org/freedesktop/secrets")
	service := conn.Object(secretService, path)
	if err := plainSystem(service.Call("org.freedesktop.DBus.Peer.Ping", 0).Err); err != nil {
		return err
	}
	return askCollections(conn, service)
}

// askCollections looks for the collection that go-keyring writes to: "login", or the default one. A service that can't
// say is taken to have one.
func askCollections(conn *dbus.Conn, service dbus.BusObject) error {
	var all []dbus.ObjectPath
	if err := service.StoreProperty("org.freedesktop.Secret.Service.Collections", &all); err != nil {
		return nil
	}
	if slices.Contains(all, "/org/freedesktop/secrets/collection/login") {
		return nil
	}
	var chosen dbus.ObjectPath
	if err := service.Call("org.freedesktop.Secret.Service.ReadAlias", 0, "default").Store(&chosen); err != nil || chosen != "/" {
		return nil
	}
	keyring := ownerOf(conn, secretService)
	if keyring == ownerOf(conn, "org.kde.kwalletd6") || keyring == ownerOf(conn, "org.kde.kwalletd5") {
		return ErrNoWallet
	}
	return ErrNoCollection
}

// ownerOf returns the connection that owns a name.
func ownerOf(conn *dbus.Conn, name string) string {
	var owner string
	if err := conn.BusObject().Call("org.freedesktop.DBus.GetNameOwner", 0, name).Store(&owner); err != nil {
		return "nobody has " + name
	}
	return owner
}

// busAddress is where the session bus is; "" when go-keyring would have to start one.
func busAddress() string {
	if a := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); a != "" {
		if strings.HasPrefix(a, "autolaunch:") {
			return ""
		}
		return a
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		dir = filepath.Join("/run/user", strconv.Itoa(os.Getuid()))
	}
	bus := filepath.Join(dir, "bus")
	if info, err := os.Stat(bus); err != nil || info.Mode().Type() != os.ModeSocket {
		return ""
	}
	return "unix:path=" + bus
}

// plainSystem sorts the errors of the bus.
func plainSystem(err error) error {
	if err == nil {
		return nil
	}
	var e dbus.Error
	if errors.As(err, &e) {
		switch e.Name {
		case "org.freedesktop.Secret.Error.IsLocked":
			return ErrLocked
		case "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.Timeout", "org.freedesktop.DBus.Error.TimedOut":
			return ErrSilent
		case "org.freedesktop.DBus.Error.UnknownInterface":
			return nil // it answers, which is all that was asked
		default:
			return ErrNoKeyring
		}
	}
	if strings.Contains(err.Error(), "failed to unlock correct collection") {
		return ErrLocked // the question was closed without the password
	}
	return errKeyring
}
