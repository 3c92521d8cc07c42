package store

import (
	"context"
	"time"
)

// Approval is a rule by which people of an organisation have access without being approved one by one.
type Approval struct {
	ID             string
	Tenant, Domain string // one of them: the organisation's id at the authority, or the domain of its work accounts' addresses
	Engagement     string // empty: the program
	Created        time.Time
}

// Approvals are the rules of approving.
type Approvals interface {
	// Approvals returns all, oldest first.
	Approvals(ctx context.Context) ([]Approval, error)
	// AddApproval adds one; ErrTaken when there is the same already.
	AddApproval(ctx context.Context, a Approval) error
	// RemoveApproval removes one.
	RemoveApproval(ctx context.Context, id string) error
}
