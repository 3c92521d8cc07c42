package api

import (
	"net/mail"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Check returns what keeps the registration from being sent, in the order of the form; nothing when it can be sent. The app
// and the service both use it; whether a publisher display name is free only the service knows.
func (r Registration) Check() []FieldError {
	var c checker
	c.country(r.Country)
	if r.AccountType != Individual && r.AccountType != CompanyType {
		c.add("account_type", CodeFieldAccountType)
	}
	if code := nameProblem(r.PublisherName); code != "" {
		c.add("publisher_name", code, "limit", NameLength)
	}
	c.text("contact.name", r.Contact.Name, CodeFieldContactName, 100)
	c.email("contact.email", r.Contact.Email)
	c.phone("contact.phone", r.Contact.Phone)
	c.text("contact.address.street", r.Contact.Address.Street, CodeFieldStreet, 200)
	c.text("contact.address.city", r.Contact.Address.City, CodeFieldCity, 100)
	c.text("contact.address.postal_code", r.Contact.Address.PostalCode, "", 20)
	c.text("contact.address.region", r.Contact.Address.Region, "", 100)
	c.company(r)
	return c.errors
}

// CheckName returns why a text can't be a publisher display name, in English, or "" when it can.
func CheckName(name string) string { return CheckedName(name).Problem }

// CheckedName returns the answer on a publisher display name as far as it can be given without the service: whether others
// have it, only the service knows.
func CheckedName(name string) NameCheck {
	code := nameProblem(name)
	if code == "" {
		return NameCheck{Name: name, Free: true}
	}
	wrong := NewFieldError("publisher_name", code, "limit", NameLength)
	return NameCheck{Name: name, Problem: wrong.Message, Code: wrong.Code, Values: wrong.Values}
}

// nameProblem returns the code of what is wrong with a publisher display name, or "".
func nameProblem(name string) string {
	switch {
	case !utf8.ValidString(name):
		return CodeFieldNameUnreadable
	case strings.TrimSpace(name) == "":
		return CodeFieldNameMissing
	case CountCharacters(name) > NameLength:
		return CodeFieldNameLong
	case strings.ContainsFunc(name, unnamed):
		return CodeFieldNameHidden
	case !lettered(name):
		return CodeFieldNameLetters
	case name != strings.TrimSpace(name):
		return CodeFieldNameSpaces
	}
	return ""
}

// Clean returns the registration with the spaces around each value removed and its characters composed (NFC). Screens call it
// before Check, so that a space nobody sees is no error.
func (r Registration) Clean() Registration {
	clean := func(s *string) { *s = norm.NFC.String(strings.TrimSpace(*s)) }
	for _, s := range []*string{&r.Country, &r.AccountType, &r.PublisherName, &r.Contact.Name, &r.Contact.Email, &r.Contact.Phone,
		&r.Contact.Address.Street, &r.Contact.Address.City, &r.Contact.Address.PostalCode, &r.Contact.Address.Region} {
		clean(s)
	}
	r.Country = strings.ToUpper(r.Country)
	if r.AccountType != CompanyType {
		r.Company = nil
	}
	if r.Company != nil {
		company := *r.Company
		for _, s := range []*string{&company.RegisteredName, &company.ApproverName, &company.ApproverEmail, &company.ApproverPhone} {
			clean(s)
		}
		r.Company = &company
	}
	return r
}

// checker collects what is wrong with a form.
type checker struct{ errors []FieldError }

func (c *checker) add(field, code string, pairs ...any) {
	c.errors = append(c.errors, NewFieldError(field, code, pairs...))
}

func (c *checker) country(code string) {
	if _, ok := CountryName(code); !ok {
		c.add("country", CodeFieldCountry)
	}
}

// text checks a line of text. missing is the code for one of spaces alone; without it the text may be missing.
func (c *checker) text(field, value, missing string, limit int) {
	switch {
	case strings.TrimSpace(value) == "":
		if missing != "" {
			c.add(field, missing)
		}
	case !utf8.ValidString(value) || hidden(value) || blank(value):
		c.add(field, CodeFieldHidden)
	case CountCharacters(value) > limit:
		c.add(field, CodeFieldLong)
	}
}

func (c *checker) email(field, value string) {
	if !plausibleEmail(value) {
		c.add(field, CodeFieldEmail)
	}
}

func (c *checker) phone(field, value string) {
	digits := 0
	for _, r := range value {
		if r >= '0' && r <= '9' {
			digits++
			continue
		}
		if !strings.ContainsRune("+-() ./", r) {
			c.add(field, CodeFieldPhoneCharacters)
			return
		}
	}
	if value != "" && (digits < 4 || digits > 20) {
		c.add(field, CodeFieldPhoneDigits)
	}
}

func (c *checker) company(r Registration) {
	if r.AccountType != CompanyType {
		if r.Company != nil {
			c.add("company", CodeFieldNoCompany)
		}
		return
	}
	company := Company{}
	if r.Company != nil {
		company = *r.Company
	}
	c.text("company.registered_name", company.RegisteredName, CodeFieldCompanyName, 200)
	c.text("company.approver_name", company.ApproverName, CodeFieldApprover, 100)
	c.email("company.approver_email", company.ApproverEmail)
	c.phone("company.approver_phone", company.ApproverPhone)
}

// plausibleEmail reports whether mail could be sent to the text: one plain address, a dot in its domain, no display name.
func plausibleEmail(value string) bool {
	if value == "" || len(value) > 254 || hidden(value) || strings.ContainsAny(value, " <>\"(),;:\\[]") {
		return false
	}
	parsed, err := mail.ParseAddress(value)
	if err != nil || parsed.Address != value {
		return false
	}
	at := strings.LastIndexByte(value, '@')
	local, domain := value[:at], value[at+1:]
	return len(local) <= 64 && strings.Contains(domain, ".") && !strings.HasPrefix(domain, ".") && !strings.HasSuffix(domain, ".") && !strings.Contains(domain, "..")
}
