package ui

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// engagements lists the pieces of work inside the program: which the person is part of, which are open, and
// which one asks for.
type engagements struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	all     []api.Engagement
	invited []api.Invitation
	known   bool   // the program has answered
	asked   string // the moment of the snapshot for which the list was fetched
	pending bool   // a fetch is under way
	answer  *invitationView
	fault   *faultSpot
	wait    *waiting
	header  *widgets.PageHeader
	page    *readingPage
	content *fyne.Container
}

// engagementsColumn is how wide the column of the engagements is, at 100 %.
const engagementsColumn = 760

func newEngagements(s *Shell) *engagements {
	w := &engagements{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s), wait: newWaiting(s)}
	w.answer = &invitationView{shell: s, session: w.session, do: w.do, changed: w.show}
	w.header = widgets.NewPageHeader(w.headerConfig(""))
	w.page = newReadingPage(widgets.Space4, engagementsColumn)
	w.content = headed(w.page.box, w.header)
	w.show()
	w.load()
	w.joinRead()
	s.watch(w.life) // an approval or an invitation comes from somebody else
	return w
}

func (w *engagements) headerConfig(caption string) widgets.HeaderConfig {
	s := w.shell
	return widgets.HeaderConfig{Title: s.tr(msgEngagements), Caption: caption, MoreText: s.tr(msgMore),
		Plain:    []widgets.ButtonConfig{{Text: s.tr(msgReload), Icon: "refresh", Tapped: w.load}},
		Back:     func() { w.escape() },
		BackText: s.tr(&goi18n.Message{ID: "ui.engagements.back-to-the-packages", Other: "Back to the packages"})}
}

func (w *engagements) object() fyne.CanvasObject { return w.content }

func (w *engagements) leave() {
	w.wait.stop()
	w.life.end()
}

func (w *engagements) escape() bool {
	w.shell.goTo(areaPackages)
	return true
}

// apply shows new invitations, and asks for the list again when the program was asked where the person stands.
func (w *engagements) apply(v view) {
	if v.Session.Status == nil {
		return
	}
	if invited := v.Session.Status.Invitations; !reflect.DeepEqual(invited, w.invited) {
		w.invited = invited
		w.show()
	}
	if checked := v.Session.Checked.String(); checked != w.asked {
		first := w.asked == ""
		w.asked = checked
		if !first && !w.pending {
			w.fetch()
		}
	}
}

func (w *engagements) load() {
	w.fault.set(nil)
	w.wait.start(w.shell.tr(msgFetchingTheEngagements))
	w.fetch()
}

// fetch asks for the list and draws it only when something in it changed, since that takes the focus away.
func (w *engagements) fetch() {
	w.pending = true
	work(w.shell, w.life, w.session.Engagements.List, func(all []api.Engagement, err error) {
		w.pending = false
		w.wait.stop()
		if err != nil {
			w.fault.set(err, append(wayOn(w.shell, err), plainButton(w.shell.tr(msgTryAgain), "refresh", w.load))...)
			w.page.fit()
			return
		}
		if w.known && reflect.DeepEqual(all, w.all) {
			return
		}
		w.all, w.known = all, true
		w.header.Set(w.headerConfig(w.shell.trn(&goi18n.Message{ID: "ui.engagements.count", One: "{{.Count}} engagement",
			Other: "{{.Count}} engagements"}, len(all))))
		w.show()
	})
}

// show lays the page out: what was declined, the invitations, then the engagements.
func (w *engagements) show() {
	s := w.shell
	var parts []fyne.CanvasObject
	if notice := w.answer.notice(); notice != nil {
		parts = append(parts, notice)
	}
	parts = append(parts, widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText2,
		Text: s.tr(&goi18n.Message{ID: "ui.engagements.text",
			Other: "Packages and feedback belong to engagements. You see those that you are part of, and those that you can ask for."})}),
		w.wait.box, w.fault.box)
	for i, invitation := range w.invited {
		parts = append(parts, w.answer.card(invitation, i == 0))
	}
	for _, e := range w.all {
		parts = append(parts, w.card(e))
	}
	if w.known && len(w.all)+len(w.invited) == 0 {
		empty := widgets.EmptyConfig{Icon: "people", Title: s.tr(&goi18n.Message{ID: "ui.engagements.none",
			Other: "This program has no engagement that you can see. Some are for invited people alone."})}
		if contact := w.session.Program().Contact; contact != "" {
			empty.Text = s.tr(msgWhoCanHelp, "Contact", contact)
			empty.Other = &widgets.ButtonConfig{Text: s.tr(msgCopyContact), Icon: "copy", Tapped: func() { s.copyText(contact) }}
		}
		parts = append(parts, widgets.NewEmpty(empty))
	}
	w.page.show(parts...)
}

