package ui

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/sample/visitor"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/testing/secrettest"
	"github.com/programconnect/programconnect/ui/widgets"
)

// world is the real client with the real sample program and a scripted person as the browser.
type world struct {
	guard     guard
	app       *session.App
	accounts  *auth.Accounts
	home      string
	downloads string

	mu      sync.Mutex
	script  visitor.Script
	host    *sample.Host
	tap     secrettest.Tap
	last    visitor.Outcome // of the last visit of the browser
	lastErr error
	visits  sync.WaitGroup
}

// hostOfSample gives session its own type of mail, and notes the secrets that pass.
type hostOfSample struct {
	*sample.Host
	tap   *secrettest.Tap
	guard guard
}

func (h hostOfSample) BackChannel() http.RoundTripper { return guardedTransport{h.tap, h.guard} }

func (h hostOfSample) Mail() []session.Mail {
	var all []session.Mail
	for _, m := range h.Host.Mail() {
		all = append(all, session.Mail{To: m.To, Subject: m.Subject, Text: m.Text, Code: m.Code, Sent: m.Time})
	}
	return all
}

// newWorld opens it on an empty home.
func newWorld(t *testing.T, script visitor.Script) *world {
	t.Helper()
	w := &world{script: script, guard: newGuard(t)}
	w.home, w.downloads = emptyHome(t)
	var err error
	w.accounts, err = auth.Open(auth.Config{Dir: filepath.Join(w.home, "accounts"), Keyring: &guardedKeyring{Keyring: auth.MemoryKeyring(), guard: w.guard},
		OpenBrowser: w.browse})
	if err != nil {
		t.Fatal(err)
	}
	w.app, err = session.Open(t.Context(), session.Options{Home: w.home, Accounts: w.accounts, Device: "test-device",
		Version:   "program-connect test",
		Downloads: downloads.Config{}, StartSample: w.start})
	if err != nil {
		t.Fatal(err)
	}
	s := w.app.Settings.Now()
	s.Folder = w.downloads
	if err := w.app.SetSettings(s); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.app.Close(); err != nil {
			t.Error(err)
		}
		if err := w.accounts.Close(); err != nil {
			t.Error(err)
		}
		w.visits.Wait()
		if t.Failed() {
			t.Logf("the browser ended at %s on %v (%d %s) %v", w.last.End, w.last.Pages, w.last.AppCode, w.last.AppText,
				w.lastErr)
		}
	})
	return w
}

func (w *world) start(ctx context.Context) (session.Sample, error) {
	host, err := sample.Start(ctx, sample.Config{Dir: filepath.Join(w.home, "sample")})
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	w.host = host
	w.mu.Unlock()
	w.tap.Transport = host.BackChannel()
	return hostOfSample{host, &w.tap, w.guard}, nil
}

// browse is the browser: the scripted person follows the pages in the background.
func (w *world) browse(_ context.Context, address string) error {
	w.mu.Lock()
	script := w.script
	w.mu.Unlock()
	script.Code = func(context.Context, string) (string, error) { return w.code(), nil }
	w.visits.Add(1)
	go func() { //nolint:contextcheck // the browser outlives the call that opened it
		defer w.visits.Done()
		out, err := visitor.New(script, http.DefaultTransport).Visit(context.Background(), address)
		w.tap.Keep(out.Answer.Get("code"))
		w.mu.Lock()
		defer w.mu.Unlock()
		w.last, w.lastErr = out, err
	}()
	return nil
}

// window opens the window on it. At the end no secret may have stood on any screen that the test has seen, nor in what was copied.
func (w *world) window(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, w.app)
	t.Cleanup(func() {
		r.text()
		for place := range r.seen {
			for _, length := range w.tap.Found(place) {
				t.Errorf("a secret of %d characters stood on the screen", length)
			}
			if signedLink.MatchString(place) {
				t.Error("a signed link stood on the screen")
			}
		}
	})
	return r
}

// signedLink is the signature of a file's link.
var signedLink = regexp.MustCompile(`[?&]s=[A-Za-z0-9_-]{20,}`)

// as makes somebody else sit at the browser.
func (w *world) as(script visitor.Script) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.script = script
}

// code is the newest code that the sample program mailed.
func (w *world) code() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	mail := w.host.Mail()
	for i := len(mail) - 1; i >= 0; i-- {
		if mail[i].Code != "" {
			return mail[i].Code
		}
	}
	return ""
}

// seesLine waits until a line of the screen is a text and nothing else.
func (r *rig) seesLine(text string) {
	r.t.Helper()
	r.until("the line “"+text+"”", func() bool { return slices.Contains(strings.Split(r.text(), "\n"), text) })
}

// openSample opens the sample program and gets as far as the sign-in.
func (r *rig) openSample() {
	r.t.Helper()
	r.shell.Show()
	r.sees("Welcome to Program Connect")
	r.press("Open")
	r.sees("[Sign in with the browser]")
}

