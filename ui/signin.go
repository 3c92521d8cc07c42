package ui

import (
	"context"
	"net/url"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// signIn sends the person to the browser and waits for the answer, or shows a code for another device.
type signIn struct {
	shell    *Shell
	session  *session.Session
	said     texts     // the language of what is shown
	life     *lifetime // of the screen
	attempt  *lifetime // of the attempt under way; nil when there is none
	picture  fyne.CanvasObject
	state    *fyne.Container
	troubled fyne.CanvasObject
	known    *fyne.Container
	offered  []auth.Account // in known
	keyring  *keyringSpot
	lost     *fyne.Container
	lostOnes []auth.Account // in lost
	memory   *fyne.Container
	fault    *faultSpot
	content  fyne.CanvasObject
	main     *widgets.Button // of what is shown
	shown    bool            // the fault of the snapshot was shown
}

func newSignIn(s *Shell) *signIn {
	if w := unpark(s); w != nil {
		return w
	}
	w := &signIn{shell: s, session: s.session.Load(), said: s.texts, life: newLifetime(s.ctx), picture: browserPicture(), state: widgets.VBox(widgets.Space5),
		known: widgets.VBox(widgets.Space2), lost: widgets.VBox(widgets.Space2), memory: container.NewStack(),
		fault: newFaultSpot(s), keyring: newKeyringSpot(s)}
	w.troubled = w.troubles()
	for _, o := range []fyne.CanvasObject{w.known, w.lost, w.memory} {
		o.Hide()
	}
	page := widgets.VBox(widgets.Space5, w.picture, w.known, w.state, w.fault.box, w.keyring.fault.box, w.lost, w.memory, w.troubled)
	column := container.New(columnLayout{width: signInWidth}, widgets.Padded(widgets.Padding{Top: widgets.Space12,
		Right: widgets.Space6, Bottom: widgets.Space8, Left: widgets.Space6}, page))
	w.content = container.New(lowLayout{part: w.picture, least: 620}, widgets.NewScroll(column))
	w.rest()
	return w
}

func (w *signIn) object() fyne.CanvasObject { return w.content }

// first puts the focus on the main button, so that Enter is enough.
func (w *signIn) first() fyne.Focusable { return w.main }

// leave ends the attempt, unless the person only looks something up: the page in the browser waits on.
func (w *signIn) leave() {
	if w.attempt != nil && (w.shell.area == areaHelp || w.shell.area == areaSettings) {
		w.shell.parked = w
		return
	}
	w.cancel()
	w.life.end()
}

// unpark returns the sign-in that waits for the browser or tells how it ended, when it is still the one that is wanted.
func unpark(s *Shell) *signIn {
	w := s.parked
	s.parked = nil
	if w == nil {
		return nil
	}
	if (w.attempt != nil || w.fault.box.Visible()) && w.session == s.session.Load() && w.said == s.texts {
		return w
	}
	w.cancel()
	w.life.end()
	return nil
}

// isShown reports whether the sign-in is what is on the window.
func (w *signIn) isShown() bool { return w.shell.screen == screen(w) }

// focus moves the focus to a button, when it is on the window.
func (w *signIn) focus(button *widgets.Button) {
	if w.isShown() {
		w.shell.win.Canvas().Focus(button)
	}
}

// apply shows accounts that could be used, what is the matter with the keyring, and a fault that came without a press of a
// button.
func (w *signIn) apply(v view) {
	w.showKnown(v.Session)
	w.keyring.apply(v.Accounts)
	w.showLost(lostAccounts(v.Accounts.Accounts))
	w.showMemory(v.Session.Memory && v.Accounts.Unread() == nil)
	if v.Session.Fault != nil && w.attempt == nil && !w.shown {
		w.shown = true
		w.fault.set(v.Session.Fault, plainButton(w.shell.tr(msgTryAgain), "refresh", w.refresh))
	}
}

// showLost shows the accounts of which nobody knows for which program they signed in, each with its remedy.
func (w *signIn) showLost(lost []auth.Account) {
	if slices.EqualFunc(lost, w.lostOnes, sameAccount) {
		return
	}
	w.lostOnes = lost
	w.lost.RemoveAll()
	for _, a := range lost {
		w.lost.Add(lostAccountNotice(w.shell, a))
	}
	widgets.ShowIf(len(lost) > 0, w.lost)
}

func (w *signIn) refresh() {
	w.fault.set(nil)
	w.shown = false
	if current := w.shell.session.Load(); current != nil {
		act(w.shell, w.life, current.Refresh, func(err error) {
			if err != nil && !fault.Is(err, fault.SignIn) {
				w.fault.set(err, plainButton(w.shell.tr(msgTryAgain), "refresh", w.refresh))
			}
		})
	}
}

// set shows a title, a sentence, the buttons and what stands under them.
func (w *signIn) set(title, sentence string, under fyne.CanvasObject, buttons ...fyne.CanvasObject) {
	w.state.Objects = []fyne.CanvasObject{
		widgets.VBox(widgets.Space2, centeredText(title, widgets.TextDisplay, widgets.ColorText),
			centeredText(sentence, widgets.TextBody, widgets.ColorText2)),
		container.New(&middleFlow{}, buttons...), under}
	w.state.Refresh()
}

// rest shows the screen before an attempt.
func (w *signIn) rest() {
	s := w.shell
	w.main = bigButton(s.tr(&goi18n.Message{ID: "ui.sign-in.with-browser", Other: "Sign in with the browser"}), "browser",
		widgets.ButtonMain, w.start)
	w.set(s.tr(&goi18n.Message{ID: "ui.sign-in.title", Other: "Sign in to {{.Program}}"}, "Program", s.view.Session.Program.Name),
		s.tr(&goi18n.Message{ID: "ui.sign-in.text",
			Other: "Your browser opens and asks for your account. The password stays there: this app never sees it."}),
		centeredText(s.tr(&goi18n.Message{ID: "ui.sign-in.hint",
			Other: "No account yet? The page in the browser lets you make one. A code is for a computer without a browser: you enter it on another device."}),
			widgets.TextCaption, widgets.ColorText3),
		w.main, bigButton(s.tr(msgSignInUseACode), "phone", widgets.ButtonPlain, w.startCode))
	w.troubled.Hide()
	w.picture.Refresh()
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
			w.showAttempt(attempt, mine)
			w.watchBrowser(attempt, mine)
			// Finish cancels the attempt when the screen is left.
			act(w.shell, mine, func(ctx context.Context) error { return current.Finish(ctx, attempt) }, w.ended)
		})
}

