package relational

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

type acceptances struct{ conn }

func (a acceptances) Append(ctx context.Context, r api.Receipt) error {
	text, err := document(r)
	if err != nil {
		return err
	}
	return a.add(ctx, `INSERT INTO acceptances(number, person, agreement, sha256, decision, time, hash, receipt)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`, r.Number, r.Account, r.Agreement, r.SHA256, r.Decision, stamp(r.Time), r.Hash, text)
}

func (a acceptances) Last(ctx context.Context) (int64, string, error) {
	last, err := one(ctx, a, func(r row) (store.Row, error) {
		var last store.Row
		return last, r.Scan(&last.Number, &last.Hash)
	}, "SELECT number, hash FROM acceptances ORDER BY number DESC LIMIT 1")
	return last.Number, last.Hash, err
}

func (a acceptances) Decision(ctx context.Context, person, agreement, sha256 string) (string, time.Time, error) {
	last, err := one(ctx, a, func(r row) (store.Row, error) {
		var last store.Row
		var at int64
		err := r.Scan(&last.Decision, &at)
		last.Time = moment(at)
		return last, err
	}, "SELECT decision, time FROM acceptances WHERE person=$1 AND agreement=$2 AND sha256=$3 ORDER BY number DESC LIMIT 1", person, agreement, sha256)
	return last.Decision, last.Time, err
}

func scanReceipt(r row) (api.Receipt, error) {
	var receipt api.Receipt
	var text string
	if err := r.Scan(&text); err != nil {
		return receipt, err
	}
	return receipt, json.Unmarshal([]byte(text), &receipt)
}

func (a acceptances) Receipt(ctx context.Context, person, agreement, sha256 string) (api.Receipt, error) {
	return one(ctx, a, scanReceipt,
		"SELECT receipt FROM acceptances WHERE person=$1 AND agreement=$2 AND sha256=$3 ORDER BY number DESC LIMIT 1", person, agreement, sha256)
}

func (a acceptances) AcceptedBefore(ctx context.Context, person, agreement, sha256 string) (store.Accepted, error) {
	return one(ctx, a, func(r row) (store.Accepted, error) {
		var text []byte
		var at int64
		v, err := scanVersion(r, &text, &at)
		return store.Accepted{Agreement: v, At: moment(at)}, err
	}, "SELECT "+agreementColumns+`, v.text, d.time FROM agreements v JOIN acceptances d
		ON d.agreement=v.id AND d.sha256=v.sha256 AND d.person=$1
		AND d.number=(SELECT max(number) FROM acceptances WHERE person=d.person AND agreement=v.id AND sha256=v.sha256)
		WHERE v.id=$2 AND v.sha256<>$3 AND d.decision=$4 ORDER BY v.sequence DESC LIMIT 1`, person, agreement, sha256, api.Accepted)
}

func (a acceptances) Receipts(ctx context.Context, person string) ([]api.Receipt, error) {
	return all(ctx, a, scanReceipt, "SELECT receipt FROM acceptances WHERE $1='' OR person=$1 ORDER BY number", person)
}

func (a acceptances) ReceiptPage(ctx context.Context, person string, after int64, limit int) ([]api.Receipt, error) {
	return all(ctx, a, scanReceipt, "SELECT receipt FROM acceptances WHERE person=$1 AND number>$2 ORDER BY number LIMIT $3", person, after, limit)
}

func (a acceptances) Decisions(ctx context.Context, person string) ([]store.Row, error) {
	return all(ctx, a, func(r row) (store.Row, error) {
		var d store.Row
		var at int64
		err := r.Scan(&d.Person, &d.Agreement, &d.SHA256, &d.Decision, &at)
		d.Time = moment(at)
		return d, err
	}, `SELECT person, agreement, sha256, decision, time FROM acceptances
		WHERE number IN (SELECT max(number) FROM acceptances WHERE person=$1 GROUP BY agreement, sha256) ORDER BY number`, person)
}

func (a acceptances) Answered(ctx context.Context, person string, since time.Time) (int, error) {
	return one(ctx, a, single[int], "SELECT count(*) FROM acceptances WHERE person=$1 AND time>=$2", person, stamp(since))
}

func (a acceptances) Walk(ctx context.Context, f func(store.Row) bool) error {
	rows, err := a.QueryContext(ctx, "SELECT number, person, agreement, sha256, decision, time, hash, receipt FROM acceptances ORDER BY number")
	if err != nil {
		return a.Observe(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r store.Row
		var at int64
		if err := rows.Scan(&r.Number, &r.Person, &r.Agreement, &r.SHA256, &r.Decision, &at, &r.Hash, &r.Receipt); err != nil {
			return a.Observe(err)
		}
		r.Time = moment(at)
		if !f(r) {
			return nil
		}
	}
	return a.Observe(rows.Err())
}
