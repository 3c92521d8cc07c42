//go:build cgo

package main

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/godbus/dbus/v5"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// patience is how long a file manager may take to start before we say that it did not.
const patience = 5 * time.Second

// openURL shows a page in the system's browser.
func openURL(address string) error {
	return auth.SystemBrowser(context.Background(), address) // it ends by itself within its own limit
}

// reveal shows a file in the system's file manager, marked where the system can; a folder is opened.
func reveal(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return errFileGone(err)
	}
	switch runtime.GOOS {
	case "windows":
		command, err := selectInExplorer(filepath.Clean(path))
		if err != nil {
			return errNoFileManager(path, err)
		}
		return started(command, path)
	case "darwin":
		return started(exec.Command("/usr/bin/open", "-R", path), path) //nolint:noctx // the window outlives the click
	}
	if showItem(path) == nil {
		return nil
	}
	if !info.IsDir() {
		path = filepath.Dir(path)
	}
	return started(exec.Command("xdg-open", path), path) //nolint:noctx // the window outlives the click
}

// showItem asks the file manager on the session bus (freedesktop.org, file manager interface) to mark the file.
func showItem(path string) error {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		return os.ErrNotExist // the library would try to start a bus
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer func() { _ = bus.Close() }()
	address := (&url.URL{Scheme: "file", Path: path}).String()
	return bus.Object("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1").
		CallWithContext(ctx, "org.freedesktop.FileManager1.ShowItems", 0, []string{address}, "").Err
}

// started starts a command that opens a window and does not wait for that window to close. Its status says nothing: explorer.exe ends
// with 1 although it did what it was asked.
func started(command *exec.Cmd, path string) error {
	if err := command.Start(); err != nil {
		return errNoFileManager(path, err)
	}
	go func() { _ = command.Wait() }() // only collects the process
	return nil
}

func errFileGone(err error) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "ui.reveal-gone",
		Title: i18n.T(&goi18n.Message{ID: "ui.reveal-gone.title", Other: "The file is no longer there."}),
		Cause: i18n.T(&goi18n.Message{ID: "ui.reveal-gone.cause",
			Other: "It was moved, renamed or deleted after it was downloaded."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.reveal-gone.step",
			Other: "Download it again, or look where you moved it."})},
		Err: err}
}

func errNoFileManager(path string, err error) *fault.Error {
	return &fault.Error{Kind: fault.Other, Code: "ui.reveal",
		Title: i18n.T(&goi18n.Message{ID: "ui.reveal.title", Other: "No file manager could be started."}),
		Safe:  i18n.T(&goi18n.Message{ID: "ui.reveal.safe", Other: "The file is at {{.Path}}."}, "Path", path),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.reveal.step", Other: "Open that folder yourself."})},
		Err:   err}
}
