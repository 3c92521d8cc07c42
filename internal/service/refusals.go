package service

import (
	"net/http"

	"github.com/programconnect/programconnect/internal/api"
)

// A refusal is a *program.Problem: these make them, so that each has one status and one wording.

func refuse(kind string, status int, title, detail string) *api.Problem {
	return &api.Problem{Type: kind, Status: status, Title: title, Detail: detail}
}

func signInProblem() *api.Problem {
	return refuse(api.ProblemSignIn, http.StatusUnauthorized, "Sign in.", "The request carries no token that is good here.")
}

func registrationProblem() *api.Problem {
	return refuse(api.ProblemRegistration, http.StatusForbidden, "Register first.", "You are signed in, but not registered at this program.")
}

func verificationProblem() *api.Problem {
	return refuse(api.ProblemVerification, http.StatusForbidden, "Verify your e-mail address first.", "A code was mailed to the address of your registration.")
}

func termsProblem(a api.AgreementState) *api.Problem {
	p := refuse(api.ProblemTerms, http.StatusForbidden, "An agreement waits for an answer.", a.Title+", version "+a.Version)
	p.Agreement, p.SHA256 = a.ID, a.SHA256
	return p
}

func accessProblem(a api.Access, what string) *api.Problem {
	detail := "You are signed in, but have no access to " + what + "."
	switch a.State {
	case api.AccessRequested:
		detail = "Your request for access to " + what + " waits for its owner."
	case api.AccessDeclined:
		detail = "Your request for access to " + what + " was declined."
	case api.AccessLapsed:
		detail = "Your access to " + what + " has lapsed, because it was not used for 180 days."
	case api.AccessRevoked:
		detail = "Your access to " + what + " was withdrawn."
	}
	if a.Reason != "" {
		detail += " The owner wrote: " + a.Reason
	}
	p := refuse(api.ProblemAccess, http.StatusForbidden, "No access.", detail)
	p.Contact, p.Access = a.Contact, a.State
	return p
}

func linkProblem() *api.Problem {
	return refuse(api.ProblemLink, http.StatusForbidden, "The link is no longer good.", "It has run out, or it was changed. A new one can be had.")
}

func quotaProblem(detail string, seconds int) *api.Problem {
	p := refuse(api.ProblemQuota, http.StatusTooManyRequests, "Too much at once.", detail)
	p.RetryAfter = seconds
	return p
}

func fieldsProblem(fields ...api.FieldError) *api.Problem {
	p := refuse(api.ProblemFields, http.StatusUnprocessableEntity, "A field needs another value.", "")
	p.Fields = fields
	return p
}

func notFoundProblem() *api.Problem {
	return refuse(api.ProblemNotFound, http.StatusNotFound, "There is no such thing at this program.", "")
}

func conflictProblem(title, detail string) *api.Problem {
	return refuse(api.ProblemConflict, http.StatusConflict, title, detail)
}

func requestProblem(status int, detail string) *api.Problem {
	return refuse(api.ProblemRequest, status, "The request can't be read.", detail)
}

func tooLargeProblem(detail string) *api.Problem {
	return refuse(api.ProblemTooLarge, http.StatusRequestEntityTooLarge, "This is too large.", detail)
}

func serviceProblem(status int) *api.Problem {
	return refuse(api.ProblemService, status, "The program has trouble of its own.", "")
}
