//go:build cgo

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui"
)

const appID = "com.github.programconnect" // the toolkit keeps its preferences under it

func main() { os.Exit(run(os.Args[1:])) }

// run runs the app from its arguments to its exit status. What it prints is for a terminal, and English.
func run(args []string) int {
	if len(args) == 1 && args[0] == probeArgument {
		return probe()
	}
	flags := flag.NewFlagSet("program-connect", flag.ContinueOnError)
	home := flags.String("home", "", "folder of settings, queue and the sample program")
	x11 := flags.Bool("x11", false, "Linux: go by X11 where Wayland gives trouble")
	components := addGallery(flags)
	version := flags.Bool("version", false, "say the version and end")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *version {
		fmt.Println("program-connect", client.Version)
		return 0
	}
	if !hasDisplay() {
		fmt.Fprintln(os.Stderr, "There is no display here. "+insteadOfScreens)
		return 1
	}
	if *components {
		return showGallery()
	}
	folder, err := client.Home(*home, os.Getenv)
	if err != nil {
		return say(err)
	}
	if shownAlready(folder, flags.Arg(0)) {
		return 0
	}
	chosen := chosenSettings(folder)
	if *x11 || chosen.X11 {
		if err := os.Setenv(platformGL, "x11"); err != nil {
			return say(err)
		}
	}
	var found prober
	if err := checkWindow(context.Background(), runtime.GOOS, found.once); err != nil {
		return tellNoWindow(context.Background(), i18n.For(chosen.Language), err)
	}
	return open(newApp(), folder, flags.Arg(0), found.screen)
}

// chosenSettings returns the settings before anything is opened; what is wrong with them is told when they are opened.
func chosenSettings(folder string) settings.Settings {
	chosen, err := settings.Read(folder, settings.Policy{})
	if err != nil {
		return settings.Standard()
	}
	if chosen.Language == "" {
		chosen.Language = os.Getenv("LANG")
	}
	return chosen
}

// shownAlready reports whether the app runs already on this folder; it comes to the front then and opens the link.
func shownAlready(folder, link string) bool {
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	return ipc.Show(ctx, folder, link) == nil
}

// newApp makes the toolkit's app with our name and icon; nothing is read from a file beside the program.
func newApp() fyne.App {
	if config, err := os.UserConfigDir(); err == nil {
		mendPreferences(filepath.Join(config, "fyne", appID, "preferences.json"))
	}
	if cache, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(cache, 0o700) // the toolkit makes its own folder in it and complains where it is missing
	}
	icon := fyne.NewStaticResource("icon.png", assets.Icon())
	app.SetMetadata(fyne.AppMetadata{ID: appID, Name: "Program Connect", Version: client.Version, Build: 1, Icon: icon,
		Migrations: map[string]bool{"fyneDo": true}})
	a := app.NewWithID(appID)
	a.SetIcon(icon)
	return a
}

// open opens the client on its folder and runs the window until it is closed.
func open(a fyne.App, folder, link string, screen fyne.Size) int {
	opened, err := client.Open(context.Background(), client.Config{Home: folder, App: "program-connect", Reveal: reveal})
	if err != nil {
		ui.ShowTrouble(a, err)
		a.Run()
		return fault.ExitStatus(err)
	}
	logs := filepath.Dir(opened.LogFile)
	crash := takeCrash(logs)
	keepCrashes(logs)
	opened.App.Outbox.Start()
	shell := ui.New(ui.Config{App: a, Session: opened.App, Version: client.Version, LogsDir: logs, OpenURL: openURL,
		Size: readSize(folder), KeepSize: func(size fyne.Size) { keepSize(folder, size) }, Screen: screen, Crash: crash,
		ChooseFile: chooseFile})
	shell.Show()
	opened.App.Queues.OnShow(func(link string) { fyne.Do(func() { shell.ComeForward(link) }) })
	if link != "" {
		shell.OpenLink(link)
	}
	stop := quitOnSignal(shell.Quit)
	a.Run()
	stop()
	shell.Close()
	if err := opened.Close(); err != nil {
		return say(err)
	}
	return 0
}

// quitOnSignal ends the app in order when the system asks for it.
func quitOnSignal(quit func()) (stop func()) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() { fyne.Do(quit) })
	return stop
}

// hasDisplay reports whether there is a display to show a window on.
func hasDisplay() bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// say prints an error as the terminal client does and returns its exit status.
func say(err error) int {
	fmt.Fprintln(os.Stderr, fault.Of(err).Text())
	return fault.ExitStatus(err)
}
