package api

import (
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// problemFaults adds to a fault what belongs to each type of problem: its kind, what is safe, what to do. A title stays as it is where the code or
// the service knows more.
var problemFaults = map[string]func(*Problem, *fault.Error){
	ProblemSignIn:       signInFault,
	ProblemRegistration: registrationFault,
	ProblemVerification: verificationFault,
	ProblemTerms:        termsFault,
	ProblemAccess:       accessFault,
	ProblemRegion:       regionFault,
	ProblemLink:         linkFault,
	ProblemQuota:        quotaFault,
	ProblemFields:       fieldsFault,
	ProblemNameTaken:    nameTakenFault,
	ProblemFixed:        fixedFault,
	ProblemChanged:      changedFault,
	ProblemConflict:     usageFault,
	ProblemCode:         codeFault,
	ProblemNotFound:     notFoundFault,
	ProblemRange:        rangeFault,
	ProblemTooLarge:     usageFault,
	ProblemRequest:      usageFault,
	ProblemService:      serviceFault,
}

func nothingLost() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.safe.nothing-lost", Other: "Nothing is lost."})
}

func filesKept() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.safe.files-kept", Other: "What is already here is kept."})
}

func registrationKept() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.safe.registration-kept", Other: "Your registration is kept."})
}

func signInFault(_ *Problem, f *fault.Error) {
	f.Kind, f.Guide = fault.SignIn, "sign-in-again"
	f.Title = i18n.T(&goi18n.Message{ID: "program.sign-in.title", Other: "The program does not know who you are any more."})
	f.Cause = i18n.T(&goi18n.Message{ID: "program.sign-in.cause", Other: "The sign-in has run out or was ended."})
	f.Safe = i18n.T(&goi18n.Message{ID: "program.sign-in.safe", Other: "Nothing is lost: the account and the downloads stay."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.sign-in.step", Other: "Sign in again."})}
}

func registrationFault(_ *Problem, f *fault.Error) {
	f.Kind, f.Guide = fault.Registration, "register"
	f.Title = i18n.T(&goi18n.Message{ID: "program.registration.title", Other: "You are signed in, but not registered at this program yet."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.registration.step", Other: "Register: it is done once."})}
}

func verificationFault(_ *Problem, f *fault.Error) {
	f.Kind, f.Guide = fault.Registration, "register"
	f.Title = i18n.T(&goi18n.Message{ID: "program.verification.title", Other: "Your e-mail address is not verified yet."})
	f.Safe = registrationKept()
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.verification.step",
		Other: "Enter the code that was mailed to you, or have a new one sent."})}
}

func termsFault(p *Problem, f *fault.Error) {
	f.Kind, f.Guide, f.Agreement = fault.Terms, "accept-terms", CleanLine(p.Agreement, IDLength)
	f.Title = i18n.T(&goi18n.Message{ID: "program.terms.title", Other: "An agreement waits for your answer."})
	f.Safe = filesKept()
	f.Steps = []i18n.Text{
		i18n.T(&goi18n.Message{ID: "program.terms.step", Other: "Read the agreement and answer it."}),
		i18n.T(&goi18n.Message{ID: "program.terms.step2", Other: "Waiting downloads go on by themselves after you accept."}),
	}
}

func accessFault(p *Problem, f *fault.Error) {
	f.Kind, f.Guide = fault.Permission, "not-authorised"
	f.Title = i18n.T(&goi18n.Message{ID: "program.access.title", Other: "You are signed in, but you are not authorised for this."})
	f.Safe = i18n.T(&goi18n.Message{ID: "program.access.safe", Other: "Your sign-in works and nothing is lost."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.access.step", Other: "Ask for access here."})}
	if contact := CleanLine(p.Contact, limitLine); contact != "" {
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.access.contact.step",
			Other: "Send the address that you signed in with to {{.Contact}}, or ask for access here."}, "Contact", contact)}
	}
}

