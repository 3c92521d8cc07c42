package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// signIn sends the person to the browser and waits for the answer, or shows a code for another device.
type signIn struct {
	shell   *Shell
	life    *lifetime // of the screen
	attempt *lifetime // of the attempt under way; nil when there is none
	state   *fyne.Container
	known   *fyne.Container
	memory  *fyne.Container
	fault   *faultSpot
	content fyne.CanvasObject
	begin   *widgets.StockButton
	shown   bool // the fault of the snapshot was shown
}

func newSignIn(s *Shell) *signIn {
	w := &signIn{shell: s, life: newLifetime(s.ctx), state: container.NewVBox(), known: container.NewVBox(),
		memory: container.NewVBox(), fault: newFaultSpot(s)}
	name := s.view.Session.Program.Name
	w.content = widgets.Page(widgets.Heading(
		s.tr(&goi18n.Message{ID: "ui.sign-in.title", Other: "Sign in to {{.Program}}"}, "Program",
			name)), w.known, w.state, w.fault.box, w.memory)
	w.rest()
	return w
}

func (w *signIn) object() fyne.CanvasObject { return w.content }

// first puts the focus on the button that begins, so that Enter is enough.
func (w *signIn) first() fyne.Focusable { return w.begin }

func (w *signIn) leave() {
	w.cancel()
	w.life.end()
}

// apply shows accounts that could be used, and a fault that came without a press of a button.
func (w *signIn) apply(v view) {
	w.showKnown(v.Session)
	w.showMemory(v.Session.Memory)
	if v.Session.Fault != nil && w.attempt == nil && !w.shown {
		w.shown = true
		w.fault.set(v.Session.Fault, widgets.NewStockButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), w.refresh))
	}
}

func (w *signIn) refresh() {
	w.fault.set(nil)
	w.shown = false
	if current := w.shell.session.Load(); current != nil {
		act(w.shell, w.life, current.Refresh, func(err error) {
			if err != nil && !fault.Is(err, fault.SignIn) {
				w.fault.set(err, widgets.NewStockButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), w.refresh))
			}
		})
	}
}

// rest shows the screen before an attempt.
func (w *signIn) rest() {
	w.state.RemoveAll()
	w.begin = widgets.NewStockMainButton(
		w.shell.tr(&goi18n.Message{ID: "ui.sign-in.with-browser",
			Other: "Sign in with the browser"}), theme.LoginIcon(), w.start)
	w.state.Add(widgets.Wrapped(
		w.shell.tr(&goi18n.Message{ID: "ui.sign-in.text",
			Other: "Your browser opens and asks for your account. The password stays there: this app never sees it."})))
	w.state.Add(widgets.Buttons(w.begin,
		widgets.NewStockButton(w.shell.tr(msgSignInUseACode), theme.ComputerIcon(), w.startCode),
		widgets.NewStockQuietButton(w.shell.tr(msgSignInBrowserMessage), theme.HelpIcon(),
			func() { w.shell.guides.ask("") })))
	w.state.Add(widgets.Small(
		w.shell.tr(&goi18n.Message{ID: "ui.sign-in.hint",
			Other: "No account yet? The page in the browser lets you make one. A code is for a computer without a browser: you enter it on another device."})))
	w.state.Refresh()
}

// start opens the browser and waits.
func (w *signIn) start() { w.startWith(auth.SignInOptions{}) }

func (w *signIn) startWith(options auth.SignInOptions) {
	current := w.shell.session.Load()
	if current == nil {
		return
	}
	w.cancel()
	w.fault.set(nil)
	mine := newLifetime(w.life.ctx)
	w.attempt, w.shell.attempting = mine, true
	work(w.shell, mine, func(ctx context.Context) (*auth.Attempt, error) { return current.SignIn(ctx, options) },
		func(attempt *auth.Attempt, err error) {
			if err != nil {
				w.ended(err)
				return
			}
			w.showAttempt(attempt)
			w.watchBrowser(attempt, mine)
			// Finish cancels the attempt when the screen is left.
			act(w.shell, mine, func(ctx context.Context) error { return current.Finish(ctx, attempt) }, w.ended)
		})
}

