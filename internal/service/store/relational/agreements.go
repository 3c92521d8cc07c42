package relational

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

type agreements struct{ conn }

// agreementColumns are those of a version; the text is the last.
const agreementColumns = "v.id, v.version, v.title, v.kind, v.sha256, v.effective, v.grace, v.required, v.engagement, v.withdrawn"

func scanAgreement(r row) (store.Agreement, error) {
	var text []byte
	return scanVersion(r, &text)
}

// scanVersion reads a version whose text, and whatever else, comes after its columns.
func scanVersion(r row, text *[]byte, more ...any) (store.Agreement, error) {
	var a store.Agreement
	var effective, grace, withdrawn int64
	to := []any{&a.ID, &a.Version, &a.Title, &a.Kind, &a.SHA256, &effective, &grace, &a.Required, &a.Engagement, &withdrawn, text}
	err := r.Scan(append(to, more...)...)
	a.Text = string(*text)
	a.Effective = moment(effective)
	a.Grace = moment(grace)
	a.Withdrawn = moment(withdrawn)
	return a, err
}

func (a agreements) Current(ctx context.Context, at time.Time) ([]store.Agreement, error) {
	return all(ctx, a, scanAgreement, "SELECT "+agreementColumns+`, NULL FROM agreements v
		WHERE v.sequence = (SELECT max(b.sequence) FROM agreements b WHERE b.id=v.id AND b.effective<=$1 AND b.withdrawn=0)
		ORDER BY v.engagement<>'', v.required DESC, (SELECT min(c.sequence) FROM agreements c WHERE c.id=v.id)`, stamp(at))
}

func (a agreements) Agreement(ctx context.Context, id string, at time.Time) (store.Agreement, error) {
	return one(ctx, a, scanAgreement, "SELECT "+agreementColumns+`, v.text FROM agreements v
		WHERE v.id=$1 AND v.effective<=$2 AND v.withdrawn=0 ORDER BY v.sequence DESC LIMIT 1`, id, stamp(at))
}

func (a agreements) Before(ctx context.Context, id, sha256 string) (string, error) {
	return one(ctx, a, single[string], `SELECT b.sha256 FROM agreements v JOIN agreements b ON b.id=v.id AND b.sequence<v.sequence
		AND b.effective<=v.effective AND b.withdrawn=0 WHERE v.id=$1 AND v.sha256=$2 ORDER BY b.sequence DESC LIMIT 1`, id, sha256)
}

func (a agreements) Versions(ctx context.Context) ([]store.Agreement, error) {
	return all(ctx, a, scanAgreement, "SELECT "+agreementColumns+", NULL FROM agreements v ORDER BY v.sequence")
}

func (a agreements) Publish(ctx context.Context, v store.Agreement) error {
	return a.add(ctx, `INSERT INTO agreements(id, version, title, kind, text, sha256, effective, grace, required, engagement)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		v.ID, v.Version, v.Title, v.Kind, []byte(v.Text), v.SHA256, stamp(v.Effective), stamp(v.Grace), v.Required, v.Engagement)
}

func (a agreements) Texts(ctx context.Context) ([]store.Agreement, error) {
	return all(ctx, a, scanAgreement, "SELECT "+agreementColumns+", v.text FROM agreements v ORDER BY v.sequence")
}

func (a agreements) Withdraw(ctx context.Context, id, version string, at time.Time) error {
	return a.execSome(ctx, "UPDATE agreements SET withdrawn=$1 WHERE id=$2 AND ($3='' OR version=$3) AND withdrawn=0", stamp(at), id, version)
}
