package relational

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

type answers struct{ conn }

func scanAnswer(r row) (store.Answer, error) {
	var a store.Answer
	var at int64
	err := r.Scan(&a.Person, &a.Key, &a.Request, &a.Body, &at)
	a.Time = moment(at)
	return a, err
}

func (a answers) Answer(ctx context.Context, person, key string) (store.Answer, error) {
	return one(ctx, a, scanAnswer, "SELECT person, key, request, answer, time FROM sent WHERE person=$1 AND key=$2", person, key)
}

func (a answers) Keep(ctx context.Context, n store.Answer) error {
	return a.add(ctx, "INSERT INTO sent(person, key, request, answer, time) VALUES ($1,$2,$3,$4,$5)",
		n.Person, n.Key, n.Request, n.Body, stamp(n.Time))
}

func (a answers) Forget(ctx context.Context, before time.Time) error {
	return a.exec(ctx, "DELETE FROM sent WHERE time<$1", stamp(before))
}
