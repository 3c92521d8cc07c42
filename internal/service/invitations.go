package service

import (
	"context"
	"slices"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// invitations holds the rules of invitations: for whom they are, and what taking one up gives.
type invitations struct {
	*base
	access *access
}

// The values of api.Program.Accounts of a program that takes one kind of account alone.
const (
	workAccounts     = "work"
	personalAccounts = "personal"
)

// accountKind returns the kind of account as an invitation is bound to it: personal accounts come from one issuer, all others
// from organisations.
func accountKind(kind string) string {
	if kind == personalAccounts {
		return personalAccounts
	}
	return workAccounts
}

// bind fills in whose account an invitation is for, where that is known: named by the owner, the only kind that the program
// takes, the account of this address that has signed in (a work account before a personal one), or a work account where the
// address's domain is known from those. An invitation of which nothing is known stays unbound.
func (i *invitations) bind(ctx context.Context, d store.Data, v *store.Invitation) error {
	if v.Kind == "" && (i.config.Program.Accounts == workAccounts || i.config.Program.Accounts == personalAccounts) {
		v.Kind = i.config.Program.Accounts
	}
	known, err := d.People.Find(ctx, v.Address)
	if err != nil {
		return err
	}
	var tenants []string
	for _, kind := range []string{workAccounts, personalAccounts} {
		if v.Kind != "" && v.Kind != kind {
			continue
		}
		for _, p := range known {
			if accountKind(p.Kind) == kind {
				v.Kind = kind
				tenants = append(tenants, identityOf(p).TenantID)
			}
		}
	}
	slices.Sort(tenants)
	if tenants = slices.Compact(tenants); len(tenants) == 1 {
		v.Tenant = tenants[0]
	}
	if v.Kind != "" {
		return nil
	}
	work, err := i.workDomain(ctx, d, v.Address)
	if work {
		v.Kind = workAccounts
	}
	return err
}

// workDomain reports whether somebody with a work account of the address's domain has signed in.
func (i *invitations) workDomain(ctx context.Context, d store.Data, address string) (bool, error) {
	_, domain, _ := strings.Cut(address, "@")
	kinds, err := d.People.DomainKinds(ctx, domain)
	return slices.Contains(kinds, workAccounts), err
}

// meant reports whether an invitation is for a person's account, not only for its address. One that was bound to nothing is for
// a personal account only while no work account of the address, or of its domain, is known.
func (i *invitations) meant(ctx context.Context, d store.Data, p Identity, v store.Invitation) (bool, error) {
	switch kind := accountKind(p.Kind); {
	case v.Kind != "":
		return v.Kind == kind && (v.Tenant == "" || v.Tenant == p.TenantID), nil
	case kind == workAccounts:
		return i.config.Program.Accounts != personalAccounts, nil
	case i.config.Program.Accounts == workAccounts:
		return false, nil
	}
	work, err := i.workDomain(ctx, d, v.Address)
	return !work, err
}

// valid reports whether an invitation still counts: the owner did not decide against the person after it was sent, neither for
// its engagement nor for the program.
func (i *invitations) valid(ctx context.Context, d store.Data, p Identity, v store.Invitation) (bool, error) {
	for _, engagement := range []string{v.Engagement, ""} {
		now, err := i.access.standing(ctx, d, p, engagement)
		if err != nil {
			return false, err
		}
		if now.state.barred() && !v.Sent.After(now.right.Decided) {
			return false, nil
		}
	}
	return true, nil
}

// waiting returns the open invitations that are for a person.
func (i *invitations) waiting(ctx context.Context, d store.Data, p Identity) ([]api.Invitation, error) {
	list := []api.Invitation{}
	kept, err := d.Invitations.Waiting(ctx, p.Address, i.now())
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		meant, err := i.meant(ctx, d, p, k)
		if err != nil {
			return nil, err
		}
		valid, err := i.valid(ctx, d, p, k)
		if err != nil {
			return nil, err
		}
		if !meant || !valid {
			continue
		}
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
		role := v.Role
		if v.Engagement != "" {
			if err := i.access.grant(ctx, d, p, v.Engagement, role); err != nil {
				return err
			}
			role = api.RoleParticipant
		}
		present, err := i.access.of(ctx, d, p, "")
		if err != nil || present.Granted() {
			return err
		}
		return i.access.grant(ctx, d, p, "", role)
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