// card is one engagement: what it is, where the person stands with it, its one button, and its menu.
func (w *engagements) card(e api.Engagement) fyne.CanvasObject {
	tx := w.shell.texts
	what := ""
	if e.Feedback {
		what = tx.tr(&goi18n.Message{ID: "ui.engagements.takes-feedback", Other: "takes feedback"})
	}
	title := widgets.NewParagraph(widgets.TextConfig{Text: e.Title, Size: widgets.TextHeading})
	head := fyne.CanvasObject(title)
	if chip, ok := tx.engagementChip(e); ok {
		head = beside(160, title, widgets.NewChip(chip))
	}
	column := container.New(&readingParts{gap: widgets.Space2}, head,
		widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3,
			Text: joined(" · ", e.Group, tx.packagesText(e.Packages), what)}))
	if e.Description != "" {
		column.Add(widgets.NewParagraph(widgets.TextConfig{Text: e.Description}))
	}
	for _, line := range append([]string{tx.engagementText(e)}, tx.engagementDetails(e)...) {
		column.Add(widgets.NewParagraph(widgets.TextConfig{Text: line, Color: widgets.ColorText2}))
	}
	buttons := widgets.Flow(widgets.Space2)
	if main := w.mainOf(e); main != nil {
		main.Label = tx.list(main.Text, e.Title)
		buttons.Add(widgets.NewButton(*main))
	}
	if items := w.itemsOf(e); len(items) > 0 {
		more := widgets.NewIconButton(widgets.IconButtonConfig{Icon: "more",
			Label: tx.tr(&goi18n.Message{ID: "ui.engagements.more", Other: "More for {{.Title}}"}, "Title", e.Title)})
		more.SetTapped(func() { w.shell.openMenuAt(more, e.Title, items) })
		buttons.Add(more)
	}
	if len(buttons.Objects) > 0 {
		column.Add(buttons)
	}
	return widgets.NewCard(widgets.CardConfig{Content: column})
}

// engagementChip is the state in a word or two; false where the card says enough.
func (tx texts) engagementChip(e api.Engagement) (widgets.ChipConfig, bool) {
	switch e.Access.State {
	case api.AccessGranted:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.engagements.chip.joined", Other: "Joined"}), Icon: "check", Tone: widgets.ToneOK}, true
	case api.AccessRequested:
		return widgets.ChipConfig{Text: tx.tr(msgWaitingForApproval), Icon: "clock", Tone: widgets.ToneWait}, true
	case api.AccessDeclined:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.engagements.chip.declined", Other: "Declined"}), Tone: widgets.ToneStop}, true
	case api.AccessLapsed, api.AccessRevoked:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.engagements.chip.ended", Other: "Ended"}), Tone: widgets.ToneNeutral}, true
	default:
		return widgets.ChipConfig{}, false
	}
}

// msgJoin is the button that joins an open engagement.
var msgJoin = &goi18n.Message{ID: "ui.engagements.join", Other: "Join"}

// mainOf is the one button of an engagement; nil where there is nothing to do.
func (w *engagements) mainOf(e api.Engagement) *widgets.ButtonConfig {
	tx := w.shell.texts
	switch state := e.Access.State; {
	case state == api.AccessGranted && e.Feedback:
		return &widgets.ButtonConfig{Text: tx.tr(&goi18n.Message{ID: "ui.engagements.show-its-feedback", Other: "Show its feedback"}),
			Icon: "chat", Tapped: func() {
				w.shell.feedback.engagement = e.ID
				w.shell.goTo(areaFeedback)
			}}
	case state == api.AccessRequested:
		return &widgets.ButtonConfig{Text: tx.tr(&goi18n.Message{ID: "ui.engagements.withdraw-request", Other: "Withdraw request"}),
			Tapped: func() { w.end(e) }}
	case e.Join == api.JoinOpen && (state == api.AccessNone || state == api.AccessLapsed):
		if w.termsWait(e) {
			return &widgets.ButtonConfig{Text: tx.tr(&goi18n.Message{ID: "ui.engagements.read-and-join",
				Other: "Read the terms and join"}), Icon: "text", Tapped: func() { w.read(e) }}
		}
		return &widgets.ButtonConfig{Text: tx.tr(msgJoin), Icon: "check", Tapped: func() { w.join(e.ID) }}
	case canAsk(e):
		return &widgets.ButtonConfig{Text: tx.tr(msgAskForAccess), Icon: "mail",
			Tapped: func() { askForAccess(w.shell, w.life, w.session, e, w.fetch) }}
	}
	return nil
}

