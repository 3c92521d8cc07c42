package relational

import (
	"context"

	"github.com/programconnect/programconnect/internal/service/store"
)

type engagements struct{ conn }

const selectEngagement = `SELECT e.id, e.title, e.description, e.business_group, e.joining, e.terms, e.contact, e.position, e.feedback,
	(SELECT count(*) FROM packages k WHERE k.engagement=e.id AND k.withdrawn=FALSE) FROM engagements e`

func scanEngagement(r row) (store.Engagement, error) {
	var e store.Engagement
	return e, r.Scan(&e.ID, &e.Title, &e.Description, &e.Group, &e.Join, &e.Terms, &e.Contact, &e.Position, &e.Feedback, &e.Packages)
}

func (e engagements) Engagements(ctx context.Context) ([]store.Engagement, error) {
	return all(ctx, e, scanEngagement, selectEngagement+" ORDER BY e.position, e.id")
}

func (e engagements) Engagement(ctx context.Context, id string) (store.Engagement, error) {
	return one(ctx, e, scanEngagement, selectEngagement+" WHERE e.id=$1", id)
}

func (e engagements) PutEngagement(ctx context.Context, n store.Engagement) error {
	return e.exec(ctx, `INSERT INTO engagements(id, position, title, description, business_group, joining, terms, contact, feedback)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) ON CONFLICT(id) DO UPDATE SET position=excluded.position,
		title=excluded.title, description=excluded.description, business_group=excluded.business_group, joining=excluded.joining,
		terms=excluded.terms, contact=excluded.contact, feedback=excluded.feedback`,
		n.ID, n.Position, n.Title, n.Description, n.Group, n.Join, n.Terms, n.Contact, n.Feedback)
}

func (e engagements) RemoveEngagement(ctx context.Context, id string) error {
	return e.execSome(ctx, "DELETE FROM engagements WHERE id=$1", id)
}
