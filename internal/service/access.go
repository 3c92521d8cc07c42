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

// access holds the rules of who has access to what. Every change goes through the table of rules_access.go.
type access struct{ *base }

// standing is a person's state with the right that it was read from.
type standing struct {
	state accessState
	right store.Right
}

// standing returns where a person stands with an engagement, or with the program when engagement is empty.
func (a *access) standing(ctx context.Context, d store.Data, p Identity, engagement string) (standing, error) {
	right, err := d.Rights.Right(ctx, p.ID(), engagement)
	if errors.Is(err, store.ErrNotFound) {
		return standing{accessNone, store.Right{Person: p.ID(), Engagement: engagement}}, nil
	}
	if err != nil {
		return standing{}, err
	}
	now := standing{accessState(right.State), right}
	if a.canLapse(p, engagement) && a.now().Sub(right.Used) >= idleLimit {
		now.state, _ = nextAccess(now.state, eventLapse, actorClock) // what can't lapse stays
	}
	return now, nil
}

// canLapse reports whether unused access ends: not that to a program which is open to the person anyway.
func (a *access) canLapse(p Identity, engagement string) bool {
	return engagement != "" || !a.config.Open(p)
}

// of returns a person's access to an engagement, or to the program itself when engagement is empty, as it is shown.
func (a *access) of(ctx context.Context, d store.Data, p Identity, engagement string) (api.Access, error) {
	now, err := a.standing(ctx, d, p, engagement)
	if err != nil {
		return api.Access{}, err
	}
	right := now.right
	found := api.Access{State: now.state.shown(), Contact: a.config.Program.Contact, Send: p.Address, Role: right.Role,
		Justification: right.Justification, Reason: right.Reason, Requested: right.Requested, Decided: right.Decided}
	open := engagement == "" && a.config.Open(p)
	if !open {
		if open, err = a.approved(ctx, d, p, engagement); err != nil {
			return api.Access{}, err
		}
	}
	if open && !now.state.barred() && now.state != accessGranted {
		return api.Access{State: api.AccessGranted, Role: api.RoleParticipant, Contact: found.Contact, Send: found.Send}, nil
	}
	if now.state == accessLeft {
		found = api.Access{State: found.State, Contact: found.Contact, Send: found.Send}
	}
	if a.canLapse(p, engagement) && (now.state == accessGranted || now.state == accessLapsed) {
		a.lapse(&found, right.Used)
	}
	found.First = engagement == "" && !found.Granted()
	return found, nil
}

// lapse notes when access that is not used ends, and warns in the last 30 days.
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

// happen carries out an event: the table says what becomes of the present state, and change what is written beside it. It
// reports whether the table has a row for it; without one nothing is written.
func (a *access) happen(ctx context.Context, d store.Data, p Identity, engagement string, event accessEvent, by actor,
	change func(r *store.Right)) (bool, error) {
	now, err := a.standing(ctx, d, p, engagement)
	if err != nil {
		return false, err
	}
	to, may := nextAccess(now.state, event, by)
	if !may {
		return false, nil
	}
	if to == now.state && (by == actorPerson && event != eventRequest || to == accessGranted && by == actorPerson) {
		return true, nil // there is nothing to write
	}
	next := now.right
	next.State = string(to)
	next.Used = a.now()
	change(&next)
	return true, d.Rights.SetRight(ctx, next)
}

// ask writes a request for access to the engagement of a title, or to the program where both are empty. Whoever was put out
// asks the contact, not the button.
func (a *access) ask(ctx context.Context, d store.Data, p Identity, engagement, title string, present api.Access, why string) error {
	if present.Granted() {
		return nil
	}
	may, err := a.happen(ctx, d, p, engagement, eventRequest, actorPerson, func(r *store.Right) {
		r.Role = api.RoleParticipant
		r.Justification = why
		r.Requested = a.now()
		if accessState(r.State) == accessRequested { // after a decision, it stays until the next
			r.Reason = ""
			r.Decided = time.Time{}
		}
	})
	if err == nil && !may {
		err = accessProblem(present, title)
	}
	return err
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

// decide carries out a decision of the owner. One against a person ends the invitations that they hold: to that engagement, or
// all where it is about the program.
func (a *access) decide(ctx context.Context, d store.Data, p Identity, engagement string, event accessEvent, role, reason string) error {
	_, err := a.happen(ctx, d, p, engagement, event, actorOwner, func(r *store.Right) {
		r.Role = role
		r.Reason = reason
		r.Decided = a.now()
	})
	if err != nil || event == eventApprove {
		return err
	}
	return d.Invitations.Void(ctx, p.Address, engagement)
}

// grant writes access that an invitation gives.
func (a *access) grant(ctx context.Context, d store.Data, p Identity, engagement, role string) error {
	_, err := a.happen(ctx, d, p, engagement, eventTakeUp, actorInvitee, func(r *store.Right) {
		r.Role = role
		r.Justification = ""
		r.Reason = ""
		r.Requested = time.Time{}
		r.Decided = a.now()
	})
	return err
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
