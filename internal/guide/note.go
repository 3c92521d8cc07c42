package guide

import (
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/redact"
)

// Details is what somebody who helps needs to know. Leave empty what is not known; nothing in it may be a secret, and Note redacts
// all of it once more.
type Details struct {
	Language     string    // of the note: "en", "de", "fi", "ja"; anything else is English
	For          For       // whom the note is for; empty is IT
	Program      string    // the program's name
	Contact      string    // the program's contact, a name or an address
	Name         string    // of the person
	Address      string    // the e-mail address that was signed in with
	AccountKind  string    // "personal", "work" or "guest"
	Organisation string    // display name of the tenant
	Tenant       string    // tenant id or domain
	Code         string    // AADSTS number, OAuth error, HTTP status or code of this app
	Correlation  string    // correlation id
	Trace        string    // trace or request id
	Time         time.Time // when it happened; written in UTC
	App          string    // name and version of the app
	System       string    // operating system
	Message      string    // the message as it was seen; redacted and shortened to 2,000 characters
}

// For is whom a note is for.
type For string

// The readers of a note.
const (
	ForIT      For = "it"
	ForContact For = "contact"
)

const longestMessage = 2000

// Note returns a text to copy and send: who, which account, what happened, which numbers to look for. It holds no secret.
func Note(d Details) string {
	language := i18n.For(d.Language)
	lines := []string{language.Text(opening(d.For)), ""}
	for _, l := range d.lines(language) {
		if value := oneLine(l.value); value != "" {
			lines = append(lines, language.Text(l.label)+": "+value)
		}
	}
	if message := strings.TrimSpace(d.Message); message != "" {
		// Cut after redacting: a cut before could leave half a token that no longer looks like one.
		heading := i18n.T(&goi18n.Message{ID: "guide.note.message", Other: "The message"})
		lines = append(lines, "", language.Text(heading)+":", cut(redact.Text(message), longestMessage))
	}
	return redact.Text(strings.Join(lines, "\n")) + "\n"
}

func opening(reader For) i18n.Text {
	if reader == ForContact {
		return i18n.T(&goi18n.Message{ID: "guide.note.opening.contact", Other: "Hello,\n\nI would like to take part in the program with the account below. Could you set up access for it, or tell me what is missing? What is known:"})
	}
	return i18n.T(&goi18n.Message{ID: "guide.note.opening.it", Other: "Hello,\n\nI cannot get any further when signing in to a program and need help from IT. What is known:"})
}

// noteLine is one line of a note.
type noteLine struct {
	label i18n.Text
	value string
}

func (d Details) lines(language *i18n.Language) []noteLine {
	return []noteLine{
		{i18n.T(&goi18n.Message{ID: "guide.note.program", Other: "Program"}), d.Program},
		{i18n.T(&goi18n.Message{ID: "guide.note.name", Other: "Name"}), d.Name},
		{i18n.T(&goi18n.Message{ID: "guide.note.address", Other: "Signed in with"}), d.Address},
		{i18n.T(&goi18n.Message{ID: "guide.note.kind", Other: "Kind of account"}), language.Text(kindText(d.AccountKind))},
		{i18n.T(&goi18n.Message{ID: "guide.note.organisation", Other: "Organisation"}), d.Organisation},
		{i18n.T(&goi18n.Message{ID: "guide.note.tenant", Other: "Tenant"}), d.Tenant},
		{i18n.T(&goi18n.Message{ID: "guide.note.code", Other: "Code"}), d.Code},
		{i18n.T(&goi18n.Message{ID: "guide.note.correlation", Other: "Correlation ID"}), d.Correlation},
		{i18n.T(&goi18n.Message{ID: "guide.note.trace", Other: "Trace ID"}), d.Trace},
		{i18n.T(&goi18n.Message{ID: "guide.note.time", Other: "Time"}), moment(d.Time)},
		{i18n.T(&goi18n.Message{ID: "guide.note.app", Other: "App"}), d.App},
		{i18n.T(&goi18n.Message{ID: "guide.note.system", Other: "System"}), d.System},
	}
}

// kindText names a kind of account; empty for one that is not known.
func kindText(kind string) i18n.Text {
	switch kind {
	case "personal":
		return i18n.T(&goi18n.Message{ID: "guide.note.kind.personal", Other: "personal Microsoft account"})
	case "work":
		return i18n.T(&goi18n.Message{ID: "guide.note.kind.work", Other: "work or school account"})
	case "guest":
		return i18n.T(&goi18n.Message{ID: "guide.note.kind.guest", Other: "guest account"})
	}
	return i18n.Text{}
}

// Fill returns a guide's template with the details in it. A field whose value is not known stays as a line to fill in by hand. The
// fields are {program}, {contact}, {name}, {address}, {kind}, {organisation}, {tenant}, {code}, {correlation} and {time}.
func Fill(t Template, d Details) string {
	var pairs []string
	for field, value := range map[string]string{
		"program": d.Program, "contact": d.Contact, "name": d.Name, "address": d.Address, "kind": i18n.For(d.Language).Text(kindText(d.AccountKind)),
		"organisation": d.Organisation, "tenant": d.Tenant, "code": d.Code, "correlation": d.Correlation, "time": moment(d.Time),
	} {
		value = oneLine(value)
		if value == "" {
			value = "________"
		}
		pairs = append(pairs, "{"+field+"}", value)
	}
	return redact.Text(strings.NewReplacer(pairs...).Replace(t.Text))
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}

func oneLine(s string) string { return cut(strings.Join(strings.Fields(s), " "), 300) }

// cut shortens s to at most n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
