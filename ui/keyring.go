package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/ui/widgets"
)

// askKeyring asks the keyring again. It says so at once, in a dialog that ends with the keyring's answer or when the
// person no longer wants to wait: the keyring is asked on, and its answer is taken whenever it comes.
func (s *Shell) askKeyring() {
	life := newLifetime(s.ctx)
	d := s.dialogs.ask(question{
		title: s.tr(&goi18n.Message{ID: "ui.keyring.asking", Other: "Asking the keyring…"}),
		text: s.tr(&goi18n.Message{ID: "ui.keyring.asking.text",
			Other: "It may show a window of its own, perhaps behind another one. Answer it there."}),
		cancel:  s.tr(&goi18n.Message{ID: "ui.keyring.stop-waiting", Other: "Stop waiting"}),
		onClose: life.end})
	act(s, life, s.cfg.Session.Accounts().RetryKeyring, func(err error) {
		d.close()
		s.puller.wake()
		if err != nil {
			s.dialogs.tell(err)
			return
		}
		s.foot.say(s.tr(&goi18n.Message{ID: "ui.keyring.works", Other: "The keyring works."}))
		s.comeBack()
	})
}

// comeBack opens the program used last when its accounts have become known only now, and the person chose no other.
func (s *Shell) comeBack() {
	if s.session.Load() == nil && s.area == areaWelcome && len(s.cfg.Session.Accounts().List()) > 0 {
		s.useProgram("")
	}
}

// noKeyring is the code of a computer without a keyring: nothing was ever kept there, so nobody has to wait.
const noKeyring = "auth.no-keyring"

// keyringSpot says why nobody knows who is signed in: the keyring waits for the person, or it can't be read.
type keyringSpot struct {
	shell *Shell
	fault *faultSpot
	code  string // of what is shown
}

func newKeyringSpot(s *Shell) *keyringSpot { return &keyringSpot{shell: s, fault: newFaultSpot(s)} }

// hasMain reports whether it shows a main button, the one of the screen.
func (k *keyringSpot) hasMain() bool { return k.code != "" && k.code != noKeyring }

// apply shows the state of the keyring.
func (k *keyringSpot) apply(accounts auth.Snapshot) {
	unread := accounts.Unread()
	code := ""
	if unread != nil {
		code = unread.Code
	}
	if code == k.code {
		return
	}
	k.code = code
	if unread == nil {
		k.fault.set(nil)
		return
	}
	if code == noKeyring {
		k.fault.box.Objects = []fyne.CanvasObject{k.notice(unread)}
		k.fault.box.Show()
		return
	}
	k.fault.set(unread, k.actions(accounts)...)
}

// notice says in a few words that sign-ins are not kept.
func (k *keyringSpot) notice(unread *fault.Error) fyne.CanvasObject {
	s := k.shell
	return widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneWait, Icon: "key", Lead: s.say(unread.Title), Text: s.say(unread.Safe),
		Button: &widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.sign-in.try-the-keyring-again",
			Other: "Try the keyring again"}), Tapped: s.askKeyring}})
}

func (k *keyringSpot) actions(accounts auth.Snapshot) []fyne.CanvasObject {
	s := k.shell
	if accounts.Waiting {
		if s.begun {
			return nil // the person goes on without it already
		}
		return []fyne.CanvasObject{plainButton(s.tr(&goi18n.Message{ID: "ui.keyring.stop-waiting", Other: "Stop waiting"}),
			"x", s.begin)}
	}
	return []fyne.CanvasObject{mainButton(s.tr(&goi18n.Message{ID: "ui.sign-in.try-the-keyring-again",
		Other: "Try the keyring again"}), "refresh", s.askKeyring)}
}

// opening is shown until it is known who is signed in: nothing at first, then a quiet word, then why it takes so long.
type opening struct {
	shell   *Shell
	wait    *waiting
	keyring *keyringSpot
	content fyne.CanvasObject
}

func newOpening(s *Shell) *opening {
	w := &opening{shell: s, wait: newWaiting(s), keyring: newKeyringSpot(s)}
	w.wait.startAfter(moment, s.tr(msgOpening))
	w.content = container.NewStack(widgets.Centered(480, widgets.VBox(widgets.Space4, w.wait.box, w.keyring.fault.box)))
	return w
}

func (w *opening) object() fyne.CanvasObject { return w.content }
func (w *opening) leave()                    { w.wait.stop() }

func (w *opening) apply(v view) {
	if v.Accounts.Unread() != nil {
		w.wait.stop()
	}
	w.keyring.apply(v.Accounts)
}

// lostAccounts are the accounts of which nobody knows for which program they signed in: no program can show them.
func lostAccounts(accounts []auth.Account) []auth.Account {
	var lost []auth.Account
	for _, a := range accounts {
		if a.Fault != nil && a.Origin.IsZero() {
			lost = append(lost, a)
		}
	}
	return lost
}

// lostAccountNotice says what is the matter with such an account, and has its remedy.
func lostAccountNotice(s *Shell, a auth.Account) fyne.CanvasObject {
	f := fault.Of(a.Fault)
	return widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneWait, Icon: "person", Lead: a.Address,
		Text: joined(" ", s.say(f.Title), s.say(f.Cause), s.say(f.Safe), s.tr(&goi18n.Message{ID: "ui.welcome.lost-account.step",
			Other: "Open the program that it belongs to and sign in there."})),
		Button: &widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.welcome.forget-account", Other: "Forget it"}),
			Label: s.tr(&goi18n.Message{ID: "ui.welcome.forget-account.label", Other: "Forget the sign-in of {{.Address}}"},
				"Address", a.Address),
			Tapped: func() {
				act(s, s.lifetime, func(ctx context.Context) error { return s.cfg.Session.Accounts().SignOut(ctx, a.ID) },
					func(err error) {
						s.puller.wake()
						if err != nil {
							s.dialogs.tell(err)
						}
					})
			}}})
}
