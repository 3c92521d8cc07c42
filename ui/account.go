package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// account shows who is signed in, the registration, the agreements, and the ledger of answers.
type account struct {
	shell    *Shell
	life     *lifetime
	session  *session.Session
	people   *fyne.Container
	register *fyne.Container
	terms    *fyne.Container
	ledger   *ledgerView
	fault    *faultSpot
	editing  bool
	shown    int64 // version of the snapshot that is shown; -1 for none
	content  *container.Scroll
}

func newAccount(s *Shell) *account {
	w := &account{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), people: container.NewVBox(),
		register: container.NewVBox(),
		terms:    container.NewVBox(), fault: newFaultSpot(s), shown: -1}
	w.ledger = newLedgerView(w)
	w.content = widgets.Page(widgets.Heading(s.tr(msgAccount)), w.fault.box, w.people, w.register, w.terms,
		w.ledger.box)
	return w
}

func (w *account) object() fyne.CanvasObject { return w.content }
func (w *account) leave()                    { w.life.end() }

func (w *account) apply(v view) {
	if v.Session.Version == w.shown {
		return
	}
	w.shown = v.Session.Version
	w.showPeople(v.Session)
	if !w.editing {
		w.showRegistration(v.Session)
	}
	w.showTerms(v.Session)
	w.ledger.apply(v.Session)
}

// showPeople lists the accounts, each with its kind, so that two on one address are told apart.
func (w *account) showPeople(snap session.Snapshot) {
	w.people.RemoveAll()
	w.people.Add(widgets.Subheading(
		w.shell.tr(&goi18n.Message{ID: "ui.account.accounts-at", Other: "Accounts at {{.Program}}"}, "Program",
			snap.Program.Name)))
	if snap.Memory {
		w.people.Add(newMemoryNote(w.shell))
	}
	if sharesAddress(snap.Candidates) {
		w.people.Add(widgets.Panel(container.NewVBox(widgets.Strong(
			w.shell.tr(&goi18n.Message{ID: "ui.account.same-address", Other: "Two accounts have the same address."})),
			widgets.Wrapped(
				w.shell.tr(&goi18n.Message{ID: "ui.account.same-address.text",
					Other: "One is personal, one belongs to an organization. Renaming the personal one ends the confusion."})),
			widgets.Buttons(widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.account.show-how", Other: "Show how"}),
				theme.HelpIcon(), func() { w.shell.guides.open("two-accounts-one-address") })))))
	}
	for _, a := range snap.Candidates {
		w.people.Add(w.person(a, snap.Account != nil && snap.Account.ID == a.ID))
	}
	if len(snap.Candidates) == 0 {
		w.people.Add(widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.account.nobody", Other: "Nobody is signed in."})))
	}
	line := widgets.Buttons(widgets.NewStockButton(
		w.shell.tr(&goi18n.Message{ID: "ui.account.add-an-account",
			Other: "Add an account"}), theme.ContentAddIcon(), w.shell.signInAgain))
	if len(snap.Candidates) > 0 {
		line.Add(widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.account.sign-out-all", Other: "Sign out of all"}),
			theme.LogoutIcon(), w.signOutAll))
	}
	w.people.Add(line)
}

func (w *account) person(a auth.Account, inUse bool) fyne.CanvasObject {
	text := w.shell.accountLines(a)
	actions := container.NewHBox()
	if inUse {
		text.Add(widgets.Small(w.shell.tr(&goi18n.Message{ID: "ui.account.in-use", Other: "In use at this program"})))
	} else {
		actions.Add(widgets.NewStockButton(w.shell.tr(msgUseThisAccount), theme.AccountIcon(), func() {
			w.do(func(ctx context.Context) error { return w.session.UseAccount(ctx, a.ID) })
		}))
	}
	actions.Add(widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.account.sign-out", Other: "Sign out"}),
		theme.LogoutIcon(), func() { w.signOut(a.ID) }))
	if a.Fault != nil {
		return widgets.Panel(container.NewVBox(widgets.Apart(text, container.NewCenter(actions)),
			newFaultCard(w.shell, a.Fault, nil,
				widgets.NewStockButton(w.shell.tr(msgSignInAgain), theme.LoginIcon(), w.shell.signInAgain))))
	}
	return widgets.Panel(widgets.Apart(text, container.NewCenter(actions)))
}

// accountLines is an account as texts: name, address, kind and organization.
func (tx texts) accountLines(a auth.Account) *fyne.Container {
	name := a.Name
	if name == "" {
		name = a.Address
	}
	return widgets.Lines(widgets.Strong(name), widgets.Wrapped(a.Address),
		widgets.Small(tx.list(tx.kindText(a.Kind), a.Organisation)))
}

func (tx texts) kindText(kind auth.Kind) string {
	switch kind {
	case auth.Personal:
		return tx.tr(&goi18n.Message{ID: "ui.account.personal-account", Other: "Personal account"})
	case auth.Work:
		return tx.tr(&goi18n.Message{ID: "ui.account.work-or-school-account", Other: "Work or school account"})
	case auth.Guest:
		return tx.tr(&goi18n.Message{ID: "ui.account.guest-account", Other: "Guest account"})
	default:
		return tx.tr(msgAccount)
	}
}

