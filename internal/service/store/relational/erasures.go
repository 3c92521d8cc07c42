package relational

import (
	"context"

	"github.com/programconnect/programconnect/internal/service/store"
)

type erasures struct{ conn }

// erasedPerson stands for somebody who was erased beside what they wrote, which is deleted.
const erasedPerson = "erased"

// erasedReason is what the trace of moderation says of items and comments that went with their author.
const erasedReason = "the author was erased"

// erasing is a statement of an erasure, with where its count goes.
type erasing struct {
	query string
	args  []any
	count *int
}

// Erase removes a person table by table, in one unit of work.
func (e erasures) Erase(ctx context.Context, act store.Erasure) (store.Erased, error) {
	var done store.Erased
	err := e.atomically(ctx, func(c conn) error {
		who, err := people{c}.Person(ctx, act.Person)
		if err != nil {
			return err
		}
		mailbox, err := one(ctx, c, single[string], "SELECT coalesce((SELECT data->'contact'->>'email' FROM registrations WHERE person=$1), '')", act.Person)
		if err != nil {
			return err
		}
		done = store.Erased{}
		if done.Attachments, err = all(ctx, c, single[string], "SELECT id FROM attachments WHERE person=$1 OR item IN (SELECT id FROM items WHERE person=$1) ORDER BY id", act.Person); err != nil {
			return err
		}
		if err := countReceipts(ctx, c, act.Person, &done); err != nil {
			return err
		}
		var registrations int
		for _, s := range e.erasingOf(act, who.Address, mailbox, &registrations, &done) {
			if err := s.run(ctx, c); err != nil {
				return err
			}
		}
		done.Registration = registrations > 0
		return nil
	})
	return done, err
}

func countReceipts(ctx context.Context, c conn, person string, done *store.Erased) error {
	return c.Observe(c.QueryRowContext(ctx, "SELECT count(*), coalesce(min(number), 0), coalesce(max(number), 0) FROM acceptances WHERE person=$1", person).
		Scan(&done.Receipts, &done.ReceiptsFirst, &done.ReceiptsLast))
}

func (s erasing) run(ctx context.Context, c conn) error {
	n, err := c.change(ctx, s.query, s.args...)
	if s.count != nil {
		*s.count += int(n)
	}
	return err
}

// erasingOf returns the statements in their order: what is counted by others, first.
func (e erasures) erasingOf(act store.Erasure, address, mailbox string, registrations *int, done *store.Erased) []erasing {
	person := []any{act.Person}
	trace := []any{store.ActDelete, erasedReason, act.Who, stamp(act.Time), act.Person}
	const traced = "INSERT INTO moderation(item, comment, act, reason, who, time) SELECT "
	const values = ", CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT) FROM "
	const theirs = "item IN (SELECT id FROM items WHERE person=$1)"
	const refused = "('declined', 'revoked', 'appealed')"
	return []erasing{
		{traced + "id, ''" + values + "items WHERE person=$5 AND deleted=FALSE", trace, nil},
		{traced + "item, CAST(sequence AS TEXT)" + values + "comments WHERE person=$5 AND deleted=FALSE", trace, nil},
		{"UPDATE comments SET deleted=TRUE, text='' WHERE " + theirs, person, nil},
		{`UPDATE items SET comments=comments-(SELECT count(*) FROM comments AS c WHERE c.item=items.id AND c.person=$1 AND c.deleted=FALSE AND c.hidden=FALSE)
			WHERE person<>$1`, person, nil},
		{"UPDATE comments SET deleted=TRUE, text='', person='" + erasedPerson + "' WHERE person=$1", person, &done.Comments},
		{"DELETE FROM attachments WHERE person=$1 OR " + theirs, person, nil},
		{"DELETE FROM marks WHERE " + theirs, person, nil},
		{"DELETE FROM news WHERE person=$1 OR " + theirs, person, nil},
		{"UPDATE items SET deleted=TRUE, title='', data='{}', brief='{}', words='', comments=0, votes=0, person='" + erasedPerson + "' WHERE person=$1", person, &done.Items},
		{"UPDATE items SET votes=votes-1 WHERE id IN (SELECT item FROM marks WHERE kind='" + store.MarkVote + "' AND person=$1)", person, nil},
		{"DELETE FROM marks WHERE person=$1", person, &done.Marks},
		{"DELETE FROM digests WHERE person=$1", person, nil},
		{"DELETE FROM sent WHERE person=$1", person, nil},
		{"DELETE FROM codes WHERE person=$1", person, nil},
		{"DELETE FROM code_sends WHERE person=$1", person, nil},
		{"DELETE FROM name_keys WHERE person=$1", person, nil},
		{"DELETE FROM registrations WHERE person=$1", person, registrations},
		{"UPDATE access SET justification='', reason='', requested=0, role='participant' WHERE person=$1 AND state IN " + refused, person, &done.Refusals},
		{"DELETE FROM access WHERE person=$1 AND state NOT IN " + refused, person, &done.Rights},
		{"DELETE FROM invitations WHERE person=$1 OR " + e.dialect.SameText("address", "$2"), []any{act.Person, address}, &done.Invitations},
		{"DELETE FROM outbox WHERE address<>'' AND (" + e.dialect.SameText("address", "$1") + " OR " + e.dialect.SameText("address", "$2") + ")", []any{address, mailbox}, &done.Mails},
		{"UPDATE downloads SET person='', client='' WHERE person=$1", person, &done.Downloads},
		{"DELETE FROM people WHERE id=$1", person, nil},
		{"INSERT INTO erasures(person, who, time) VALUES ($1,$2,$3)", []any{act.Person, act.Who, stamp(act.Time)}, nil},
	}
}

func (e erasures) Erasures(ctx context.Context) ([]store.Erasure, error) {
	return all(ctx, e, func(r row) (store.Erasure, error) {
		var k store.Erasure
		var at int64
		err := r.Scan(&k.Person, &k.Who, &at)
		k.Time = moment(at)
		return k, err
	}, "SELECT person, who, time FROM erasures ORDER BY sequence")
}
