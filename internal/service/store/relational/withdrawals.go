package relational

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

type withdrawals struct{ conn }

func (w withdrawals) AddWithdrawal(ctx context.Context, id, reason string, at time.Time) error {
	return w.atomically(ctx, func(c conn) error {
		k, err := packages{c}.Package(ctx, id)
		if err != nil {
			return err
		}
		number, err := one(ctx, c, single[int64], "INSERT INTO withdrawals(package, engagement, title, version, reason, time) VALUES ($1,$2,$3,$4,$5,$6) RETURNING number",
			id, k.Engagement, k.Title, k.Version, reason, stamp(at))
		if err != nil {
			return err
		}
		return c.exec(ctx, "INSERT INTO withdrawn_files(withdrawal, position, name, sha256) SELECT CAST($1 AS BIGINT), position, name, sha256 FROM files WHERE package=$2",
			number, id)
	})
}

// named is a withdrawn file with the number of its withdrawal.
type named struct {
	withdrawal int64
	file       store.WithdrawnFile
}

func (w withdrawals) Withdrawals(ctx context.Context) ([]store.Withdrawal, error) {
	list, err := all(ctx, w, func(r row) (store.Withdrawal, error) {
		var k store.Withdrawal
		var at int64
		err := r.Scan(&k.Number, &k.Package, &k.Engagement, &k.Title, &k.Version, &k.Reason, &at)
		k.Time = moment(at)
		return k, err
	}, "SELECT number, package, engagement, title, version, reason, time FROM withdrawals ORDER BY number DESC")
	if err != nil {
		return nil, err
	}
	files, err := all(ctx, w, func(r row) (named, error) {
		var f named
		return f, r.Scan(&f.withdrawal, &f.file.Name, &f.file.SHA256)
	}, "SELECT withdrawal, name, sha256 FROM withdrawn_files ORDER BY withdrawal, position")
	of := map[int64][]store.WithdrawnFile{}
	for _, f := range files {
		of[f.withdrawal] = append(of[f.withdrawal], f.file)
	}
	for i := range list {
		list[i].Files = of[list[i].Number]
	}
	return list, err
}
