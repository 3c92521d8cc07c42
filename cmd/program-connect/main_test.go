//go:build cgo && linux

package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asApp makes the test binary behave as the app itself, so that the window under test is the real one.
const asApp = "PROGRAM_CONNECT_TEST_AS_APP"

func TestMain(m *testing.M) {
	if os.Getenv(asApp) != "" {
		os.Exit(run(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// patienceOfTest is long: a loaded machine draws slowly.
const patienceOfTest = 90 * time.Second

// startX starts a display of its own on a free number and returns its name.
func startX(t *testing.T, more ...string) string {
	t.Helper()
	for _, tool := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs " + tool + ", which is not installed")
		}
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"}, more...)...)
	x.ExtraFiles = []*os.File{write}
	if err := x.Start(); err != nil {
		t.Skip("Xvfb does not start here: " + err.Error())
	}
	t.Cleanup(func() {
		_ = x.Process.Kill()
		_ = x.Wait()
	})
	_ = write.Close()
	_ = read.SetReadDeadline(time.Now().Add(patienceOfTest))
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Skip("Xvfb gave no display: " + err.Error())
	}
	return ":" + strings.TrimSpace(line)
}

// startApp starts the app on an empty home and returns the process and where its output goes.
func startApp(t *testing.T, display, home string) (*exec.Cmd, *strings.Builder) {
	t.Helper()
	app := exec.Command(os.Args[0])
	output := &strings.Builder{}
	app.Stdout, app.Stderr = output, output
	app.Env = append(os.Environ(), asApp+"=1", "DISPLAY="+display, "WAYLAND_DISPLAY=", "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, "config"),
		"PROGRAM_CONNECT_HOME="+filepath.Join(home, "pc"), "DBUS_SESSION_BUS_ADDRESS=unix:path="+filepath.Join(home, "no-bus"), "LIBGL_ALWAYS_SOFTWARE=")
	if err := app.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = app.Process.Kill() })
	return app, output
}

func TestAppOpensOneWindowAndEndsInOrder(t *testing.T) {
	display, home := startX(t), t.TempDir()
	app, output := startApp(t, display, home)
	ended := make(chan error, 1)
	go func() { ended <- app.Wait() }()

	ctx, stop := context.WithTimeout(t.Context(), patienceOfTest)
	defer stop()
	search := exec.CommandContext(ctx, "xdotool", "search", "--sync", "--onlyvisible", "--name", "Program Connect")
	search.Env = append(os.Environ(), "DISPLAY="+display)
	found, err := search.Output()
	if err != nil || strings.TrimSpace(string(found)) == "" {
		select {
		case err := <-ended:
			if strings.Contains(output.String(), "GL") {
				t.Skip("this display has no OpenGL: " + output.String())
			}
			t.Fatalf("the app ended before it showed its window: %v\n%s", err, output)
		default:
			t.Fatalf("no window came: %v\n%s", err, output)
		}
	}
	second, told := startApp(t, display, home)
	again := make(chan error, 1)
	go func() { again <- second.Wait() }()
	select {
	case err := <-again:
		if err != nil {
			t.Errorf("the second start did not give way to the first: %v\n%s", err, told)
		}
	case err := <-ended:
		t.Fatalf("the first ended when the second was started: %v", err)
	case <-time.After(patienceOfTest):
		t.Fatal("the second start did not give way to the first")
	}
	if err := app.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Fatalf("the app did not end in order: %v\n%s", err, output)
		}
	case <-time.After(patienceOfTest):
		t.Fatalf("the app did not end\n%s", output)
	}
}
