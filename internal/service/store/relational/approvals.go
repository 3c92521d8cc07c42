package relational

import (
	"context"

	"github.com/programconnect/programconnect/internal/service/store"
)

type approvals struct{ conn }

func scanApproval(r row) (store.Approval, error) {
	var a store.Approval
	var created int64
	err := r.Scan(&a.ID, &a.Tenant, &a.Domain, &a.Engagement, &created)
	a.Created = moment(created)
	return a, err
}

func (a approvals) Approvals(ctx context.Context) ([]store.Approval, error) {
	return all(ctx, a, scanApproval, "SELECT id, tenant, domain, engagement, created FROM approvals ORDER BY created, id")
}

func (a approvals) AddApproval(ctx context.Context, n store.Approval) error {
	return a.add(ctx, "INSERT INTO approvals(id, tenant, domain, engagement, created) VALUES ($1,$2,$3,$4,$5)",
		n.ID, n.Tenant, n.Domain, n.Engagement, stamp(n.Created))
}

func (a approvals) RemoveApproval(ctx context.Context, id string) error {
	return a.execSome(ctx, "DELETE FROM approvals WHERE id=$1", id)
}
