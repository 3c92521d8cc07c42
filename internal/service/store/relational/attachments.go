package relational

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

type attachments struct{ conn }

const selectAttachment = "SELECT id, name, size, sha256, received, complete FROM attachments WHERE item=$1"

func scanAttachment(r row) (api.Attachment, error) {
	var a api.Attachment
	return a, r.Scan(&a.ID, &a.Name, &a.Size, &a.SHA256, &a.Received, &a.Complete)
}

func (a attachments) Attachments(ctx context.Context, item string) ([]api.Attachment, error) {
	return all(ctx, a, scanAttachment, selectAttachment+" ORDER BY created, id", item)
}

func (a attachments) Attachment(ctx context.Context, item, id string) (api.Attachment, error) {
	return one(ctx, a, scanAttachment, selectAttachment+" AND id=$2", item, id)
}

func (a attachments) Announce(ctx context.Context, item, person string, n api.Attachment, at time.Time) error {
	return a.add(ctx, `INSERT INTO attachments(id, item, person, name, size, sha256, received, complete, created)
		VALUES ($1,$2,$3,$4,$5,$6,0,FALSE,$7)`, n.ID, item, person, n.Name, n.Size, n.SHA256, stamp(at))
}

func (a attachments) Remove(ctx context.Context, item, id string) error {
	return a.execSome(ctx, "DELETE FROM attachments WHERE item=$1 AND id=$2", item, id)
}

func (a attachments) Receive(ctx context.Context, id string, received int64, complete bool) error {
	return a.execSome(ctx, "UPDATE attachments SET received=$1, complete=$2 WHERE id=$3", received, complete, id)
}

func (a attachments) AttachmentIDs(ctx context.Context) ([]string, error) {
	return all(ctx, a, single[string], "SELECT id FROM attachments")
}
