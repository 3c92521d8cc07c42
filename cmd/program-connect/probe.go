//go:build cgo

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/term"

	"github.com/programconnect/programconnect/internal/desktop"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

const (
	noOpenGLStatus = 11 // the exit status where no window can be drawn

	probeArgument = "--probe-window" // makes this program a probe: it opens one hidden window, and ends
	probeLimit    = 20 * time.Second
	softwareGL    = "LIBGL_ALWAYS_SOFTWARE" // makes Mesa draw without a graphics card
	platformGL    = "FYNE_PLATFORM"         // the toolkit's choice between X11 and Wayland
)

// probe opens a hidden window as the toolkit does. A driver that crashes or hangs takes this process alone with it.
func probe() int {
	runtime.LockOSThread()
	log.SetFlags(0) // glfw logs the system's own errors: a person reads them
	if os.Getenv(platformGL) == "x11" {
		glfw.InitHint(glfw.PlatformHint, int(glfw.PlatformX11))
	}
	if err := glfw.Init(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return noOpenGLStatus
	}
	defer glfw.Terminate()
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	if (runtime.GOARCH == "arm64" || runtime.GOARCH == "arm") && runtime.GOOS != "darwin" {
		glfw.WindowHint(glfw.ClientAPI, glfw.OpenGLESAPI)
	} else {
		glfw.WindowHint(glfw.ContextVersionMinor, 1)
	}
	window, err := glfw.CreateWindow(64, 64, "Program Connect", nil, nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return noOpenGLStatus
	}
	if window == nil {
		return noOpenGLStatus // an error of the system is no error of glfw: it was logged
	}
	window.MakeContextCurrent()
	window.Destroy()
	if monitor := glfw.GetPrimaryMonitor(); monitor != nil {
		_, _, width, height := monitor.GetWorkarea()
		fmt.Println(width, height)
	}
	return 0
}

// noWindowError is what a probe ended with: the text of the graphics driver.
type noWindowError struct{ said string }

func (e *noWindowError) Error() string { return e.said }

// prober runs this program as a probe.
type prober struct {
	screen fyne.Size // pixels that a window may take, as the last probe found; zero where it said nothing
}

// once runs one probe, with more in its environment. A probe that takes too long says nothing: the computer may be busy.
func (p *prober) once(ctx context.Context, more ...string) error {
	self, err := os.Executable()
	if err != nil {
		return nil //nolint:nilerr // without a probe the window is tried at once, as ever
	}
	ctx, stop := context.WithTimeout(ctx, probeLimit)
	defer stop()
	var said, found strings.Builder
	child := exec.CommandContext(ctx, self, probeArgument) //nolint:gosec // it is this program
	child.Env = append(os.Environ(), more...)
	child.Stdout, child.Stderr = &found, &said
	child.WaitDelay = time.Second
	err = child.Run()
	var width, height float32
	if _, scanned := fmt.Sscan(found.String(), &width, &height); scanned == nil {
		p.screen = fyne.NewSize(width, height)
	}
	var ended *exec.ExitError
	if ctx.Err() != nil || !errors.As(err, &ended) {
		return nil
	}
	text := strings.TrimSpace(said.String())
	if child.ProcessState.ExitCode() != noOpenGLStatus {
		text = ended.String() // it crashed: what it wrote is a trace
	}
	return &noWindowError{said: text}
}

// checkWindow finds out whether a window can be drawn before there is one: the toolkit would end the app without a word. Where the
// graphics card does not draw, Mesa is asked to do without it.
func checkWindow(ctx context.Context, system string, try func(ctx context.Context, more ...string) error) error {
	err := try(ctx)
	if err == nil || system == "windows" || system == "darwin" || os.Getenv(softwareGL) != "" {
		return err
	}
	if try(ctx, softwareGL+"=1") != nil {
		return err
	}
	return os.Setenv(softwareGL, "1")
}

// tellNoWindow says why there is no window, in the person's language, where they see it: at a terminal there, else by the system.
func tellNoWindow(ctx context.Context, language *i18n.Language, trouble error) int {
	f := noWindowFault(runtime.GOOS, trouble)
	parts := []string{language.Text(f.Cause)}
	for _, step := range f.Steps {
		parts = append(parts, "• "+language.Text(step))
	}
	title, text := language.Text(f.Title), strings.Join(parts, "\n")
	_, _ = io.WriteString(os.Stderr, title+"\n"+text+"\n")
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		desktop.Message(ctx, title, text)
	}
	return noOpenGLStatus
}

func noWindowFault(system string, trouble error) *fault.Error {
	said := ""
	var none *noWindowError
	if errors.As(trouble, &none) {
		said = none.said
	}
	f := &fault.Error{Kind: fault.Other, Code: "app.no-opengl", Err: trouble,
		Title: i18n.T(&goi18n.Message{ID: "app.no-opengl.title", Other: "Program Connect can't draw its window: OpenGL 2.1 is missing."}),
		Cause: i18n.T(&goi18n.Message{ID: "app.no-opengl.cause",
			Other: "This is so on some remote desktops and virtual machines, and with old graphics drivers. The system said: {{.Said}}"}, "Said", said)}
	switch system {
	case "windows":
		f.Steps = append(f.Steps,
			i18n.T(&goi18n.Message{ID: "app.no-opengl.driver.step", Other: "Install the newest driver of the graphics card from its maker."}),
			i18n.T(&goi18n.Message{ID: "app.no-opengl.windows.step",
				Other: "Or draw without a graphics card: put opengl32.dll and libgallium_wgl.dll of Mesa (github.com/pal1000/mesa-dist-win, folder x64) into {{.Folder}}."},
				"Folder", programFolder()))
	case "darwin":
		f.Steps = append(f.Steps, i18n.T(&goi18n.Message{ID: "app.no-opengl.macos.step", Other: "Start the app at the computer's own screen, not over SSH."}))
	default:
		f.Steps = append(f.Steps, i18n.T(&goi18n.Message{ID: "app.no-opengl.linux.step",
			Other: "Install Mesa, which draws without a graphics card too: its file swrast_dri.so or libgallium comes with the package libgl1-mesa-dri (Debian, Ubuntu) or mesa-dri-drivers (Fedora)."}))
		if os.Getenv("WAYLAND_DISPLAY") != "" {
			f.Steps = append(f.Steps, i18n.T(&goi18n.Message{ID: "app.no-opengl.x11.step", Other: "Or go by X11 in place of Wayland: program-connect --x11"}))
		}
	}
	f.Steps = append(f.Steps, i18n.T(&goi18n.Message{ID: "app.no-opengl.terminal.step",
		Other: "Or use pconnect in a terminal: it does everything the window does."}))
	return f
}

func programFolder() string {
	self, err := os.Executable()
	if err != nil {
		return "."
	}
	return filepath.Dir(self)
}
