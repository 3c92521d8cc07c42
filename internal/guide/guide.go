package guide

import "github.com/programconnect/programconnect/internal/i18n"

// Kind says what a guide is for.
type Kind string

// The kinds.
const (
	Journey Kind = "journey" // from here to a goal: steps in order
	Remedy  Kind = "remedy"  // one trouble and its way out
	Advice  Kind = "advice"  // worth knowing before it hurts
)

// Check names something that the app can look at by itself; a Checker answers it.
type Check string

// The checks that steps may carry.
const (
	MailVerified     Check = "mail-verified"
	Registered       Check = "registered"
	AccessGranted    Check = "access-granted"
	AccountKind      Check = "account-kind" // which kind of account is signed in: personal, work or guest
	KeyringThere     Check = "keyring"
	ClockRight       Check = "clock"
	DiskRoom         Check = "disk-room"
	ServiceReachable Check = "service-reachable"
)

// Checks lists the checks in the order they were declared.
func Checks() []Check {
	return []Check{MailVerified, Registered, AccessGranted, AccountKind, KeyringThere, ClockRight, DiskRoom, ServiceReachable}
}

// Guide is one guide in one language. Its slices are shared: do not write to them.
type Guide struct {
	ID       string   `json:"id"` // the same in every language, kebab-case
	Kind     Kind     `json:"kind"`
	Language string   `json:"language"` // "en", "de", "fi" or "ja"
	Title    string   `json:"title"`
	Summary  string   `json:"summary"`         // one or two sentences: the cause, and what helps
	Intro    string   `json:"intro,omitempty"` // Markdown before the steps; may be empty
	Steps    []Step   `json:"steps"`
	Codes    []string `json:"codes,omitempty"`   // codes that lead here: AADSTS50020, HTTP 403, access_denied, session.access
	Related  []string `json:"related,omitempty"` // ids of guides that go on from here

	quotes   []piece  // wordings that nothing else has
	symptoms []string // sentences as a page or a person says them
}

// Step is one numbered step.
type Step struct {
	ID        string     `json:"id"`              // the same in every language; what Progress remembers
	Title     string     `json:"title"`           // one line, without its number
	Text      string     `json:"text,omitempty"`  // Markdown, without the templates
	Check     Check      `json:"check,omitempty"` // what the app can look at by itself; may be empty
	Links     []Link     `json:"links,omitempty"` // the links of Text, in order
	Templates []Template `json:"templates,omitempty"`
}

// Link is an address that a step names. Show the host beside it: a person must see where a button leads.
type Link struct {
	Text string `json:"text"`
	URL  string `json:"url"` // always https
	Host string `json:"host"`
}

// Template is a text to copy and send. Its fields in braces are filled by Fill.
type Template struct {
	Text string `json:"text"`
}

// In returns the same guide in another language ("de", also "de-AT" or "de_AT"), in English where the language is not there.
func (g Guide) In(language string) Guide {
	if other, ok := theLibrary().guides[i18n.Closest(language)][g.ID]; ok {
		return other
	}
	return g
}
