package service

import (
	"context"
	"errors"
	"io"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// reasonLength is how many characters the reason of an act of moderation has at most.
const reasonLength = 1000

// Moderator holds the commands of a program's owner on what people wrote: reading all of it, hiding, locking and deleting. Their
// errors are faults.
type Moderator struct{ *base }

// HideItem hides an item from everybody but the owner. Reason and who, here as in the other acts, are kept in the trace.
func (o *Moderator) HideItem(ctx context.Context, item, reason, who string) error {
	return o.moderateItem(ctx, store.ActHide, item, reason, who)
}

// ShowItem shows a hidden item again.
func (o *Moderator) ShowItem(ctx context.Context, item, reason, who string) error {
	return o.moderateItem(ctx, store.ActShow, item, reason, who)
}

// LockItem ends the comments on an item.
func (o *Moderator) LockItem(ctx context.Context, item, reason, who string) error {
	return o.moderateItem(ctx, store.ActLock, item, reason, who)
}

// UnlockItem lets people comment on an item again.
func (o *Moderator) UnlockItem(ctx context.Context, item, reason, who string) error {
	return o.moderateItem(ctx, store.ActUnlock, item, reason, who)
}

// DeleteItem deletes the texts of an item, its comments and its attachments for good.
func (o *Moderator) DeleteItem(ctx context.Context, item, reason, who string) error {
	attached, err := o.data().Attachments.Attachments(ctx, item)
	if err != nil {
		return ownerError(err)
	}
	if err := o.moderateItem(ctx, store.ActDelete, item, reason, who); err != nil {
		return err
	}
	for _, a := range attached {
		if err := o.blobs.Delete(ctx, attachmentKey(a.ID)); err != nil { // what stays is swept
			return bytesFault(err)
		}
	}
	return nil
}

// HideComment hides a comment from everybody but the owner.
func (o *Moderator) HideComment(ctx context.Context, comment, reason, who string) error {
	return o.moderateComment(ctx, store.ActHide, comment, reason, who)
}

// ShowComment shows a hidden comment again.
func (o *Moderator) ShowComment(ctx context.Context, comment, reason, who string) error {
	return o.moderateComment(ctx, store.ActShow, comment, reason, who)
}

// DeleteComment deletes the text of a comment for good.
func (o *Moderator) DeleteComment(ctx context.Context, comment, reason, who string) error {
	return o.moderateComment(ctx, store.ActDelete, comment, reason, who)
}

// Moderation is an act of moderation in the trace.
type Moderation = store.Moderation

// ModerationTrace returns the acts of moderation on an item and its comments, or on all when item is empty: the newest 1,000.
func (o *Moderator) ModerationTrace(ctx context.Context, item string) ([]Moderation, error) {
	trace, err := o.data().Feedback.Trace(ctx, item, traceLength)
	return trace, ownerError(err)
}

// Comments returns a page of an item's comments with the hidden ones, oldest first, after the comment of a number; next is 0
// on the last page.
func (o *Moderator) Comments(ctx context.Context, item string, after int64) (list []api.Comment, next int64, err error) {
	page, err := o.data().Feedback.Comments(ctx, store.CommentFilter{Item: item, After: after, Limit: pageLength, Bytes: pageCommented, Hidden: true})
	return page.Comments, page.Next, ownerError(err)
}

// Item returns an item with its attachments and all its comments, hidden ones too.
func (o *Moderator) Item(ctx context.Context, id string) (api.Item, error) {
	i, err := o.data().Feedback.Item(ctx, id, ownerPerson)
	if errors.Is(err, store.ErrNotFound) {
		return i, noItem()
	}
	if err != nil {
		return i, ownerError(err)
	}
	if i.Attachments, err = o.data().Attachments.Attachments(ctx, id); err != nil {
		return i, ownerError(err)
	}
	for after := int64(0); ; {
		list, next, err := o.Comments(ctx, id, after)
		if err != nil {
			return i, err
		}
		i.Comments = append(i.Comments, list...)
		if after = next; next == 0 {
			return i, nil
		}
	}
}

// Attachment writes the bytes of an attachment of an item. It is named by its id, or by its name where only one has it.
func (o *Moderator) Attachment(ctx context.Context, item, name string, to io.Writer) (api.Attachment, error) {
	i, err := o.Item(ctx, item)
	if err != nil {
		return api.Attachment{}, err
	}
	var found []api.Attachment
	for _, a := range i.Attachments {
		if a.ID == name || a.Name == name {
			found = append(found, a)
		}
	}
	if len(found) != 1 || !found[0].Complete {
		return api.Attachment{}, refusedCommand("attachment", i18n.T(&goi18n.Message{ID: "service.attachment.none.cause",
			Other: "The item has no complete attachment with this name, or several. Name it by its id: program-service feedback show ITEM"}))
	}
	object, _, err := o.blobs.Open(ctx, attachmentKey(found[0].ID))
	if err != nil {
		return found[0], bytesFault(err)
	}
	defer func() { _ = object.Close() }()
	if _, err := io.Copy(to, object); err != nil {
		return found[0], bytesFault(err)
	}
	return found[0], nil
}

func (o *Moderator) moderateItem(ctx context.Context, act, item, reason, who string) error {
	return o.moderate(ctx, store.Moderation{Item: item, Act: act, Reason: reason, Who: who})
}

func (o *Moderator) moderateComment(ctx context.Context, act, comment, reason, who string) error {
	item, err := o.data().Feedback.CommentItem(ctx, comment)
	if errors.Is(err, store.ErrNotFound) {
		return noComment()
	}
	if err != nil {
		return ownerError(err)
	}
	return o.moderate(ctx, store.Moderation{Item: item, Comment: comment, Act: act, Reason: reason, Who: who})
}

func noComment() error {
	return refusedCommand("comment", i18n.T(&goi18n.Message{ID: "service.comment.none.cause", Other: "There is no comment with this id."}))
}

// moderate carries an act out, with its trace.
func (o *Moderator) moderate(ctx context.Context, m store.Moderation) error {
	m.Reason = strings.TrimSpace(m.Reason)
	if m.Reason == "" || !api.PlainText(m.Reason) || !api.PlainLine(m.Who) || api.CountCharacters(m.Reason) > reasonLength {
		return refusedCommand("reason", i18n.T(&goi18n.Message{ID: "service.moderation.reason.cause", Other: "Give a reason of 1 to 1,000 characters: it is kept."}))
	}
	m.Time = o.now()
	err := o.data().Feedback.Moderate(ctx, m)
	if errors.Is(err, store.ErrNotFound) && m.Comment != "" {
		return noComment()
	}
	if errors.Is(err, store.ErrNotFound) {
		return noItem()
	}
	return ownerError(err)
}
