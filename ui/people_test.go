package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
	"github.com/programconnect/programconnect/ui/widgets"
)

// as is a script that signs in with the password that everybody of the sample has.
func as(address string) visitor.Script {
	return visitor.Script{Address: address, Password: authority.Password}
}

func TestRegisteredPersonSeesNewTerms(t *testing.T) {
	w := newWorld(t, as(authority.AddressRita))
	r := w.window(t)
	r.openSample()
	r.press("Sign in with the browser")
	r.sees("Windows Developer Program for IoT")
	r.sees("“Licence terms” has a new version.")
	r.press("Read and answer")
	r.sees("This is a new version. You accepted version 1.0")
	r.sees("What changed")
	r.sees("Give copies to others together with these terms.")
	r.reachable()
	r.theme(widgets.ThemeLight)
	r.looksRight("agreement with changes")
	r.shot("agreement", 1280, 832)
	r.shell.screen.(*agreement).scroll.ScrollToBottom()
	r.shot("agreement-end", 1280, 832)
	r.shot("agreement-640", 640, 416)
	r.settle(1280, 832)
	r.radio("I accept")
	r.press("Submit")
	r.until("the notice to go", func() bool { return !strings.Contains(r.text(), "has a new version") })
	r.press("Account")
	r.sees("You accepted this version on")
}

func TestAccessScreenShowsContactAndApproval(t *testing.T) {
	w := newWorld(t, as(authority.AddressUma))
	r := w.window(t)
	r.openSample()
	r.press("Sign in with the browser")
	r.sees("You need access to this program")
	r.sees("Signing in works")
	r.press("Copy address")
	if r.copied != authority.AddressUma {
		t.Errorf("copied %q", r.copied)
	}
	r.press("Send the request")
	r.sees("Say in a sentence why you need access.")
	r.reachable()
	r.fill("Why do you need access?", "I test boards.")
	r.press("Send the request")
	r.sees("Waiting for approval")
	r.sees("You asked for access on")

	if err := w.host.Service().Approve(t.Context(), authority.AddressUma, "", ""); err != nil {
		t.Fatal(err)
	}
	// The screen looks again by itself every few seconds.
	r.until("the next step", func() bool {
		r.timers.pass(watchEvery)
		return strings.Contains(r.text(), "Register at")
	})
}

func TestSignInCancelAndRefusal(t *testing.T) {
	w := newWorld(t, visitor.Script{Address: authority.AddressNora, StopAt: "address"})
	r := w.window(t)
	r.openSample()
	r.press("Sign in with the browser")
	r.press("Copy link")
	if !strings.HasPrefix(r.copied, "http://127.0.0.1:") {
		t.Errorf("copied %q", r.copied)
	}
	r.reachable()
	r.press("Cancel")
	r.sees("[Sign in with the browser]")

	refused := as(authority.AddressNora)
	refused.Decline = true
	w.as(refused)
	r.press("Sign in with the browser")
	r.sees("[Sign in again]")
	r.sees("[What does this mean?]")
	r.press("What does this mean?")
	r.button("All guides")
	r.key("Escape")
	r.press("Back to this step")

	w.as(as(authority.AddressNora))
	r.press("Sign in with the browser")
	r.sees("Register at")
}

func TestSignInWithDeviceCode(t *testing.T) {
	w := newWorld(t, as(authority.AddressRita))
	r := w.window(t)
	r.openSample()
	r.press("Use a code")
	r.sees("On any device, open this page and enter the code:")
	r.reachable()
	r.press("Copy link")
	page := r.copied
	r.press("Copy code")
	script := as(authority.AddressRita)
	script.UserCode = r.copied
	w.as(script)
	if err := w.browse(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	r.sees("Search packages") // a placeholder is a text too
}

func TestTwoAccountsOnOneAddressAreDistinct(t *testing.T) {
	w := newWorld(t, as(authority.AddressTwo))
	r := w.window(t)
	r.openSample()
	r.press("Sign in with the browser")
	r.sees("Packages")
	r.shell.goTo(areaAccount)
	r.sees("Work or school account")
	personal := as(authority.AddressTwo)
	personal.Kind = "personal"
	w.as(personal)
	r.press("Add an account")
	r.press("Sign in with the browser")
	r.sees("You need access to this program")
	r.shell.goTo(areaAccount)
	r.sees("Personal account")
	r.sees("Two accounts have the same address.")
	r.press("Use this account")
	r.until("the other account", func() bool {
		a := r.shell.view.Session.Account
		return a != nil && a.Kind == "work"
	})
	r.looksRight("two accounts")
	r.shot("account-two", 1280, 832)
	r.settle(1100, 800)
	r.fromMore("Sign out of all")
	r.sees("Signed out")
	r.press("Sign out in the browser too")
	r.until("the page", func() bool { return len(r.asked(&r.opened)) == 1 })
	r.sees("Nobody is signed in.")
}

func TestDownloadPauseResumeRemoveAndRestart(t *testing.T) {
	w := newWorld(t, as(authority.AddressRita))
	r := w.window(t)
	if err := w.app.Queues.Own().SetLimit(4 << 20); err != nil {
		t.Fatal(err)
	}
	r.openSample()
	r.press("Sign in with the browser")
	r.sees("Board image")
	r.choosePackage("iot-board")
	r.press("Download")
	r.press("Show in Downloads")
	state := func(want downloads.State) func() bool {
		return func() bool {
			q := r.shell.view.Queue
			return len(q.Entries) == 1 && q.Entries[0].State == want
		}
	}
	r.until("the download to run", state(downloads.Downloading))
	r.downloadsList()
	r.key(fyne.KeyDown)
	r.press("Pause")
	r.until("the pause", state(downloads.Paused))
	r.sees("Resume")
	r.press("Resume")
	r.until("the download to run again", state(downloads.Downloading))
	r.downloadsList()
	r.key(fyne.KeyDelete)
	r.until("the rest", state(downloads.Paused))
	r.press("Undo")
	r.until("the download to run once more", state(downloads.Downloading))
	r.downloadsList()
	r.key(fyne.KeyDown)
	r.key(fyne.KeyDelete)
	r.timers.pass(undoFor)
	r.until("the removal", func() bool { return len(r.shell.view.Queue.Entries) == 0 })
}

// choosePackage searches for a package and chooses the first that is found.
func (r *rig) choosePackage(search string) {
	r.t.Helper()
	screen := r.shell.screen.(*packages)
	r.until("the catalogue", func() bool { return screen.index != nil })
	screen.search.SetText(search)
	run := screen.runs
	r.until("the search", func() bool { return len(screen.rows) > 0 && screen.shownRun == run })
	screen.list.Select(screen.index.all[screen.rows[0].lead()].ID)
}
