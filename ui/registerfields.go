package ui

import (
	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// addPart adds a field to its section.
func (f *registerForm) addPart(p *formPart) {
	f.parts = append(f.parts, p)
	to := f.sections[p.section]
	if f.extra != nil && p.section == sectionContact {
		to = f.extra
	}
	to.Add(p.box)
}

// addText adds a field for a line of text.
func (f *registerForm) addText(section int, name, label, hint string, value *string) *widgets.Field {
	field := widgets.NewField(widgets.FieldConfig{Label: label, Hint: hint, Text: *value, Changed: func(now string) {
		*value = now
		f.changed()
	}, Left: func() { f.left(name) }})
	f.addPart(&formPart{name: name, section: section, focus: field.Input, box: field.Box, setError: field.SetError})
	return field
}

func (f *registerForm) addAccount() {
	s := f.shell
	if f.fixed {
		country, _ := api.CountryName(f.values.Country)
		f.sections[sectionAccount].Add(widgets.VBox(widgets.Space1, factRows([][2]string{
			s.fact(msgRegisterCountryOrRegion, country), s.fact(msgRegisterAccountType, s.typeText(f.values.AccountType))}),
			text(s.tr(&goi18n.Message{ID: "ui.register.fixed", Other: "These two can't be changed."}), widgets.TextCaption,
				widgets.ColorText3)))
		return
	}
	f.addPart(f.countryPart())
	f.addPart(f.typePart())
}

// labelledPart fills a part with a control, its label and a hint, in whose place the error is shown.
func labelledPart(part *formPart, label, hint string, input fyne.CanvasObject) {
	below := text(hint, widgets.TextCaption, widgets.ColorText3)
	box := widgets.VBox(6, text(label, widgets.TextBold, widgets.ColorText), input, below)
	part.box = box
	part.setError = func(err string) {
		if err == "" {
			below.SetLook(widgets.TextCaption, widgets.ColorText3)
			below.SetText(hint)
		} else {
			below.SetLook(widgets.TextBody, widgets.ColorStop)
			below.SetText(err)
		}
		box.Refresh()
	}
}

// countryPart opens a searchable list.
func (f *registerForm) countryPart() *formPart {
	s := f.shell
	countries := api.Countries()
	names := make([]string, len(countries))
	for i, c := range countries {
		names[i] = c.Name
	}
	words := s.tr(&goi18n.Message{ID: "ui.register.choose-country", Other: "Choose a country or region"})
	if name, ok := api.CountryName(f.values.Country); ok {
		words = name
	}
	open := widgets.NewButton(widgets.ButtonConfig{Text: words, After: "down", Size: widgets.ButtonBig})
	open.SetTapped(func() {
		pick(s, s.tr(msgRegisterCountryOrRegion), names, func(i int) {
			f.values.Country = countries[i].Code
			open.SetText(names[i])
			f.left("country")
			f.changed()
			s.win.Canvas().Focus(open)
		})
	})
	p := &formPart{name: "country", section: sectionAccount, focus: open}
	labelledPart(p, s.tr(msgRegisterCountryOrRegion), s.tr(msgRegisterFixedLater), widgets.HBox(0, open))
	return p
}

// typePart asks for whom the account is; neither is chosen at first.
func (f *registerForm) typePart() *formPart {
	s := f.shell
	kinds := []string{api.Individual, api.CompanyType}
	p := &formPart{name: "account_type", section: sectionAccount}
	cards := widgets.NewRadioCards(widgets.RadioConfig{Choices: []widgets.RadioChoice{
		{Title: s.typeText(api.Individual), Text: s.tr(&goi18n.Message{ID: "ui.register.individual.text",
			Other: "You sign for yourself."})},
		{Title: s.typeText(api.CompanyType), Text: s.tr(&goi18n.Message{ID: "ui.register.company.text",
			Other: "You sign for a business, and somebody there may confirm it."})},
	}, Changed: func(chosen int) {
		f.values.AccountType = kinds[chosen]
		f.showCompany()
		f.left("account_type")
		f.changed()
	}})
	for i, kind := range kinds {
		if kind == f.values.AccountType {
			cards.Set(i)
		}
	}
	cards.Box.Layout = &sideBySide{least: 240, gap: widgets.Space3}
	p.focus = widgets.FirstFocusable(cards.Box)
	labelledPart(p, s.tr(msgRegisterAccountType), s.tr(msgRegisterFixedLater), cards.Box)
	return p
}

func (f *registerForm) addName() {
	s := f.shell
	f.name = widgets.NewField(widgets.FieldConfig{Label: s.tr(msgRegisterPublisherDisplayName), Text: f.values.PublisherName,
		Counter: func(int) (string, bool) {
			name := f.values.PublisherName
			if f.name != nil {
				name = f.name.Text() // it is counted before the values are told of it
			}
			n := api.CountCharacters(name)
			return s.tr(msgCharacters, "Count", n, "Limit", api.NameLength), n > api.NameLength
		},
		Changed: func(now string) {
			f.values.PublisherName = now
			f.changed()
		}, Left: f.nameLeft})
	f.names = widgets.VBox(6)
	f.names.Hide()
	f.addPart(&formPart{name: "publisher_name", section: sectionName, focus: f.name.Input,
		box: widgets.VBox(widgets.Space3, f.name.Box, f.names), setError: f.name.SetError})
	notes := widgets.VBox(widgets.Space1, text(s.tr(&goi18n.Message{ID: "ui.register.before-name", Other: "Before you choose"}),
		widgets.TextBold, widgets.ColorText),
		text(s.tr(&goi18n.Message{ID: "ui.register.publisher-name.hint",
			Other: "The name others see: 1 to {{.Limit}} characters, and nobody else's. A company uses its registered business name or trade name."},
			"Limit", api.NameLength), widgets.TextBody, widgets.ColorText2))
	if note := f.session.Program().PublisherNote; note != "" {
		notes.Add(text(note, widgets.TextBody, widgets.ColorText2))
	}
	if !f.fixed {
		f.sections[sectionName].Add(widgets.NewLine())
		f.sections[sectionName].Add(notes)
	}
}

func (f *registerForm) addContact() {
	s, c := f.shell, &f.values.Contact
	f.addText(sectionContact, "contact.name", s.tr(msgName), "", &c.Name)
	f.addText(sectionContact, "contact.phone", s.tr(&goi18n.Message{ID: "ui.register.phone-optional", Other: "Phone (optional)"}),
		s.tr(&goi18n.Message{ID: "ui.register.phone.hint", Other: "With the country's code, for example +358 9 1234567."}), &c.Phone)
	f.addText(sectionContact, "contact.address.street",
		s.tr(&goi18n.Message{ID: "ui.register.street-and-number", Other: "Street and number"}), "", &c.Address.Street)
	f.addText(sectionContact, "contact.address.city", s.tr(&goi18n.Message{ID: "ui.register.town", Other: "Town"}), "",
		&c.Address.City)
	f.addText(sectionContact, "contact.address.postal_code",
		s.tr(&goi18n.Message{ID: "ui.register.postal-code-optional", Other: "Postal code (optional)"}), "", &c.Address.PostalCode)
	f.addText(sectionContact, "contact.address.region",
		s.tr(&goi18n.Message{ID: "ui.register.state-or-region-optional", Other: "State or region (optional)"}), "", &c.Address.Region)
}

func (f *registerForm) addEmail() {
	s := f.shell
	f.addText(sectionEmail, "contact.email", s.tr(msgRegisterEMail),
		s.tr(&goi18n.Message{ID: "ui.register.email.hint", Other: "A code is sent to this address."}), &f.values.Contact.Email)
	f.sections[sectionEmail].Add(switchRow(s.tr(&goi18n.Message{ID: "ui.register.send-news",
		Other: "Send me news about the program by e-mail"}), f.values.Updates, func(on bool) {
		f.values.Updates = on
		f.changed()
	}))
}

func (f *registerForm) addCompany() {
	s, c := f.shell, &f.company
	f.extra = widgets.VBox(widgets.Space5, text(s.tr(msgRegisterCompany), widgets.TextHeading, widgets.ColorText),
		widgets.NewCard(widgets.CardConfig{Content: widgets.NewMarkup(s.companyAdvice(), s.openURL)}))
	f.addText(sectionContact, "company.registered_name",
		s.tr(&goi18n.Message{ID: "ui.register.registered-name", Other: "Registered name"}),
		s.tr(&goi18n.Message{ID: "ui.register.company-name.hint", Other: "As it is in the register of companies."}), &c.RegisteredName)
	f.addText(sectionContact, "company.approver_name",
		s.tr(&goi18n.Message{ID: "ui.register.approvers-name", Other: "Approver's name"}),
		s.tr(&goi18n.Message{ID: "ui.register.approver.hint", Other: "Who may confirm that the company wants this account."}),
		&c.ApproverName)
	f.addText(sectionContact, "company.approver_email",
		s.tr(&goi18n.Message{ID: "ui.register.approvers-e-mail", Other: "Approver's e-mail"}), "", &c.ApproverEmail)
	f.addText(sectionContact, "company.approver_phone",
		s.tr(&goi18n.Message{ID: "ui.register.approvers-phone-optional", Other: "Approver's phone (optional)"}), "", &c.ApproverPhone)
	f.sections[sectionContact].Add(f.extra)
	f.showCompany()
}

func (f *registerForm) showCompany() {
	if f.extra != nil {
		widgets.ShowIf(f.values.AccountType == api.CompanyType, f.extra)
	}
}

// companyAdvice is the advice for company accounts, in short; the guide has it whole.
func (tx texts) companyAdvice() string {
	return tx.tr(&goi18n.Message{ID: "ui.register.company-advice",
		Other: "Before you register a company:\n\n- Use an account that belongs to the company and not to one person.\n- Give a phone number without an extension that several of you can answer.\n- Let colleagues sign in from devices they trust, so that few codes have to be sent.\n- Keep the account's security information up to date."})
}

func (tx texts) typeText(kind string) string {
	switch kind {
	case api.Individual:
		return tx.tr(&goi18n.Message{ID: "ui.register.individual", Other: "Individual"})
	case api.CompanyType:
		return tx.tr(msgRegisterCompany)
	default:
		return ""
	}
}
