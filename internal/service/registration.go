package service

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// registrations holds the rules of registering.
type registrations struct{ *base }

// add registers a person once. The store decides between people who want the same name.
func (r *registrations) add(ctx context.Context, p Identity, form api.Registration) error {
	return r.save(ctx, p, form, func(d store.Data) (store.Registration, error) {
		_, err := d.Registrations.Registration(ctx, p.ID())
		if errors.Is(err, store.ErrNotFound) {
			return store.Registration{Created: r.now()}, nil
		}
		if err == nil {
			err = refuse(api.CodeRegistered, nil)
		}
		return store.Registration{}, err
	})
}

// change changes what may change. It reports whether the e-mail address is another, which waits for its code then.
func (r *registrations) change(ctx context.Context, p Identity, form api.Registration) (moved bool, err error) {
	err = r.save(ctx, p, form, func(d store.Data) (store.Registration, error) {
		present, err := registrationOf(ctx, d, p.ID())
		if err != nil {
			return present, err
		}
		if err := checkChange(present.Form, form); err != nil {
			return present, err
		}
		if fixed := fixedFields(present.Form, form); len(fixed) > 0 {
			problem := refuse(api.CodeFixed, nil)
			problem.Fields = fixed
			return present, problem
		}
		present.EmailVerified = present.EmailVerified && sameAddress(present.Form.Contact.Email, form.Contact.Email)
		moved = !present.EmailVerified && present.Form.Contact.Email != form.Contact.Email
		return present, nil
	})
	return moved, err
}

