package service

import (
	"context"
	"slices"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// invitations holds the rules of taking up invitations.
type invitations struct {
	*base
	access *access
}

// workAccounts is the value of api.Program.Accounts of a program that takes work accounts alone.
const workAccounts = "work"

// waiting returns the open invitations of a person's address. At a program for work accounts a personal account on an invited
// work address does not count as that address's owner.
func (i *invitations) waiting(ctx context.Context, d store.Data, p Identity) ([]api.Invitation, error) {
	list := []api.Invitation{}
	if p.Kind == "personal" && i.config.Program.Accounts == workAccounts {
		return list, nil
	}
	kept, err := d.Invitations.Waiting(ctx, p.Address, i.now())
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		title := k.Title
		if k.Engagement == "" {
			title = i.config.Program.Name
		}
		list = append(list, api.Invitation{ID: k.ID, Engagement: k.Engagement, Title: title, Address: k.Address, From: k.Sender,
			Message: k.Message, Role: k.Role, Sent: k.Sent, Expires: k.Expires})
	}
	return list, nil
}

// accept takes up an invitation: access with its role, to the program too.
func (i *invitations) accept(ctx context.Context, p Identity, id string) error {
	return i.answer(ctx, p, id, store.InvitationAccepted, func(d store.Data, v api.Invitation) error {
		granted := api.Access{State: api.AccessGranted, Role: v.Role, Decided: i.now()}
		if v.Engagement != "" {
			if err := i.access.set(ctx, d, p.ID(), v.Engagement, granted); err != nil {
				return err
			}
			granted.Role = api.RoleParticipant
		}
		present, err := i.access.of(ctx, d, p, "")
		if err != nil || present.Granted() {
			return err
		}
		return i.access.set(ctx, d, p.ID(), "", granted)
	})
}

// decline turns an invitation down.
func (i *invitations) decline(ctx context.Context, p Identity, id string) error {
	return i.answer(ctx, p, id, store.InvitationDeclined, func(store.Data, api.Invitation) error { return nil })
}

func (i *invitations) answer(ctx context.Context, p Identity, id, state string, then func(store.Data, api.Invitation) error) error {
	return i.store.Write(ctx, func(d store.Data) error {
		list, err := i.waiting(ctx, d, p)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(list, func(v api.Invitation) bool { return v.ID == id })
		if at < 0 {
			return notFound()
		}
		if err := d.Invitations.Answer(ctx, id, state, p.ID()); err != nil {
			return err
		}
		return then(d, list[at])
	})
}

// invitationAPI answers for invitations.
type invitationAPI struct {
	invitations *invitations
	statuses    *statuses
}

func (a *invitationAPI) routes() []route {
	return []route{
		{method: "POST", path: apiPrefix + "/invitations/{id}/acceptance", answer: a.postInvitation},
		{method: "DELETE", path: apiPrefix + "/invitations/{id}", answer: a.deleteInvitation},
	}
}

func (a *invitationAPI) postInvitation(q *request) (any, error) {
	if err := a.invitations.accept(q.Context(), q.person, q.PathValue("id")); err != nil {
		return nil, err
	}
	return a.statuses.of(q.Context(), q.person)
}

func (a *invitationAPI) deleteInvitation(q *request) (any, error) {
	if err := a.invitations.decline(q.Context(), q.person, q.PathValue("id")); err != nil {
		return nil, err
	}
	return a.statuses.of(q.Context(), q.person)
}
