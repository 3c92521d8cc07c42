package ui

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
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
	fault   *faultSpot
	wait    *waiting
	list    *fyne.Container
	content *container.Scroll
}

func newEngagements(s *Shell) *engagements {
	w := &engagements{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s),
		wait: newWaiting(s), list: container.NewVBox()}
	tools := widgets.Buttons(widgets.NewStockButton(
		s.tr(&goi18n.Message{ID: "ui.engagements.back-to-the-packages",
			Other: "Back to the packages"}), theme.NavigateBackIcon(), func() { w.escape() }), widgets.NewStockQuietButton(
		s.tr(msgReload), theme.ViewRefreshIcon(), w.load))
	w.content = widgets.Page(widgets.Heading(s.tr(msgEngagements)),
		widgets.Wrapped(
			s.tr(&goi18n.Message{ID: "ui.engagements.text",
				Other: "Packages and feedback belong to engagements. You see those that you are part of, and those that you can ask for."})),
		tools, w.wait.box, w.fault.box, w.list)
	w.load()
	w.joinRead()
	s.watch(w.life) // an approval or an invitation comes from somebody else
	return w
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
			w.fault.set(err, append(wayOn(w.shell, err), widgets.NewStockButton(w.shell.tr(msgTryAgain),
				theme.ViewRefreshIcon(), w.load))...)
			return
		}
		if w.known && reflect.DeepEqual(all, w.all) {
			return
		}
		w.all, w.known = all, true
		w.show()
	})
}

func (w *engagements) show() {
	w.list.RemoveAll()
	for _, i := range w.invited {
		w.list.Add(newInvitation(w.shell, i, func() {
			w.do(w.shell.tr(msgAccepting), func(ctx context.Context) error {
				return w.session.Access.AcceptInvitation(ctx,
					i.ID)
			})
		}))
	}
	for _, e := range w.all {
		w.list.Add(w.card(e))
	}
	if w.known && len(w.list.Objects) == 0 {
		w.list.Add(widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.engagements.none",
				Other: "This program has no engagement that you can see. Some are for invited people alone."})))
		if contact := w.session.Program().Contact; contact != "" {
			w.list.Add(widgets.Apart(widgets.Wrapped(w.shell.tr(msgWhoCanHelp, "Contact", contact)),
				widgets.NewStockButton(w.shell.tr(msgCopyContact), theme.ContentCopyIcon(),
					func() { w.shell.copyText(contact) })))
		}
	}
	w.list.Refresh()
}

// card is one engagement: what it is, where the person stands with it, and what can be done.
func (w *engagements) card(e api.Engagement) fyne.CanvasObject {
	what := ""
	if e.Feedback {
		what = w.shell.tr(&goi18n.Message{ID: "ui.engagements.takes-feedback", Other: "takes feedback"})
	}
	text := widgets.Lines(widgets.Strong(e.Title),
		widgets.Small(joined("  ·  ", e.Group,
			w.shell.trn(&goi18n.Message{ID: "ui.engagements.packages", One: "{{.Count}} package",
				Other: "{{.Count}} packages"}, e.Packages), what)))
	if e.Description != "" {
		text.Add(widgets.Wrapped(e.Description))
	}
	text.Add(widgets.Strong(w.shell.engagementText(e)))
	for _, line := range w.shell.engagementDetails(e) {
		text.Add(widgets.Wrapped(line))
	}
	return widgets.Panel(container.NewVBox(text, w.actions(e)))
}

func (w *engagements) actions(e api.Engagement) fyne.CanvasObject {
	line := widgets.Buttons()
	add := func(b *widgets.StockButton) { line.Add(b) }
	switch state := e.Access.State; {
	case state == api.AccessGranted:
		if e.Feedback {
			add(widgets.NewStockButton(
				w.shell.tr(&goi18n.Message{ID: "ui.engagements.show-its-feedback",
					Other: "Show its feedback"}), theme.DocumentIcon(), func() {
					w.shell.feedback.engagement = e.ID
					w.shell.goTo(areaFeedback)
				}))
		}
		if e.Join != api.JoinEveryone {
			add(widgets.NewStockQuietButton(w.shell.tr(msgEngagementsLeave), theme.LogoutIcon(), func() { w.askToLeave(e) }))
		}
		return line
	case state == api.AccessRequested:
		add(widgets.NewStockQuietButton(
			w.shell.tr(&goi18n.Message{ID: "ui.engagements.take-back-the-request",
				Other: "Take back the request"}), theme.ContentUndoIcon(), func() { w.end(e) }))
	case e.Join == api.JoinOpen && (state == api.AccessNone || state == api.AccessLapsed):
		if w.termsWait(e) {
			add(widgets.NewStockMainButton(
				w.shell.tr(&goi18n.Message{ID: "ui.engagements.read-and-join",
					Other: "Read the terms and join"}), theme.DocumentIcon(), func() { w.read(e) }))
		} else {
			add(widgets.NewStockMainButton(w.shell.tr(&goi18n.Message{ID: "ui.engagements.join", Other: "Join"}),
				theme.ConfirmIcon(), func() { w.join(e.ID) }))
		}
	case e.Join == api.JoinApproval && state != api.AccessRevoked:
		add(widgets.NewStockMainButton(w.shell.tr(msgAskForAccess), theme.MailSendIcon(), func() { w.askForAccess(e) }))
	}
	if asksContact(e) {
		add(widgets.NewStockQuietButton(w.shell.tr(msgCopyContact), theme.ContentCopyIcon(),
			func() { w.shell.copyText(e.Access.Contact) }))
	}
	return line
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
	})
}

func (w *engagements) end(e api.Engagement) {
	w.do(w.shell.tr(msgAskingTheProgram), func(ctx context.Context) error {
		_, err := w.session.Engagements.Leave(ctx, e.ID)
		return err
	})
}

func (w *engagements) askToLeave(e api.Engagement) {
	w.shell.dialogs.ask(question{title: w.shell.tr(&goi18n.Message{ID: "ui.engagements.leave-question",
		Other: "Leave “{{.Title}}”?"}, "Title", e.Title), text: w.shell.tr(&goi18n.Message{ID: "ui.engagements.leave-question.text",
		Other: "Its packages can't be downloaded then, and its feedback can't be read. What you sent stays there. To come back you join or ask again."}),
		main: w.shell.tr(msgEngagementsLeave), danger: true, onMain: func() bool { w.end(e); return true }})
}

// do carries something out and asks for the list again.
func (w *engagements) do(text string, what func(context.Context) error) {
	w.fault.set(nil)
	w.wait.start(text)
	submit(w.shell, w.life, what, func(err error) {
		w.wait.stop()
		if err != nil {
			w.fault.set(err, wayOn(w.shell, err)...)
			w.content.ScrollToTop()
		}
		w.fetch()
	})
}
