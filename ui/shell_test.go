package ui

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

// quietApp is a client without a program and without a queue, for what needs neither.
func quietApp(t testing.TB) *session.App { return quietAppUnder(t, settings.Policy{}) }

// quietAppUnder is quietApp under an administrator's policy.
func quietAppUnder(t testing.TB, policy settings.Policy) *session.App {
	t.Helper()
	home, folder := emptyHome(t)
	accounts, err := auth.Open(auth.Config{Dir: filepath.Join(home, "accounts"), Keyring: auth.MemoryKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := settings.Open(home, policy)
	if err != nil {
		t.Fatal(err)
	}
	app, err := session.Open(ctxOf(t), session.Options{Home: home, Accounts: accounts, LazyQueue: true, Settings: chosen})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := app.Close(); err != nil {
			t.Error(err)
		}
		if err := accounts.Close(); err != nil {
			t.Error(err)
		}
	})
	s := app.Settings.Now()
	s.Folder = folder
	if err := app.SetSettings(s); err != nil {
		t.Fatal(err)
	}
	return app
}

func TestFirstStartShowsPrograms(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome to Program Connect")
	r.sees("Sample program")
	r.sees("Microsoft Collaborate")
	if r.shell.rail.box.Visible() || r.shell.steps.steps.Box.Visible() {
		t.Error("rail or steps are shown before a program was chosen")
	}
}

func TestWrongProgramAddressIsExplained(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Add a program")
	for _, o := range r.objects() {
		switch f := o.(type) {
		case *widgets.StockField:
			f.SetText("ftp://example.com")
		case *widgets.Input:
			f.SetText("ftp://example.com")
		}
	}
	r.press("Add program")
	r.sees("This is not the address of a program.")
	r.sees("[What does this mean?]")
}

func TestDialogKeys(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	pressed := 0
	q := question{title: "Question", text: "Text", main: "Do it", onMain: func() bool { pressed++; return true }}
	r.shell.dialogs.ask(q)
	r.key(fyne.KeyEscape)
	if r.shell.dialogs.top() != nil || pressed != 0 || len(r.shell.win.Canvas().Overlays().List()) != 0 {
		t.Fatal("Esc did not close the dialog")
	}
	r.shell.dialogs.ask(q)
	r.key(fyne.KeyReturn)
	if r.shell.dialogs.top() != nil || pressed != 1 {
		t.Fatal("Enter did not do the main action")
	}
	// The same from inside a field.
	input := widgets.NewStockField("")
	q.content, q.first = input, input
	r.shell.dialogs.ask(q)
	r.key(fyne.KeyEscape)
	if r.shell.dialogs.top() != nil || pressed != 1 {
		t.Fatal("Esc in a field did not close the dialog")
	}
	r.shell.dialogs.ask(q)
	r.key(fyne.KeyReturn)
	if pressed != 2 {
		t.Fatal("Enter in a field did not do the main action")
	}
}

func TestShortcutsWaitBehindDialog(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	d := r.shell.dialogs.ask(question{title: "Question", main: "Do it"})
	r.shortcut(widgets.NewShortcut(fyne.KeyComma))
	if r.shell.area != areaWelcome {
		t.Fatal("a shortcut acted behind the dialog")
	}
	d.close()
	r.shortcut(widgets.NewShortcut(fyne.KeyComma))
	if r.shell.area != areaSettings {
		t.Fatal("the shortcut for the settings does nothing")
	}
	r.key(fyne.KeyF1)
	if r.shell.area != areaHelp {
		t.Fatal("F1 does not open the help")
	}
}

func TestFaultIsShownWithoutWrappedError(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	r.shell.dialogs.tell(&fault.Error{Kind: fault.Network, Code: "x.y",
		Title: i18n.Verbatim("Can't reach the download server."), Cause: i18n.Verbatim("The connection dropped at 412 MiB."),
		Safe: i18n.Verbatim("Nothing is lost."), Steps: []i18n.Text{i18n.Verbatim("Check the network."),
			i18n.Verbatim("Try again.")}, Correlation: "4711", Err: canaryError{}})
	for _, text := range []string{"Can't reach the download server.", "The connection dropped at 412 MiB.",
		"Nothing is lost.", "1. Check the network.", "2. Try again.", "number for support 4711"} {
		r.sees(text)
	}
	r.press("Copy message")
	if !strings.Contains(r.copied, "x.y") || strings.Contains(r.copied+r.text(), "CANARY") {
		t.Errorf("copied %q", r.copied)
	}
}

type canaryError struct{}

func (canaryError) Error() string { return "CANARY" }

func TestRemovalUndoLastsSixSeconds(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	undone, done := 0, 0
	add := func() { r.shell.undo.add("Removed “x”.", func() { undone++ }, func() { done++ }) }
	add()
	r.sees("Removed “x”.")
	r.timers.pass(undoFor - 1)
	if done != 0 {
		t.Fatal("it was done before the six seconds were over")
	}
	r.press("Undo")
	r.timers.pass(2 * undoFor)
	if undone != 1 || done != 0 {
		t.Fatalf("undone %d, done %d", undone, done)
	}
	add()
	r.timers.pass(undoFor)
	if done != 1 || strings.Contains(r.text(), "[Undo]") {
		t.Fatalf("done %d\n%s", done, r.text())
	}
	add()
	r.shell.undo.settle()
	if done != 2 {
		t.Fatal("closing the app did not settle what was pending")
	}
}

