package relational

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

type rights struct{ conn }

func scanRight(r row) (store.Right, error) {
	var a store.Right
	var requested, decided, used int64
	err := r.Scan(&a.Person, &a.Engagement, &a.State, &a.Role, &a.Justification, &a.Reason, &requested, &decided, &used)
	a.Requested = moment(requested)
	a.Decided = moment(decided)
	a.Used = moment(used)
	return a, err
}

func (r rights) Right(ctx context.Context, person, engagement string) (store.Right, error) {
	return one(ctx, r, scanRight, `SELECT person, engagement, state, role, justification, reason, requested, decided, used
		FROM access WHERE person=$1 AND engagement=$2`, person, engagement)
}

func (r rights) RightsOf(ctx context.Context, person string) ([]store.Right, error) {
	return all(ctx, r, scanRight, `SELECT person, engagement, state, role, justification, reason, requested, decided, used
		FROM access WHERE person=$1 ORDER BY engagement`, person)
}

func (r rights) SetRight(ctx context.Context, a store.Right) error {
	return r.exec(ctx, `INSERT INTO access(person, engagement, state, role, justification, reason, requested, decided, used, warned)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,0) ON CONFLICT(person, engagement) DO UPDATE SET
		state=excluded.state, role=excluded.role, justification=excluded.justification, reason=excluded.reason,
		requested=excluded.requested, decided=excluded.decided, used=excluded.used, warned=0`,
		a.Person, a.Engagement, a.State, a.Role, a.Justification, a.Reason, stamp(a.Requested), stamp(a.Decided), stamp(a.Used))
}

func (r rights) RemoveRight(ctx context.Context, person, engagement string) error {
	return r.exec(ctx, "DELETE FROM access WHERE person=$1 AND engagement=$2", person, engagement)
}

func (r rights) NoteUse(ctx context.Context, person, engagement string, at time.Time) error {
	return r.exec(ctx, "UPDATE access SET used=$1, warned=0 WHERE person=$2 AND engagement=$3 AND state=$4", stamp(at), person, engagement, api.AccessGranted)
}

func scanIdle(r row) (store.Idle, error) {
	var i store.Idle
	var used int64
	err := r.Scan(&i.Person, &i.Engagement, &i.Address, &i.Title, &used, &i.Warned)
	i.Used = moment(used)
	return i, err
}

func (r rights) Idle(ctx context.Context, before time.Time) ([]store.Idle, error) {
	return all(ctx, r, scanIdle, `SELECT a.person, a.engagement, p.address, coalesce(e.title, ''), a.used, a.warned FROM access a
		JOIN people p ON p.id=a.person LEFT JOIN engagements e ON e.id=a.engagement WHERE a.state=$1 AND a.used<=$2`, api.AccessGranted, stamp(before))
}

func (r rights) NoteWarning(ctx context.Context, i store.Idle, days int) error {
	return r.execSome(ctx, "UPDATE access SET warned=$1 WHERE person=$2 AND engagement=$3 AND used=$4 AND warned=$5", days, i.Person, i.Engagement, stamp(i.Used), i.Warned)
}
