package service

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
)

// values are the named values of a problem. Their names are in lower case, as all names in JSON here.
type values map[string]any

// say puts values into a pattern.
func say(pattern string, v values) string {
	if len(v) == 0 {
		return pattern
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		pairs = append(pairs, "{{."+name+"}}", fmt.Sprint(v[name]))
	}
	return strings.NewReplacer(pairs...).Replace(pattern)
}

// refuse returns the problem of a code, with its values where its pattern has some.
func refuse(code string, v values) *api.Problem {
	p, known := problemTable[code]
	if !known {
		code = api.CodeTrouble
		p = problemTable[code]
	}
	return &api.Problem{Type: p.kind, Status: p.status, Title: say(p.title, v), Detail: say(p.detail, v), Code: code, Values: v}
}

// wrong returns the error of a field, with its values where its pattern has some.
func wrong(field, code string, v values) api.FieldError {
	return api.FieldError{Field: field, Message: say(fieldTable[code], v), Code: code, Values: v}
}

func fieldsProblem(fields ...api.FieldError) *api.Problem {
	p := refuse(api.CodeFields, nil)
	p.Fields = fields
	return p
}

// quotaProblem returns a problem that is over after some seconds; 0: not by waiting.
func quotaProblem(code string, seconds int) *api.Problem {
	p := refuse(code, nil)
	p.RetryAfter = seconds
	return p
}

// codeProblem returns a problem with the verification code, whose field says the same.
func codeProblem(code, field string, v values) *api.Problem {
	p := refuse(code, v)
	p.Fields = []api.FieldError{wrong("code", field, nil)}
	return p
}

func termsProblem(a api.AgreementState) *api.Problem {
	p := refuse(api.CodeTerms, values{"title": a.Title, "version": a.Version})
	p.Agreement = a.ID
	p.SHA256 = a.SHA256
	return p
}

// accessCodes are the codes of access to the program and to an engagement, by the state of access.
var accessCodes = map[string]struct{ program, engagement string }{
	api.AccessNone:      {api.CodeProgramAccessNone, api.CodeAccessNone},
	api.AccessRequested: {api.CodeProgramAccessRequested, api.CodeAccessRequested},
	api.AccessDeclined:  {api.CodeProgramAccessDeclined, api.CodeAccessDeclined},
	api.AccessLapsed:    {api.CodeProgramAccessLapsed, api.CodeAccessLapsed},
	api.AccessRevoked:   {api.CodeProgramAccessRevoked, api.CodeAccessRevoked},
}

// accessProblem says why access is not there: to the engagement of a title, or to the program where title is empty.
func accessProblem(a api.Access, title string) *api.Problem {
	codes, known := accessCodes[a.State]
	if !known {
		codes = accessCodes[api.AccessNone]
	}
	v := values{}
	code := codes.program
	if title != "" {
		code = codes.engagement
		v["engagement"] = title
	}
	if a.State == api.AccessLapsed {
		v["days"] = idleDays
	}
	p := refuse(code, v)
	if a.Reason != "" {
		v["reason"] = a.Reason
		p.Detail += " The owner wrote: " + a.Reason
	}
	if len(v) == 0 {
		p.Values = nil
	}
	p.Contact = a.Contact
	p.Access = a.State
	return p
}

func notFound() *api.Problem { return refuse(api.CodeNotFound, nil) }
