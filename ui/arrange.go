package ui

import (
	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// arrange puts the screen that belongs to the place and the next step into the window. A screen stays as it
// is, half-typed text and all, as long as its key stays the same.
func (s *Shell) arrange() {
	if s.place == placeNowhere {
		return
	}
	key, build := s.wanted()
	s.steps.show(!s.ready() && s.place != placeWelcome)
	s.rail.show(s.ready() && s.place != placeWelcome)
	if key == s.key && s.screen != nil {
		return
	}
	if s.screen != nil {
		s.screen.leave()
	}
	s.key = key
	s.screen = build()
	s.screen.apply(s.view)
	s.body.Objects = []fyne.CanvasObject{s.screen.object()}
	s.body.Refresh()
	s.win.Canvas().Unfocus()
	if f, ok := s.screen.(interface{ first() fyne.Focusable }); ok {
		if target := f.first(); target != nil {
			s.win.Canvas().Focus(target)
		}
	}
}

// wanted names the screen that belongs on the window now, and how to build it.
func (s *Shell) wanted() (string, func() screen) {
	name := s.view.Session.Program.ID
	switch s.place {
	case placeWelcome:
		return "welcome", func() screen { return newWelcome(s) }
	case placeDownloads:
		return "downloads", func() screen { return newDownloads(s) }
	case placeHelp:
		return "help", func() screen { return newHelp(s) }
	case placeAccount:
		if s.session.Load() != nil {
			return "account " + name, func() screen { return newAccount(s) }
		}
	case placeSignIn:
		if s.session.Load() != nil {
			return "sign-in " + name, func() screen { return newSignIn(s) }
		}
	case placeReading:
		if s.session.Load() != nil {
			return "reading " + name + s.reading, func() screen { return newAgreement(s, s.reading) }
		}
	case placeFeedback:
		if s.ready() {
			return "feedback " + name, func() screen { return newFeedback(s) }
		}
	case placeEngagements:
		if s.ready() {
			return "engagements " + name, func() screen { return newEngagements(s) }
		}
	case placeSettings:
		return "settings", func() screen { return newSettings(s) }
	}
	if s.session.Load() == nil {
		return "welcome", func() screen { return newWelcome(s) }
	}
	return s.journey(name)
}

// journey is the screen of the next step; the service chose it, nothing here does.
func (s *Shell) journey(name string) (string, func() screen) {
	snap := s.view.Session
	if s.attempting {
		// The account is known before the program has said where it stands; leaving now would end the asking.
		return "sign-in " + name, func() screen { return newSignIn(s) }
	}
	if snap.Account != nil && snap.Status == nil && !isSignInFault(snap.Fault) {
		return "checking " + name, func() screen { return newChecking(s) }
	}
	switch snap.Step {
	case api.StepRegister:
		return "register " + name, func() screen { return newRegister(s) }
	case api.StepVerify:
		return "verify " + name, func() screen { return newVerify(s) }
	case api.StepAgreement:
		next := api.AgreementState{}
		if snap.Status != nil {
			if waiting := api.Outstanding(*snap.Status); len(waiting) > 0 {
				next = waiting[0]
			}
		}
		return "agreement " + name + next.ID + next.SHA256, func() screen { return newAgreement(s, next.ID) }
	case api.StepAccess:
		return "access " + name, func() screen { return newAccess(s) }
	case api.StepReady:
		if s.thanks {
			return "thanks " + name, func() screen { return newThanks(s) }
		}
		return "packages " + name, func() screen { return newPackages(s) }
	default:
		return "sign-in " + name, func() screen { return newSignIn(s) }
	}
}

func isSignInFault(f *fault.Error) bool { return f != nil && f.Kind == fault.SignIn }