// showAttempt shows where the page opened, how long it waits, and the ways on.
func (w *signIn) showAttempt(attempt *auth.Attempt, mine *lifetime) {
	s := w.shell
	again := bigButton(s.tr(&goi18n.Message{ID: "ui.sign-in.open-again", Other: "Open again"}), "refresh", widgets.ButtonMain, func() {
		//nolint:contextcheck // the browser stays open when the screen is left
		act(s, w.life, func(context.Context) error { return attempt.OpenAgain() }, func(err error) {
			if err != nil {
				w.fault.set(err)
			}
		})
	})
	waits := centeredText(w.waitsText(attempt.Expires()), widgets.TextCaption, widgets.ColorText3)
	w.countDown(waits, attempt.Expires(), mine)
	w.set(s.tr(&goi18n.Message{ID: "ui.sign-in.attempt", Other: "Continue in your browser"}),
		s.tr(&goi18n.Message{ID: "ui.sign-in.attempt.text",
			Other: "The sign-in page has opened at {{.Host}}. Come back when you're done. This window continues by itself."},
			"Host", hostOfPage(attempt.URL())), waits, again,
		bigButton(s.tr(msgCopyLink), "copy", widgets.ButtonPlain, func() { s.copyText(attempt.URL()) }),
		bigButton(s.tr(msgSignInUseACode), "phone", widgets.ButtonPlain, w.startCode),
		bigButton(s.tr(msgCancel), "", widgets.ButtonQuiet, w.stop))
	w.troubled.Show()
	w.main = again
	w.focus(again)
}

