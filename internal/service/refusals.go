package service

import (
	"net/http"

	"github.com/programconnect/programconnect/internal/program"
)

// A refusal is a *program.Problem: these make them, so that each has one status and one wording.

func refuse(kind string, status int, title, detail string) *program.Problem {
	return &program.Problem{Type: kind, Status: status, Title: title, Detail: detail}
}

func signInProblem() *program.Problem {
	return refuse(program.ProblemSignIn, http.StatusUnauthorized, "Sign in.", "The request carries no token that is good here.")
}

func registrationProblem() *program.Problem {
	return refuse(program.ProblemRegistration, http.StatusForbidden, "Register first.", "You are signed in, but not registered at this program.")
}

func verificationProblem() *program.Problem {
	return refuse(program.ProblemVerification, http.StatusForbidden, "Verify your e-mail address first.", "A code was mailed to the address of your registration.")
}

func termsProblem(a program.AgreementState) *program.Problem {
	p := refuse(program.ProblemTerms, http.StatusForbidden, "An agreement waits for an answer.", a.Title+", version "+a.Version)
	p.Agreement, p.SHA256 = a.ID, a.SHA256
	return p
}

func accessProblem(a program.Access, what string) *program.Problem {
	detail := "You are signed in, but have no access to " + what + "."
	switch a.State {
	case program.AccessRequested:
		detail = "Your request for access to " + what + " waits for its owner."
	case program.AccessDeclined:
		detail = "Your request for access to " + what + " was declined."
	case program.AccessLapsed:
		detail = "Your access to " + what + " has lapsed, because it was not used for 180 days."
	case program.AccessRevoked:
		detail = "Your access to " + what + " was withdrawn."
	}
	if a.Reason != "" {
		detail += " The owner wrote: " + a.Reason
	}
	p := refuse(program.ProblemAccess, http.StatusForbidden, "No access.", detail)
	p.Contact, p.Access = a.Contact, a.State
	return p
}

func linkProblem() *program.Problem {
	return refuse(program.ProblemLink, http.StatusForbidden, "The link is no longer good.", "It has run out, or it was changed. A new one can be had.")
}

func quotaProblem(detail string, seconds int) *program.Problem {
	p := refuse(program.ProblemQuota, http.StatusTooManyRequests, "Too much at once.", detail)
	p.RetryAfter = seconds
	return p
}

func fieldsProblem(fields ...program.FieldError) *program.Problem {
	p := refuse(program.ProblemFields, http.StatusUnprocessableEntity, "A field needs another value.", "")
	p.Fields = fields
	return p
}

func notFoundProblem() *program.Problem {
	return refuse(program.ProblemNotFound, http.StatusNotFound, "There is no such thing at this program.", "")
}

func conflictProblem(title, detail string) *program.Problem {
	return refuse(program.ProblemConflict, http.StatusConflict, title, detail)
}

func requestProblem(status int, detail string) *program.Problem {
	return refuse(program.ProblemRequest, status, "The request can't be read.", detail)
}

func tooLargeProblem(detail string) *program.Problem {
	return refuse(program.ProblemTooLarge, http.StatusRequestEntityTooLarge, "This is too large.", detail)
}

func serviceProblem(status int) *program.Problem {
	return refuse(program.ProblemService, status, "The program has trouble of its own.", "")
}
