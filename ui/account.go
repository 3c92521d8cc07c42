package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// account shows at the left who is signed in, the registration and the agreements, and at the right the ledger of answers.
type account struct {
	shell    *Shell
	life     *lifetime
	session  *session.Session
	header   *widgets.PageHeader
	people   *fyne.Container
	register *fyne.Container
	terms    *fyne.Container
	ledger   *ledgerView
	fault    *faultSpot
	editing  bool
	shown    [3]string // what the three parts show, so that they are built anew only when it is something else
	content  *fyne.Container
}

func newAccount(s *Shell) *account {
	w := &account{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), people: widgets.VBox(widgets.Space3),
		register: widgets.VBox(widgets.Space3), terms: widgets.VBox(widgets.Space2), fault: newFaultSpot(s)}
	w.ledger = newLedgerView(w)
	w.header = widgets.NewPageHeader(w.headerOf(s.view.Session))
	left := edged(edgeRight, widgets.Padded(widgets.Padding{Top: widgets.Space5, Right: widgets.Space6, Bottom: widgets.Space6,
		Left: widgets.Space6}, widgets.VBox(widgets.Space6, w.fault.box, w.people, w.register, w.terms)))
	right := widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSunken, Padding: widgets.Pad(widgets.Space5, widgets.Space6),
		Content: w.ledger.box})
	w.content = container.New(headedLayout{}, edged(edgeBottom, w.header),
		widgets.NewScroll(container.New(&columnsLayout{}, left, right)))
	return w
}

func (w *account) object() fyne.CanvasObject { return w.content }
func (w *account) leave()                    { w.life.end() }

func (w *account) escape() bool {
	if !w.editing {
		return false
	}
	w.edited()
	return true
}

func (w *account) apply(v view) {
	snap := v.Session
	notice := ""
	var registration *api.Registration
	var terms []api.AgreementState
	if snap.Status != nil {
		registration, terms = snap.Status.Registration, snap.Status.Agreements
		if n := snap.Status.NameNotice; n != nil {
			notice = w.shell.say(n.Text())
		}
	}
	who := ""
	if snap.Account != nil {
		who = snap.Account.ID
	}
	now := [3]string{fmt.Sprint(snap.Program.Name, who, snap.Memory, snap.Candidates),
		jsonText(registration) + notice + fmt.Sprint(snap.Status != nil && snap.Status.EmailVerified), jsonText(terms)}
	changed := now != w.shown
	if now[0] != w.shown[0] {
		w.header.Set(w.headerOf(snap))
		w.showPeople(snap)
	}
	if now[1] != w.shown[1] && !w.editing {
		w.showRegistration(snap)
	}
	if now[2] != w.shown[2] {
		w.showTerms(snap)
	}
	if w.shown = now; changed {
		w.content.Refresh()
	}
	w.ledger.apply(snap)
}

// headerOf is the head of the screen: who is signed in, and the ways in and out.
func (w *account) headerOf(snap session.Snapshot) widgets.HeaderConfig {
	s := w.shell
	cfg := widgets.HeaderConfig{Title: s.tr(msgAccount), MoreText: s.tr(msgMore), Plain: []widgets.ButtonConfig{
		{Text: s.tr(&goi18n.Message{ID: "ui.account.add-an-account", Other: "Add an account"}), Icon: "plus", Tapped: s.signInAgain}}}
	if snap.Account != nil {
		id := snap.Account.ID
		cfg.Caption = s.tr(&goi18n.Message{ID: "ui.account.signed-in-as", Other: "Signed in to {{.Program}} as {{.Address}}"},
			"Program", snap.Program.Name, "Address", snap.Account.Address)
		cfg.Plain = append(cfg.Plain, widgets.ButtonConfig{Text: s.tr(msgAccountSignOut), Icon: "out", Kind: widgets.ButtonQuiet,
			Tapped: func() { w.signOut(id) }})
	}
	for _, a := range snap.Candidates {
		if snap.Account == nil || a.ID != snap.Account.ID {
			cfg.More = append(cfg.More, widgets.MenuItem{Icon: "out", Action: func() { w.signOut(a.ID) },
				Label: s.tr(&goi18n.Message{ID: "ui.account.sign-out-of", Other: "Sign out {{.Address}}, {{.Kind}}"},
					"Address", a.Address, "Kind", s.kindText(a.Kind))})
		}
	}
	if len(snap.Candidates) > 0 {
		cfg.More = append(cfg.More, widgets.MenuItem{Icon: "out", Action: w.signOutAll,
			Label: s.tr(&goi18n.Message{ID: "ui.account.sign-out-all", Other: "Sign out of all"})})
	}
	return cfg
}

