package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// feedbackState is what the feedback and engagement screens keep while another screen is shown.
type feedbackState struct {
	engagement string              // the one chosen last
	view       int                 // index into standingViews
	saved      string              // the name of the saved search in use; empty: none
	state      int                 // index into stateChoices
	about      *api.Package        // a package that wants feedback about it; taken by the next screen
	forms      map[string]api.Form // by program and engagement, so that one can write without a network
	removed    map[string]bool     // drafts that were deleted on the screen and not yet on the disk
	joining    string              // the engagement whose terms are being read
}

// feedback is what people wrote about an engagement's packages: the list, the chosen item, what waits on this
// computer, and the form to write.
type feedback struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	memory  *feedbackState

	engagements []api.Engagement // that take feedback from this person
	choice      *widgets.Select
	list        *feedbackList
	item        *feedbackItem
	drafts      *draftList
	writing     *feedbackForm // nil while the list is shown
	fault       *faultSpot
	wait        *waiting
	header      *widgets.PageHeader
	split       *widgets.Split
	page        *fyne.Container // head, tools, list and item
	content     *fyne.Container
}

func newFeedback(s *Shell) *feedback {
	w := &feedback{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), memory: &s.feedback,
		fault: newFaultSpot(s), wait: newWaiting(s)}
	if w.memory.forms == nil {
		w.memory.forms, w.memory.removed = map[string]api.Form{}, map[string]bool{}
	}
	w.choice = widgets.NewSelect(widgets.SelectOptions{Chosen: -1, OnChanged: w.choose,
		Label: s.tr(&goi18n.Message{ID: "ui.feedback.engagement", Other: "Engagement"})})
	w.item = newFeedbackItem(w)
	w.list = newFeedbackList(w)
	w.drafts = newDraftList(w)
	w.header = widgets.NewPageHeader(w.headConfig())
	w.split = widgets.NewSplit(widgets.SplitOptions{Leading: w.list.content, Trailing: w.item.content,
		Share:   float32(s.cfg.App.Preferences().FloatWithFallback(feedbackSplit, 0)),
		Label:   s.tr(&goi18n.Message{ID: "ui.feedback.divider", Other: "Width of the item"}),
		OnMoved: func(share float32) { s.cfg.App.Preferences().SetFloat(feedbackSplit, float64(share)) },
		OnFits:  func(bool) { w.item.showBack() }})
	w.page = container.New(feedbackLayout{}, w.header, w.list.tools, w.drafts.box, w.wait.box, w.fault.box, w.list.wait.box,
		w.list.fault.box, widgets.NewLine(), w.split)
	w.content = container.NewStack(w.page)
	w.list.tools.Hide()
	w.load()
	return w
}

func (w *feedback) object() fyne.CanvasObject { return w.content }
func (w *feedback) apply(view)                {}
func (w *feedback) find()                     { w.shell.win.Canvas().Focus(w.list.search.Input) }

func (w *feedback) leave() {
	if w.writing != nil {
		w.writing.leave()
	}
	w.drafts.leave()
	w.wait.stop()
	w.life.end()
}

// escape leads from the form, or from an item that stands over the list, back to the list; what was written is kept.
func (w *feedback) escape() bool {
	if w.writing == nil {
		return w.item.back()
	}
	if w.shell.win.Canvas().Overlays().Top() == nil { // no dialog for files, no open list
		w.toList()
	}
	return true
}

// load asks which engagements take feedback, then shows the one chosen last.
func (w *feedback) load() {
	w.fault.set(nil)
	w.wait.start(w.shell.tr(msgFetchingTheEngagements))
	work(w.shell, w.life, w.session.Engagements.List, func(all []api.Engagement, err error) {
		w.wait.stop()
		if err != nil {
			w.fault.set(err, append(wayOn(w.shell, err), plainButton(w.shell.tr(msgTryAgain), "refresh", w.load))...)
			return
		}
		w.engagements = nil
		for _, e := range all {
			if e.Feedback && e.Access.Granted() {
				w.engagements = append(w.engagements, e)
			}
		}
		w.offer()
	})
}

// rearrange gives the parts above the list the room that they need now; the toolkit does so by itself only for
// what it has drawn already.
func (w *feedback) rearrange() {
	w.page.Refresh()
}