func TestSettingsFixedByPolicy(t *testing.T) {
	one := 1
	r := newRig(t, quietAppUnder(t, settings.Policy{File: "policy.json", Parallel: &one}))
	r.shell.Show()
	r.sees("Welcome")
	r.shell.goTo(areaSettings)
	r.sees("Fixed by the administrator of this computer.")
	if input := r.fieldOf("Downloads at once"); input.Text != "1" || !input.Disabled() {
		t.Errorf("the fixed field holds %q and can be changed: %v", input.Text, !input.Disabled())
	}
	r.fill("Connections for each file", "7")
	r.until("the other setting", func() bool { s := r.app.Settings.Now(); return s.Connections == 7 && s.Parallel == 1 })
}

func TestSettingsTakeEffectAndErrorsShowUnderField(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	r.shell.goTo(areaSettings)
	r.fill("Downloads at once", "40")
	r.sees("Downloads at once can be 1 to 16, not 40.")
	if r.app.Settings.Now().Parallel != 3 {
		t.Fatal("a wrong value was taken")
	}
	r.fill("Downloads at once", "5")
	r.until("the setting", func() bool { return r.app.Settings.Now().Parallel == 5 })
	r.fill("Downloads at once", "many")
	r.sees("Enter a whole number")
	r.fill("Speed limit in MiB a second", "1.5")
	r.until("the limit", func() bool { return r.app.Settings.Now().LimitRate == 3<<19 })
	r.fill("Quiet hours from", "22:00")
	r.fill("Quiet hours until", "6")
	r.sees("Quiet hours are written as 06:30.")
	r.fill("Quiet hours until", "06:00")
	r.until("the quiet hours", func() bool { return r.app.Settings.Now().QuietUntil == "06:00" })
	r.fill("Proxy", "somewhere")
	r.sees("A proxy is system, environment, none, or an address")
	r.fill("Proxy", "http://gateway.example.com:3128")
	r.until("the proxy", func() bool { return r.app.Settings.Now().Proxy == "http://gateway.example.com:3128" })
	r.choose("Dark")
	r.choose("150 %")
	r.until("theme and size", func() bool { s := r.app.Settings.Now(); return s.Theme == "dark" && s.Size == 1.5 })
	r.until("the look", func() bool {
		l, ok := r.shell.cfg.App.Settings().Theme().(*widgets.AppTheme)
		return ok && l.Choice() == widgets.ThemeDark && l.Scale() == 1.5
	})
}

func TestEveryActionIsReachedWithTab(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	for _, p := range []area{areaWelcome, areaSettings, areaHelp, areaDownloads} {
		r.shell.goTo(p)
		r.reachable()
	}
}

// reachable fails when a control of the screen is never reached by pressing Tab.
func (r *rig) reachable() {
	r.t.Helper()
	wanted := map[fyne.Focusable]string{}
	for _, o := range r.objects() {
		f, ok := o.(fyne.Focusable)
		if d, can := o.(fyne.Disableable); !ok || (can && d.Disabled()) {
			continue
		}
		switch o := o.(type) {
		case *widgets.Input, *widgets.List:
			wanted[f] = "a control"
		case fyne.Accessible:
			wanted[f] = o.AccessibilityLabel()
		case *widgets.StockField:
			wanted[f] = "a control"
		}
	}
	c := r.shell.win.Canvas()
	c.Unfocus()
	for range 4 * (len(wanted) + 20) {
		c.FocusNext()
		delete(wanted, c.Focused())
	}
	for _, name := range wanted {
		r.t.Errorf("%q is not reached by keyboard on %q", name, r.shell.key)
	}
}

func TestMarkupIsOneWidgetAParagraph(t *testing.T) {
	r := newRig(t, quietApp(t))
	text := strings.Repeat("# Heading\n\nA paragraph of some length with **bold** words and [a link](https://example.com/x) in it.\n\n", 50)
	view := widgets.NewMarkup(text, r.shell.openURL)
	if len(view.Objects) != 100 {
		t.Errorf("%d parts", len(view.Objects))
	}
	w := container.NewVScroll(view)
	w.Resize(fyne.NewSize(600, 400))
	found := false
	for _, o := range visible(nil, view) {
		if h, ok := o.(*widget.Hyperlink); ok {
			found = true
			h.OnTapped()
			break
		}
	}
	r.until("the page", func() bool { return len(r.asked(&r.opened)) == 1 })
	if !found || r.asked(&r.opened)[0] != "https://example.com/x" {
		t.Errorf("opened %v", r.asked(&r.opened))
	}
}

func TestPullerWakesInPause(t *testing.T) {
	p := newPuller(&Shell{cfg: Config{Interval: time.Hour, Unfocused: time.Hour}, ctx: t.Context()})
	p.wake()
	if !p.rest(view{Queue: &downloads.Snapshot{}}, nil, nil) {
		t.Error("the look that was asked for did not come")
	}
}
