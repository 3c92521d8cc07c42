package auth

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

var errNoBrowser = errors.New("no browser could be started")

// settled is how long a browser that was started directly has to run to count as started.
const settled = 700 * time.Millisecond

// opener is one way to start a browser. A launcher ends once it has handed the link on; a browser that is
// started directly goes on running.
type opener struct {
	argv     []string
	launcher bool
}

// SystemBrowser starts the system's browser on an address, and returns once it was started. Only http and
// https addresses are passed on. The browser is never killed: ctx ends the wait alone.
func SystemBrowser(ctx context.Context, address string) error {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return errNoBrowser
	}
	for _, o := range openers(runtime.GOOS, os.Getenv, address) {
		if err := o.run(ctx); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return errNoBrowser
}

// openers lists the ways of this system, best first. $BROWSER is what the person chose.
func openers(goos string, getenv func(string) string, address string) []opener {
	switch goos {
	case "windows":
		return []opener{{[]string{"rundll32", "url.dll,FileProtocolHandler", address}, true}}
	case "darwin":
		return []opener{{[]string{"open", address}, true}}
	}
	var list []opener
	for _, b := range strings.Split(getenv("BROWSER"), ":") {
		fields := strings.Fields(b)
		if len(fields) == 0 {
			continue
		}
		placed := false
		for i, f := range fields {
			if strings.Contains(f, "%s") {
				fields[i], placed = strings.ReplaceAll(f, "%s", address), true
			}
		}
		if !placed {
			fields = append(fields, address)
		}
		list = append(list, opener{fields, false})
	}
	for _, name := range []string{"xdg-open", "gio open", "sensible-browser", "x-www-browser", "wslview"} {
		fields := strings.Fields(name)
		list = append(list, opener{append(fields, address), name != "x-www-browser"})
	}
	return list
}

// run starts one opener. It returns nil once that has started a browser, an error when it could not, and
// waits as long as the opener itself leaves that open.
func (o opener) run(ctx context.Context) error {
	path, err := exec.LookPath(o.argv[0])
	if err != nil {
		return errNoBrowser
	}
	cmd := exec.Command(path, o.argv[1:]...) //nolint:noctx // the browser outlives the sign-in
	detach(cmd)
	if cmd.Start() != nil {
		return errNoBrowser
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var settle <-chan time.Time
	if !o.launcher {
		t := time.NewTimer(settled)
		defer t.Stop()
		settle = t.C
	}
	select {
	case err := <-ended:
		if err != nil {
			return errNoBrowser
		}
		return nil
	case <-settle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
