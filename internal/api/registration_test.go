package api

import (
	"slices"
	"strings"
	"testing"
)

func good() Registration {
	return Registration{Country: "FI", AccountType: CompanyType, PublisherName: "Contoso", Contact: Contact{Name: "Anna", Email: "anna@contoso.example", Phone: "+358 (0)40 555-0100",
		Address: Address{Street: "Street 1", City: "Helsinki"}}, Company: &Company{RegisteredName: "Contoso Oy", ApproverName: "Bert", ApproverEmail: "bert@contoso.example"}}
}

func TestRegistrationCheck(t *testing.T) {
	for field, change := range map[string]func(*Registration){
		"":                            func(*Registration) {},
		"country":                     func(r *Registration) { r.Country = "fi" },
		"account_type":                func(r *Registration) { r.AccountType = ""; r.Company = nil },
		"publisher_name":              func(r *Registration) { r.PublisherName = strings.Repeat("ä", 51) },
		"contact.name":                func(r *Registration) { r.Contact.Name = " " },
		"contact.email":               func(r *Registration) { r.Contact.Email = "Anna <anna@contoso.example>" },
		"contact.phone":               func(r *Registration) { r.Contact.Phone = "call me" },
		"contact.address.street":      func(r *Registration) { r.Contact.Address.Street = "" },
		"contact.address.city":        func(r *Registration) { r.Contact.Address.City = "a\x00b" },
		"contact.address.region":      func(r *Registration) { r.Contact.Address.Region = strings.Repeat("x", 101) },
		"company":                     func(r *Registration) { r.AccountType = Individual },
		"company.registered_name":     func(r *Registration) { r.Company.RegisteredName = "" },
		"company.approver_name":       func(r *Registration) { r.Company.ApproverName = "a\u202eb" },
		"company.approver_email":      func(r *Registration) { r.Company.ApproverEmail = "bert@localhost" },
		"company.approver_phone":      func(r *Registration) { r.Company.ApproverPhone = "12" },
		"contact.address.postal_code": func(r *Registration) { r.Contact.Address.PostalCode = strings.Repeat("1", 21) },
	} {
		r := good()
		change(&r)
		wrong := r.Check()
		if field == "" && len(wrong) == 0 {
			continue
		}
		if len(wrong) != 1 || wrong[0].Field != field || wrong[0].Message == "" {
			t.Errorf("%q: %+v", field, wrong)
		}
	}
	if wrong := (Registration{}).Check(); len(wrong) != 7 || wrong[0].Field != "country" {
		t.Errorf("an empty form: %+v", wrong)
	}
	all := Registration{Country: " fi", PublisherName: " x ", AccountType: Individual, Company: &Company{}}.Clean()
	if all.Country != "FI" || all.PublisherName != "x" || all.Company != nil {
		t.Errorf("%+v", all)
	}
}

func TestCheckName(t *testing.T) {
	for name, fine := range map[string]bool{
		"x": true, strings.Repeat("ä", 50): true, strings.Repeat("a\u0308", 50): true, strings.Repeat("漢", 50): true, "日本語 Ltd.": true,
		"": false, "   ": false, "\u200b": false, strings.Repeat("ä", 51): false, strings.Repeat("x", 51): false, "a\nb": false, "a\u202eb": false, " a": false, "a\xff": false,
	} {
		if got := CheckName(name) == ""; got != fine {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestFoldName(t *testing.T) {
	for _, name := range []string{"contoso devices", "CONTOSO DEVICES", "ContosoDevices", "Contoso\u00a0Devices", "Ｃｏｎｔｏｓｏ　Ｄｅｖｉｃｅｓ", "Contoso\u200bDevices", " Contoso  Devices "} {
		if FoldName(name) != FoldName("Contoso Devices") {
			t.Errorf("%q is another name", name)
		}
	}
	if FoldName("Straße") != FoldName("STRASSE") || FoldName("Contoso") == FoldName("Contosa") || FoldName("ｶﾞ") != FoldName("ガ") {
		t.Error("folding is not what it should be")
	}
}

func TestCountries(t *testing.T) {
	list := Countries()
	if len(list) < 245 || !slices.ContainsFunc(list, func(c Country) bool { return c == Country{"FI", "Finland"} }) {
		t.Errorf("%d countries", len(list))
	}
	for _, c := range list {
		if name, ok := CountryName(c.Code); !ok || name != c.Name {
			t.Errorf("%s is %q", c.Code, name)
		}
	}
	for _, code := range []string{"", "F", "fi", "XX", "FIN", "\nF"} {
		if _, ok := CountryName(code); ok {
			t.Errorf("%q is a country", code)
		}
	}
}