// showAttempt shows what can be done while the browser is open.
func (w *signIn) showAttempt(attempt *auth.Attempt) {
	w.state.RemoveAll()
	w.state.Add(widgets.Strong(w.shell.tr(&goi18n.Message{ID: "ui.sign-in.attempt", Other: "Go on in the browser."})))
	w.state.Add(widgets.Wrapped(
		w.shell.tr(&goi18n.Message{ID: "ui.sign-in.attempt.text",
			Other: "This screen goes on by itself when you have signed in there."})))
	again := widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.sign-in.open-again", Other: "Open again"}),
		theme.ViewRefreshIcon(), func() {
			//nolint:contextcheck // the browser stays open when the screen is left
			act(w.shell, w.life, func(context.Context) error { return attempt.OpenAgain() }, func(err error) {
				if err != nil {
					w.fault.set(err)
				}
			})
		})
	w.state.Add(widgets.Buttons(again,
		widgets.NewStockButton(w.shell.tr(msgCopyLink), theme.ContentCopyIcon(), func() { w.shell.copyText(attempt.URL()) }),
		widgets.NewStockButton(w.shell.tr(msgSignInUseACode), theme.ComputerIcon(), w.startCode),
		widgets.NewStockButton(w.shell.tr(msgCancel), theme.CancelIcon(), w.stop)))
	w.state.Add(container.NewHBox(widgets.NewStockQuietButton(w.shell.tr(msgSignInBrowserMessage), theme.HelpIcon(),
		func() { w.shell.guides.ask("") })))
	w.state.Refresh()
	w.shell.win.Canvas().Focus(again)
}

// watchBrowser shows that the browser did not start; the attempt goes on, since the link can be copied.
func (w *signIn) watchBrowser(attempt *auth.Attempt, mine *lifetime) {
	act(w.shell, mine, func(ctx context.Context) error {
		for {
			changed := attempt.BrowserChanged()
			if f := attempt.BrowserFault(); f != nil {
				return f
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return nil
			}
		}
	}, func(err error) {
		if err != nil && w.attempt == mine {
			w.fault.set(err)
		}
	})
}

// showKnown offers accounts that are signed in already, when none is chosen for this program.
func (w *signIn) showKnown(snap session.Snapshot) {
	if len(snap.Candidates) == len(w.known.Objects) || (snap.Account != nil && len(snap.Candidates) < 2) {
		return
	}
	w.known.RemoveAll()
	for _, account := range snap.Candidates {
		use := widgets.NewStockButton(w.shell.tr(msgUseThisAccount), theme.AccountIcon(), func() { w.use(account.ID) })
		w.known.Add(widgets.Panel(widgets.Apart(w.shell.accountLines(account), container.NewCenter(use))))
	}
}

func (w *signIn) use(id string) {
	current := w.shell.session.Load()
	w.fault.set(nil)
	act(w.shell, w.life, func(ctx context.Context) error { return current.UseAccount(ctx, id) }, func(err error) {
		w.shell.puller.wake()
		if err != nil {
			w.fault.set(err)
			return
		}
		w.goOn()
	})
}

// goOn leads to the account's next step.
func (w *signIn) goOn() {
	if w.shell.area == areaSignIn {
		w.shell.view = w.shell.puller.snapshot()
		w.shell.goTo(areaJourney)
	}
}

// startCode shows a code to enter on another device.
func (w *signIn) startCode() {
	current := w.shell.session.Load()
	if current == nil {
		return
	}
	w.cancel()
	w.fault.set(nil)
	mine := newLifetime(w.life.ctx)
	w.attempt, w.shell.attempting = mine, true
	act(w.shell, mine, func(ctx context.Context) error {
		return current.SignInWithCode(ctx, auth.SignInOptions{}, func(code auth.DeviceCode) {
			w.shell.cfg.Post(func() {
				if mine.ctx.Err() == nil {
					w.showCode(code)
				}
			})
		})
	}, w.ended)
}

