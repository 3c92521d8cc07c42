package relational

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

type invitations struct{ conn }

const selectInvitation = `SELECT i.id, i.address, i.engagement, i.role, i.sender, i.message, i.sent, i.expires, i.state, i.person, i.kind, i.tenant,
	coalesce((SELECT title FROM engagements e WHERE e.id=i.engagement), '') FROM invitations i`

func scanInvitation(r row) (store.Invitation, error) {
	var i store.Invitation
	var sent, expires int64
	err := r.Scan(&i.ID, &i.Address, &i.Engagement, &i.Role, &i.Sender, &i.Message, &sent, &expires, &i.State, &i.Person, &i.Kind, &i.Tenant, &i.Title)
	i.Sent = moment(sent)
	i.Expires = moment(expires)
	return i, err
}

func (i invitations) Waiting(ctx context.Context, address string, at time.Time) ([]store.Invitation, error) {
	return all(ctx, i, scanInvitation, selectInvitation+" WHERE "+i.dialect.SameText("i.address", "$1")+" AND i.state=$2 AND i.expires>$3 ORDER BY i.sent",
		address, store.InvitationOpen, stamp(at))
}

func (i invitations) Sent(ctx context.Context) ([]store.Invitation, error) {
	return all(ctx, i, scanInvitation, selectInvitation+" ORDER BY i.sent DESC")
}

func (i invitations) Invite(ctx context.Context, n store.Invitation) error {
	return i.atomically(ctx, func(c conn) error {
		err := c.exec(ctx, "UPDATE invitations SET state=$1 WHERE "+i.dialect.SameText("address", "$2")+" AND engagement=$3 AND state=$4",
			store.InvitationReplaced, n.Address, n.Engagement, store.InvitationOpen)
		if err != nil {
			return err
		}
		return c.add(ctx, `INSERT INTO invitations(id, address, engagement, role, sender, message, sent, expires, state, person, kind, tenant)
			VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,'',$10,$11)`,
			n.ID, n.Address, n.Engagement, n.Role, n.Sender, n.Message, stamp(n.Sent), stamp(n.Expires), store.InvitationOpen,
			n.Kind, n.Tenant)
	})
}

func (i invitations) Void(ctx context.Context, address, engagement string) error {
	return i.exec(ctx, "UPDATE invitations SET state=$1 WHERE "+i.dialect.SameText("address", "$2")+" AND state=$3 AND ($4='' OR engagement=$4)",
		store.InvitationVoid, address, store.InvitationOpen, engagement)
}

func (i invitations) Answer(ctx context.Context, id, state, person string) error {
	return i.execSome(ctx, "UPDATE invitations SET state=$1, person=$2 WHERE id=$3", state, person, id)
}
