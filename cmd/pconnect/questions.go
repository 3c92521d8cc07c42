package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// question is one field of the registration in a terminal.
type question struct {
	ask   i18n.Text
	field string // its name in JSON, for Check
	value *string
}

func personQuestions(r *api.Registration) []question {
	return []question{
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.country", Other: "Country or region, two letters"}), "country", &r.Country},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.account-type", Other: "Account type, individual or company"}), "account_type", &r.AccountType},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.publisher-name", Other: "Publisher display name, 1 to 50 characters"}), "publisher_name", &r.PublisherName},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.contact-name", Other: "Contact name"}), "contact.name", &r.Contact.Name},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.contact-email", Other: "Contact e-mail"}), "contact.email", &r.Contact.Email},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.contact-phone", Other: "Contact phone"}), "contact.phone", &r.Contact.Phone},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.street", Other: "Street and number"}), "contact.address.street", &r.Contact.Address.Street},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.town", Other: "Town"}), "contact.address.city", &r.Contact.Address.City},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.postal-code", Other: "Postal code"}), "contact.address.postal_code", &r.Contact.Address.PostalCode},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.region", Other: "Region or state"}), "contact.address.region", &r.Contact.Address.Region},
	}
}

func companyQuestions(company *api.Company) []question {
	return []question{
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.registered-name", Other: "Registered name of the company"}), "company.registered_name", &company.RegisteredName},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.approver-name", Other: "Approver's name"}), "company.approver_name", &company.ApproverName},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.approver-email", Other: "Approver's e-mail"}), "company.approver_email", &company.ApproverEmail},
		{i18n.T(&goi18n.Message{ID: "pconnect.ask.approver-phone", Other: "Approver's phone"}), "company.approver_phone", &company.ApproverPhone},
	}
}

// askRegistration asks for each field, with the draft's value to keep by Enter. Every answer is saved before the next question, so
// that Ctrl+C loses nothing. A field that cannot be taken is asked again.
func (r *registerCommand) askRegistration(ctx context.Context, s *session.Session) (api.Registration, error) {
	given := s.Registration.Draft()
	r.note(i18n.T(&goi18n.Message{ID: "pconnect.ask.intro",
		Other: "Country or region and account type can't be changed later. Enter keeps what stands in [brackets]. Ctrl+C stops; your answers are kept."}))
	if err := r.askAll(ctx, s, &given, personQuestions(&given)); err != nil {
		return given, err
	}
	if given.AccountType == api.CompanyType {
		if given.Company == nil {
			given.Company = &api.Company{}
		}
		if err := r.askAll(ctx, s, &given, companyQuestions(given.Company)); err != nil {
			return given, err
		}
	}
	answer, err := r.pick(ctx, i18n.T(&goi18n.Message{ID: "pconnect.ask.updates", Other: "News about the program by e-mail"}), r.yesAndNo(), r.said(yesNo(false)))
	given.Updates = answer == r.said(yesNo(true))
	return given, err
}

// yesAndNo are the two answers to a question, in the language.
func (p *printer) yesAndNo() []string { return []string{p.said(yesNo(true)), p.said(yesNo(false))} }

func (r *registerCommand) askAll(ctx context.Context, s *session.Session, given *api.Registration, list []question) error {
	for _, q := range list {
		for {
			answer, err := r.ask(ctx, q.ask, *q.value)
			if err != nil {
				return err
			}
			*q.value = answer
			*given = given.Clean()
			if wrong := messageFor(given.Check(), q.field); !wrong.IsZero() {
				r.indented("  ", wrong)
				continue
			}
			if err := s.Registration.SaveDraft(*given); err != nil {
				return err
			}
			if q.field != "publisher_name" || r.nameFree(ctx, s, answer) {
				break
			}
		}
	}
	return nil
}

