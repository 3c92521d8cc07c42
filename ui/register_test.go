package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/ui/widgets"
)

// filled is a registration that can be sent.
func filled() api.Registration {
	return api.Registration{Country: "FI", AccountType: api.Individual, PublisherName: "Nora's Boards", Contact: api.Contact{
		Name: "Nora", Email: "nora@outlook.example", Address: api.Address{Street: "Samplestreet 2", City: "Helsinki"}}}
}

// atRegistration gets a person as far as the form.
func atRegistration(t *testing.T) (*rig, *register) {
	t.Helper()
	r := newWorld(t, as(authority.AddressNora)).window(t)
	r.theme(widgets.ThemeLight)
	r.openSample()
	r.press("Sign in with the browser")
	r.sees("Step 1 of 5")
	return r, r.shell.screen.(*register)
}

func TestConsentIsNotGivenByTheKeyThatOpensTheReview(t *testing.T) {
	r, screen := atRegistration(t)
	screen.show(filled())
	screen.open(sectionEmail)
	r.shell.win.Canvas().Focus(screen.next)
	r.pressKey(fyne.KeySpace, ' ')
	r.sees("Step 5 of 5")
	if focused := r.shell.win.Canvas().Focused(); focused != nil {
		t.Errorf("%q has the focus as the review opens", r.focusedText())
	}
	r.pressKey(fyne.KeySpace, ' ')
	if screen.agreed || !screen.next.Disabled() {
		t.Error("the consent was given by a key that was meant for something else")
	}
	r.tick("These details are right, and the program may keep them to run my account.")
	if !screen.agreed || screen.next.Disabled() {
		t.Error("the consent does not wake Finish")
	}
	r.key(fyne.KeyEscape)
	r.sees("Step 4 of 5")
	screen.open(sectionReview)
	if screen.agreed || !screen.next.Disabled() {
		t.Error("a consent that was left is still given")
	}
}

func TestSectionsSayWhatIsDoneAndWhatIsWrong(t *testing.T) {
	r, screen := atRegistration(t)
	values := filled()
	values.Contact.Email, values.PublisherName = "nowhere", strings.Repeat("x", 51)
	screen.show(values)
	screen.open(sectionReview)
	r.sees("2 fields need your attention")
	screen.open(sectionName)
	r.fill("Publisher display name", strings.Repeat("y", 51))
	want := []widgets.SectionConfig{
		{Done: true, Second: "Finland, Individual"}, {Wrong: true, Second: "Needs a change"},
		{Done: true, Second: "Nora"}, {Second: "To fill in"}, {Second: "Check and send"},
	}
	for i, w := range want {
		if got := screen.sectionItem(i); got.Done != w.Done || got.Wrong != w.Wrong || got.Second != w.Second {
			t.Errorf("section %d is %+v, want %+v", i, got, w)
		}
	}
	for section := range sectionCount {
		screen.open(section)
		r.looksRight(screen.shell.sectionTitle(section))
		r.reachable()
	}
}

func TestRegistrationIsCarriedIntoAnotherLanguage(t *testing.T) {
	r, screen := atRegistration(t)
	screen.show(filled())
	screen.open(sectionContact)
	r.fill("Name", "Nora Newname")
	r.shell.useTexts(textsIn("de"))
	r.until("the form", func() bool {
		now, ok := r.shell.screen.(*register)
		return ok && now != screen && now.form != nil
	})
	now := r.shell.screen.(*register)
	if now.section != sectionContact || now.form.values.Contact.Name != "Nora Newname" {
		t.Errorf("section %d, %+v", now.section, now.form.values)
	}
	r.looksRight("register in German")
}
