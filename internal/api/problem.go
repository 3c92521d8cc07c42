package api

import (
	"strings"
	"time"
	"unicode"

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
type Problem struct {
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
func (p *Problem) Error() string { return "program: " + p.Type }

// Fault gives the fault that a person is shown. The service's own words are cut to one short line without control characters.
func (p *Problem) Fault() *fault.Error {
	f := &fault.Error{Kind: fault.Other, Code: "program." + strings.TrimPrefix(p.Type, "urn:program-connect:problem:"), Title: i18n.Verbatim(oneLine(p.Title)),
		Cause: i18n.Verbatim(oneLine(p.Detail)), Correlation: oneLine(p.Instance), RetryAfter: time.Duration(max(0, p.RetryAfter)) * time.Second, Err: p}
	if words, ok := problemWords[p.Type]; ok {
		words(p, f)
	} else {
		f.Code = "program.answer"
	}
	if f.Title.String() == "" {
		f.Title = i18n.Verbatim("The program refused the request.")
	}
	return f
}

// oneLine makes foreign text fit to be shown: one line, no control or turning characters, at most 400 characters.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > 400 {
		s = string(runes[:399]) + "…"
	}
	return strings.TrimSpace(s)
}
