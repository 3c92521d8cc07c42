package ui

import (
	"context"
	"runtime"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/guide"
)

// ticks are the steps that were ticked off, kept in the home folder. A file that can't be read is an empty
// list: ticks are not worth an error on the screen.
func (s *Shell) ticks() *guide.Progress {
	if s.progress == nil {
		s.progress, _ = guide.LoadProgress(guide.Folder(s.cfg.Session.Home()))
	}
	return s.progress
}

// programName is the name of the program in use, empty when none is.
func (s *Shell) programName() string {
	if current := s.session.Load(); current != nil {
		return current.Name()
	}
	return ""
}

// details is what somebody who helps needs to know, read out of the message and the session; guide.Note
// takes out whatever looks like a secret.
func (s *Shell) details(message, code string) guide.Details {
	d := guide.Facts(message)
	d.Language, d.App, d.System = s.tag(), "Program Connect "+s.cfg.Version, runtime.GOOS+"/"+runtime.GOARCH
	if code != "" {
		d.Code = code
	}
	snap := s.view.Session
	d.Program, d.Contact = snap.Program.Name, snap.Program.Contact
	if a := snap.Account; a != nil {
		d.Name, d.Address, d.AccountKind, d.Organisation, d.Tenant = a.Name, a.Address, string(a.Kind), a.Organisation, a.TenantID
	}
	if d.Time.IsZero() {
		d.Time = s.cfg.Clock()
	}
	return d
}

// clockSlack is how far the clocks of computer and service may differ before sign-ins are refused.
const clockSlack = 5 * time.Minute

// checker looks at what guides ask about, in the session as it is.
func (s *Shell) checker() guide.Checker {
	if s.cfg.Checker != nil {
		return s.cfg.Checker
	}
	current := s.session.Load()
	return guide.CheckerFunc(func(ctx context.Context, check guide.Check) guide.Outcome {
		if current == nil {
			return guide.Outcome{State: guide.Unknown}
		}
		if check == guide.ServiceReachable {
			if err := current.Refresh(ctx); err != nil {
				return guide.Outcome{State: guide.Open}
			}
			return guide.Outcome{State: guide.Passed}
		}
		snap := current.Snapshot()
		if check == guide.KeyringThere {
			return outcomeOf(!snap.Memory)
		}
		if check == guide.AccountKind && snap.Account != nil {
			return guide.Outcome{State: guide.Passed, Detail: s.tr(&goi18n.Message{ID: "ui.guides.check.signed-in",
				Other: "Signed in: {{.Kind}}."}, "Kind", s.kindText(snap.Account.Kind))}
		}
		if snap.Status == nil {
			return guide.Outcome{State: guide.Unknown}
		}
		return statusOutcome(check, *snap.Status, snap.Checked)
	})
}

func statusOutcome(check guide.Check, status api.Status, checked time.Time) guide.Outcome {
	switch check {
	case guide.MailVerified:
		return outcomeOf(status.EmailVerified)
	case guide.Registered:
		return outcomeOf(status.Registration != nil)
	case guide.AccessGranted:
		return outcomeOf(status.Access.Granted())
	case guide.ClockRight:
		return outcomeOf(checked.Sub(status.Time).Abs() < clockSlack)
	default:
		return guide.Outcome{State: guide.Unknown}
	}
}

func outcomeOf(good bool) guide.Outcome {
	if good {
		return guide.Outcome{State: guide.Passed}
	}
	return guide.Outcome{State: guide.Open}
}
