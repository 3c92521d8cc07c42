package session

import (
	"context"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/i18n"
)

// clockSlack is how far this computer's clock may be from the service's: tokens are refused beyond five minutes.
const clockSlack = 5 * time.Minute

// lowDisk is what a folder for downloads should have free, in bytes.
const lowDisk = 1 << 30

// Check answers a guide's check about this person at this program: Session is a guide.Checker. What has to do with the service is asked
// of the service.
func (s *Session) Check(ctx context.Context, check guide.Check) guide.Outcome {
	switch check {
	case guide.KeyringThere:
		return s.checkKeyring(ctx)
	case guide.DiskRoom:
		return s.checkDisk()
	}
	err := s.Refresh(ctx)
	if check == guide.ServiceReachable {
		if fault.Is(err, fault.Network) {
			return guide.Outcome{State: guide.Open, Detail: faultText(fault.Of(err))}
		}
		return guide.Outcome{State: guide.Passed,
			Detail: i18n.T(&goi18n.Message{ID: "session.check.service.passed", Other: "{{.Program}} answers."}, "Program", s.about.Name)}
	}
	snap := s.Snapshot()
	if snap.Status == nil || err != nil {
		return guide.Outcome{State: guide.Unknown, Detail: i18n.T(&goi18n.Message{ID: "session.check.nobody",
			Other: "Only the program can tell, and nobody is signed in there."})}
	}
	return checkStatus(check, snap, s.app.opts.Clock())
}

// faultText is what happened and why, as one text.
func faultText(f *fault.Error) i18n.Text {
	if f.Cause.IsZero() {
		return f.Title
	}
	return i18n.T(&goi18n.Message{ID: "session.check.fault", Other: "{{.Title}} {{.Cause}}"}, "Title", f.Title, "Cause", f.Cause)
}

func checkStatus(check guide.Check, snap Snapshot, now time.Time) guide.Outcome {
	status := snap.Status
	switch check {
	case guide.MailVerified:
		return outcome(status.EmailVerified, &goi18n.Message{ID: "session.check.mail.passed", Other: "The address is verified."},
			&goi18n.Message{ID: "session.check.mail.open", Other: "The address is not verified yet."})
	case guide.Registered:
		return outcome(status.Registration != nil, &goi18n.Message{ID: "session.check.registered.passed", Other: "Registered."},
			&goi18n.Message{ID: "session.check.registered.open", Other: "Not registered yet."})
	case guide.AccessGranted:
		if cause := accessCause(api.Access{State: status.Access.State}); !cause.IsZero() {
			return guide.Outcome{State: guide.Open, Detail: cause}
		}
		return outcome(status.Access.Granted(), &goi18n.Message{ID: "session.check.access.passed", Other: "Access is granted."},
			&goi18n.Message{ID: "session.check.access.open", Other: "Nobody asked for access yet."})
	case guide.AccountKind:
		return guide.Outcome{State: guide.Passed, Detail: accountText(snap.Account)}
	case guide.ClockRight:
		return checkClock(status, now, snap.Checked)
	default:
		return guide.Outcome{State: guide.Unknown}
	}
}

func accountText(account *auth.Account) i18n.Text {
	switch account.Kind {
	case auth.Personal:
		return i18n.T(&goi18n.Message{ID: "session.check.account.personal", Other: "Signed in with a personal account: {{.Address}}."}, "Address", account.Address)
	case auth.Guest:
		return i18n.T(&goi18n.Message{ID: "session.check.account.guest", Other: "Signed in with a guest account: {{.Address}}."}, "Address", account.Address)
	default:
		return i18n.T(&goi18n.Message{ID: "session.check.account.work", Other: "Signed in with a work account: {{.Address}}."}, "Address", account.Address)
	}
}

// checkClock compares with the service's clock at the moment of its answer.
func checkClock(status *api.Status, now, checked time.Time) guide.Outcome {
	if status.Time.IsZero() || now.Sub(checked) > time.Minute {
		return guide.Outcome{State: guide.Unknown}
	}
	off := checked.Sub(status.Time).Abs()
	if off < clockSlack {
		return guide.Outcome{State: guide.Passed, Detail: i18n.T(&goi18n.Message{ID: "session.check.clock.passed", Other: "The clock is right."})}
	}
	return guide.Outcome{State: guide.Open, Detail: i18n.T(&goi18n.Message{ID: "session.check.clock.open",
		Other: "The clock of this computer is {{.Off}} off."}, "Off", off.Round(time.Second).String())}
}

func (s *Session) checkKeyring(ctx context.Context) guide.Outcome {
	if err := s.app.opts.Accounts.Ready(ctx); err != nil && ctx.Err() != nil {
		return guide.Outcome{State: guide.Unknown}
	}
	snap := s.app.opts.Accounts.Snapshot()
	if snap.Fault != nil {
		return guide.Outcome{State: guide.Open, Detail: faultText(snap.Fault)}
	}
	return outcome(snap.Storage == auth.InKeyring, &goi18n.Message{ID: "session.check.keyring.passed", Other: "The keyring keeps sign-ins."},
		&goi18n.Message{ID: "session.check.keyring.open", Other: "Sign-ins are kept in memory only: they end with the app."})
}

func (s *Session) checkDisk() guide.Outcome {
	if s.app.opts.Downloads.Space == nil {
		return guide.Outcome{State: guide.Unknown}
	}
	free, err := s.app.opts.Downloads.Space(s.app.Settings.Now().Folder)
	if err != nil {
		return guide.Outcome{State: guide.Unknown}
	}
	return outcome(free >= lowDisk, &goi18n.Message{ID: "session.check.disk.passed", Other: "There is room for downloads."},
		&goi18n.Message{ID: "session.check.disk.open", Other: "There is under 1 GiB of room in the folder for downloads."})
}

func outcome(passed bool, yes, no *goi18n.Message) guide.Outcome {
	if passed {
		return guide.Outcome{State: guide.Passed, Detail: i18n.T(yes)}
	}
	return guide.Outcome{State: guide.Open, Detail: i18n.T(no)}
}
