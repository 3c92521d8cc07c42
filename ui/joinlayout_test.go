package ui

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

// joinSizes and joinLanguages are those of the screens of the way in; all of them are walked by the long tests.
func joinSizes() (sizes []fyne.Size, languages []string) {
	sizes, languages = []fyne.Size{{Width: 1280, Height: 832}, {Width: 640, Height: 416}}, []string{"en"}
	if os.Getenv("PROGRAM_CONNECT_LONG") != "" {
		sizes = append(sizes, fyne.NewSize(900, 600), fyne.NewSize(2560, 1440))
		languages = []string{"en", "de", "fi", "ja"}
	}
	return sizes, languages
}

// longAgreement is a text with changes in it, and long words.
func longAgreement() api.Agreement {
	before := "# Terms\n\nHello.\n\n## 1. Use\n\nUse it.\n\n## 2. Data\n\nWe keep it."
	after := "# Terms\n\nHello.\n\n## 1. Use\n\nUse it " + strings.Repeat("well and ", 40) + "twice.\n\n## 2. Data\n\n- We keep it.\n- " +
		strings.Repeat("Grundstücksverkehrsgenehmigung ", 6)
	grace := time.Date(2026, 12, 21, 0, 0, 0, 0, time.UTC)
	return api.Agreement{Text: after, AgreementState: api.AgreementState{ID: "eula", Title: "Windows Developer Program Software Licence Terms",
		Version: "2026-11", SHA256: strings.Repeat("ab", 32), Effective: grace, Grace: &grace, Decision: api.Declined, DecidedAt: grace,
		Required: true}, Previous: &api.PreviousVersion{Version: "2025-04", Text: before, AcceptedAt: grace}}
}

// crowded is a person with two accounts, a registration whose name needs a change, and agreements.
func crowded(program api.Program) session.Snapshot {
	r := filled()
	r.AccountType, r.Company = api.CompanyType, &api.Company{RegisteredName: "Fabrikam Device Works Oy", ApproverName: "Rita Virtanen",
		ApproverEmail: "rita.virtanen@fabrikam-device-works.example"}
	notice := api.NewFieldError("publisher_name", api.CodeFieldNameLetters)
	people := []auth.Account{{ID: "1", Name: "Rita Virtanen-Vanderbilt", Address: "rita.virtanen@fabrikam-device-works.example",
		Kind: auth.Work, Organisation: "Fabrikam Device Works"}, {ID: "2", Address: "rita.virtanen@fabrikam-device-works.example",
		Kind: auth.Personal}}
	return session.Snapshot{Name: "sample", Program: program, Account: &people[0], Candidates: people, Memory: true, Status: &api.Status{
		Registration: &r, NameNotice: &notice, EmailVerified: true, Agreements: []api.AgreementState{longAgreement().AgreementState}}}
}

func TestNothingOverlapsOnTheWayIn(t *testing.T) {
	sizes, languages := joinSizes()
	for _, language := range languages {
		t.Run(language, func(t *testing.T) {
			w := newWorld(t, as(authority.AddressNora))
			r := newRigIn(t, w.app, language)
			r.theme(widgets.ThemeLight)
			r.shell.Show()
			if _, err := w.app.Session(t.Context(), "sample"); err != nil {
				t.Fatal(err)
			}
			r.shell.useProgram("sample")
			r.until("the sign-in", func() bool { _, ok := r.shell.screen.(*signIn); return ok })
			walk := func(name string) {
				t.Helper()
				for _, size := range sizes {
					r.settle(size.Width, size.Height)
					layouttest.Check(t, name, r.shell.win.Canvas())
					r.picture(fmt.Sprintf("walk-%s-%s-%.0f", language, name, size.Width), size.Width, size.Height)
				}
			}
			first := r.shell.screen.(*signIn)
			first.showCode(auth.DeviceCode{UserCode: "ABCD-EFGH", VerificationURL: "https://login.microsoftonline.com/common/device",
				Expires: r.shell.cfg.Clock()})
			walk("code")
			r.shell.attempting, r.shell.area, r.shell.reading = false, areaReading, "eula"
			show := func(s screen) {
				r.shell.screen.leave()
				r.shell.screen = s
				r.shell.body.Objects = []fyne.CanvasObject{s.object()}
				r.shell.body.Refresh()
			}
			terms := newAgreement(r.shell, "eula")
			terms.life.end()
			terms.text = longAgreement()
			terms.sections = comparedSections(terms.text)
			show(terms)
			terms.show()
			walk("agreement")
			terms.scroll.ScrollToBottom()
			walk("the agreement's end")
			form := newRegister(r.shell)
			form.life.end()
			show(form)
			values := *crowded(form.session.Program()).Status.Registration
			values.PublisherName = strings.Repeat("x", 51)
			form.show(values)
			for section := range sectionCount {
				form.open(section)
				form.form.checkAll()
				walk(r.shell.sectionTitle(section))
			}
			person := newAccount(r.shell)
			show(person)
			person.life.end()
			person.apply(view{Session: crowded(form.session.Program())})
			person.ledger.ledger = checkedLedger{Ledger: api.Ledger{Receipts: []api.Receipt{
				{Number: 1, Title: longAgreement().Title, Version: "2025-04", Decision: api.Declined, Device: api.Device{Name: "RITA-PC", App: "pconnect 1.0.2"}},
				{Number: 123456, Title: longAgreement().Title, Version: "2026-11", Decision: api.Accepted, SHA256: strings.Repeat("ab", 32)}}},
				wrong: []error{api.CheckReceipt(api.Receipt{}, nil), nil}}
			person.ledger.show(nil)
			walk("account")
			person.ledger.choose(1)
			walk("a receipt that isn't valid")
			person.edit(values, crowded(form.session.Program()).Status.NameNotice)
			walk("editing")
		})
	}
}
