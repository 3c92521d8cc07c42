package auth

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Why a browser did not start.
var (
	// ErrNoBrowser says that nothing was started: there is no screen to show a browser on, or no browser.
	ErrNoBrowser = errors.New("no browser could be started")
	// ErrOpenerFailed says that what opens the browser ended with an error. The page may be open all the same.
	ErrOpenerFailed = errors.New("the browser's opener ended with an error")
)

// openerLimit is how long an opener may take to fail. One that runs longer is the browser itself.
const openerLimit = 5 * time.Second

// surroundings are what decides how a browser is opened here.
type surroundings struct {
	goos     string
	getenv   func(string) string
	lookPath func(string) (string, error)
	kernel   string // the kernel's release, which names WSL
}

func here() surroundings {
	kernel, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		kernel = nil // not Linux
	}
	return surroundings{goos: runtime.GOOS, getenv: os.Getenv, lookPath: exec.LookPath, kernel: string(kernel)}
}

// SystemBrowser starts the system's browser on an address, with one opener: the first that is there. It returns once that
// has ended, or has run for five seconds. Only http and https addresses are passed on. The browser is never killed: ctx
// ends the wait alone.
func SystemBrowser(ctx context.Context, address string) error {
	return here().open(ctx, address, openerLimit)
}

func (s surroundings) open(ctx context.Context, address string, limit time.Duration) error {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return ErrNoBrowser
	}
	argv := s.opener(address)
	if argv == nil {
		return ErrNoBrowser
	}
	return run(ctx, argv, limit)
}

// opener returns the command that opens the address; nil when nobody would see what it opens, or there is none.
func (s surroundings) opener(address string) []string {
	if argv := s.chosen(address); argv != nil {
		return argv
	}
	for _, argv := range s.systemOpeners(address) {
		if path, err := s.lookPath(argv[0]); err == nil {
			return append([]string{path}, argv[1:]...)
		}
	}
	return nil
}

// chosen returns the command that the person chose with $BROWSER: a list of commands divided by colons, each with
// arguments, quotes, and %s for the address where that is not the last argument.
func (s surroundings) chosen(address string) []string {
	if s.goos == "windows" {
		return nil
	}
	for _, entry := range strings.Split(s.getenv("BROWSER"), ":") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		if path, err := s.lookPath(entry); err == nil { // a path with spaces
			return []string{path, address}
		}
		words := splitCommand(entry)
		if len(words) == 0 {
			continue
		}
		path, err := s.lookPath(words[0])
		if err != nil {
			continue
		}
		argv := []string{path}
		given := false
		for _, word := range words[1:] {
			given = given || strings.Contains(word, "%s")
			argv = append(argv, strings.ReplaceAll(word, "%s", address))
		}
		if !given {
			argv = append(argv, address)
		}
		return argv
	}
	return nil
}

// splitCommand divides a command into words as a shell does, with quotes and backslashes; it expands nothing.
func splitCommand(text string) (words []string) {
	var word strings.Builder
	var quote rune
	inWord, escaped := false, false
	for _, r := range text {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			inWord, escaped = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			inWord, quote = true, r
		case r == ' ' || r == '\t':
			if inWord {
				words = append(words, word.String())
				word.Reset()
			}
			inWord = false
		default:
			inWord = true
			word.WriteRune(r)
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}

// systemOpeners lists the ways of this system, best first; none where no screen would show the browser.
func (s surroundings) systemOpeners(address string) [][]string {
	switch {
	case s.goos == "windows":
		if s.remote() {
			return nil // it would open in a session without a desktop
		}
		return [][]string{{"rundll32", "url.dll,FileProtocolHandler", address}}
	case s.goos == "darwin":
		if s.remote() {
			return nil // it would open on the screen of the computer that one is not at
		}
		return [][]string{{"open", address}}
	case s.wsl():
		return [][]string{
			{"wslview", address},
			{"rundll32.exe", "url.dll,FileProtocolHandler", address},
			{"/mnt/c/Windows/System32/rundll32.exe", "url.dll,FileProtocolHandler", address},
		}
	case !s.display():
		return nil
	}
	return [][]string{{"xdg-open", address}, {"gio", "open", address}, {"sensible-browser", address}, {"x-www-browser", address}}
}

// display reports whether there is a screen for windows.
func (s surroundings) display() bool {
	return s.getenv("DISPLAY") != "" || s.getenv("WAYLAND_DISPLAY") != "" ||
		slices.Contains([]string{"x11", "wayland", "mir"}, s.getenv("XDG_SESSION_TYPE"))
}

// remote reports whether the session came over SSH.
func (s surroundings) remote() bool {
	return s.getenv("SSH_CONNECTION") != "" || s.getenv("SSH_TTY") != ""
}

// wsl reports whether this Linux runs in Windows, whose browser is the one to open.
func (s surroundings) wsl() bool {
	return s.getenv("WSL_DISTRO_NAME") != "" || s.getenv("WSL_INTEROP") != "" || strings.Contains(strings.ToLower(s.kernel), "microsoft")
}

// run starts an opener. It returns nil once that has ended well or has run for as long as limit.
func run(ctx context.Context, argv []string, limit time.Duration) error {
	cmd := exec.Command(argv[0], argv[1:]...) //nolint:noctx // the browser outlives the sign-in
	detach(cmd)
	if cmd.Start() != nil {
		return ErrNoBrowser
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case err := <-ended:
		if err != nil {
			return ErrOpenerFailed
		}
		return nil
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
