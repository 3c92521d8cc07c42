package session

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/guide"
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
			return guide.Outcome{State: guide.Open, Detail: fault.Of(err).Error()}
		}
		return guide.Outcome{State: guide.Passed, Detail: s.about.Name + " answers."}
	}
	snap := s.Snapshot()
	if snap.Status == nil || err != nil {
		return guide.Outcome{State: guide.Unknown, Detail: "Only the program can tell, and nobody is signed in there."}
	}
	return checkStatus(check, snap, s.app.opts.Clock())
}

func checkStatus(check guide.Check, snap Snapshot, now time.Time) guide.Outcome {
	status := snap.Status
	switch check {
	case guide.MailVerified:
		return outcome(status.EmailVerified, "The address is verified.", "The address is not verified yet.")
	case guide.Registered:
		return outcome(status.Registration != nil, "Registered.", "Not registered yet.")
	case guide.AccessGranted:
		return outcome(status.Access.Granted(), "Access is granted.", "Access is "+status.Access.State+".")
	case guide.AccountKind:
		return guide.Outcome{State: guide.Passed, Detail: "Signed in with a " + string(snap.Account.Kind) + " account: " + snap.Account.Address + "."}
	case guide.ClockRight:
		return checkClock(status, now, snap.Checked)
	default:
		return guide.Outcome{State: guide.Unknown}
	}
}

// checkClock compares with the service's clock at the moment of its answer.
func checkClock(status *api.Status, now, checked time.Time) guide.Outcome {
	if status.Time.IsZero() || now.Sub(checked) > time.Minute {
		return guide.Outcome{State: guide.Unknown}
	}
	off := checked.Sub(status.Time).Abs()
	return outcome(off < clockSlack, "The clock is right.", "The clock of this computer is "+off.Round(time.Second).String()+" off.")
}

func (s *Session) checkKeyring(ctx context.Context) guide.Outcome {
	if err := s.app.opts.Accounts.Ready(ctx); err != nil && ctx.Err() != nil {
		return guide.Outcome{State: guide.Unknown}
	}
	snap := s.app.opts.Accounts.Snapshot()
	if snap.Fault != nil {
		return guide.Outcome{State: guide.Open, Detail: snap.Fault.Error()}
	}
	return outcome(snap.Storage == auth.InKeyring, "The keyring keeps sign-ins.", "Sign-ins are kept in memory only: they end with the app.")
}

func (s *Session) checkDisk() guide.Outcome {
	if s.app.opts.Downloads.Space == nil {
		return guide.Outcome{State: guide.Unknown}
	}
	free, err := s.app.opts.Downloads.Space(s.app.Settings().Folder)
	if err != nil {
		return guide.Outcome{State: guide.Unknown}
	}
	return outcome(free >= lowDisk, "There is room for downloads.", "There is under 1 GiB of room in the folder for downloads.")
}

func outcome(passed bool, yes, no string) guide.Outcome {
	if passed {
		return guide.Outcome{State: guide.Passed, Detail: yes}
	}
	return guide.Outcome{State: guide.Open, Detail: no}
}
