package auth

import (
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// at returns surroundings with these variables and programs.
func at(goos, kernel string, programs []string, variables ...string) surroundings {
	return surroundings{goos: goos, kernel: kernel,
		getenv: func(name string) string {
			for _, v := range variables {
				if value, ok := strings.CutPrefix(v, name+"="); ok {
					return value
				}
			}
			return ""
		},
		lookPath: func(name string) (string, error) {
			if slices.Contains(programs, name) {
				return name, nil
			}
			return "", exec.ErrNotFound
		}}
}

func TestOpenerBySurroundings(t *testing.T) {
	const page = "https://example.com/?a=1&b=2"
	all := []string{"xdg-open", "gio", "wslview", "rundll32.exe", "rundll32", "open", "firefox", "/opt/my browser/run", "sensible-browser"}
	for name, c := range map[string]struct {
		at   surroundings
		want string
	}{
		"desktop with X":              {at("linux", "6.1", all, "DISPLAY=:0"), "xdg-open|" + page},
		"desktop with Wayland":        {at("linux", "6.1", all, "WAYLAND_DISPLAY=wayland-0"), "xdg-open|" + page},
		"session type alone":          {at("linux", "6.1", all, "XDG_SESSION_TYPE=wayland"), "xdg-open|" + page},
		"over SSH":                    {at("linux", "6.1", all, "SSH_CONNECTION=x", "XDG_SESSION_TYPE=tty"), ""},
		"over SSH with a screen":      {at("linux", "6.1", all, "SSH_CONNECTION=x", "DISPLAY=localhost:10.0"), "xdg-open|" + page},
		"nothing but gio":             {at("linux", "6.1", []string{"gio"}, "DISPLAY=:0"), "gio|open|" + page},
		"nothing at all":              {at("linux", "6.1", nil, "DISPLAY=:0"), ""},
		"freebsd":                     {at("freebsd", "", all, "DISPLAY=:0"), "xdg-open|" + page},
		"Windows":                     {at("windows", "", all), "rundll32|url.dll,FileProtocolHandler|" + page},
		"Windows over SSH":            {at("windows", "", all, "SSH_CONNECTION=x"), ""},
		"macOS":                       {at("darwin", "", all), "open|" + page},
		"macOS over SSH":              {at("darwin", "", all, "SSH_TTY=x"), ""},
		"WSL":                         {at("linux", "5.15.0-microsoft-standard-WSL2", []string{"xdg-open", "rundll32.exe"}), "rundll32.exe|url.dll,FileProtocolHandler|" + page},
		"WSL with wslu":               {at("linux", "", all, "WSL_DISTRO_NAME=Ubuntu", "DISPLAY=:0"), "wslview|" + page},
		"BROWSER":                     {at("linux", "6.1", all, "BROWSER=missing:firefox", "DISPLAY=:0"), "firefox|" + page},
		"BROWSER with arguments":      {at("linux", "6.1", all, "BROWSER=firefox --new-window '%s' -P \"my profile\""), "firefox|--new-window|" + page + "|-P|my profile"},
		"BROWSER with spaces":         {at("linux", "6.1", all, "BROWSER=/opt/my browser/run"), "/opt/my browser/run|" + page},
		"BROWSER quoted with spaces":  {at("linux", "6.1", all, "BROWSER='/opt/my browser/run' --new"), "/opt/my browser/run|--new|" + page},
		"BROWSER escaped with spaces": {at("linux", "6.1", all, `BROWSER=/opt/my\ browser/run`), "/opt/my browser/run|" + page},
		"BROWSER that is not there":   {at("linux", "6.1", all, "BROWSER=missing %s", "DISPLAY=:0"), "xdg-open|" + page},
		"BROWSER over SSH":            {at("linux", "6.1", all, "BROWSER=firefox", "SSH_CONNECTION=x"), "firefox|" + page},
		"BROWSER that is only quotes": {at("linux", "6.1", all, `BROWSER="`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(c.at.opener(page), "|"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSystemBrowserOpensWebAddressesOnly(t *testing.T) {
	for _, address := range []string{"file:///etc/passwd", "javascript:alert(1)", "--help", "", "ms-settings:"} {
		if err := SystemBrowser(t.Context(), address); !errors.Is(err, ErrNoBrowser) {
			t.Errorf("%q: %v", address, err)
		}
	}
}
