package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
)

// register is the registration: the form, then the review with the box to tick, then Finish.
type register struct {
	shell   *Shell
	life    *life
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
	w := &register{shell: s, life: newLife(s.ctx), session: s.session.Load(), fault: newFaultSpot(s), wait: newWaiting(s), review: container.NewStack()}
	w.draft = &draftSaver{shell: s}
	w.form = newRegisterForm(s, w.life, w.session, w.session.Draft(), false, w.draft.touch)
	w.draft.take = func() func() error {
		values := w.form.registration()
		return func() error { return w.session.SaveDraft(values) }
	}
	w.scroll = page(
		heading(tr("Register at %s", w.session.Program().Name)),
		wrapped(tr("You do this once. What you fill in is kept while you type, so you can go on another day.")),
		w.form.box,
		buttons(newMainButton(tr("Go on to the review"), theme.NavigateNextIcon(), w.toReview)),
	)
	w.pages = container.NewStack(w.scroll, w.review)
	w.review.Hide()
	return w
}

func (w *register) object() fyne.CanvasObject { return w.pages }
func (w *register) apply(view)                {}
func (w *register) first() fyne.Focusable     { return w.form.fields[0].focus }

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
	finish := newMainButton(tr("Finish"), theme.ConfirmIcon(), w.send)
	finish.Disable()
	agree := newTick(tr("These details are right, and the program may keep them to run my account."), func(on bool) {
		if on {
			finish.Enable()
		} else {
			finish.Disable()
		}
	})
	w.review.Objects = []fyne.CanvasObject{page(
		heading(tr("Review")),
		wrapped(tr("Country or region and account type can't be changed later; everything else can.")),
		panel(registrationView(w.form.registration())),
		agree,
		w.wait.box, w.fault.box,
		buttons(newButton(tr("Change something"), theme.NavigateBackIcon(), func() { w.toForm(nil) }), finish))}
	w.scroll.Hide()
	w.review.Show()
	w.review.Refresh()
	w.shell.win.Canvas().Focus(agree)
}

// toForm shows the form, at the wrong field if there is one.
func (w *register) toForm(wrong *formField) {
	w.review.Hide()
	w.scroll.Show()
	w.pages.Refresh()
	if wrong == nil {
		return
	}
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject(wrong.box).Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(w.scroll.Content))
	w.scroll.ScrollToOffset(fyne.NewPos(0, max(place.Y-20, 0)))
	if wrong.focus != nil {
		w.shell.win.Canvas().Focus(wrong.focus)
	}
}

// send registers. The next snapshot leads on; an error of a field leads back to it.
func (w *register) send() {
	w.fault.set(nil)
	w.wait.start(tr("Sending the registration…"))
	registration := w.form.registration()
	deedAlone(w.shell, w.life, func(ctx context.Context) error { return w.session.Register(ctx, registration) }, func(err error) {
		w.wait.stop()
		w.shell.askForSnapshot()
		if err == nil {
			w.draft.stop()
			return
		}
		if wrong := w.form.showFault(err); wrong != nil {
			w.toForm(wrong)
			return
		}
		w.fault.set(err, newButton(tr("Try again"), theme.ViewRefreshIcon(), w.send))
	})
}

// showFault puts an error that names fields under them; it gives the first, or nil when it names none. A name
// that is taken comes with names that are free.
func (f *registerForm) showFault(err error) *formField {
	var problem *api.Problem
	if errors.As(err, &problem) && problem.Type == api.ProblemNameTaken {
		name := f.registration().PublisherName
		f.showNameCheck(api.NameCheck{Name: name, Problem: said(err).Title.String(), Suggestions: problem.Suggestions})
		return f.field("publisher_name")
	}
	if errors.As(err, &problem) && len(problem.Fields) > 0 {
		return f.show(problem.Fields)
	}
	if e := fault.Of(err); e != nil && e.Field != "" {
		return f.show([]api.FieldError{{Field: e.Field, Message: joined(" ", said(e).Title.String(), said(e).Cause.String())}})
	}
	return nil
}

// registrationView shows a registration as lines of text.
func registrationView(r api.Registration) *fyne.Container {
	country, _ := api.CountryName(r.Country)
	lines := [][2]string{
		{tr("Country or region"), country}, {tr("Account type"), typeText(r.AccountType)},
		{tr("Publisher display name"), r.PublisherName},
		{tr("Name"), r.Contact.Name}, {tr("E-mail"), r.Contact.Email}, {tr("Phone"), r.Contact.Phone},
		{tr("Address"), joined(", ", r.Contact.Address.Street, joined(" ", r.Contact.Address.PostalCode, r.Contact.Address.City), r.Contact.Address.Region)},
	}
	if c := r.Company; c != nil {
		lines = append(lines, [2]string{tr("Company"), c.RegisteredName},
			[2]string{tr("Approver"), joined(", ", c.ApproverName, c.ApproverEmail, c.ApproverPhone)})
	}
	news := tr("No")
	if r.Updates {
		news = tr("Yes, by e-mail")
	}
	return facts(append(lines, [2]string{tr("News"), news})...)
}
