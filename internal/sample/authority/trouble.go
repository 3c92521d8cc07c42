package authority

import (
	"fmt"
	"slices"
	"strings"
)

// Where is where a person's trouble shows, as at Microsoft's service.
type Where string

// Where trouble shows.
const (
	OnAddress  Where = "address"  // on the form that asks for the address; the app never hears of it
	OnPassword Where = "password" // on the form that asks for the password; the app never hears of it
	OnPage     Where = "page"     // an error page of its own; the app never hears of it
	OnApproval Where = "approval" // the "Need admin approval" page; going back tells the app
	OnConsent  Where = "consent"  // the person refuses the permission; the app is told
	OnMFA      Where = "mfa"      // the person gives up at the second proof; the app is told
	OnRedirect Where = "redirect" // the app is told in place of a code
	OnToken    Where = "token"    // a code comes, and redeeming it is refused
	OnRefresh  Where = "refresh"  // the sign-in works, its first refresh is refused
	OnDevice   Where = "device"   // only when signing in with a device code
)

// Trouble is what goes wrong for a person.
type Trouble struct {
	Code     int    // the AADSTS number; 0 where Microsoft's page shows none
	Where    Where  // where it shows
	OAuth    string // the OAuth error that the app is given, "" when it never hears of it
	SubError string // Microsoft's suberror, where there is one
	Text     string // what the page or error_description says after the number
	Claims   string // the claims challenge that comes with the refusal, JSON, or ""
	early    bool   // shows before the password is asked for
}

// Description returns the text as error_description carries it, without trace and correlation ids.
func (t Trouble) Description() string {
	if t.Code == 0 {
		return t.Text
	}
	return fmt.Sprintf("AADSTS%d: %s", t.Code, t.Text)
}

// TroubledAddress returns the address of the person who meets the code: "aadsts50105@trouble.example".
func TroubledAddress(code int) string { return fmt.Sprintf("aadsts%d@trouble.example", code) }

// AddressFederated belongs to nobody in a domain that signs in through its organisation's own service.
const AddressFederated = "nobody@federated.example"

// Troubled returns one person for each code that notes and guides know, and one for the trouble that shows no code;
// always in the same order. All have Password.
func Troubled() []Person {
	var people []Person
	for _, t := range troubles() {
		p := Person{Key: fmt.Sprintf("aadsts%d", t.Code), Name: fmt.Sprintf("Trouble %d", t.Code), Address: TroubledAddress(t.Code),
			Password: Password, Kind: Work, TenantID: TenantFabrikam, ObjectID: fmt.Sprintf("5a3b1e00-0000-4000-9000-%012d", t.Code),
			Consented: t.Where != OnConsent, MFA: t.Where == OnMFA, Story: t.Text, Trouble: &t}
		if slices.Contains([]int{500200, 500208, 9002332, 50020, 16000, 90072}, t.Code) {
			p.Kind, p.TenantID = Personal, TenantPersonal
		}
		if t.Code == 0 {
			p.Key, p.Name, p.Address, p.ObjectID = "federated", "Trouble Federated", AddressFederated, "5a3b1e00-0000-4000-9000-0000000000fe"
		}
		people = append(people, p)
	}
	return people
}

// trouble returns the catalogue's entry for a code that arises by itself, such as an unknown tenant.
func trouble(code int, more ...string) *Trouble {
	for _, t := range append(troubles(), others()...) {
		if t.Code == code {
			if len(more) > 0 {
				t.Text += " " + strings.Join(more, " ")
			}
			return &t
		}
	}
	return &Trouble{Code: code, OAuth: "server_error", Text: "The request could not be processed."}
}