// msgAccountSignOut is the word of the button that signs out the account in use.
var msgAccountSignOut = &goi18n.Message{ID: "ui.account.sign-out", Other: "Sign out"}

// showPeople lists the accounts, each with its kind, so that two on one address are told apart.
func (w *account) showPeople(snap session.Snapshot) {
	s := w.shell
	w.people.Objects = []fyne.CanvasObject{text(s.tr(&goi18n.Message{ID: "ui.account.accounts-at", Other: "Accounts at {{.Program}}"},
		"Program", snap.Program.Name), widgets.TextHeading, widgets.ColorText)}
	var cells, faults []fyne.CanvasObject
	for _, a := range snap.Candidates {
		cells = append(cells, w.person(a, snap.Account != nil && snap.Account.ID == a.ID))
		if a.Fault != nil {
			faults = append(faults, newFaultCard(s, a.Fault, nil, plainButton(s.tr(msgSignInAgain), "refresh", s.signInAgain)))
		}
	}
	if len(cells) > 0 {
		w.people.Add(widgets.NewCard(widgets.CardConfig{Cells: cells}))
	} else {
		w.people.Add(text(s.tr(&goi18n.Message{ID: "ui.account.nobody", Other: "Nobody is signed in."}), widgets.TextBody,
			widgets.ColorText2))
	}
	for _, card := range faults {
		w.people.Add(card)
	}
	if snap.Memory {
		w.people.Add(newMemoryNote(s))
	}
	if sharesAddress(snap.Candidates) {
		w.people.Add(widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneWait, Icon: "warn",
			Lead: s.tr(&goi18n.Message{ID: "ui.account.same-address", Other: "Two accounts have the same address."}),
			Text: s.tr(&goi18n.Message{ID: "ui.account.same-address.text",
				Other: "One is personal, one belongs to an organization. Renaming the personal one ends the confusion."}),
			Button: &widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.account.show-how", Other: "Show how"}),
				Tapped: func() { s.guides.open("two-accounts-one-address") }}}))
	}
	w.people.Refresh()
}

// person is an account of the list; the one in use says so, every other can be used instead.
func (w *account) person(a auth.Account, inUse bool) fyne.CanvasObject {
	if inUse {
		return accountCell(w.shell, a, nil, widgets.NewChip(widgets.ChipConfig{Icon: "check", Tone: widgets.ToneOK,
			Text: w.shell.tr(&goi18n.Message{ID: "ui.account.in-use", Other: "In use"})}))
	}
	return accountCell(w.shell, a, widgets.NewButton(widgets.ButtonConfig{Text: w.shell.tr(msgUseThisAccount),
		Size: widgets.ButtonSmall, Tapped: func() {
			w.do(func(ctx context.Context) error { return w.session.UseAccount(ctx, a.ID) })
		}}))
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

// titled is a part of the page: its title, with a link at the right.
func titled(title string, link *widgets.ButtonConfig) fyne.CanvasObject {
	row := widgets.HBox(widgets.Space2, widgets.Grow(text(title, widgets.TextHeading, widgets.ColorText)))
	if link != nil {
		link.Kind, link.Size = widgets.ButtonLink, widgets.ButtonSmall
		row.Add(widgets.NewButton(*link))
	}
	return row
}

// showRegistration shows the registration, says when its name should be another, and offers to change what can be changed.
func (w *account) showRegistration(snap session.Snapshot) {
	w.register.RemoveAll()
	if snap.Status == nil || snap.Status.Registration == nil {
		return
	}
	s, registration := w.shell, *snap.Status.Registration
	edit := widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.account.edit", Other: "Edit"}), Icon: "pen",
		Label: s.tr(msgAccountEditRegistration), Tapped: func() { w.edit(registration, snap.Status.NameNotice) }}
	w.register.Add(titled(s.tr(&goi18n.Message{ID: "ui.account.registration", Other: "Registration"}), &edit))
	if n := snap.Status.NameNotice; n != nil {
		w.register.Add(widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneWait, Text: s.say(n.Text()),
			Lead: s.tr(&goi18n.Message{ID: "ui.account.name-notice", Other: "Your publisher display name needs a change"})}))
	}
	facts := s.registrationFacts(registration)
	if snap.Status.EmailVerified {
		for i := range facts {
			if facts[i][0] == s.tr(msgRegisterEMail) {
				facts[i][1] = s.tr(&goi18n.Message{ID: "ui.account.confirmed", Other: "{{.Address}} (confirmed)"}, "Address", facts[i][1])
			}
		}
	}
	w.register.Add(widgets.NewCard(widgets.CardConfig{Content: widgets.VBox(widgets.Space3, factRows(facts),
		text(s.tr(&goi18n.Message{ID: "ui.account.fixed", Other: "Country and account type can't be changed."}), widgets.TextCaption,
			widgets.ColorText3))}))
	w.register.Refresh()
}

