package ui

import (
	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// arrange puts the screen that belongs to the area and the next step into the window. A screen stays as it
// is, half-typed text and all, as long as its key stays the same.
func (s *Shell) arrange() {
	key, build := s.wanted()
	if key != s.key || s.screen == nil {
		s.replaceScreen(key, build)
	}
	s.steps.show(!s.railShown() && s.area != areaNone && !s.isQuiet())
	s.rail.show(s.railShown())
}

// replaceScreen shows another screen. Nothing has the focus then but what the screen itself wants to have it.
func (s *Shell) replaceScreen(key string, build func() screen) {
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

// railShown reports whether the window has a rail now, and not the header of the journey.
func (s *Shell) railShown() bool { return s.ready() && s.area != areaWelcome }

// stepKnown reports whether it is known at which step the person is, so that nothing else flashes by.
func (s *Shell) stepKnown() bool {
	snap := s.view.Session
	return snap.Account == nil || snap.Status != nil || isSignInFault(snap.Fault)
}

// wanted names the screen that belongs on the window now, and how to build it.
func (s *Shell) wanted() (string, func() screen) {
	name := s.view.Session.Program.ID
	switch s.area {
	case areaNone:
		return "opening", func() screen { return newOpening(s) }
	case areaWelcome:
		return "welcome", func() screen { return newWelcome(s) }
	case areaDownloads:
		return "downloads", func() screen { return newDownloads(s) }
	case areaHelp:
		return "help", func() screen { return newHelp(s) }
	case areaAccount:
		if s.session.Load() != nil {
			return "account " + name, func() screen { return newAccount(s) }
		}
	case areaSignIn:
		if s.session.Load() != nil {
			return "sign-in " + name, func() screen { return newSignIn(s) }
		}
	case areaReading:
		if s.session.Load() != nil {
			return "reading " + name + s.reading, func() screen { return newAgreement(s, s.reading) }
		}
	case areaFeedback:
		if s.ready() {
			return "feedback " + name, func() screen { return newFeedback(s) }
		}
	case areaEngagements:
		if s.ready() {
			return "engagements " + name, func() screen { return newEngagements(s) }
		}
	case areaSettings:
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

// goTo shows another area. Areas that need a ready person lead to the next step of the journey otherwise.
func (s *Shell) goTo(p area) {
	if s.area != areaNone && s.area != p {
		s.before = append(s.before, s.area)
		if len(s.before) > mostBefore {
			s.before = s.before[1:]
		}
	}
	s.showArea(p)
}

// mostBefore is how many areas Alt Left can go back.
const mostBefore = 20

// goBack shows the area before this one.
func (s *Shell) goBack() {
	if n := len(s.before); n > 0 {
		p := s.before[n-1]
		s.before = s.before[:n-1]
		s.showArea(p)
	}
}

func (s *Shell) showArea(p area) {
	s.area = p
	s.arrange()
	s.steps.apply(s.view)
	s.rail.apply(s.view)
	s.notices.apply(s.view)
	s.puller.wake()
}

// goToEntry shows the n-th entry of the rail, counted from 0; nothing happens while there is no rail.
func (s *Shell) goToEntry(n int) {
	if s.ready() && n < len(s.rail.entry) {
		s.goTo(s.rail.entry[n].area)
	}
}

// read shows an agreement to read or answer, outside the journey's order.
func (s *Shell) read(agreement string) {
	if s.area != areaReading {
		s.readFrom = s.area
	}
	s.reading = agreement
	s.goTo(areaReading)
}

// readOn leads back to where the reading began.
func (s *Shell) readOn() { s.goTo(s.readFrom) }

// signInAgain shows the sign-in although an account is remembered.
func (s *Shell) signInAgain() {
	s.goTo(areaSignIn)
}

// giveFeedback opens the form about a package.
func (s *Shell) giveFeedback(about api.Package) {
	s.feedback.about = &about
	s.goTo(areaFeedback)
}