// sameAddress reports whether mail to two addresses reaches the same mailbox: only the case of an ASCII domain never matters.
func sameAddress(a, b string) bool {
	at := strings.LastIndexByte(a, '@')
	return at >= 0 && len(a) == len(b) && a[:at] == b[:at] && lowerASCII(a[at:]) == lowerASCII(b[at:])
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// nameNotice returns why a name that stands should be another; nil when nothing is wrong with it.
func nameNotice(reg store.Registration) *api.FieldError {
	const field = "publisher_name"
	if check := api.CheckedName(reg.Form.PublisherName); !check.Free {
		return &api.FieldError{Field: field, Message: check.Problem, Code: check.Code, Values: check.Values}
	}
	if reg.NameShared {
		notice := wrong(field, api.CodeFieldNameShared, nil)
		return &notice
	}
	return nil
}

// checkChange returns a refusal of a form with a wrong field. A name that stands already stays, whatever is asked of new ones.
func checkChange(before, after api.Registration) error {
	fields := after.Check()
	if after.PublisherName == before.PublisherName {
		fields = slices.DeleteFunc(fields, func(f api.FieldError) bool { return f.Field == "publisher_name" })
	}
	if len(fields) > 0 {
		return fieldsProblem(fields...)
	}
	return nil
}

func fixedFields(before, after api.Registration) []api.FieldError {
	var fixed []api.FieldError
	if before.Country != after.Country {
		fixed = append(fixed, wrong("country", api.CodeFieldCountryFixed, nil))
	}
	if before.AccountType != after.AccountType {
		fixed = append(fixed, wrong("account_type", api.CodeFieldAccountTypeFixed, nil))
	}
	return fixed
}

// save writes a registration in one unit of work with what prepare decides on, unless its name belongs to another person.
func (r *registrations) save(ctx context.Context, p Identity, form api.Registration,
	prepare func(store.Data) (store.Registration, error)) error {
	err := r.store.Write(ctx, func(d store.Data) error {
		reg, err := prepare(d)
		if err != nil {
			return err
		}
		reg.Person = p.ID()
		reg.Form = form
		reg.Modified = r.now()
		return d.Registrations.Save(ctx, reg)
	})
	switch {
	case errors.Is(err, store.ErrText):
		return refuse(api.CodeText, nil)
	case errors.Is(err, store.ErrTaken):
		problem := refuse(api.CodeNameTaken, nil)
		problem.Fields = []api.FieldError{wrong("publisher_name", api.CodeFieldNameTaken, nil)}
		problem.Suggestions, err = r.suggest(ctx, form.PublisherName, form.Country, p.ID())
		return errors.Join(problem, err)
	}
	return err
}

// free reports whether a person can have a publisher display name.
func (r *registrations) free(ctx context.Context, name, person string) (bool, error) {
	taken, err := r.data().Registrations.NameTaken(ctx, name, person)
	return !taken && err == nil, err
}

// suggest returns up to three names near the taken one that are free now.
func (r *registrations) suggest(ctx context.Context, name, country, person string) ([]string, error) {
	endings := []string{" Studio", " Labs", " " + country}
	for n := 2; n <= 30; n++ {
		endings = append(endings, " "+strconv.Itoa(n))
	}
	var found []string
	for _, ending := range endings {
		if strings.TrimSpace(ending) == "" {
			continue
		}
		candidate := shorten(name, api.NameLength-api.CountCharacters(ending)) + ending
		if api.CheckName(candidate) != "" {
			continue
		}
		free, err := r.free(ctx, candidate, person)
		if err != nil {
			return found, err
		}
		if free {
			found = append(found, candidate)
		}
		if len(found) == 3 {
			break
		}
	}
	return found, nil
}

func shorten(name string, characters int) string {
	runes := []rune(name)
	if len(runes) > characters {
		runes = runes[:characters]
	}
	return strings.TrimSpace(string(runes))
}

// check says whether a publisher display name is free for a person.
func (r *registrations) check(ctx context.Context, name, person string) (api.NameCheck, error) {
	check := api.CheckedName(name)
	if !check.Free {
		return check, nil
	}
	free, err := r.free(ctx, name, person)
	if err != nil {
		return check, err
	}
	check.Free = free
	if !free {
		check.Problem = fieldTable[api.CodeFieldNameTaken]
		check.Code = api.CodeFieldNameTaken
		check.Suggestions, err = r.suggest(ctx, name, "", person)
	}
	return check, err
}

// registrationAPI answers for registering and for the mailed code.
type registrationAPI struct {
	*base
	registrations *registrations
	verification  *verification
	access        *access
	statuses      *statuses
}

func (a *registrationAPI) routes() []route {
	return []route{
		{method: "POST", path: apiPrefix + "/registration", answer: a.postRegistration},
		{method: "PUT", path: apiPrefix + "/registration", answer: a.putRegistration},
		{method: "GET", path: apiPrefix + "/publisher-names", answer: a.getPublisherName},
		{method: "POST", path: apiPrefix + "/verification", answer: a.postVerification},
		{method: "POST", path: apiPrefix + "/verification/confirm", answer: a.postVerificationCode},
	}
}

func (a *registrationAPI) postRegistration(q *request) (any, error) {
	form, err := readRegistration(q)
	if err != nil {
		return nil, err
	}
	if fields := form.Check(); len(fields) > 0 {
		return nil, fieldsProblem(fields...)
	}
	present, err := a.access.of(q.Context(), a.data(), q.person, "")
	if err != nil {
		return nil, err
	}
	if present.First {
		return nil, accessProblem(present, "")
	}
	if err := a.registrations.add(q.Context(), q.person, form); err != nil {
		return nil, err
	}
	a.sendFirstCode(q)
	return a.statuses.of(q.Context(), q.person)
}

func (a *registrationAPI) putRegistration(q *request) (any, error) {
	form, err := readRegistration(q)
	if err != nil {
		return nil, err
	}
	moved, err := a.registrations.change(q.Context(), q.person, form)
	if err != nil {
		return nil, err
	}
	if moved {
		a.sendFirstCode(q)
	}
	return a.statuses.of(q.Context(), q.person)
}

// sendFirstCode mails a code without being asked. One that can't be sent is no trouble: the person can ask again.
func (a *registrationAPI) sendFirstCode(q *request) {
	if a.config.noMail() {
		return
	}
	if err := a.verification.send(q.Context(), q.person.ID()); err != nil {
		a.config.Log.Warn("a verification code was not sent", "request", q.w.Header().Get("Request-Id"))
	}
}

func readRegistration(q *request) (api.Registration, error) {
	var form api.Registration
	if err := q.read(&form); err != nil {
		return form, err
	}
	return form.Clean(), nil
}

func (a *registrationAPI) getPublisherName(q *request) (any, error) {
	return a.registrations.check(q.Context(), q.URL.Query().Get("name"), q.person.ID())
}

func (a *registrationAPI) postVerification(q *request) (any, error) {
	if a.config.noMail() {
		problem := refuse(api.CodeNoMail, nil)
		problem.Contact = a.config.Program.Contact
		return nil, problem
	}
	return nil, a.verification.send(q.Context(), q.person.ID())
}

func (a *registrationAPI) postVerificationCode(q *request) (any, error) {
	var in struct {
		Code string `json:"code"`
	}
	if err := q.read(&in); err != nil {
		return nil, err
	}
	code := strings.Join(strings.Fields(strings.ReplaceAll(in.Code, "-", "")), "")
	if err := a.verification.confirm(q.Context(), q.person.ID(), code); err != nil {
		return nil, err
	}
	return a.statuses.of(q.Context(), q.person)
}