// itemsOf is the menu of an engagement.
func (w *engagements) itemsOf(e api.Engagement) []widgets.MenuItem {
	tx := w.shell.texts
	var items []widgets.MenuItem
	if asksContact(e) {
		items = append(items, widgets.MenuItem{Label: tx.tr(msgCopyContact), Icon: "copy",
			Action: func() { w.shell.copyText(e.Access.Contact) }})
	}
	if e.Access.State == api.AccessGranted && e.Join != api.JoinEveryone {
		items = append(items, widgets.MenuItem{Label: tx.tr(msgEngagementsLeave), Icon: "out", Stop: true,
			Action: func() { w.askToLeave(e) }})
	}
	return items
}

// termsWait reports whether the engagement's terms are still to be accepted.
func (w *engagements) termsWait(e api.Engagement) bool {
	if e.Terms == "" {
		return false
	}
	if status := w.session.Snapshot().Status; status != nil {
		for _, a := range status.Agreements {
			if a.ID == e.Terms {
				return a.Decision != api.Accepted
			}
		}
	}
	return true
}

// read shows the terms; the engagement is joined once they were accepted.
func (w *engagements) read(e api.Engagement) {
	w.shell.feedback.joining = e.ID
	w.shell.read(e.Terms)
}

// joinRead goes on with joining after the terms were read. Without an acceptance the list is shown as before.
func (w *engagements) joinRead() {
	id := w.shell.feedback.joining
	w.shell.feedback.joining = ""
	if id == "" {
		return
	}
	work(w.shell, w.life, w.session.Engagements.List, func(all []api.Engagement, err error) {
		if err != nil {
			return // the list's own fetch says so
		}
		for _, e := range all {
			if e.ID == id && e.Join == api.JoinOpen && !e.Access.Granted() && !w.termsWait(e) {
				w.join(id)
			}
		}
	})
}

func (w *engagements) join(id string) {
	w.do(w.shell.tr(&goi18n.Message{ID: "ui.engagements.joining", Other: "Joining…"}), func(ctx context.Context) error {
		_, err := w.session.Engagements.Join(ctx, id)
		return err
	}, nil)
}

func (w *engagements) end(e api.Engagement) {
	w.do(w.shell.tr(msgAskingTheProgram), func(ctx context.Context) error {
		_, err := w.session.Engagements.Leave(ctx, e.ID)
		return err
	}, nil)
}

func (w *engagements) askToLeave(e api.Engagement) {
	w.shell.dialogs.ask(question{title: w.shell.tr(&goi18n.Message{ID: "ui.engagements.leave-question",
		Other: "Leave “{{.Title}}”?"}, "Title", e.Title), text: w.shell.tr(&goi18n.Message{ID: "ui.engagements.leave-question.text",
		Other: "Its packages can't be downloaded then, and its feedback can't be read. What you sent stays there. To come back you join or ask again."}),
		main: w.shell.tr(msgEngagementsLeave), danger: true, onMain: func() bool { w.end(e); return true }})
}

// do carries something out and asks for the list again; then runs where it went well.
func (w *engagements) do(text string, what func(context.Context) error, then func()) {
	w.fault.set(nil)
	w.wait.start(text)
	submit(w.shell, w.life, what, func(err error) {
		w.wait.stop()
		switch {
		case err != nil:
			w.fault.set(err, wayOn(w.shell, err)...)
			w.page.fit()
			w.page.scroll.ScrollToTop()
		case then != nil:
			then()
		}
		w.fetch()
	})
}
