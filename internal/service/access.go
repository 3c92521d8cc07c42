package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

const (
	idleDays  = 180                       // how long access stays unused before it lapses
	idleLimit = idleDays * 24 * time.Hour // the same
	idleWarns = 30 * 24 * time.Hour       // the first warning comes this long before
)

// access holds the rules of who has access to what.
type access struct{ *base }

// of returns a person's access to an engagement, or to the program itself when engagement is empty.
func (a *access) of(ctx context.Context, d store.Data, p Identity, engagement string) (api.Access, error) {
	found := api.Access{State: api.AccessNone, Contact: a.config.Program.Contact, Send: p.Address}
	right, err := d.Rights.Right(ctx, p.ID(), engagement)
	known := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return found, err
	}
	if known {
		found.State = right.State
		found.Role = right.Role
		found.Justification = right.Justification
		found.Reason = right.Reason
		found.Requested = right.Requested
		found.Decided = right.Decided
	}
	if engagement == "" && !known && a.config.Open(p) {
		found.State = api.AccessGranted
		found.Role = api.RoleParticipant
		return found, nil
	}
	if found.State == api.AccessGranted && (engagement != "" || !a.config.Open(p)) {
		a.lapse(&found, right.Used)
	}
	found.First = engagement == "" && !found.Granted()
	return found, nil
}

// lapse ends access that was not used for 180 days, and warns in the last 30.
func (a *access) lapse(found *api.Access, used time.Time) {
	found.Lapses = used.Add(idleLimit)
	left := found.Lapses.Sub(a.now())
	if left <= 0 {
		found.State = api.AccessLapsed
		return
	}
	for _, days := range []int{1, 14, 30} {
		if left <= time.Duration(days)*24*time.Hour {
			found.Warning = days
			return
		}
	}
}

// use notes that access was used, at most once a day.
func (a *access) use(ctx context.Context, person, engagement string) error {
	now := a.now()
	right, err := a.data().Rights.Right(ctx, person, engagement)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	unused := now.Sub(right.Used)
	if right.State != api.AccessGranted || unused < 24*time.Hour || unused >= idleLimit {
		return nil
	}
	return a.data().Rights.NoteUse(ctx, person, engagement, now)
}

// set writes a person's access, used just now.
func (a *access) set(ctx context.Context, d store.Data, person, engagement string, now api.Access) error {
	return d.Rights.SetRight(ctx, store.Right{Person: person, Engagement: engagement, State: now.State, Role: now.Role,
		Justification: now.Justification, Reason: now.Reason, Requested: now.Requested, Decided: now.Decided, Used: a.now()})
}

// ask writes a request for access to the engagement of a title, or to the program where both are empty. Whoever was put out
// asks the contact, not the button.
func (a *access) ask(ctx context.Context, d store.Data, p Identity, engagement, title string, present api.Access, why string) error {
	switch present.State {
	case api.AccessGranted:
		return nil
	case api.AccessRevoked:
		return accessProblem(present, title)
	}
	return a.set(ctx, d, p.ID(), engagement, api.Access{State: api.AccessRequested, Role: api.RoleParticipant, Justification: why, Requested: a.now()})
}

// askProgram asks the program's owner for access.
func (a *access) askProgram(ctx context.Context, p Identity, why string) (api.Access, error) {
	err := a.store.Write(ctx, func(d store.Data) error {
		present, err := a.of(ctx, d, p, "")
		if err != nil {
			return err
		}
		return a.ask(ctx, d, p, "", "", present, why)
	})
	if err != nil {
		return api.Access{}, err
	}
	return a.of(ctx, a.data(), p, "")
}

// justificationLength is how many characters a request's reason has at most.
const justificationLength = 2000

func readJustification(q *request) (string, error) {
	var in struct {
		Justification string `json:"justification"`
	}
	if err := q.read(&in); err != nil {
		return "", err
	}
	why := strings.TrimSpace(in.Justification)
	if why == "" {
		return "", fieldsProblem(wrong("justification", api.CodeFieldJustification, nil))
	}
	if !api.PlainText(why) || api.CountCharacters(why) > justificationLength {
		return "", fieldsProblem(wrong("justification", api.CodeFieldJustificationLong, values{"limit": justificationLength}))
	}
	return why, nil
}
