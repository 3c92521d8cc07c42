package api

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Check gives what keeps the registration from being sent, in the order of the form; nothing when it can be sent. The app
// and the service both use it; whether a publisher display name is free only the service knows.
func (r Registration) Check() []FieldError {
	var c checker
	c.country(r.Country)
	if r.AccountType != Individual && r.AccountType != CompanyType {
		c.add("account_type", "Choose individual or company.")
	}
	if m := CheckName(r.PublisherName); m != "" {
		c.add("publisher_name", m)
	}
	c.text("contact.name", r.Contact.Name, "Enter the name of the contact.", 100)
	c.email("contact.email", r.Contact.Email)
	c.phone("contact.phone", r.Contact.Phone)
	c.text("contact.address.street", r.Contact.Address.Street, "Enter the street and the number.", 200)
	c.text("contact.address.city", r.Contact.Address.City, "Enter the town.", 100)
	c.text("contact.address.postal_code", r.Contact.Address.PostalCode, "", 20)
	c.text("contact.address.region", r.Contact.Address.Region, "", 100)
	c.company(r)
	return c.errors
}

// CheckName tells why a text can't be a publisher display name, or "" when it can.
func CheckName(name string) string {
	switch {
	case !utf8.ValidString(name):
		return "The publisher display name holds characters that can't be read."
	case FoldName(name) == "":
		return "Enter a publisher display name of 1 to 50 characters."
	case CountCharacters(name) > NameLength:
		return "The publisher display name has more than 50 characters. Shorten it."
	case hidden(name):
		return "The publisher display name holds a control character or an invisible one. Type it again."
	case name != strings.TrimSpace(name):
		return "The publisher display name begins or ends with a space. Remove it."
	}
	return ""
}

// Clean gives the registration with the spaces around each value removed and its characters composed (NFC). Screens call it
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

type checker struct{ errors []FieldError }

func (c *checker) add(field, message string) {
	c.errors = append(c.errors, FieldError{Field: field, Message: message})
}

func (c *checker) country(code string) {
	if _, ok := CountryName(code); !ok {
		c.add("country", "Choose a country or region from the list.")
	}
}

// text checks a line of text; an empty missing message makes it optional.
func (c *checker) text(field, value, missing string, limit int) {
	switch {
	case strings.TrimSpace(value) == "":
		if missing != "" {
			c.add(field, missing)
		}
	case !utf8.ValidString(value) || hidden(value):
		c.add(field, "This holds a control character or an invisible one. Type it again.")
	case CountCharacters(value) > limit:
		c.add(field, "This is too long. Shorten it.")
	}
}

func (c *checker) email(field, value string) {
	if !plausibleEmail(value) {
		c.add(field, "Enter an e-mail address such as name@example.com.")
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
			c.add(field, "Write the phone number with digits, spaces and + - ( ) / . alone.")
			return
		}
	}
	if value != "" && (digits < 4 || digits > 20) {
		c.add(field, "Write the phone number with 4 to 20 digits, with the country's code.")
	}
}

func (c *checker) company(r Registration) {
	if r.AccountType != CompanyType {
		if r.Company != nil {
			c.add("company", "Leave the company empty for an individual account.")
		}
		return
	}
	company := Company{}
	if r.Company != nil {
		company = *r.Company
	}
	c.text("company.registered_name", company.RegisteredName, "Enter the company's registered name.", 200)
	c.text("company.approver_name", company.ApproverName, "Enter the name of the person who approves for the company.", 100)
	c.email("company.approver_email", company.ApproverEmail)
	c.phone("company.approver_phone", company.ApproverPhone)
}

// plausibleEmail tells whether mail could be sent to the text: one plain address, a dot in its domain, no display name.
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

// hidden tells whether a text holds control characters, or characters that turn or hide others. The joiners that scripts and
// emoji need are allowed.
func hidden(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Cc, r) || r == '\u2028' || r == '\u2029' || r == '\ufffd' {
			return true
		}
		if unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' {
			return true
		}
	}
	return false
}