// offer fills the drop-down with the engagements and shows one of them.
func (w *feedback) offer() {
	w.header.Set(w.headConfig())
	widgets.ShowIf(len(w.engagements) > 0, w.list.tools)
	w.rearrange()
	if len(w.engagements) == 0 {
		w.list.showNone()
		return
	}
	about := w.memory.about
	w.memory.about = nil
	if about != nil {
		w.memory.engagement = about.Engagement
	}
	at, titles := 0, []string{}
	for i, e := range w.engagements {
		titles = append(titles, e.Title)
		if e.ID == w.memory.engagement {
			at = i
		}
	}
	w.choice.SetOptions(titles, at)
	w.list.tools.Objects[0].Refresh() // the drop-down may need more room than before
	w.rearrange()
	w.choose(at)
	if about == nil {
		return
	}
	if w.engagement().ID != about.Engagement {
		w.shell.foot.say(
			w.shell.tr(&goi18n.Message{ID: "ui.feedback.not-on-this-package",
				Other: "No feedback can be given on this package: its engagement takes none from you."}))
		return
	}
	w.begin(about)
}

// choose shows the feedback of one engagement.
func (w *feedback) choose(i int) {
	if i < 0 || i >= len(w.engagements) {
		return
	}
	if w.memory.engagement != w.engagements[i].ID {
		w.item.clear()
	}
	w.memory.engagement = w.engagements[i].ID
	w.list.load()
	w.list.saved.load()
	w.withForm(w.memory.engagement, func(api.Form) { w.item.again() }, func(error) {}) // without it, fields are named by their ids
}

// engagement is the one that is shown; zero when there is none.
func (w *feedback) engagement() api.Engagement {
	for _, e := range w.engagements {
		if e.ID == w.memory.engagement {
			return e
		}
	}
	return api.Engagement{}
}

// titleOf names an engagement.
func (w *feedback) titleOf(id string) string {
	for _, e := range w.engagements {
		if e.ID == id {
			return e.Title
		}
	}
	return id
}

// withForm hands over an engagement's form, as it is at the program or, when that can't be asked, as it was last.
func (w *feedback) withForm(engagement string, then func(api.Form), trouble func(error)) {
	key := w.session.Name() + "/" + engagement
	work(w.shell, w.life, func(ctx context.Context) (api.Form, error) { return w.session.Feedback.Form(ctx, engagement) },
		func(form api.Form, err error) {
			known, ok := w.memory.forms[key]
			switch {
			case err == nil:
				w.memory.forms[key] = form
				then(form)
			case ok:
				then(known)
			default:
				trouble(err)
			}
		})
}

// begin opens the form for new feedback, about a package when one is given.
func (w *feedback) begin(about *api.Package) {
	d := outbox.Draft{Program: w.session.Name(), Engagement: w.engagement().ID, State: outbox.StateOpen}
	if account := w.shell.view.Session.Account; account != nil {
		d.Account = account.ID
	}
	if about != nil {
		d.Item.Package, d.Item.Version = about.ID, about.Version
	}
	w.write(d)
}

// write opens the form on a draft; a draft that was not taken carries the reason along.
func (w *feedback) write(d outbox.Draft) {
	w.fault.set(nil)
	w.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.feedback.fetching-the-form", Other: "Fetching the form…"}))
	w.withForm(d.Engagement, func(form api.Form) {
		w.wait.stop()
		if w.writing != nil {
			return // pressed twice
		}
		w.writing = newFeedbackForm(w, form, d)
		w.content.Objects = []fyne.CanvasObject{w.writing.content}
		w.content.Refresh()
		w.writing.begin()
	}, func(err error) {
		w.wait.stop()
		w.fault.set(err, plainButton(w.shell.tr(msgTryAgain), "refresh", func() { w.write(d) }))
	})
}

// toList leaves the form.
func (w *feedback) toList() {
	if w.writing == nil {
		return
	}
	w.writing.leave()
	w.writing = nil
	w.content.Objects = []fyne.CanvasObject{w.page}
	w.content.Refresh()
	w.drafts.look()
	w.shell.win.Canvas().Focus(w.list.search.Input)
}
