package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// registerForm is the registration as fields. It checks a field when it is left and all of them in check.
// What can't be changed later is fixed when the registration exists already.
type registerForm struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	values  api.Registration
	company api.Company // kept while the person switches to individual and back
	fixed   bool        // country and account type can't be changed any more
	changed func()      // after each change, for the draft

	fields     formFields
	companyBox *fyne.Container
	name       *widgets.StockField
	count      *widget.Label
	checked    string // the name that the service was asked about last
	box        *fyne.Container
}

func newRegisterForm(s *Shell, l *lifetime, current *session.Session, values api.Registration, fixed bool,
	changed func()) *registerForm {
	f := &registerForm{shell: s, life: l, session: current, values: values, fixed: fixed, changed: changed,
		box: container.NewVBox()}
	if values.Company != nil {
		f.company = *values.Company
	}
	f.addAccount()
	f.addName()
	f.addContact()
	f.addCompany()
	news := widgets.NewTick(
		s.tr(&goi18n.Message{ID: "ui.register.send-news",
			Other: "Send me news about the program by e-mail"}), func(on bool) {
			f.values.Updates = on
			f.changed()
		})
	news.Checked = values.Updates
	f.box.Add(news)
	f.showCompany()
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

func (f *registerForm) addAccount() {
	f.box.Add(widgets.Subheading(f.shell.tr(msgAccount)))
	if f.fixed {
		country, _ := api.CountryName(f.values.Country)
		f.box.Add(widgets.Wrapped(
			f.shell.tr(&goi18n.Message{ID: "ui.register.country-fixed", Other: "Country or region: {{.Country}}"},
				"Country", country)))
		f.box.Add(widgets.Wrapped(
			f.shell.tr(&goi18n.Message{ID: "ui.register.account-type-fixed", Other: "Account type: {{.Type}}"}, "Type",
				f.shell.typeText(f.values.AccountType))))
		f.box.Add(widgets.Small(
			f.shell.tr(&goi18n.Message{ID: "ui.register.fixed", Other: "These two can't be changed."})))
		return
	}
	f.add(f.countryField())
	options := []string{f.shell.typeText(api.Individual), f.shell.typeText(api.CompanyType)}
	kind := widget.NewRadioGroup(options, nil)
	kind.Required = true
	if f.values.AccountType != "" {
		kind.SetSelected(f.shell.typeText(f.values.AccountType))
	}
	kind.OnChanged = func(choice string) {
		f.values.AccountType = api.Individual
		if choice == options[1] {
			f.values.AccountType = api.CompanyType
		}
		f.showCompany()
		f.left("account_type")()
		f.changed()
	}
	f.add(widgets.NewFormField("account_type", f.shell.tr(msgRegisterAccountType), f.shell.tr(msgRegisterFixedLater),
		kind, nil))
}

// countryField opens a searchable list.
func (f *registerForm) countryField() *widgets.FormField {
	countries := api.Countries()
	names := make([]string, len(countries))
	for i, c := range countries {
		names[i] = c.Name
	}
	open := widgets.NewStockButton(
		f.shell.tr(&goi18n.Message{ID: "ui.register.choose-country",
			Other: "Choose a country or region"}), theme.MenuDropDownIcon(), nil)
	open.Alignment, open.IconPlacement = widget.ButtonAlignLeading, widget.ButtonIconTrailingText
	if name, ok := api.CountryName(f.values.Country); ok {
		open.SetText(name)
	}
	open.OnTapped = func() {
		pick(f.shell, f.shell.tr(msgRegisterCountryOrRegion), names, func(i int) {
			f.values.Country = countries[i].Code
			open.SetText(names[i])
			f.left("country")()
			f.changed()
			f.shell.win.Canvas().Focus(open)
		})
	}
	return widgets.NewFormField("country", f.shell.tr(msgRegisterCountryOrRegion), f.shell.tr(msgRegisterFixedLater),
		open, open)
}

func (f *registerForm) addName() {
	hint := f.shell.tr(&goi18n.Message{ID: "ui.register.publisher-name.hint",
		Other: "The name others see: 1 to {{.Limit}} characters, and nobody else's. A company uses its registered business name or trade name."},
		"Limit", api.NameLength)
	made, input := widgets.NewEntryField("publisher_name", f.shell.tr(msgRegisterPublisherDisplayName), hint,
		&f.values.PublisherName, func() {
			f.showCount()
			f.changed()
		}, f.nameLeft)
	f.name, f.count = input, widgets.Small("")
	made.Extra.Add(f.count)
	f.add(made)
	if note := f.session.Program().PublisherNote; note != "" {
		f.box.Add(widgets.Small(note))
	}
	f.showCount()
}

func (f *registerForm) showCount() {
	n := api.CountCharacters(f.values.PublisherName)
	f.count.SetText(f.shell.tr(msgCharacters, "Count", n, "Limit", api.NameLength))
	f.count.Importance = widget.LowImportance
	if n > api.NameLength {
		f.count.Importance = widget.DangerImportance
	}
	f.count.Refresh()
}

func (f *registerForm) addContact() {
	f.box.Add(widgets.Subheading(f.shell.tr(&goi18n.Message{ID: "ui.register.contact", Other: "Contact"})))
	c := &f.values.Contact
	f.addEntry("contact.name", f.shell.tr(msgName), "", &c.Name)
	f.addEntry("contact.email", f.shell.tr(msgRegisterEMail),
		f.shell.tr(&goi18n.Message{ID: "ui.register.email.hint", Other: "A code is sent to this address."}), &c.Email)
	f.addEntry("contact.phone",
		f.shell.tr(&goi18n.Message{ID: "ui.register.phone-optional", Other: "Phone (optional)"}),
		f.shell.tr(&goi18n.Message{ID: "ui.register.phone.hint",
			Other: "With the country's code, for example +358 9 1234567."}), &c.Phone)
	f.addEntry("contact.address.street",
		f.shell.tr(&goi18n.Message{ID: "ui.register.street-and-number",
			Other: "Street and number"}), "", &c.Address.Street)
	f.addEntry("contact.address.city", f.shell.tr(&goi18n.Message{ID: "ui.register.town", Other: "Town"}), "",
		&c.Address.City)
	f.addEntry("contact.address.postal_code",
		f.shell.tr(&goi18n.Message{ID: "ui.register.postal-code-optional",
			Other: "Postal code (optional)"}), "", &c.Address.PostalCode)
	f.addEntry("contact.address.region",
		f.shell.tr(&goi18n.Message{ID: "ui.register.state-or-region-optional",
			Other: "State or region (optional)"}), "", &c.Address.Region)
}

func (f *registerForm) addCompany() {
	whole := f.box
	f.companyBox = container.NewVBox(widgets.Subheading(f.shell.tr(msgRegisterCompany)),
		widgets.Panel(widgets.NewMarkup(f.shell.companyAdvice(), f.shell.openURL)))
	f.box = f.companyBox
	f.addEntry("company.registered_name",
		f.shell.tr(&goi18n.Message{ID: "ui.register.registered-name", Other: "Registered name"}),
		f.shell.tr(&goi18n.Message{ID: "ui.register.company-name.hint",
			Other: "As it is in the register of companies."}), &f.company.RegisteredName)
	f.addEntry("company.approver_name",
		f.shell.tr(&goi18n.Message{ID: "ui.register.approvers-name", Other: "Approver's name"}),
		f.shell.tr(&goi18n.Message{ID: "ui.register.approver.hint",
			Other: "Who may confirm that the company wants this account."}), &f.company.ApproverName)
	f.addEntry("company.approver_email",
		f.shell.tr(&goi18n.Message{ID: "ui.register.approvers-e-mail",
			Other: "Approver's e-mail"}), "", &f.company.ApproverEmail)
	f.addEntry("company.approver_phone",
		f.shell.tr(&goi18n.Message{ID: "ui.register.approvers-phone-optional",
			Other: "Approver's phone (optional)"}), "", &f.company.ApproverPhone)
	f.box = whole
	f.box.Add(f.companyBox)
}

// companyAdvice is the advice for company accounts, in short; the guide has it whole.
func (tx texts) companyAdvice() string {
	return tx.tr(&goi18n.Message{ID: "ui.register.company-advice",
		Other: "Before you register a company:\n\n- Use an account that belongs to the company and not to one person.\n- Give a phone number without an extension that several of you can answer.\n- Let colleagues sign in from devices they trust, so that few codes have to be sent.\n- Keep the account's security information up to date."})
}

func (f *registerForm) showCompany() {
	if f.values.AccountType == api.CompanyType {
		f.companyBox.Show()
	} else {
		f.companyBox.Hide()
	}
}

func (f *registerForm) addEntry(name, label, hint string, value *string) {
	made, _ := widgets.NewEntryField(name, label, hint, value, f.changed, f.left(name))
	f.add(made)
}

func (f *registerForm) add(made *widgets.FormField) {
	f.fields = append(f.fields, made)
	f.box.Add(made.Box)
}

// left checks one field.
func (f *registerForm) left(name string) func() {
	return func() { f.fields.showOne(f.shell.texts, name, f.registration().Check()) }
}

// nameLeft checks the publisher display name here, then asks the service whether it is free.
func (f *registerForm) nameLeft() {
	f.left("publisher_name")()
	name := f.registration().PublisherName
	if name == f.checked || api.CheckName(name) != "" {
		return
	}
	f.checked = name
	work(f.shell, f.life, func(ctx context.Context) (api.NameCheck, error) { return f.session.Registration.CheckName(ctx, name) },
		func(answer api.NameCheck, err error) {
			if err != nil || f.registration().PublisherName != name {
				f.checked = "" // asked again when the field is left; the service checks in any case
				return
			}
			f.showNameCheck(answer)
		})
}

func (f *registerForm) showNameCheck(answer api.NameCheck) {
	made := f.fields.find("publisher_name")
	made.Extra.Objects = []fyne.CanvasObject{f.count}
	if answer.Free {
		made.Extra.Add(widgets.Small(
			f.shell.tr(&goi18n.Message{ID: "ui.register.this-name-is-free", Other: "This name is free."})))
		made.SetError("")
		return
	}
	problem := answer.Problem
	if problem == "" {
		problem = f.shell.tr(&goi18n.Message{ID: "ui.register.name-taken", Other: "Somebody else has this name."})
	}
	made.SetError(problem)
	if len(answer.Suggestions) == 0 {
		return
	}
	made.Extra.Add(widgets.Small(
		f.shell.tr(&goi18n.Message{ID: "ui.register.these-are-free", Other: "These are free:"})))
	choices := widgets.Buttons()
	for _, suggestion := range answer.Suggestions {
		choices.Add(widgets.NewStockButton(suggestion, nil, func() {
			f.name.SetText(suggestion)
			f.nameLeft()
			f.shell.win.Canvas().Focus(f.name)
		}))
	}
	made.Extra.Add(choices)
}

// check shows every field's error and returns the first wrong field, or nil.
func (f *registerForm) check() *widgets.FormField {
	return f.fields.showAll(f.shell.texts, f.registration().Check())
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