// nameFree asks the program about a name. When it cannot say, the registration itself will.
func (r *registerCommand) nameFree(ctx context.Context, s *session.Session, name string) bool {
	check, err := s.Registration.CheckName(ctx, name)
	if err != nil || check.Free {
		return true
	}
	r.indented("  ", i18n.T(&goi18n.Message{ID: "pconnect.ask.taken", Other: "“{{.Name}}” is taken. Free are: {{.Names}}."},
		"Name", name, "Names", strings.Join(check.Suggestions, ", ")))
	return false
}

// messageFor returns what is wrong with one field; the zero text when nothing is.
func messageFor(wrong []api.FieldError, field string) i18n.Text {
	for _, w := range wrong {
		if w.Field == field {
			return asText(w.Message)
		}
	}
	return i18n.Text{}
}

// ask puts a question and returns the answer, or the standard one where only Enter was pressed.
func (c *cli) ask(ctx context.Context, question i18n.Text, standard string) (string, error) {
	if standard != "" {
		c.prompt(i18n.T(&goi18n.Message{ID: "pconnect.ask.standard", Other: "{{.Question}} [{{.Standard}}]: "},
			"Question", question, "Standard", standard))
	} else {
		c.prompt(i18n.T(&goi18n.Message{ID: "pconnect.ask.question", Other: "{{.Question}}: "}, "Question", question))
	}
	type typed struct {
		text string
		err  error
	}
	if c.answers == nil { // one reader for all questions: what it has read ahead belongs to the next one
		c.answers = bufio.NewReader(c.stdin)
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
			return "", &fault.Error{Kind: fault.Interrupted, Code: "pconnect.no-answer", Title: noAnswerTitle(),
				Safe:  i18n.T(&goi18n.Message{ID: "pconnect.no-answer.safe", Other: "What you answered is kept."}),
				Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.no-answer.step", Other: "Give the same command again to go on."})}}
		}
		if text := strings.TrimSpace(t.text); text != "" {
			return text, nil
		}
		return standard, nil
	}
}

func noAnswerTitle() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.no-answer.title", Other: "The questions ended before the answers."})
}

// pick asks until the answer is one of the choices, or the beginning of exactly one. Enter alone is standard, where there is one.
func (c *cli) pick(ctx context.Context, question i18n.Text, choices []string, standard string) (string, error) {
	asked := withChoices(question, choices)
	for {
		answer, err := c.ask(ctx, asked, standard)
		if err != nil {
			return "", err
		}
		if found := choiceOf(answer, choices); found != "" {
			return found, nil
		}
		c.indented("  ", i18n.T(&goi18n.Message{ID: "pconnect.ask.choose", Other: "Choose from the list."}))
	}
}

func withChoices(question i18n.Text, choices []string) i18n.Text {
	if len(choices) == 0 {
		return question
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.ask.choices", Other: "{{.Question}} ({{.Choices}})"},
		"Question", question, "Choices", strings.Join(choices, ", "))
}

// choiceOf finds the choice that is meant, "" when it is none or not clear.
func choiceOf(answer string, choices []string) string {
	var begun []string
	for _, choice := range choices {
		if strings.EqualFold(answer, choice) {
			return choice
		}
		if answer != "" && strings.HasPrefix(strings.ToLower(choice), strings.ToLower(answer)) {
			begun = append(begun, choice)
		}
	}
	if len(begun) == 1 {
		return begun[0]
	}
	return ""
}

// askCode asks for the mailed code until it is right.
func (r *registerCommand) askCode(ctx context.Context, s *session.Session) error {
	r.note(i18n.T(&goi18n.Message{ID: "pconnect.ask.mailed", Other: "A code was mailed to you."}))
	r.note(mailboxHint(s))
	for {
		code, err := r.ask(ctx, i18n.T(&goi18n.Message{ID: "pconnect.ask.code", Other: "Code from the mail"}), "")
		if err != nil {
			return err
		}
		err = r.verifyEmail(ctx, s, code)
		if !fault.Is(err, fault.Usage) {
			return err
		}
		r.indented("  ", fault.Of(err).Title)
	}
}
