package sqlite

import (
	"context"
	"database/sql"

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
	err := e.atomically(ctx, func(tx *sql.Tx) error {
		inside := conn{querier: tx, tx: tx}
		who, err := people{inside}.Person(ctx, act.Person)
		if err != nil {
			return err
		}
		mailbox, err := one(ctx, tx, single[string], "SELECT coalesce((SELECT data->>'$.contact.email' FROM registrations WHERE person=?), '')", act.Person)
		if err != nil {
			return err
		}
		done = store.Erased{}
		if done.Attachments, err = all(ctx, tx, single[string], "SELECT id FROM attachments WHERE person=?1 OR item IN (SELECT id FROM items WHERE person=?1) ORDER BY id", act.Person); err != nil {
			return err
		}
		if err := countReceipts(ctx, tx, act.Person, &done); err != nil {
			return err
		}
		var registrations int
		for _, s := range erasingOf(act, who.Address, mailbox, &registrations, &done) {
			if err := s.run(ctx, tx); err != nil {
				return err
			}
		}
		done.Registration = registrations > 0
		return nil
	})
	return done, err
}

func countReceipts(ctx context.Context, tx *sql.Tx, person string, done *store.Erased) error {
	return tx.QueryRowContext(ctx, "SELECT count(*), coalesce(min(number), 0), coalesce(max(number), 0) FROM acceptances WHERE person=?", person).
		Scan(&done.Receipts, &done.ReceiptsFirst, &done.ReceiptsLast)
}

func (s erasing) run(ctx context.Context, tx *sql.Tx) error {
	result, err := tx.ExecContext(ctx, s.query, s.args...)
	if err != nil || s.count == nil {
		return err
	}
	n, err := result.RowsAffected()
	*s.count += int(n)
	return err
}

// erasingOf returns the statements in their order: what is counted by others, first.
func erasingOf(act store.Erasure, address, mailbox string, registrations *int, done *store.Erased) []erasing {
	person := []any{act.Person}
	trace := []any{store.ActDelete, erasedReason, act.Who, stamp(act.Time), act.Person}
	return []erasing{
		{"INSERT INTO moderation(item, comment, act, reason, who, time) SELECT id, '', ?, ?, ?, ? FROM items WHERE person=? AND deleted=0", trace, nil},
		{"INSERT INTO moderation(item, comment, act, reason, who, time) SELECT item, sequence, ?, ?, ?, ? FROM comments WHERE person=? AND deleted=0", trace, nil},
		{"UPDATE comments SET deleted=1, text='' WHERE item IN (SELECT id FROM items WHERE person=?)", person, nil},
		{"UPDATE items SET comments=comments-(SELECT count(*) FROM comments AS c WHERE c.item=items.id AND c.person=?1 AND c.deleted=0 AND c.hidden=0) WHERE person<>?1", person, nil},
		{"UPDATE comments SET deleted=1, text='', person='" + erasedPerson + "' WHERE person=?", person, &done.Comments},
		{"DELETE FROM attachments WHERE person=?1 OR item IN (SELECT id FROM items WHERE person=?1)", person, nil},
		{"DELETE FROM marks WHERE item IN (SELECT id FROM items WHERE person=?)", person, nil},
		{"DELETE FROM news WHERE person=?1 OR item IN (SELECT id FROM items WHERE person=?1)", person, nil},
		{"UPDATE items SET deleted=1, title='', data='{}', brief='{}', words='', comments=0, votes=0, person='" + erasedPerson + "' WHERE person=?", person, &done.Items},
		{"UPDATE items SET votes=votes-1 WHERE id IN (SELECT item FROM marks WHERE kind='" + store.MarkVote + "' AND person=?)", person, nil},
		{"DELETE FROM marks WHERE person=?", person, &done.Marks},
		{"DELETE FROM digests WHERE person=?", person, nil},
		{"DELETE FROM sent WHERE person=?", person, nil},
		{"DELETE FROM codes WHERE person=?", person, nil},
		{"DELETE FROM code_sends WHERE person=?", person, nil},
		{"DELETE FROM name_keys WHERE person=?", person, nil},
		{"DELETE FROM registrations WHERE person=?", person, registrations},
		{"UPDATE access SET justification='', reason='', requested=0, role='participant' WHERE person=? AND state IN ('declined', 'revoked', 'appealed')", person, &done.Refusals},
		{"DELETE FROM access WHERE person=? AND state NOT IN ('declined', 'revoked', 'appealed')", person, &done.Rights},
		{"DELETE FROM invitations WHERE person=?1 OR address=?2", []any{act.Person, address}, &done.Invitations},
		{"DELETE FROM outbox WHERE address<>'' AND (address=?1 COLLATE NOCASE OR address=?2 COLLATE NOCASE)", []any{address, mailbox}, &done.Mails},
		{"UPDATE downloads SET person='', client='' WHERE person=?", person, &done.Downloads},
		{"DELETE FROM people WHERE id=?", person, nil},
		{"INSERT INTO erasures(person, who, time) VALUES (?,?,?)", []any{act.Person, act.Who, stamp(act.Time)}, nil},
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
