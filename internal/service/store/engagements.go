package store

import (
	"context"
	"time"
)

// Engagement is a piece of work inside the program.
type Engagement struct {
	ID, Title, Description, Group string
	Join                          string // api.JoinEveryone and so on
	Terms                         string // id of its agreement
	Contact                       string // empty: the program's
	Position                      int
	Feedback                      bool
	Packages                      int // how many it offers; counted, not kept
}

// Engagements are the program's engagements.
type Engagements interface {
	// Engagements returns all, by position and id.
	Engagements(ctx context.Context) ([]Engagement, error)
	// Engagement returns one by id.
	Engagement(ctx context.Context, id string) (Engagement, error)
	// PutEngagement adds or changes one.
	PutEngagement(ctx context.Context, e Engagement) error
	// RemoveEngagement removes one. What people may do in it, and what they wrote there, stays for one with the same id.
	RemoveEngagement(ctx context.Context, id string) error
}

// Right is a person's access to an engagement, or to the program itself when Engagement is empty.
type Right struct {
	Person, Engagement       string
	State, Role              string // api.AccessGranted and so on, api.RoleParticipant and so on
	Justification, Reason    string
	Requested, Decided, Used time.Time
}

// Idle is a granted right that was not used for a while, with what a mail about it needs.
type Idle struct {
	Person, Engagement string
	Address, Title     string // of the person; of the engagement, empty for the program itself
	Used               time.Time
	Warned             int // days of the last warning; -1: told that it lapsed; 0: not warned
}

// Rights are who has access to what.
type Rights interface {
	// Right returns a person's access to an engagement, or to the program when engagement is empty.
	Right(ctx context.Context, person, engagement string) (Right, error)
	// RightsOf returns all of a person's access.
	RightsOf(ctx context.Context, person string) ([]Right, error)
	// SetRight adds or changes access, as not warned about.
	SetRight(ctx context.Context, r Right) error
	// RemoveRight removes access; what is not there is no error.
	RemoveRight(ctx context.Context, person, engagement string) error
	// NoteUse notes that granted access was used, and forgets warnings.
	NoteUse(ctx context.Context, person, engagement string, at time.Time) error
	// Idle returns the granted rights that were last used at or before a time.
	Idle(ctx context.Context, before time.Time) ([]Idle, error)
	// NoteWarning notes a warning; ErrNotFound when the right was used, or somebody else noted one, since i was read.
	NoteWarning(ctx context.Context, i Idle, days int) error
}

// The states of an invitation.
const (
	InvitationOpen      = "open"
	InvitationAccepted  = "accepted"
	InvitationDeclined  = "declined"
	InvitationReplaced  = "replaced"  // by a newer one
	InvitationVoid      = "void"      // ended by a decision of the owner against its person
	InvitationWithdrawn = "withdrawn" // by the program's owner
)

// Invitation is an invitation of an address to an engagement, or to the program when Engagement is empty.
type Invitation struct {
	ID, Address, Engagement, Role, Sender, Message string
	Kind, Tenant                                   string // of the account that it is for; empty where not known
	Sent, Expires                                  time.Time
	State                                          string
	Person                                         string // who answered it
	Title                                          string // of the engagement; read, not kept
}

// Invitations are the invitations. The case of an address does not count.
type Invitations interface {
	// Waiting returns the open invitations of an address that have not expired, oldest first.
	Waiting(ctx context.Context, address string, at time.Time) ([]Invitation, error)
	// Sent returns all, newest first.
	Sent(ctx context.Context) ([]Invitation, error)
	// Invite adds an open invitation, which replaces an open one of the same address and engagement.
	Invite(ctx context.Context, i Invitation) error
	// Void ends the open invitations of an address to an engagement, or to everything when engagement is empty.
	Void(ctx context.Context, address, engagement string) error
	// Answer notes what a person made of an invitation.
	Answer(ctx context.Context, id, state, person string) error
}
