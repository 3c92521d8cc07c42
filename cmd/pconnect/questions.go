package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// question is one field of the registration in a terminal.
type question struct {
	ask   string
	field string // wire name, for Check
	value *string
}

// askRegistration asks for each field, with the draft's value to keep by Enter. Every answer is saved before the next question, so
// that Ctrl+C loses nothing. A field that cannot be taken is asked again.
func (c *cli) askRegistration(ctx context.Context, s *session.Session) (api.Registration, error) {
	r := s.Draft()
	line(c.errOut, "Country or region and account type can't be changed later. Enter keeps what stands in [brackets]. Ctrl+C stops; your answers are kept.")
	first := []question{
		{"Country or region, two letters", "country", &r.Country},
		{"Account type, individual or company", "account_type", &r.AccountType},
		{"Publisher display name, 1 to 50 characters", "publisher_name", &r.PublisherName},
		{"Contact name", "contact.name", &r.Contact.Name},
		{"Contact e-mail", "contact.email", &r.Contact.Email},
		{"Contact phone", "contact.phone", &r.Contact.Phone},
		{"Street and number", "contact.address.street", &r.Contact.Address.Street},
		{"Town", "contact.address.city", &r.Contact.Address.City},
		{"Postal code", "contact.address.postal_code", &r.Contact.Address.PostalCode},
		{"Region or state", "contact.address.region", &r.Contact.Address.Region},
	}
	if err := c.askAll(ctx, s, &r, first); err != nil {
		return r, err
	}
	if r.AccountType == api.CompanyType {
		if r.Company == nil {
			r.Company = &api.Company{}
		}
		if err := c.askAll(ctx, s, &r, []question{
			{"Registered name of the company", "company.registered_name", &r.Company.RegisteredName},
			{"Approver's name", "company.approver_name", &r.Company.ApproverName},
			{"Approver's e-mail", "company.approver_email", &r.Company.ApproverEmail},
			{"Approver's phone", "company.approver_phone", &r.Company.ApproverPhone},
		}); err != nil {
			return r, err
		}
	}
	answer, err := c.ask(ctx, "News about the program by e-mail, yes or no", "no")
	r.Updates = strings.HasPrefix(strings.ToLower(answer), "y")
	return r, err
}

func (c *cli) askAll(ctx context.Context, s *session.Session, r *api.Registration, list []question) error {
	for _, q := range list {
		for {
			answer, err := c.ask(ctx, q.ask, *q.value)
			if err != nil {
				return err
			}
			*q.value = answer
			*r = r.Clean()
			if wrong := messageFor(r.Check(), q.field); wrong != "" {
				line(c.errOut, "  %s", wrong)
				continue
			}
			if err := s.SaveDraft(*r); err != nil {
				return err
			}
			if q.field != "publisher_name" || c.nameFree(ctx, s, answer) {
				break
			}
		}
	}
	return nil
}

// nameFree asks the program about a name. When it cannot tell, the registration itself will.
func (c *cli) nameFree(ctx context.Context, s *session.Session, name string) bool {
	check, err := s.CheckName(ctx, name)
	if err != nil || check.Free {
		return true
	}
	line(c.errOut, "  “%s” is taken. Free are: %s.", clean(name), clean(strings.Join(check.Suggestions, ", ")))
	return false
}

func messageFor(wrong []api.FieldError, field string) string {
	for _, w := range wrong {
		if w.Field == field {
			return w.Message
		}
	}
	return ""
}

func (c *cli) ask(ctx context.Context, question, standard string) (string, error) {
	if standard != "" {
		question += " [" + clean(standard) + "]"
	}
	_, _ = io.WriteString(c.errOut, question+": ")
	type typed struct {
		text string
		err  error
	}
	if c.answers == nil { // one reader for all questions: what it has read ahead belongs to the next one
		c.answers = bufio.NewReader(c.in)
	}
	got := make(chan typed, 1)
	go func() {
		text, err := c.answers.ReadString('\n')
		got <- typed{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case t := <-got:
		if t.err != nil && (t.text == "" || !errors.Is(t.err, io.EOF)) {
			return "", &fault.Error{Kind: fault.Interrupted, Code: "pconnect.no-answer", Title: i18n.Verbatim("The questions ended before the answers."),
				Safe: i18n.Verbatim("What you answered is kept."), Steps: []i18n.Text{i18n.Verbatim("Give the same command again to go on.")}}
		}
		if text := strings.TrimSpace(t.text); text != "" {
			return text, nil
		}
		return standard, nil
	}
}

// askCode asks for the mailed code until it is right.
func (c *cli) askCode(ctx context.Context, s *session.Session) error {
	line(c.errOut, "A code was mailed to you. %s", mailboxHint(s))
	for {
		code, err := c.ask(ctx, "Code from the mail", "")
		if err != nil {
			return err
		}
		err = c.verifyEmail(ctx, s, code)
		if !fault.Is(err, fault.Usage) {
			return err
		}
		line(c.errOut, "  %s", fault.Of(err).Title.String())
	}
}
