//go:build !windows && !darwin

package desktop

import (
	"context"
	"sync"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

// logindLimit is how long the system bus may take.
const logindLimit = 3 * time.Second

// holdAwake takes an inhibitor of logind: it is held as long as its file is open, so it ends with this process. Whoever puts the computer
// to sleep by hand is asked first.
func holdAwake(ctx context.Context, who, why string) (release func(), err error) {
	ctx, stop := context.WithTimeout(ctx, logindLimit)
	defer stop()
	bus, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer func() { _ = bus.Close() }()
	logind := bus.Object("org.freedesktop.login1", "/org/freedesktop/login1")
	for _, what := range []string{"sleep:idle", "idle"} { // the first needs more rights
		var held dbus.UnixFD
		err = logind.CallWithContext(ctx, "org.freedesktop.login1.Manager.Inhibit", 0, what, who, why, "block").Store(&held)
		if err == nil {
			return sync.OnceFunc(func() { _ = syscall.Close(int(held)) }), nil
		}
	}
	return nil, err
}
