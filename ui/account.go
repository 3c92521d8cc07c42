package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
)

// account shows who is signed in, the registration, the agreements, and the ledger of answers.
type account struct {
	shell    *Shell
	life     *life
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
	w := &account{shell: s, life: newLife(s.ctx), session: s.session.Load(), people: container.NewVBox(), register: container.NewVBox(),
		terms: container.NewVBox(), fault: newFaultSpot(s), shown: -1}
	w.ledger = newLedgerView(w)
	w.content = page(heading(tr("Account")), w.fault.box, w.people, w.register, w.terms, w.ledger.box)
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
	w.people.Add(subheading(tr("Accounts at %s", snap.Program.Name)))
	if snap.Memory {
		w.people.Add(w.shell.memoryNote())
	}
	if sharesAddress(snap.Candidates) {
		w.people.Add(panel(container.NewVBox(strong(tr("Two accounts have the same address.")),
			wrapped(tr("One is personal, one belongs to an organization. Renaming the personal one ends the confusion.")),
			buttons(newButton(tr("Show how"), theme.HelpIcon(), func() { w.shell.openGuide("two-accounts-one-address") })))))
	}
	for _, a := range snap.Candidates {
		w.people.Add(w.person(a, snap.Account != nil && snap.Account.ID == a.ID))
	}
	if len(snap.Candidates) == 0 {
		w.people.Add(wrapped(tr("Nobody is signed in.")))
	}
	line := buttons(newButton(tr("Add an account"), theme.ContentAddIcon(), w.shell.signInAgain))
	if len(snap.Candidates) > 0 {
		line.Add(newButton(tr("Sign out of all"), theme.LogoutIcon(), w.signOutAll))
	}
	w.people.Add(line)
}

func (w *account) person(a auth.Account, inUse bool) fyne.CanvasObject {
	text := accountLines(a)
	actions := container.NewHBox()
	if inUse {
		text.Add(small(tr("In use at this program")))
	} else {
		actions.Add(newButton(tr("Use this account"), theme.AccountIcon(), func() {
			w.do(func(ctx context.Context) error { return w.session.UseAccount(ctx, a.ID) })
		}))
	}
	actions.Add(newButton(tr("Sign out"), theme.LogoutIcon(), func() { w.signOut(a.ID) }))
	if a.Fault != nil {
		return panel(container.NewVBox(apart(text, container.NewCenter(actions)), w.shell.faultCard(a.Fault, nil,
			newButton(tr("Sign in again"), theme.LoginIcon(), w.shell.signInAgain))))
	}
	return panel(apart(text, container.NewCenter(actions)))
}

// accountLines is an account in words: name, address, kind and organization.
func accountLines(a auth.Account) *fyne.Container {
	name := a.Name
	if name == "" {
		name = a.Address
	}
	return lines(strong(name), wrapped(a.Address), small(joined(", ", kindText(a.Kind), a.Organisation)))
}

func kindText(kind auth.Kind) string {
	switch kind {
	case auth.Personal:
		return tr("Personal account")
	case auth.Work:
		return tr("Work or school account")
	case auth.Guest:
		return tr("Guest account")
	default:
		return tr("Account")
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
	work(s, s.life, what, func(page string, err error) {
		s.askForSnapshot()
		if err != nil {
			s.tell(err)
			return
		}
		q := question{title: tr("Signed out"), cancel: tr("Close"),
			text: tr("This computer forgot the sign-in. Downloads keep their place and wait until you sign in again.")}
		if page != "" {
			q.text += " " + tr("Your browser may still remember the account.")
			q.main, q.onMain = tr("Sign out in the browser too"), func() bool { s.openURL(page); return true }
		}
		s.ask(q)
	})
}

func (w *account) do(what func(context.Context) error) {
	w.fault.set(nil)
	deedAlone(w.shell, w.life, what, func(err error) {
		w.shell.askForSnapshot()
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
	w.register.Add(subheading(tr("Registration")))
	w.register.Add(panel(registrationView(registration)))
	w.register.Add(buttons(newButton(tr("Edit the registration"), theme.DocumentCreateIcon(), func() { w.edit(registration) })))
}

// edit opens the registration as a form; country and account type stay fixed.
func (w *account) edit(registration api.Registration) {
	w.editing = true
	form := newRegisterForm(w.shell, w.life, w.session, registration, true, func() {})
	spot := newFaultSpot(w.shell)
	done := func() {
		w.editing = false
		w.shown = -1
		w.apply(w.shell.view)
		w.shell.askForSnapshot()
	}
	save := func() {
		if wrong := form.check(); wrong != nil {
			w.shell.win.Canvas().Focus(wrong.focus)
			return
		}
		deedAlone(w.shell, w.life, func(ctx context.Context) error { return w.session.UpdateRegistration(ctx, form.registration()) }, func(err error) {
			if err == nil {
				w.shell.foot.say(tr("The registration was changed."))
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
	w.register.Objects = []fyne.CanvasObject{subheading(tr("Edit the registration")), form.box, spot.box,
		buttons(newButton(tr("Cancel"), theme.CancelIcon(), done), newMainButton(tr("Save changes"), theme.DocumentSaveIcon(), save))}
	w.register.Refresh()
}

// showTerms lists the agreements with the answer to each.
func (w *account) showTerms(snap session.Snapshot) {
	w.terms.RemoveAll()
	if snap.Status == nil || len(snap.Status.Agreements) == 0 {
		return
	}
	w.terms.Add(subheading(tr("Agreements")))
	for _, a := range snap.Status.Agreements {
		answer := decisionLine(a)
		if answer == "" {
			answer = tr("Not answered yet.")
			if !a.Required {
				answer = tr("For reading; no answer is needed.")
			}
		}
		text := lines(strong(a.Title), small(versionLine(a)), wrapped(answer))
		w.terms.Add(panel(apart(text, container.NewCenter(newButton(tr("Read and answer"), theme.DocumentIcon(), func() { w.shell.read(a.ID) })))))
	}
}

// importanceOf colours a word that stands for good or bad; the word itself says it too.
func importanceOf(good bool) widget.Importance {
	if good {
		return widget.SuccessImportance
	}
	return widget.DangerImportance
}
