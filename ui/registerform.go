package ui

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// The sections of the registration, in their order.
const (
	sectionAccount = iota
	sectionName
	sectionContact
	sectionEmail
	sectionReview
	sectionCount
)

// formPart is one field of the registration.
type formPart struct {
	name     string // as api.FieldError has it
	section  int
	focus    fyne.Focusable
	box      fyne.CanvasObject
	setError func(string)
	err      string
}

// registerForm is the registration as fields in sections. It checks a field when it is left, a section when the person goes
// on, and all of them in check. What can't be changed later is fixed when the registration exists already.
type registerForm struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	values  api.Registration
	company api.Company // kept while the person switches to individual and back
	fixed   bool        // country and account type can't be changed any more
	changed func()      // after each change, for the draft
	checked func()      // after errors came or went

	parts    []*formPart
	sections [sectionReview]*fyne.Container
	extra    *fyne.Container // the answers for a company alone
	name     *widgets.Field
	names    *fyne.Container // under the name: whether it is free, and others that are
	asked    string          // the name that the service was asked about last
}

func newRegisterForm(s *Shell, l *lifetime, current *session.Session, values api.Registration, fixed bool,
	changed func()) *registerForm {
	f := &registerForm{shell: s, life: l, session: current, values: values, fixed: fixed, changed: changed, checked: func() {}}
	if values.Company != nil {
		f.company = *values.Company
	}
	for i := range f.sections {
		f.sections[i] = widgets.VBox(widgets.Space5)
	}
	f.addAccount()
	f.addName()
	f.addContact()
	f.addCompany()
	f.addEmail()
	return f
}

// registration is what was filled in, without spaces at the edges.
func (f *registerForm) registration() api.Registration {
	r := f.values
	r.Company = nil
	if r.AccountType == api.CompanyType {
		company := f.company
		r.Company = &company
	}
	return r.Clean()
}

// part finds the field of a name.
func (f *registerForm) part(name string) *formPart {
	for _, p := range f.parts {
		if p.name == name {
			return p
		}
	}
	return nil
}

// wrongIn returns the fields of a section that are wrong by now, whether that was said or not.
func (f *registerForm) wrongIn(section int) []*formPart {
	wrong := f.registration().Check()
	return slices.DeleteFunc(slices.Clone(f.parts), func(p *formPart) bool {
		said := slices.ContainsFunc(wrong, func(e api.FieldError) bool { return e.Field == p.name })
		return p.section != section || (!said && (p.name != "publisher_name" || p.err == ""))
	})
}

// saidIn counts the fields of a section of which it was said that they are wrong.
func (f *registerForm) saidIn(section int) int {
	count := 0
	for _, p := range f.parts {
		if p.section == section && p.err != "" {
			count++
		}
	}
	return count
}

// set shows an error at a field, or takes it away.
func (f *registerForm) set(p *formPart, err string) {
	if p.err != err {
		p.err = err
		p.setError(err)
	}
}

// left checks one field.
func (f *registerForm) left(name string) {
	if p := f.part(name); p != nil {
		f.set(p, f.shell.fieldError(name, f.registration().Check()))
		f.checked()
	}
}

// check shows the errors of the sections and returns the first wrong field, or nil. That a name is taken is not forgotten.
func (f *registerForm) check(sections ...int) *formPart {
	wrong := f.registration().Check()
	var first *formPart
	for _, p := range f.parts {
		if !slices.Contains(sections, p.section) {
			continue
		}
		err := f.shell.fieldError(p.name, wrong)
		if err == "" && p.name == "publisher_name" && f.asked == f.registration().PublisherName {
			err = p.err
		}
		f.set(p, err)
		if err != "" && first == nil {
			first = p
		}
	}
	f.checked()
	return first
}

// checkAll is check of the whole form.
func (f *registerForm) checkAll() *formPart {
	return f.check(sectionAccount, sectionName, sectionContact, sectionEmail)
}

// showFault puts an error that names fields under them; it returns the first, or nil when it names none. A name
// that is taken comes with names that are free.
func (f *registerForm) showFault(err error) *formPart {
	var problem *api.Problem
	if errors.As(err, &problem) && problem.Type == api.ProblemNameTaken {
		name := f.registration().PublisherName
		f.asked = name
		f.showNameCheck(f.shell.say(fault.Of(err).Title), problem.Suggestions)
		return f.part("publisher_name")
	}
	var wrong []api.FieldError
	if errors.As(err, &problem) {
		wrong = problem.Fields
	}
	if e := fault.Of(err); len(wrong) == 0 && e != nil && e.Field != "" {
		wrong = []api.FieldError{{Field: e.Field, Message: joined(" ", f.shell.say(e.Title), f.shell.say(e.Cause))}}
	}
	var first *formPart
	for _, p := range f.parts {
		said := f.shell.fieldError(p.name, wrong)
		f.set(p, said)
		if said != "" && first == nil {
			first = p
		}
	}
	f.checked()
	return first
}

// nameLeft checks the publisher display name here, then asks the service whether it is free.
func (f *registerForm) nameLeft() {
	name := f.registration().PublisherName
	if name == f.asked {
		return // what was said of it still stands
	}
	f.left("publisher_name")
	if api.CheckName(name) != "" {
		return
	}
	f.asked = name
	work(f.shell, f.life, func(ctx context.Context) (api.NameCheck, error) { return f.session.Registration.CheckName(ctx, name) },
		func(answer api.NameCheck, err error) {
			switch {
			case f.registration().PublisherName != name:
			case err != nil:
				f.asked = "" // asked again when the field is left; the service checks in any case
			case answer.Free:
				f.showNameCheck("", nil)
			default:
				problem := f.shell.say(answer.Text())
				if problem == "" {
					problem = f.shell.tr(&goi18n.Message{ID: "ui.register.name-taken", Other: "Somebody else has this name."})
				}
				f.showNameCheck(problem, answer.Suggestions)
			}
		})
}

// showNameCheck shows what the service said of the name; an empty problem says that it is free.
func (f *registerForm) showNameCheck(problem string, suggestions []string) {
	s := f.shell
	f.set(f.part("publisher_name"), problem)
	f.names.Objects = nil
	if problem == "" {
		f.names.Add(widgets.HBox(widgets.Space1, widgets.NewIcon("check", widgets.ColorOK, widgets.IconSmall),
			widgets.Grow(text(s.tr(&goi18n.Message{ID: "ui.register.this-name-is-free", Other: "This name is free."}),
				widgets.TextCaption, widgets.ColorOK))))
	}
	if len(suggestions) > 0 {
		choices := widgets.Flow(widgets.Space2)
		for _, suggestion := range suggestions {
			choices.Add(widgets.NewButton(widgets.ButtonConfig{Text: suggestion, Tapped: func() {
				f.name.SetText(suggestion)
				f.nameLeft()
				s.win.Canvas().Focus(f.name.Input)
			}}))
		}
		f.names.Add(text(s.tr(&goi18n.Message{ID: "ui.register.these-are-free", Other: "These are free:"}), widgets.TextCaption,
			widgets.ColorText2))
		f.names.Add(choices)
	}
	widgets.ShowIf(len(f.names.Objects) > 0, f.names)
	f.sections[sectionName].Refresh()
	f.checked()
}
