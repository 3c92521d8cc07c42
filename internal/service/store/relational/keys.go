package relational

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

type keys struct{ conn }

const selectKey = "SELECT id, purpose, secret, since, until FROM keys WHERE purpose=$1"

func scanKey(r row) (store.Key, error) {
	var k store.Key
	var since, until int64
	err := r.Scan(&k.ID, &k.Purpose, &k.Secret, &since, &until)
	k.Since = moment(since)
	k.Until = moment(until)
	return k, err
}

func (k keys) Signing(ctx context.Context, purpose string) (store.Key, error) {
	return one(ctx, k, scanKey, selectKey+" AND until=0", purpose)
}

func (k keys) Oldest(ctx context.Context, purpose string) (store.Key, error) {
	return one(ctx, k, scanKey, selectKey+" ORDER BY since LIMIT 1", purpose)
}

func (k keys) Key(ctx context.Context, purpose, id string) (store.Key, error) {
	return one(ctx, k, scanKey, selectKey+" AND id=$2", purpose, id)
}

func (k keys) Keys(ctx context.Context, purpose string) ([]store.Key, error) {
	return all(ctx, k, scanKey, selectKey+" ORDER BY until=0 DESC, since DESC", purpose)
}

func (k keys) AddKey(ctx context.Context, n store.Key) error {
	return k.add(ctx, "INSERT INTO keys(id, purpose, secret, since, until) VALUES ($1,$2,$3,$4,$5)",
		n.ID, n.Purpose, n.Secret, stamp(n.Since), stamp(n.Until))
}

func (k keys) EndKeys(ctx context.Context, at time.Time) error {
	return k.exec(ctx, "UPDATE keys SET until=$1 WHERE until=0", stamp(at))
}
