package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

// focusedText returns the words on what has the focus.
func (r *rig) focusedText() string {
	if o, ok := r.shell.win.Canvas().Focused().(fyne.CanvasObject); ok && o != nil {
		return labelOn(o)
	}
	return ""
}

// pressKey presses a key on what has the focus and lets it go where the focus is by then, as a person's finger does.
func (r *rig) pressKey(name fyne.KeyName, letter rune) {
	event := &fyne.KeyEvent{Name: name}
	canvas := r.shell.win.Canvas()
	if k, ok := canvas.Focused().(desktop.Keyable); ok {
		k.KeyDown(event)
	}
	r.key(name)
	if focused := canvas.Focused(); focused != nil && letter != 0 {
		focused.TypedRune(letter)
	}
	if k, ok := canvas.Focused().(desktop.Keyable); ok {
		k.KeyUp(event)
	}
}

// looksRight walks what is on the window at the sizes of small and usual windows.
func (r *rig) looksRight(name string) {
	r.t.Helper()
	for _, size := range []fyne.Size{{Width: 1280, Height: 832}, {Width: 640, Height: 416}} {
		r.settle(size.Width, size.Height)
		layouttest.Check(r.t, name, r.shell.win.Canvas())
	}
}

// settle lays the window out until every text has the height that its width asks for, as the toolkit's driver does frame
// by frame; the test driver lays out once.
func (r *rig) settle(width, height float32) {
	for range 4 {
		r.shell.win.Resize(fyne.NewSize(width+0.25, height+0.25))
		r.shell.win.Resize(fyne.NewSize(width, height))
	}
}

// shot is a picture of the window once it is laid out.
func (r *rig) shot(name string, width, height float32) {
	r.t.Helper()
	r.settle(width, height)
	r.picture(name, width, height)
}

func TestSignInShowsWhereThePageOpened(t *testing.T) {
	w := newWorld(t, visitor.Script{Address: authority.AddressNora, StopAt: "address"})
	r := w.window(t)
	r.theme(widgets.ThemeLight)
	r.openSample()
	r.looksRight("sign-in")
	r.shot("sign-in", 1280, 832)
	r.press("Sign in with the browser")
	r.sees("Continue in your browser")
	r.sees("The sign-in page has opened at 127.0.0.1.")
	r.sees("more minutes. Your password never passes through this app.")
	for _, word := range []string{"Open again", "Copy link", "Use a code", "Cancel"} {
		r.button(word)
	}
	if got := r.focusedText(); got != "Open again" {
		t.Errorf("the focus is on %q", got)
	}
	r.looksRight("sign-in attempt")
	r.shot("sign-in-attempt", 1280, 832)
	r.shot("sign-in-attempt-640", 640, 416)
	r.theme(widgets.ThemeDark)
	r.shot("sign-in-attempt-dark", 1280, 832)
	r.theme(widgets.ThemeLight)
	r.press("No page has opened. Copy the link and paste it into any browser on this computer.")
	r.until("Help", func() bool { return r.shell.area == areaHelp })
}

func TestSignInWaitsWhileHelpIsRead(t *testing.T) {
	w := newWorld(t, visitor.Script{Address: authority.AddressRita, StopAt: "address"})
	r := w.window(t)
	r.openSample()
	r.press("Sign in with the browser")
	r.press("Copy link")
	page := r.copied
	r.press("No page has opened. Copy the link and paste it into any browser on this computer.")
	r.until("Help", func() bool { return r.shell.area == areaHelp })
	r.press("Back to this step")
	r.sees("Continue in your browser")
	if got := r.focusedText(); got != "Open again" {
		t.Errorf("the focus is on %q", got)
	}
	r.press("Copy link")
	if r.copied != page {
		t.Error("another attempt is under way")
	}
	r.press("The browser shows a message. Paste it here and get the cause and the remedy.")
	w.as(as(authority.AddressRita))
	if err := w.browse(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	r.until("the sign-in", func() bool { return r.shell.view.Session.Status != nil })
	if r.shell.area != areaHelp {
		t.Error("the person was taken away from what they read")
	}
}

func TestDeviceCodeFocusesCopyCode(t *testing.T) {
	r := newWorld(t, as(authority.AddressRita)).window(t)
	r.theme(widgets.ThemeLight)
	r.openSample()
	r.press("Use a code")
	r.sees("Enter this code")
	if got := r.focusedText(); got != "Copy code" {
		t.Errorf("the focus is on %q", got)
	}
	r.looksRight("code")
	r.shot("sign-in-code", 1280, 832)
	r.pressKey(fyne.KeySpace, ' ')
	if code := r.copied; code == "" || !strings.Contains(r.text(), code) {
		t.Errorf("%q was copied", code)
	}
}

func TestSignInShowsTheKeyringAndLostAccounts(t *testing.T) {
	r := newWorld(t, as(authority.AddressRita)).window(t)
	r.theme(widgets.ThemeLight)
	r.openSample()
	screen, ok := r.shell.screen.(*signIn)
	if !ok {
		t.Fatal("the sign-in is not shown")
	}
	v := r.shell.view
	v.Accounts = auth.Snapshot{Waiting: true}
	screen.apply(v)
	if unread := v.Accounts.Unread(); unread == nil || !strings.Contains(r.text(), r.shell.say(unread.Title)) {
		t.Errorf("no word of the keyring that waits:\n%s", r.text())
	}
	v.Accounts = r.shell.view.Accounts
	v.Accounts.Accounts = []auth.Account{{ID: "old", Address: "old@fabrikam.example", Fault: &fault.Error{Kind: fault.SignIn,
		Code: "auth.origin-unknown", Title: i18n.Verbatim("This sign-in is from an earlier version.")}}}
	screen.apply(v)
	r.sees("old@fabrikam.example")
	r.button("Forget it")
	r.looksRight("sign-in with notices")
	r.shot("sign-in-lost", 1280, 832)
}

// fromMore does what an item of the header's More says.
func (r *rig) fromMore(label string) {
	r.t.Helper()
	var found func()
	r.until("the item “"+label+"”", func() bool {
		for _, o := range r.objects() {
			if header, ok := o.(*widgets.PageHeader); ok {
				for _, item := range header.MoreItems() {
					if item.Label == label {
						found = item.Action
					}
				}
			}
		}
		return found != nil
	})
	found()
}