// edited ends the editing.
func (w *account) edited() {
	w.editing = false
	w.shown[1] = ""
	w.apply(w.shell.view)
	w.shell.puller.wake()
}

// edit opens the registration as a form; country and account type stay fixed.
func (w *account) edit(registration api.Registration, notice *api.FieldError) {
	s := w.shell
	w.editing = true
	form := newRegisterForm(s, w.life, w.session, registration, true, func() {})
	spot := newFaultSpot(s)
	save := func() {
		if wrong := form.checkAll(); wrong != nil {
			s.win.Canvas().Focus(wrong.focus)
			return
		}
		submit(s, w.life, func(ctx context.Context) error {
			return w.session.Registration.Update(ctx, form.registration())
		}, func(err error) {
			if err == nil {
				s.foot.say(s.tr(&goi18n.Message{ID: "ui.account.registration-changed", Other: "The registration was changed."}))
				w.edited()
				return
			}
			if wrong := form.showFault(err); wrong != nil {
				s.win.Canvas().Focus(wrong.focus)
				return
			}
			spot.set(err)
		})
	}
	box := widgets.VBox(widgets.Space5, titled(s.tr(msgAccountEditRegistration), nil))
	for _, part := range form.sections {
		box.Add(part)
	}
	box.Add(spot.box)
	box.Add(widgets.Flow(widgets.Space2, plainButton(s.tr(msgCancel), "", w.edited),
		mainButton(s.tr(&goi18n.Message{ID: "ui.account.save-changes", Other: "Save changes"}), "", save)))
	if notice != nil {
		form.set(form.part("publisher_name"), s.say(notice.Text()))
	}
	w.register.Objects = []fyne.CanvasObject{box}
	w.content.Refresh()
	s.win.Canvas().Focus(form.name.Input)
}

// showTerms lists the agreements with the answer to each.
func (w *account) showTerms(snap session.Snapshot) {
	w.terms.RemoveAll()
	if snap.Status == nil || len(snap.Status.Agreements) == 0 {
		return
	}
	s := w.shell
	w.terms.Add(titled(s.tr(&goi18n.Message{ID: "ui.account.agreements", Other: "Agreements"}), nil))
	var cells []fyne.CanvasObject
	for _, a := range snap.Status.Agreements {
		cells = append(cells, w.agreementCell(a))
	}
	w.terms.Add(widgets.NewCard(widgets.CardConfig{Cells: cells}))
	w.terms.Refresh()
}

func (w *account) agreementCell(a api.AgreementState) fyne.CanvasObject {
	s := w.shell
	answer, button := s.decisionLine(a), widgets.ButtonConfig{Size: widgets.ButtonSmall, Tapped: func() { s.read(a.ID) },
		Text:  s.tr(&goi18n.Message{ID: "ui.account.read", Other: "Read"}),
		Label: s.tr(&goi18n.Message{ID: "ui.account.read.label", Other: "Read “{{.Title}}”"}, "Title", a.Title)}
	if answer == "" {
		answer = s.tr(&goi18n.Message{ID: "ui.account.not-answered-yet", Other: "Not answered yet."})
		if !a.Required {
			answer = s.tr(&goi18n.Message{ID: "ui.account.for-reading", Other: "For reading; no answer is needed."})
		}
	}
	if a.Required && a.Decision != api.Accepted {
		button.Text, button.Kind, button.Label = s.tr(msgReadAndAnswer), widgets.ButtonNeeds, ""
	}
	return widgets.HBox(widgets.Space3, widgets.Grow(widgets.VBox(0, text(a.Title, widgets.TextBold, widgets.ColorText),
		text(s.versionLine(a), widgets.TextCaption, widgets.ColorText3), text(answer, widgets.TextCaption, widgets.ColorText2))),
		widgets.NewButton(button))
}