// hostOfPage is the name of the computer that shows a page.
func hostOfPage(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
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
	offered := snap.Candidates
	if snap.Account != nil && len(offered) < 2 {
		offered = nil
	}
	if slices.EqualFunc(offered, w.offered, sameAccount) {
		return
	}
	w.offered = offered
	var cells []fyne.CanvasObject
	for _, account := range offered {
		use := widgets.NewButton(widgets.ButtonConfig{Text: w.shell.tr(msgUseThisAccount), Size: widgets.ButtonSmall,
			Tapped: func() { w.use(account.ID) }})
		cells = append(cells, accountCell(w.shell, account, use))
	}
	w.known.Objects = []fyne.CanvasObject{widgets.NewCard(widgets.CardConfig{Cells: cells})}
	widgets.ShowIf(len(cells) > 0, w.known)
	w.known.Refresh()
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

// showCode shows the code in the middle. Copying it is what the person wants next.
func (w *signIn) showCode(code auth.DeviceCode) {
	s := w.shell
	copying := bigButton(s.tr(msgCopyCode), "copy", widgets.ButtonMain, func() { s.copyText(code.UserCode) })
	big := widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSunken, Edge: widgets.ColorLine, Radius: widgets.RadiusCard,
		Padding: widgets.Pad(widgets.Space4, widgets.Space4), Content: centeredText(code.UserCode, widgets.TextFigure, widgets.ColorText)})
	w.state.Objects = []fyne.CanvasObject{
		widgets.VBox(widgets.Space2,
			centeredText(s.tr(&goi18n.Message{ID: "ui.sign-in.code.title", Other: "Enter this code"}), widgets.TextDisplay, widgets.ColorText),
			centeredText(s.tr(&goi18n.Message{ID: "ui.sign-in.code.text",
				Other: "On any device, open this page and enter the code:"}), widgets.TextBody, widgets.ColorText2),
			centeredText(code.VerificationURL, widgets.TextBold, widgets.ColorText)),
		big,
		container.New(&middleFlow{}, copying,
			bigButton(s.tr(&goi18n.Message{ID: "ui.sign-in.open-the-page", Other: "Open the page"}), "external", widgets.ButtonPlain,
				func() { s.openURL(code.VerificationURL) }),
			bigButton(s.tr(msgCopyLink), "link", widgets.ButtonPlain, func() { s.copyText(code.VerificationURL) }),
			bigButton(s.tr(msgCancel), "", widgets.ButtonQuiet, w.stop)),
		widgets.VBox(widgets.Space1,
			centeredText(s.tr(&goi18n.Message{ID: "ui.sign-in.code.good-until", Other: "The code is good until {{.Time}}."},
				"Time", s.clockText(code.Expires)), widgets.TextBody, widgets.ColorText2),
			centeredText(s.tr(&goi18n.Message{ID: "ui.sign-in.code.warning",
				Other: "Enter only a code that you asked for here yourself. Nobody who helps you needs it, and a code from somebody else would sign them in as you."}),
				widgets.TextCaption, widgets.ColorText3)),
	}
	w.state.Refresh()
	w.troubled.Hide()
	w.main = copying
	w.focus(copying)
}

// stop ends the attempt because the person wanted it.
func (w *signIn) stop() {
	w.cancel()
	w.fault.set(nil)
	w.rest()
	w.focus(w.main)
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
		w.state.Objects = []fyne.CanvasObject{centeredText(
			w.shell.tr(&goi18n.Message{ID: "ui.sign-in.you-are-signed-in", Other: "You're signed in"}), widgets.TextDisplay,
			widgets.ColorText)}
		w.state.Refresh()
		w.shell.win.RequestFocus() // the person was in the browser
		w.goOn()
		return
	}
	again := mainButton(w.shell.tr(msgSignInAgain), "refresh", w.start)
	w.state.RemoveAll() // its main button is the one of the fault now
	w.fault.set(err, again, plainButton(w.shell.tr(msgUseAnotherAccount), "people", w.other),
		plainButton(w.shell.tr(msgSignInUseACode), "phone", w.startCode))
	w.troubled.Show()
	w.main = again
	w.focus(again)
}

// other asks the authority to let the person choose.
func (w *signIn) other() { w.startWith(auth.SignInOptions{Prompt: "select_account"}) }

// showMemory says that the keyring could not be used.
func (w *signIn) showMemory(memory bool) {
	if memory == w.memory.Visible() {
		return
	}
	w.memory.Objects = nil
	if memory {
		w.memory.Objects = []fyne.CanvasObject{newMemoryNote(w.shell)}
	}
	widgets.ShowIf(memory, w.memory)
}

// newMemoryNote says that the sign-in is not kept, and what can be done about it.
func newMemoryNote(s *Shell) fyne.CanvasObject {
	notice := widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneWait, Icon: "key",
		Lead: s.tr(&goi18n.Message{ID: "ui.sign-in.memory", Other: "The sign-in is kept in memory only"}),
		Text: s.tr(&goi18n.Message{ID: "ui.sign-in.memory.text",
			Other: "The system's keyring can't be used, so you sign in again after the app was closed. Nothing is written to a file instead."})})
	return widgets.VBox(widgets.Space2, notice, widgets.Flow(widgets.Space2,
		widgets.NewButton(widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.sign-in.try-the-keyring-again",
			Other: "Try the keyring again"}), Icon: "refresh", Size: widgets.ButtonSmall, Tapped: s.askKeyring}),
		widgets.NewButton(widgets.ButtonConfig{Text: s.tr(msgWhatDoesThisMean), Kind: widgets.ButtonLink, Size: widgets.ButtonSmall,
			Tapped: func() { s.guides.open("no-keyring") }})))
}