// register fills the form in and sends it.
func (r *rig) register(name string) {
	r.t.Helper()
	if r.findButton("Choose a country or region") != nil {
		r.chooseCountry("finl")
	}
	r.radio("Individual")
	r.press("Continue")
	r.fill("Publisher display name", name)
	r.sees("This name is free.")
	r.press("Continue")
	r.fill("Name", "Nina New")
	r.fill("Street and number", "Samplestreet 2")
	r.fill("Town", "Helsinki")
	r.press("Continue")
	r.fill("E-mail", "nina@outlook.example")
	r.press("Continue")
	r.sees("Samplestreet 2")
	r.looksRight("review")
	r.shot("register-review", 1280, 832)
	r.tick("These details are right, and the program may keep them to run my account.")
	r.press("Finish")
}

// chooseCountry chooses the first country that has a text in its name.
func (r *rig) chooseCountry(text string) {
	r.t.Helper()
	r.press("Choose a country or region")
	r.until("the list", func() bool { return r.shell.dialogs.top() != nil })
	switch search := r.shell.win.Canvas().Focused().(type) {
	case *widgets.StockField:
		search.SetText(text)
	case *widgets.Input:
		search.SetText(text)
	}
	r.key("Return")
}

func TestJourneyFromSignInToVerifiedInstaller(t *testing.T) {
	w := newWorld(t, visitor.Script{SignUp: true, Name: "Nina New", Address: "nina@outlook.example",
		Password: "A long password 1"})
	r := w.window(t)
	r.openSample()
	r.sees("Sign in")
	r.reachable()
	r.press("Sign in with the browser")
	r.sees("Register at")
	r.reachable()

	// Wrong input is said under its field.
	r.press("Continue")
	r.sees("Choose a country or region from the list.")
	r.sees("Choose individual or company.")
	r.sees("2 fields need your attention")
	r.chooseCountry("finl")
	r.radio("Individual")
	r.press("Continue")
	r.fill("Publisher display name", strings.Repeat("x", 51))
	r.sees("51 of 50 characters")
	r.sees("The publisher display name has more than 50 characters. Shorten it.")

	// A name that is taken comes with others that are free.
	r.fill("Publisher display name", "FABRIKAM devices")
	r.sees("These are free:")
	r.looksRight("register, a name that is taken")
	r.shot("register-name", 1280, 832)
	r.press("Back")
	r.press("Finland")
	r.until("the list", func() bool { return r.shell.dialogs.top() != nil })
	r.key("Escape")
	r.shot("register-account", 1280, 832)
	r.register("Nina's Boards")

	r.sees("Confirm your e-mail")
	r.fill("Code from the mail", "000000")
	r.press("Confirm")
	r.sees("[What does this mean?]")
	r.press("Read the sample's mail")
	r.sees("Mail of the sample program")
	r.key("Escape")
	r.fill("Code from the mail", w.code())
	r.press("Confirm")

	// The agreement: nothing is chosen beforehand, and refusing can be undone.
	r.sees("Your answer")
	r.sees("I accept")
	r.sees("You can accept at any time.")
	if submit := r.shell.screen.(*agreement).submitIt; !submit.Disabled() {
		t.Error("an answer can be sent before one was chosen")
	}
	if r.shell.win.Canvas().Focused() != nil {
		t.Errorf("%q has the focus as the agreement opens", r.focusedText())
	}
	r.shot("agreement-journey", 1280, 832)
	r.press("Save as text")
	r.until("the saved text", func() bool { return len(r.saved) == 1 })
	r.radio("I decline")
	r.press("Submit")
	r.sees("You declined this version")
	r.reachable()
	r.radio("I accept")
	r.press("Submit")
	r.sees("You're in")
	r.press("Download")

	installer := filepath.Join(w.downloads, "WindowsDeveloperProgramforIoT.msi")
	r.until("the verified files", func() bool {
		q := r.shell.view.Queue
		return len(q.Entries) > 0 && len(only(q.Entries, func(e *downloads.Entry) bool { return !e.Verified })) == 0
	})
	r.seesLine("Verified") // the name of this test is part of the folder's, which stands on the screen too
	if data, err := os.ReadFile(installer); err != nil || len(data) < 8 || data[0] != 0xd0 || data[1] != 0xcf {
		t.Errorf("%s is no installer: %v", installer, err)
	}
	r.downloadsList()
	r.key(fyne.KeyDown)
	r.press("Show in folder")
	r.until("the file manager", func() bool { return len(r.asked(&r.shown)) == 1 })
	if filepath.Dir(r.asked(&r.shown)[0]) != w.downloads {
		t.Errorf("the file manager shows %s", r.asked(&r.shown)[0])
	}
	r.reachable()

	r.press("Packages")
	r.sees("Search")
	r.reachable()
	r.press("Account")
	r.sees("The receipt is whole and signed by the program.")
	r.sees("Accepted")
	r.sees("Declined")
	r.theme(widgets.ThemeLight)
	r.looksRight("account")
	r.shot("account", 1280, 832)
	r.shot("account-640", 640, 416)
	r.settle(1100, 800)
	r.reachable()
	if n := w.tap.Count(); n < 4 { // code, verifier, access and refresh token at least
		t.Errorf("only %d secrets were noted: the search for them says nothing", n)
	}
}