func regionFault(_ *Problem, f *fault.Error) {
	f.Kind, f.Safe = fault.Permission, nothingLost()
	f.Title = i18n.T(&goi18n.Message{ID: "program.region.title", Other: "This package is not given to your country or region."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.region.step", Other: "Ask the program's owner whether there is one for you."})}
}

func linkFault(_ *Problem, f *fault.Error) {
	f.Kind, f.Guide = fault.Permission, "expired-link"
	f.Title = i18n.T(&goi18n.Message{ID: "program.link.title", Other: "The link to the file has run out."})
	f.Safe = filesKept()
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.link.step", Other: "Resume the download: it fetches a new link by itself."})}
}

func quotaFault(_ *Problem, f *fault.Error) {
	f.Kind, f.Safe = fault.Network, nothingLost()
	f.Title = i18n.T(&goi18n.Message{ID: "program.quota.title", Other: "The program asks you to slow down."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.quota.step", Other: "Wait a little and try again."})}
}

func fieldsFault(p *Problem, f *fault.Error) {
	f.Kind = fault.Usage
	f.Title = i18n.T(&goi18n.Message{ID: "program.fields.title", Other: "A field needs another value."})
	f.Safe = i18n.T(&goi18n.Message{ID: "program.fields.safe", Other: "Nothing was changed, and what you entered is still here."})
	if len(p.Fields) > 0 {
		f.Field, f.Cause = CleanLine(p.Fields[0].Field, limitLine), p.Fields[0].Text()
	}
}

func nameTakenFault(p *Problem, f *fault.Error) {
	f.Kind, f.Field, f.Guide = fault.Usage, "publisher_name", "publisher-name-taken"
	f.Title = i18n.T(&goi18n.Message{ID: "program.name-taken.title", Other: "This publisher display name is taken."})
	f.Cause = i18n.T(&goi18n.Message{ID: "program.name-taken.cause", Other: "Names count as the same regardless of case, width and spaces."})
	f.Safe = i18n.T(&goi18n.Message{ID: "program.name-taken.safe", Other: "What you entered is still here."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.name-taken.step", Other: "Choose another name."})}
	if names := CleanLine(strings.Join(p.Suggestions, ", "), limitLine); names != "" {
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.name-taken.suggestions.step",
			Other: "Choose another name, for example: {{.Names}}."}, "Names", names)}
	}
}

func fixedFault(p *Problem, f *fault.Error) {
	f.Kind = fault.Usage
	f.Title = i18n.T(&goi18n.Message{ID: "program.fixed.title",
		Other: "Country or region and account type can't be changed after registering."})
	f.Safe = i18n.T(&goi18n.Message{ID: "program.fixed.safe", Other: "Your registration is unchanged."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.fixed.step", Other: "Ask the program's contact if it is wrong."})}
	if len(p.Fields) > 0 {
		f.Field = CleanLine(p.Fields[0].Field, limitLine)
	}
}

func changedFault(p *Problem, f *fault.Error) {
	f.Kind, f.Guide, f.Agreement = fault.Terms, "accept-terms", CleanLine(p.Agreement, IDLength)
	f.Title = i18n.T(&goi18n.Message{ID: "program.changed.title", Other: "The agreement has changed since it was opened."})
	f.Safe = i18n.T(&goi18n.Message{ID: "program.changed.safe", Other: "Your answer was not recorded."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.changed.step", Other: "Open the agreement again and answer the present text."})}
}

func codeFault(_ *Problem, f *fault.Error) {
	f.Kind, f.Field, f.Guide = fault.Usage, "code", "register"
	f.Safe = registrationKept()
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.code.step", Other: "Check the code in the newest mail, or have a new one sent."})}
	titled(f)
}

func notFoundFault(_ *Problem, f *fault.Error) {
	f.Kind = fault.Usage
	if f.Title.IsZero() {
		f.Title = i18n.T(problemMessages[CodeNotFound].title)
	}
}

func rangeFault(_ *Problem, f *fault.Error) {
	f.Kind, f.Guide = fault.Verification, "changed-file"
	titled(f)
}

func usageFault(_ *Problem, f *fault.Error) {
	f.Kind = fault.Usage
	titled(f)
}

func serviceFault(_ *Problem, f *fault.Error) {
	f.Kind, f.Guide, f.Cause, f.Safe = fault.Network, "service-unavailable", i18n.Text{}, nothingLost()
	f.Title = i18n.T(&goi18n.Message{ID: "program.service.title", Other: "The program has trouble of its own at the moment."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.service.step", Other: "Try again in a minute."})}
}

// titled adds the general title to a fault without one.
func titled(f *fault.Error) {
	if f.Title.IsZero() {
		f.Title = i18n.T(&goi18n.Message{ID: "program.answer.refused.title", Other: "The program refused the request."})
	}
}
