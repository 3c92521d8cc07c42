//go:build cgo && linux

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestWithoutOpenGLTheAppSaysSo starts the app on a display that has no OpenGL.
func TestWithoutOpenGLTheAppSaysSo(t *testing.T) {
	display, home := startX(t, "-extension", "GLX"), t.TempDir()
	shown := filepath.Join(home, "shown")
	bin := filepath.Join(home, "bin")
	if err := os.MkdirAll(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + shown + "\n"
	if err := os.WriteFile(filepath.Join(bin, "zenity"), []byte(script), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	app, output := startApp(t, display, home)
	err := app.Wait()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != noOpenGLStatus {
		t.Fatalf("it ended with %v\n%s", err, output)
	}
	message, err := os.ReadFile(shown)
	if err != nil {
		t.Fatalf("no message was shown: %v\n%s", err, output)
	}
	for _, text := range []string{string(message), output.String()} {
		for _, want := range []string{"can't draw its window", "libgl1-mesa-dri", "pconnect"} {
			if !strings.Contains(text, want) {
				t.Errorf("it does not say %q:\n%s", want, text)
			}
		}
	}
}

// TestSoftwareIsTriedBeforeGivingUp uses a graphics card that draws nothing.
func TestSoftwareIsTriedBeforeGivingUp(t *testing.T) {
	broken := &noWindowError{said: "no context"}
	for _, c := range []struct {
		name, system string
		software     error
		want         error
		tries        int
	}{
		{"Mesa draws without it", "linux", nil, nil, 2},
		{"Mesa does not either", "linux", broken, broken, 2},
		{"no Mesa there", "windows", nil, broken, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv(softwareGL, "")
			tries := 0
			err := checkWindow(t.Context(), c.system, func(_ context.Context, more ...string) error {
				tries++
				if slices.Contains(more, softwareGL+"=1") {
					return c.software
				}
				return broken
			})
			if !errors.Is(err, c.want) || tries != c.tries {
				t.Errorf("got %v after %d tries", err, tries)
			}
			if set := os.Getenv(softwareGL); (set == "1") != (c.want == nil) {
				t.Errorf("%s is %q", softwareGL, set)
			}
		})
	}
}

func TestNoWindowNamesTheWayOutOnEachSystem(t *testing.T) {
	for system, want := range map[string]string{"windows": "opengl32.dll", "darwin": "SSH", "linux": "swrast_dri.so"} {
		text := noWindowFault(system, &noWindowError{said: "WGL: no support"}).Text()
		for _, one := range []string{want, "WGL: no support", "pconnect"} {
			if !strings.Contains(text, one) {
				t.Errorf("%s does not say %q: %s", system, one, text)
			}
		}
	}
	if text := noWindowFault("windows", nil).Text(); !strings.Contains(text, programFolder()) {
		t.Errorf("the place is not named: %s", text)
	}
}
