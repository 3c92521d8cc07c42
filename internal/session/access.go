package session

import "context"

// Access is what a person asks of a program's owner, and the owner's invitations.
type Access struct{ session *Session }

// Request asks the program's owner for access, with a reason.
func (a Access) Request(ctx context.Context, justification string) error {
	if _, err := a.session.client.RequestAccess(ctx, justification); err != nil {
		return err
	}
	a.session.refreshAfter(ctx)
	return nil
}

// AcceptInvitation accepts an invitation of the snapshot's status.
func (a Access) AcceptInvitation(ctx context.Context, id string) error {
	if _, err := a.session.client.AcceptInvitation(ctx, id); err != nil {
		return err
	}
	a.session.refreshAfter(ctx)
	return nil
}

// DeclineInvitation turns an invitation of the snapshot's status down. The owner may send another.
func (a Access) DeclineInvitation(ctx context.Context, id string) error {
	if _, err := a.session.client.DeclineInvitation(ctx, id); err != nil {
		return err
	}
	a.session.refreshAfter(ctx)
	return nil
}
