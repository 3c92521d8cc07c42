package api

import (
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// The types of problem details (RFC 9457) that the service sends and the app acts on.
const (
	ProblemSignIn       = "urn:program-connect:problem:sign-in"      // 401
	ProblemRegistration = "urn:program-connect:problem:registration" // 403, register first
	ProblemVerification = "urn:program-connect:problem:verification" // 403, the e-mail address waits for its code
	ProblemTerms        = "urn:program-connect:problem:terms"        // 403, names the agreement
	ProblemAccess       = "urn:program-connect:problem:access"       // 403, names the contact
	ProblemRegion       = "urn:program-connect:problem:region"       // 403, not given to the country or region of the registration
	ProblemLink         = "urn:program-connect:problem:link"         // 403, a signed link that has run out or was changed
	ProblemQuota        = "urn:program-connect:problem:quota"        // 429
	ProblemFields       = "urn:program-connect:problem:fields"       // 422, names the fields
	ProblemNameTaken    = "urn:program-connect:problem:name-taken"   // 409, with suggestions
	ProblemFixed        = "urn:program-connect:problem:fixed"        // 409, a field that can't change any more
	ProblemChanged      = "urn:program-connect:problem:changed"      // 409, the agreement is no longer the one that was read
	ProblemConflict     = "urn:program-connect:problem:conflict"     // 409
	ProblemCode         = "urn:program-connect:problem:code"         // 422, the verification code
	ProblemNotFound     = "urn:program-connect:problem:not-found"    // 404
	ProblemRange        = "urn:program-connect:problem:range"        // 416
	ProblemTooLarge     = "urn:program-connect:problem:too-large"    // 413
	ProblemRequest      = "urn:program-connect:problem:request"      // 400, 405, 415
	ProblemService      = "urn:program-connect:problem:service"      // 500, 503
)

// ProblemType is the content type of problem details.
const ProblemType = "application/problem+json"

// Problem is problem details with the members that this service adds.
type Problem struct { //nolint:errname // a problem is what RFC 9457 calls it
	Type        string         `json:"type"`
	Title       string         `json:"title"`
	Status      int            `json:"status"`
	Detail      string         `json:"detail,omitzero"`
	Code        string         `json:"code,omitzero"`
	Values      map[string]any `json:"values,omitzero"`
	Instance    string         `json:"instance,omitzero"` // number of the request, to be found in the service's log
	Agreement   string         `json:"agreement,omitzero"`
	SHA256      string         `json:"sha256,omitzero"` // of the agreement's current text
	Contact     string         `json:"contact,omitzero"`
	Access      string         `json:"access,omitzero"` // state of access
	Fields      []FieldError   `json:"fields,omitzero"`
	Suggestions []string       `json:"suggestions,omitzero"`
	RetryAfter  int            `json:"retry_after,omitzero"` // seconds
}

// Error makes a Problem an error, so that a *fault.Error can carry it and errors.As finds it. Its text holds nothing secret.
func (p *Problem) Error() string { return "program: " + CleanLine(p.Type, limitLine) }

// Fault returns the fault that a person is shown: what to do by the problem's type, what happened by its code. The service's
// own words stand where this app does not know the type or the code.
func (p *Problem) Fault() *fault.Error {
	f := &fault.Error{
		Kind: fault.Other, Code: "program." + strings.TrimPrefix(p.Type, "urn:program-connect:problem:"),
		Title: verbatim(p.Title), Cause: verbatim(p.Detail), Correlation: CleanLine(p.Instance, limitLine),
		RetryAfter: time.Duration(max(0, p.RetryAfter)) * time.Second, Err: p,
	}
	byType, ok := problemFaults[p.Type]
	if !ok {
		f.Code = "program.answer"
		titled(f)
		return f
	}
	p.addMessages(f)
	byType(p, f)
	return f
}

// addMessages replaces the service's own words by the messages of the code, when the code is known and its values are there.
func (p *Problem) addMessages(f *fault.Error) {
	m, ok := problemMessages[p.Code]
	title, cause := messageWith(m.title, p.Values), messageWith(m.cause, p.Values)
	if !ok || !title.Complete() || !cause.Complete() {
		return
	}
	f.Cause = cause
	if !title.IsZero() {
		f.Title = title
	}
	if reason, ok := p.Values["reason"].(string); ok && reason != "" {
		f.Cause = i18n.T(&goi18n.Message{ID: "program.access.reason", Other: "{{.Cause}} The owner wrote: {{.Reason}}"}, "Cause", cause, "Reason", reason)
	}
}

// messageWith returns a message with the values of a problem; their names begin with a capital letter in messages.
func messageWith(m *goi18n.Message, values map[string]any) i18n.Text {
	if m == nil {
		return i18n.Text{}
	}
	var pairs []any
	for name, value := range values {
		if name != "" {
			pairs = append(pairs, strings.ToUpper(name[:1])+name[1:], value)
		}
	}
	return i18n.T(m, pairs...)
}

// verbatim returns the service's own words, cut to one line.
func verbatim(text string) i18n.Text { return i18n.Verbatim(CleanLine(text, limitLine)) }
