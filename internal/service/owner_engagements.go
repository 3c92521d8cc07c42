package service

import (
	"context"
	"errors"
	"slices"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// NewEngagement is an engagement on its way in.
type NewEngagement struct {
	ID, Title, Description, Group string
	Join                          string // api.JoinEveryone, JoinOpen, JoinApproval or JoinInvited
	Terms                         string // id of its agreement
	Contact                       string // empty: the program's
	Position                      int
	Feedback                      bool
}

// PutEngagement adds an engagement, or writes all of one anew. Its terms may be published after it: they can name it alone
// when it is there.
func (o *Owner) PutEngagement(ctx context.Context, e NewEngagement) error {
	if err := checkEngagement(e); err != nil {
		return err
	}
	return ownerError(o.data().Engagements.PutEngagement(ctx, keptEngagement(e)))
}

func keptEngagement(e NewEngagement) store.Engagement {
	return store.Engagement{ID: e.ID, Title: e.Title, Description: e.Description, Group: e.Group,
		Join: e.Join, Terms: e.Terms, Contact: e.Contact, Position: e.Position, Feedback: e.Feedback}
}

func checkEngagement(e NewEngagement) error {
	joins := []string{api.JoinEveryone, api.JoinOpen, api.JoinApproval, api.JoinInvited}
	if e.ID == "" || e.Title == "" || !slices.Contains(joins, e.Join) {
		return refusedCommand("engagement", i18n.T(&goi18n.Message{ID: "service.engagement.incomplete.cause",
			Other: "An engagement needs an id, a title and a way to join: everyone, open, approval or invited."}))
	}
	if err := checkID("engagement", e.ID); err != nil {
		return err
	}
	return checkLines("engagement", e.Title, e.Group, e.Contact)
}

// newPosition is the place in the list of an engagement whose owner named none.
const newPosition = 100

// ChangeEngagement changes an engagement, or adds one that change fills in: change is given it as it is. The agreement that it
// names must be published.
func (o *Owner) ChangeEngagement(ctx context.Context, id string, change func(*NewEngagement)) (NewEngagement, error) {
	e := NewEngagement{ID: id, Join: api.JoinApproval, Position: newPosition, Feedback: true}
	err := o.store.Write(ctx, func(d store.Data) error {
		k, err := d.Engagements.Engagement(ctx, id)
		if err == nil {
			e = NewEngagement{ID: id, Title: k.Title, Description: k.Description, Group: k.Group, Join: k.Join, Terms: k.Terms,
				Contact: k.Contact, Position: k.Position, Feedback: k.Feedback}
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		change(&e)
		if err := checkEngagement(e); err != nil {
			return err
		}
		if err := termsThere(ctx, d, e); err != nil {
			return err
		}
		return d.Engagements.PutEngagement(ctx, keptEngagement(e))
	})
	return e, ownerError(err)
}

// termsThere returns a refusal when an engagement names an agreement that is not there, or is another engagement's.
func termsThere(ctx context.Context, d store.Data, e NewEngagement) error {
	if e.Terms == "" {
		return nil
	}
	versions, err := d.Agreements.Versions(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(versions, func(v store.Agreement) bool {
		return v.ID == e.Terms && v.Withdrawn.IsZero() && (v.Engagement == "" || v.Engagement == e.ID)
	}) {
		return nil
	}
	return refusedCommand("terms", i18n.T(&goi18n.Message{ID: "service.terms.cause",
		Other: "No agreement with the id {{.Agreement}} is published for this engagement or for the program."}, "Agreement", e.Terms))
}

// Engagements lists all, in their order.
func (o *Owner) Engagements(ctx context.Context) ([]store.Engagement, error) {
	list, err := o.data().Engagements.Engagements(ctx)
	return list, ownerError(err)
}

// RemoveEngagement removes an engagement that has no packages and no terms of its own left, and withdraws its open invitations.
func (o *Owner) RemoveEngagement(ctx context.Context, id string) error {
	return ownerError(o.store.Write(ctx, func(d store.Data) error {
		if err := engagementThere(ctx, d, id); err != nil {
			return err
		}
		packages, err := d.Packages.PackageIDs(ctx, id)
		if err != nil {
			return err
		}
		versions, err := d.Agreements.Versions(ctx)
		if err != nil {
			return err
		}
		terms := slices.ContainsFunc(versions, func(v store.Agreement) bool { return v.Engagement == id && v.Withdrawn.IsZero() && v.ID != "" })
		if len(packages) > 0 || terms {
			return refusedCommand("engagement", i18n.T(&goi18n.Message{ID: "service.engagement.used.cause",
				Other: "It has packages, or an agreement of its own. Withdraw them first."}))
		}
		sent, err := d.Invitations.Sent(ctx)
		if err != nil {
			return err
		}
		for _, i := range sent {
			if i.Engagement != id || i.State != store.InvitationOpen {
				continue
			}
			if err := d.Invitations.Answer(ctx, i.ID, store.InvitationWithdrawn, ""); err != nil {
				return err
			}
		}
		return d.Engagements.RemoveEngagement(ctx, id)
	}))
}
