package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// register is the registration: the form, then the review with the box to tick, then Finish.
type register struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	form    *registerForm
	draft   *draftSaver
	fault   *faultSpot
	wait    *waiting
	scroll  *container.Scroll
	review  *fyne.Container
	pages   *fyne.Container
}

func newRegister(s *Shell) *register {
	w := &register{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s),
		wait:   newWaiting(s),
		review: container.NewStack(), pages: container.NewStack(), draft: &draftSaver{shell: s}}
	w.review.Hide()
	work(s, w.life, func(context.Context) (api.Registration, error) { return w.session.Registration.Draft(), nil },
		func(draft api.Registration, _ error) { w.show(draft) })
	return w
}

// show lays the form out, filled with what was kept.
func (w *register) show(draft api.Registration) {
	s := w.shell
	w.form = newRegisterForm(s, w.life, w.session, draft, false, w.draft.touch)
	w.draft.take = func() func() error {
		values := w.form.registration()
		return func() error { return w.session.Registration.SaveDraft(values) }
	}
	w.scroll = widgets.Page(
		widgets.Heading(s.tr(&goi18n.Message{ID: "ui.register.title", Other: "Register at {{.Program}}"}, "Program",
			w.session.Program().Name)),
		widgets.Wrapped(
			s.tr(&goi18n.Message{ID: "ui.register.text",
				Other: "You do this once. What you fill in is kept while you type, so you can go on another day."})),
		w.form.box,
		widgets.Buttons(widgets.NewStockMainButton(
			s.tr(&goi18n.Message{ID: "ui.register.to-review",
				Other: "Go on to the review"}), theme.NavigateNextIcon(), w.toReview)),
	)
	w.pages.Objects = []fyne.CanvasObject{w.scroll, w.review}
	w.pages.Refresh()
	if s.win.Canvas().Focused() == nil && s.dialogs.top() == nil {
		s.win.Canvas().Focus(w.form.fields[0].Focus)
	}
}

func (w *register) object() fyne.CanvasObject { return w.pages }
func (w *register) apply(view)                {}

func (w *register) leave() {
	w.draft.flush()
	w.life.end()
}

func (w *register) escape() bool {
	if w.review.Visible() {
		w.toForm(nil)
		return true
	}
	return false
}

// toReview checks every field and shows what will be sent.
func (w *register) toReview() {
	if wrong := w.form.check(); wrong != nil {
		w.toForm(wrong)
		return
	}
	w.draft.flush()
	w.fault.set(nil)
	finish := widgets.NewStockMainButton(w.shell.tr(&goi18n.Message{ID: "ui.register.finish", Other: "Finish"}),
		theme.ConfirmIcon(), w.send)
	finish.Disable()
	agree := widgets.NewTick(
		w.shell.tr(&goi18n.Message{ID: "ui.register.agree",
			Other: "These details are right, and the program may keep them to run my account."}), func(on bool) {
			if on {
				finish.Enable()
			} else {
				finish.Disable()
			}
		})
	w.review.Objects = []fyne.CanvasObject{widgets.Page(
		widgets.Heading(w.shell.tr(&goi18n.Message{ID: "ui.register.review", Other: "Review"})),
		widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.register.review.text",
				Other: "Country or region and account type can't be changed later; everything else can."})),
		widgets.Panel(w.shell.registrationView(w.form.registration())),
		agree,
		w.wait.box, w.fault.box,
		widgets.Buttons(widgets.NewStockButton(
			w.shell.tr(&goi18n.Message{ID: "ui.register.change-something",
				Other: "Change something"}), theme.NavigateBackIcon(), func() { w.toForm(nil) }), finish))}
	w.scroll.Hide()
	w.review.Show()
	w.review.Refresh()
	w.shell.win.Canvas().Focus(agree)
}

// toForm shows the form, at the wrong field if there is one.
func (w *register) toForm(wrong *widgets.FormField) {
	w.review.Hide()
	w.scroll.Show()
	w.pages.Refresh()
	if wrong == nil {
		return
	}
	widgets.ScrollTo(w.scroll, wrong.Box)
	if wrong.Focus != nil {
		w.shell.win.Canvas().Focus(wrong.Focus)
	}
}

// send registers. The next snapshot leads on; an error of a field leads back to it.
func (w *register) send() {
	w.fault.set(nil)
	w.wait.start(
		w.shell.tr(&goi18n.Message{ID: "ui.register.sending-the-registration", Other: "Sending the registration…"}))
	registration := w.form.registration()
	submit(w.shell, w.life, func(ctx context.Context) error { return w.session.Registration.Register(ctx, registration) },
		func(err error) {
			w.wait.stop()
			w.shell.puller.wake()
			if err == nil {
				w.draft.stop()
				return
			}
			if wrong := w.form.showFault(err); wrong != nil {
				w.toForm(wrong)
				return
			}
			w.fault.set(err, widgets.NewStockButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), w.send))
		})
}

// showFault puts an error that names fields under them; it returns the first, or nil when it names none. A name
// that is taken comes with names that are free.
func (f *registerForm) showFault(err error) *widgets.FormField {
	var problem *api.Problem
	if errors.As(err, &problem) && problem.Type == api.ProblemNameTaken {
		name := f.registration().PublisherName
		f.showNameCheck(api.NameCheck{Name: name, Problem: f.shell.say(fault.Of(err).Title),
			Suggestions: problem.Suggestions})
		return f.fields.find("publisher_name")
	}
	if errors.As(err, &problem) && len(problem.Fields) > 0 {
		return f.fields.showAll(f.shell.texts, problem.Fields)
	}
	if e := fault.Of(err); e != nil && e.Field != "" {
		return f.fields.showAll(f.shell.texts, []api.FieldError{{Field: e.Field,
			Message: joined(" ", f.shell.say(fault.Of(e).Title), f.shell.say(fault.Of(e).Cause))}})
	}
	return nil
}

// registrationView shows a registration as lines of text.
func (tx texts) registrationView(r api.Registration) *fyne.Container {
	country, _ := api.CountryName(r.Country)
	at := r.Contact.Address
	lines := [][2]string{
		tx.fact(msgRegisterCountryOrRegion, country),
		tx.fact(msgRegisterAccountType, tx.typeText(r.AccountType)),
		tx.fact(msgRegisterPublisherDisplayName, r.PublisherName),
		tx.fact(msgName, r.Contact.Name),
		tx.fact(msgRegisterEMail, r.Contact.Email),
		tx.fact(&goi18n.Message{ID: "ui.register.phone", Other: "Phone"}, r.Contact.Phone),
		tx.fact(&goi18n.Message{ID: "ui.register.address", Other: "Address"},
			joined(", ", at.Street, joined(" ", at.PostalCode, at.City), at.Region)),
	}
	if c := r.Company; c != nil {
		lines = append(lines, tx.fact(msgRegisterCompany, c.RegisteredName),
			tx.fact(&goi18n.Message{ID: "ui.register.approver", Other: "Approver"},
				tx.list(c.ApproverName, c.ApproverEmail, c.ApproverPhone)))
	}
	news := tx.tr(&goi18n.Message{ID: "ui.register.no", Other: "No"})
	if r.Updates {
		news = tx.tr(&goi18n.Message{ID: "ui.register.yes-by-e-mail", Other: "Yes, by e-mail"})
	}
	return widgets.StockFacts(append(lines, tx.fact(&goi18n.Message{ID: "ui.register.news", Other: "News"}, news))...)
}
