package api

import (
	"strings"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// problemWords gives each type of problem its kind and its words. The title of the service stays where the service knows more.
var problemWords = map[string]func(*Problem, *fault.Error){
	ProblemSignIn: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.SignIn, "sign-in-again"
		f.Title = i18n.Verbatim("The program does not know who you are any more.")
		f.Cause = i18n.Verbatim("The sign-in has run out or was ended.")
		f.Safe, f.Steps = i18n.Verbatim("Nothing is lost: the account and the downloads stay."), []i18n.Text{i18n.Verbatim("Sign in again.")}
	},
	ProblemRegistration: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.Registration, "register"
		f.Title = i18n.Verbatim("You are signed in, but not registered at this program yet.")
		f.Steps = []i18n.Text{i18n.Verbatim("Register: it is done once.")}
	},
	ProblemVerification: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.Registration, "register"
		f.Title = i18n.Verbatim("Your e-mail address is not verified yet.")
		f.Safe, f.Steps = i18n.Verbatim("Your registration is kept."), []i18n.Text{i18n.Verbatim("Enter the code that was mailed to you, or have a new one sent.")}
	},
	ProblemTerms: func(p *Problem, f *fault.Error) {
		f.Kind, f.Guide, f.Agreement = fault.Terms, "accept-terms", oneLine(p.Agreement)
		f.Title = i18n.Verbatim("An agreement waits for your answer.")
		f.Safe, f.Steps = i18n.Verbatim("What is already here is kept."), []i18n.Text{i18n.Verbatim("Read the agreement and answer it."), i18n.Verbatim("Waiting downloads go on by themselves after you accept.")}
	},
	ProblemAccess: func(p *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.Permission, "not-authorised"
		f.Title = i18n.Verbatim("You are signed in, but you are not authorised for this.")
		f.Safe = i18n.Verbatim("Your sign-in works and nothing is lost.")
		f.Steps = []i18n.Text{i18n.Verbatim("Ask for access here.")}
		if contact := oneLine(p.Contact); contact != "" {
			f.Steps = []i18n.Text{i18n.Verbatim("Send the address that you signed in with to " + contact + ", or ask for access here.")}
		}
	},
	ProblemLink: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.Permission, "expired-link"
		f.Title = i18n.Verbatim("The link to the file has run out.")
		f.Safe, f.Steps = i18n.Verbatim("What is already here is kept."), []i18n.Text{i18n.Verbatim("Resume the download: it fetches a new link by itself.")}
	},
	ProblemQuota: func(_ *Problem, f *fault.Error) {
		f.Kind = fault.Network
		f.Title = i18n.Verbatim("The program asks you to slow down.")
		f.Safe, f.Steps = i18n.Verbatim("Nothing is lost."), []i18n.Text{i18n.Verbatim("Wait a little and try again.")}
	},
	ProblemFields: func(p *Problem, f *fault.Error) {
		f.Kind, f.Title = fault.Usage, i18n.Verbatim("A field needs another value.")
		f.Safe = i18n.Verbatim("Nothing was changed, and what you entered is still here.")
		if len(p.Fields) > 0 {
			f.Field, f.Cause = oneLine(p.Fields[0].Field), i18n.Verbatim(oneLine(p.Fields[0].Message))
		}
	},
	ProblemNameTaken: func(p *Problem, f *fault.Error) {
		f.Kind, f.Field, f.Guide = fault.Usage, "publisher_name", "publisher-name-taken"
		f.Title, f.Cause = i18n.Verbatim("This publisher display name is taken."), i18n.Verbatim("Names count as the same regardless of case, width and spaces.")
		f.Safe, f.Steps = i18n.Verbatim("What you entered is still here."), []i18n.Text{i18n.Verbatim("Choose another name.")}
		if len(p.Suggestions) > 0 {
			f.Steps = []i18n.Text{i18n.Verbatim("Choose another name, for example: " + oneLine(strings.Join(p.Suggestions, ", ")) + ".")}
		}
	},
	ProblemFixed: func(p *Problem, f *fault.Error) {
		f.Kind, f.Title = fault.Usage, i18n.Verbatim("Country or region and account type can't be changed after registering.")
		f.Safe, f.Steps = i18n.Verbatim("Your registration is unchanged."), []i18n.Text{i18n.Verbatim("Ask the program's contact if it is wrong.")}
		if len(p.Fields) > 0 {
			f.Field = oneLine(p.Fields[0].Field)
		}
	},
	ProblemChanged: func(p *Problem, f *fault.Error) {
		f.Kind, f.Guide, f.Agreement = fault.Terms, "accept-terms", oneLine(p.Agreement)
		f.Title = i18n.Verbatim("The agreement has changed since it was opened.")
		f.Safe, f.Steps = i18n.Verbatim("Your answer was not recorded."), []i18n.Text{i18n.Verbatim("Open the agreement again and answer the present text.")}
	},
	ProblemConflict: func(_ *Problem, f *fault.Error) { f.Kind = fault.Usage },
	ProblemCode: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Field, f.Guide = fault.Usage, "code", "register"
		f.Safe = i18n.Verbatim("Your registration is kept.")
		f.Steps = []i18n.Text{i18n.Verbatim("Check the code in the newest mail, or have a new one sent.")}
	},
	ProblemNotFound: func(_ *Problem, f *fault.Error) { f.Kind = fault.Usage },
	ProblemRange:    func(_ *Problem, f *fault.Error) { f.Kind = fault.Verification },
	ProblemTooLarge: func(_ *Problem, f *fault.Error) { f.Kind = fault.Usage },
	ProblemRequest:  func(_ *Problem, f *fault.Error) { f.Kind = fault.Usage },
	ProblemService: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Title = fault.Network, i18n.Verbatim("The program has trouble of its own at the moment.")
		f.Cause = i18n.Verbatim("")
		f.Safe, f.Steps = i18n.Verbatim("Nothing is lost."), []i18n.Text{i18n.Verbatim("Try again in a minute.")}
	},
}