func (w *signIn) showCode(code auth.DeviceCode) {
	w.state.RemoveAll()
	big := widgets.Heading(code.UserCode)
	big.Selectable = true
	w.state.Add(widgets.Wrapped(
		w.shell.tr(&goi18n.Message{ID: "ui.sign-in.code.text",
			Other: "On any device, open this page and enter the code:"})))
	w.state.Add(widgets.Selectable(code.VerificationURL))
	w.state.Add(big)
	cancel := widgets.NewStockButton(w.shell.tr(msgCancel), theme.CancelIcon(), w.stop)
	w.state.Add(widgets.Buttons(
		widgets.NewStockMainButton(w.shell.tr(msgCopyCode), theme.ContentCopyIcon(),
			func() { w.shell.copyText(code.UserCode) }),
		widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.sign-in.open-the-page", Other: "Open the page"}),
			theme.ComputerIcon(), func() { w.shell.openURL(code.VerificationURL) }),
		widgets.NewStockButton(w.shell.tr(msgCopyLink), theme.ContentCopyIcon(),
			func() { w.shell.copyText(code.VerificationURL) }),
		cancel))
	w.state.Add(widgets.Wrapped(
		w.shell.tr(&goi18n.Message{ID: "ui.sign-in.code.good-until", Other: "The code is good until {{.Time}}."},
			"Time", w.shell.clockText(code.Expires))))
	w.state.Add(widgets.Small(
		w.shell.tr(&goi18n.Message{ID: "ui.sign-in.code.warning",
			Other: "Enter only a code that you asked for here yourself. Nobody who helps you needs it, and a code from somebody else would sign them in as you."})))
	w.state.Refresh()
	w.shell.win.Canvas().Focus(cancel)
}

// stop ends the attempt because the person wanted it.
func (w *signIn) stop() {
	w.cancel()
	w.fault.set(nil)
	w.rest()
	w.shell.win.Canvas().Focus(w.begin)
}

func (w *signIn) cancel() {
	if w.attempt != nil {
		w.attempt.end()
		w.attempt, w.shell.attempting = nil, false
	}
}

// ended is called with the outcome of an attempt. On success the next snapshot leads to the next screen.
func (w *signIn) ended(err error) {
	w.cancel()
	w.rest()
	w.shell.puller.wake()
	if err == nil {
		w.state.RemoveAll()
		w.state.Add(widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.sign-in.you-are-signed-in", Other: "You are signed in."})))
		w.shell.win.RequestFocus() // the person was in the browser
		w.goOn()
		return
	}
	again := widgets.NewStockMainButton(w.shell.tr(msgSignInAgain), theme.ViewRefreshIcon(), w.start)
	w.fault.set(err, again, widgets.NewStockButton(w.shell.tr(msgUseAnotherAccount), theme.AccountIcon(), w.other))
	w.shell.win.Canvas().Focus(again)
}

// other asks the authority to let the person choose.
func (w *signIn) other() { w.startWith(auth.SignInOptions{Prompt: "select_account"}) }

// showMemory says that the keyring could not be used.
func (w *signIn) showMemory(memory bool) {
	if memory == (len(w.memory.Objects) > 0) {
		return
	}
	w.memory.RemoveAll()
	if memory {
		w.memory.Add(newMemoryNote(w.shell))
	}
}

// newMemoryNote says that the sign-in is not kept, and what can be done about it.
func newMemoryNote(s *Shell) fyne.CanvasObject {
	text := container.NewVBox(widgets.Strong(
		s.tr(&goi18n.Message{ID: "ui.sign-in.memory", Other: "The sign-in is kept in memory only."})),
		widgets.Wrapped(
			s.tr(&goi18n.Message{ID: "ui.sign-in.memory.text",
				Other: "The system's keyring can't be used, so you sign in again after the app was closed. Nothing is written to a file instead."})),
		widgets.Buttons(widgets.NewStockButton(
			s.tr(&goi18n.Message{ID: "ui.sign-in.try-the-keyring-again",
				Other: "Try the keyring again"}), theme.ViewRefreshIcon(), s.askKeyring),
			widgets.NewStockQuietButton(s.tr(msgWhatDoesThisMean), theme.HelpIcon(),
				func() { s.guides.open("no-keyring") })))
	return widgets.Panel(container.NewBorder(nil, nil,
		container.NewVBox(container.NewPadded(widget.NewIcon(theme.WarningIcon()))), nil, text))
}
