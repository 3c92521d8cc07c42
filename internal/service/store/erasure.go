package store

import (
	"context"
	"time"
)

// Erasure is an owner's act of erasing a person.
type Erasure struct {
	Person string // "tid.oid": the ledger keeps it, too
	Who    string // who carried it out
	Time   time.Time
}

// Erased is what was removed or emptied when a person was erased, and what stays.
type Erased struct {
	Registration                bool
	Rights, Invitations, Mails  int
	Items, Comments, Marks      int
	Downloads                   int      // rows that name nobody any more
	Attachments                 []string // ids, whose bytes are still to be deleted
	Refusals                    int      // decisions of the owner against the person, which stay without their texts
	Receipts                    int      // answers in the ledger, which stay
	ReceiptsFirst, ReceiptsLast int64    // their numbers
}

// Erasures take people out of the data.
type Erasures interface {
	// Erase removes all that is kept of a person but their answers in the ledger and decisions of the owner against them, and
	// adds the erasure to its list; ErrNotFound when nobody has this id.
	Erase(ctx context.Context, e Erasure) (Erased, error)
	// Erasures returns all, oldest first.
	Erasures(ctx context.Context) ([]Erasure, error)
}
