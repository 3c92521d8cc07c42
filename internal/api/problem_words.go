package api

import (
	"strings"

	"github.com/programconnect/programconnect/internal/fault"
)

// problemWords gives each type of problem its kind and its words. The title of the service stays where the service knows more.
var problemWords = map[string]func(*Problem, *fault.Error){
	ProblemSignIn: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.SignIn, "sign-in-again"
		f.Title = "The program does not know who you are any more."
		f.Cause = "The sign-in has run out or was ended."
		f.Safe, f.Steps = "Nothing is lost: the account and the downloads stay.", []string{"Sign in again."}
	},
	ProblemRegistration: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.Registration, "register"
		f.Title = "You are signed in, but not registered at this program yet."
		f.Steps = []string{"Register: it is done once."}
	},
	ProblemVerification: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.Registration, "register"
		f.Title = "Your e-mail address is not verified yet."
		f.Safe, f.Steps = "Your registration is kept.", []string{"Enter the code that was mailed to you, or have a new one sent."}
	},
	ProblemTerms: func(p *Problem, f *fault.Error) {
		f.Kind, f.Guide, f.Agreement = fault.Terms, "accept-terms", oneLine(p.Agreement)
		f.Title = "An agreement waits for your answer."
		f.Safe, f.Steps = "What is already here is kept.", []string{"Read the agreement and answer it.", "Waiting downloads go on by themselves after you accept."}
	},
	ProblemAccess: func(p *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.Permission, "not-authorised"
		f.Title = "You are signed in, but you are not authorised for this."
		f.Safe = "Your sign-in works and nothing is lost."
		f.Steps = []string{"Ask for access here."}
		if contact := oneLine(p.Contact); contact != "" {
			f.Steps = []string{"Send the address that you signed in with to " + contact + ", or ask for access here."}
		}
	},
	ProblemLink: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Guide = fault.Permission, "expired-link"
		f.Title = "The link to the file has run out."
		f.Safe, f.Steps = "What is already here is kept.", []string{"Resume the download: it fetches a new link by itself."}
	},
	ProblemQuota: func(_ *Problem, f *fault.Error) {
		f.Kind = fault.Network
		f.Title = "The program asks you to slow down."
		f.Safe, f.Steps = "Nothing is lost.", []string{"Wait a little and try again."}
	},
	ProblemFields: func(p *Problem, f *fault.Error) {
		f.Kind, f.Title = fault.Usage, "A field needs another value."
		f.Safe = "Nothing was changed, and what you entered is still here."
		if len(p.Fields) > 0 {
			f.Field, f.Cause = oneLine(p.Fields[0].Field), oneLine(p.Fields[0].Message)
		}
	},
	ProblemNameTaken: func(p *Problem, f *fault.Error) {
		f.Kind, f.Field, f.Guide = fault.Usage, "publisher_name", "publisher-name-taken"
		f.Title, f.Cause = "This publisher display name is taken.", "Names count as the same regardless of case, width and spaces."
		f.Safe, f.Steps = "What you entered is still here.", []string{"Choose another name."}
		if len(p.Suggestions) > 0 {
			f.Steps = []string{"Choose another name, for example: " + oneLine(strings.Join(p.Suggestions, ", ")) + "."}
		}
	},
	ProblemFixed: func(p *Problem, f *fault.Error) {
		f.Kind, f.Title = fault.Usage, "Country or region and account type can't be changed after registering."
		f.Safe, f.Steps = "Your registration is unchanged.", []string{"Ask the program's contact if it is wrong."}
		if len(p.Fields) > 0 {
			f.Field = oneLine(p.Fields[0].Field)
		}
	},
	ProblemChanged: func(p *Problem, f *fault.Error) {
		f.Kind, f.Guide, f.Agreement = fault.Terms, "accept-terms", oneLine(p.Agreement)
		f.Title = "The agreement has changed since it was opened."
		f.Safe, f.Steps = "Your answer was not recorded.", []string{"Open the agreement again and answer the present text."}
	},
	ProblemConflict: func(_ *Problem, f *fault.Error) { f.Kind = fault.Usage },
	ProblemCode: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Field, f.Guide = fault.Usage, "code", "register"
		f.Safe = "Your registration is kept."
		f.Steps = []string{"Check the code in the newest mail, or have a new one sent."}
	},
	ProblemNotFound: func(_ *Problem, f *fault.Error) { f.Kind = fault.Usage },
	ProblemRange:    func(_ *Problem, f *fault.Error) { f.Kind = fault.Verification },
	ProblemTooLarge: func(_ *Problem, f *fault.Error) { f.Kind = fault.Usage },
	ProblemRequest:  func(_ *Problem, f *fault.Error) { f.Kind = fault.Usage },
	ProblemService: func(_ *Problem, f *fault.Error) {
		f.Kind, f.Title = fault.Network, "The program has trouble of its own at the moment."
		f.Cause = ""
		f.Safe, f.Steps = "Nothing is lost.", []string{"Try again in a minute."}
	},
}