func sharesAddress(list []auth.Account) bool {
	seen := map[string]auth.Kind{}
	for _, a := range list {
		if kind, ok := seen[sortable(a.Address)]; ok && kind != a.Kind {
			return true
		}
		seen[sortable(a.Address)] = a.Kind
	}
	return false
}

func (w *account) signOut(id string) {
	w.leaveAccounts(func(ctx context.Context) (string, error) { return w.session.SignOut(ctx, id) })
}

func (w *account) signOutAll() {
	w.leaveAccounts(w.session.SignOutAll)
}

// leaveAccounts signs out here and says that the browser may still remember the person.
func (w *account) leaveAccounts(what func(context.Context) (string, error)) {
	w.fault.set(nil)
	s := w.shell
	work(s, s.lifetime, what, func(page string, err error) {
		s.puller.wake()
		if err != nil {
			s.dialogs.tell(err)
			return
		}
		q := question{title: s.tr(&goi18n.Message{ID: "ui.account.signed-out", Other: "Signed out"}),
			cancel: s.tr(msgClose),
			text: s.tr(&goi18n.Message{ID: "ui.account.signed-out.text",
				Other: "This computer forgot the sign-in. Downloads keep their place and wait until you sign in again."})}
		if page != "" {
			q.text += " " + s.tr(&goi18n.Message{ID: "ui.account.signed-out.browser",
				Other: "Your browser may still remember the account."})
			q.main, q.onMain = s.tr(&goi18n.Message{ID: "ui.account.sign-out-browser",
				Other: "Sign out in the browser too"}), func() bool { s.openURL(page); return true }
		}
		s.dialogs.ask(q)
	})
}

func (w *account) do(what func(context.Context) error) {
	w.fault.set(nil)
	submit(w.shell, w.life, what, func(err error) {
		w.shell.puller.wake()
		if err != nil {
			w.fault.set(err)
		}
	})
}

// showRegistration shows the registration and offers to change what can be changed.
func (w *account) showRegistration(snap session.Snapshot) {
	w.register.RemoveAll()
	if snap.Status == nil || snap.Status.Registration == nil {
		return
	}
	registration := *snap.Status.Registration
	w.register.Add(widgets.Subheading(
		w.shell.tr(&goi18n.Message{ID: "ui.account.registration", Other: "Registration"})))
	w.register.Add(widgets.Panel(factRows(w.shell.registrationFacts(registration))))
	w.register.Add(widgets.Buttons(widgets.NewStockButton(w.shell.tr(msgAccountEditRegistration), theme.DocumentCreateIcon(),
		func() { w.edit(registration) })))
}

// edit opens the registration as a form; country and account type stay fixed.
func (w *account) edit(registration api.Registration) {
	w.editing = true
	form := newRegisterForm(w.shell, w.life, w.session, registration, true, func() {})
	box := widgets.VBox(widgets.Space5)
	for _, part := range form.sections {
		box.Add(part)
	}
	spot := newFaultSpot(w.shell)
	done := func() {
		w.editing = false
		w.shown = -1
		w.apply(w.shell.view)
		w.shell.puller.wake()
	}
	save := func() {
		if wrong := form.checkAll(); wrong != nil {
			w.shell.win.Canvas().Focus(wrong.focus)
			return
		}
		submit(w.shell, w.life, func(ctx context.Context) error {
			return w.session.Registration.Update(ctx, form.registration())
		}, func(err error) {
			if err == nil {
				w.shell.foot.say(
					w.shell.tr(&goi18n.Message{ID: "ui.account.registration-changed",
						Other: "The registration was changed."}))
				done()
				return
			}
			if wrong := form.showFault(err); wrong != nil {
				w.shell.win.Canvas().Focus(wrong.focus)
				return
			}
			spot.set(err)
		})
	}
	w.register.Objects = []fyne.CanvasObject{widgets.Subheading(w.shell.tr(msgAccountEditRegistration)), box,
		spot.box,
		widgets.Buttons(widgets.NewStockButton(w.shell.tr(msgCancel), theme.CancelIcon(), done),
			widgets.NewStockMainButton(w.shell.tr(&goi18n.Message{ID: "ui.account.save-changes", Other: "Save changes"}),
				theme.DocumentSaveIcon(), save))}
	w.register.Refresh()
}

// showTerms lists the agreements with the answer to each.
func (w *account) showTerms(snap session.Snapshot) {
	w.terms.RemoveAll()
	if snap.Status == nil || len(snap.Status.Agreements) == 0 {
		return
	}
	w.terms.Add(widgets.Subheading(w.shell.tr(&goi18n.Message{ID: "ui.account.agreements", Other: "Agreements"})))
	for _, a := range snap.Status.Agreements {
		answer := w.shell.decisionLine(a)
		if answer == "" {
			answer = w.shell.tr(&goi18n.Message{ID: "ui.account.not-answered-yet", Other: "Not answered yet."})
			if !a.Required {
				answer = w.shell.tr(&goi18n.Message{ID: "ui.account.for-reading",
					Other: "For reading; no answer is needed."})
			}
		}
		text := widgets.Lines(widgets.Strong(a.Title), widgets.Small(w.shell.versionLine(a)), widgets.Wrapped(answer))
		w.terms.Add(widgets.Panel(widgets.Apart(text,
			container.NewCenter(widgets.NewStockButton(w.shell.tr(msgReadAndAnswer), theme.DocumentIcon(),
				func() { w.shell.read(a.ID) })))))
	}
}
