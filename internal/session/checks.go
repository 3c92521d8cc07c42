package session

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"path/filepath"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
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
	case guide.ClockRight:
		return s.checkClock(ctx)
	case guide.ServiceReachable:
		return s.checkService(ctx)
	}
	err := s.Refresh(ctx)
	snap := s.Snapshot()
	if snap.Status == nil || err != nil {
		return guide.Outcome{State: guide.Unknown, Detail: i18n.T(&goi18n.Message{ID: "session.check.nobody",
			Other: "Only the program can tell, and nobody is signed in there."})}
	}
	return checkStatus(check, snap)
}

// faultText is what happened and why, as one text.
func faultText(f *fault.Error) i18n.Text {
	if f.Cause.IsZero() {
		return f.Title
	}
	return i18n.T(&goi18n.Message{ID: "session.check.fault", Other: "{{.Title}} {{.Cause}}"}, "Title", f.Title, "Cause", f.Cause)
}

func checkStatus(check guide.Check, snap Snapshot) guide.Outcome {
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

// checkService asks for the program's description, which needs nobody signed in.
func (s *Session) checkService(ctx context.Context) guide.Outcome {
	if _, err := client.Discover(ctx, s.info.Address, s.app.opts.Transport); err != nil {
		return guide.Outcome{State: guide.Open, Detail: faultText(fault.Of(err))}
	}
	return guide.Outcome{State: guide.Passed,
		Detail: i18n.T(&goi18n.Message{ID: "session.check.service.passed", Other: "{{.Program}} answers."}, "Program", s.about.Name)}
}

// datedTransport notes the Date of the last answer and when it came.
type datedTransport struct {
	under     http.RoundTripper
	clock     func() time.Time
	date      time.Time // zero when no answer said it
	here      time.Time // this computer's clock, halfway between question and answer
	uncertain time.Duration
}

// RoundTrip passes the request on.
func (d *datedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	asked := d.clock()
	answer, err := d.under.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	d.uncertain = d.clock().Sub(asked)/2 + time.Second // Date counts whole seconds
	d.here = asked.Add(d.uncertain)
	d.date, _ = http.ParseTime(answer.Header.Get("Date"))
	return answer, nil
}

// checkClock compares with the clock of the program's server, which any of its answers carries: nobody needs to be signed in. An
// answer that describes no program counts too.
func (s *Session) checkClock(ctx context.Context) guide.Outcome {
	under := s.app.opts.Transport
	if under == nil {
		own := client.NewTransport()
		defer own.CloseIdleConnections()
		under = own
	}
	dated := &datedTransport{under: under, clock: s.app.opts.Clock}
	_, err := client.Discover(ctx, s.info.Address, dated)
	if dated.date.IsZero() {
		if err != nil {
			return guide.Outcome{State: guide.Unknown, Detail: faultText(fault.Of(err))}
		}
		return guide.Outcome{State: guide.Unknown, Detail: i18n.T(&goi18n.Message{ID: "session.check.clock.unknown",
			Other: "The program's server does not say its time. Compare this computer's clock with that of a phone."})}
	}
	off := dated.here.Sub(dated.date)
	if off.Abs() < clockSlack+dated.uncertain {
		return guide.Outcome{State: guide.Passed, Detail: i18n.T(&goi18n.Message{ID: "session.check.clock.passed", Other: "The clock is right."})}
	}
	detail := i18n.T(&goi18n.Message{ID: "session.check.clock.ahead",
		Other: "The clock of this computer is about {{.Off}} ahead."}, "Off", auth.SpanText(off.Abs()))
	if off < 0 {
		detail = i18n.T(&goi18n.Message{ID: "session.check.clock.behind",
			Other: "The clock of this computer is about {{.Off}} behind."}, "Off", auth.SpanText(off.Abs()))
	}
	return guide.Outcome{State: guide.Open, Detail: detail}
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

// checkDisk looks at the folder for downloads. A folder that is not there yet will be made in the nearest one that is.
func (s *Session) checkDisk() guide.Outcome {
	space := s.app.opts.Downloads.Space
	if space == nil {
		space = downloads.FreeSpace
	}
	dir := s.app.Settings.Now().Folder
	free, err := space(dir)
	for parent := filepath.Dir(dir); errors.Is(err, fs.ErrNotExist) && parent != dir; parent = filepath.Dir(dir) {
		dir = parent
		free, err = space(dir)
	}
	if err != nil {
		return guide.Outcome{State: guide.Unknown, Detail: i18n.T(&goi18n.Message{ID: "session.check.disk.unknown",
			Other: "The system does not say how much room {{.Folder}} has."}, "Folder", dir)}
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
