package guide

import (
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/redact"
	"github.com/programconnect/programconnect/internal/words"
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

// Note is a text to copy and send: who, which account, what happened, which numbers to look for. It holds no secret.
func Note(d Details) string {
	w := noteWords(words.Closest(d.Language))
	opening := w.it
	if d.For == ForContact {
		opening = w.contact
	}
	lines := []string{opening, ""}
	for _, l := range []struct{ label, value string }{
		{w.program, d.Program}, {w.name, d.Name}, {w.address, d.Address}, {w.kind, w.kinds[d.AccountKind]}, {w.organisation, d.Organisation},
		{w.tenant, d.Tenant}, {w.code, d.Code}, {w.correlation, d.Correlation}, {w.trace, d.Trace}, {w.time, moment(d.Time)},
		{w.app, d.App}, {w.system, d.System},
	} {
		if value := oneLine(l.value); value != "" {
			lines = append(lines, l.label+": "+value)
		}
	}
	if message := strings.TrimSpace(d.Message); message != "" {
		// Cut after redacting: a cut before could leave half a token that no longer looks like one.
		lines = append(lines, "", w.message+":", cut(redact.Text(message), longestMessage))
	}
	return redact.Text(strings.Join(lines, "\n")) + "\n"
}

// Fill puts the details into a guide's template. A place whose value is not known stays as a line to fill in by hand. The places are
// {program}, {contact}, {name}, {address}, {kind}, {organisation}, {tenant}, {code}, {correlation} and {time}.
func Fill(t Template, d Details) string {
	w := noteWords(words.Closest(d.Language))
	var pairs []string
	for place, value := range map[string]string{
		"program": d.Program, "contact": d.Contact, "name": d.Name, "address": d.Address, "kind": w.kinds[d.AccountKind],
		"organisation": d.Organisation, "tenant": d.Tenant, "code": d.Code, "correlation": d.Correlation, "time": moment(d.Time),
	} {
		value = oneLine(value)
		if value == "" {
			value = "________"
		}
		pairs = append(pairs, "{"+place+"}", value)
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
