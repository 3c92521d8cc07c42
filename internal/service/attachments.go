package service

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store"
)

// attachments holds the rules of attachments and of their bytes on the way in.
type attachments struct {
	*base
	sending *busy
}

// busy is what is being worked on, by its id.
type busy struct {
	mu  sync.Mutex
	ids map[string]bool
}

// begin reports whether nobody else is at it; then end ends it.
func (b *busy) begin(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ids[id] {
		return false
	}
	b.ids[id] = true
	return true
}

func (b *busy) end(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.ids, id)
}

// attachmentKey is the key of an attachment's bytes.
func attachmentKey(id string) string { return "attachments/" + id }

// announce adds an attachment, as long as the item has fewer than its form allows.
func (t *attachments) announce(ctx context.Context, d store.Data, item, person string, most int, a api.Attachment) (api.Attachment, error) {
	there, err := d.Attachments.Attachments(ctx, item)
	if err != nil {
		return a, err
	}
	if len(there) >= most {
		return a, quotaProblem(api.CodeAttachmentCount, 0)
	}
	return a, d.Attachments.Announce(ctx, item, person, a, t.now())
}

// receive takes the bytes that come next. They are kept for good before the store counts them, and no writer of the store waits
// for them; what a broken connection left behind is written over. With the last of them the whole is checked: when it is not what
// was announced, it begins again, and when it is not what its name says, it is removed.
func (t *attachments) receive(ctx context.Context, item, id string, offset int64, part []byte) (api.Attachment, error) {
	if !t.sending.begin(id) {
		return api.Attachment{}, refuse(api.CodeAttachmentOffset, nil)
	}
	defer t.sending.end(id)
	a, err := attachmentOf(ctx, t.data(), item, id)
	if err != nil {
		return a, err
	}
	if offset != a.Received || a.Complete {
		return a, refuse(api.CodeAttachmentOffset, nil)
	}
	if a.Received+int64(len(part)) > a.Size {
		return a, refuse(api.CodeAttachmentLonger, nil)
	}
	if err := t.blobs.WritePart(ctx, attachmentKey(id), offset, part); err != nil {
		return a, err
	}
	var refusal *api.Problem
	a.Received += int64(len(part))
	if a.Received == a.Size {
		if refusal, err = t.finish(ctx, a); err != nil {
			return a, err
		}
		a.Complete = refusal == nil
	}
	if err := t.count(ctx, item, offset, a, refusal); err != nil {
		return a, err
	}
	if refusal == nil {
		return a, nil
	}
	if refusal.Fields[0].Field == "name" {
		return a, errors.Join(refusal, t.blobs.Delete(ctx, attachmentKey(id)))
	}
	return a, refusal
}

// finish makes an object of all that came, and returns a refusal when it is not what was announced or not what its name says.
func (t *attachments) finish(ctx context.Context, a api.Attachment) (*api.Problem, error) {
	err := t.blobs.Finish(ctx, attachmentKey(a.ID), a.Size, a.SHA256)
	if errors.Is(err, blob.ErrMismatch) {
		return fieldsProblem(wrong("sha256", api.CodeFieldFileChanged, nil)), nil
	}
	if err != nil {
		return nil, err
	}
	fine, err := t.isWhatItSays(ctx, a)
	if err == nil && !fine {
		return fieldsProblem(wrong("name", api.CodeFieldContent, nil)), nil
	}
	return nil, err
}

// count notes what has come since an offset, if that is still where the attachment stands.
func (t *attachments) count(ctx context.Context, item string, offset int64, a api.Attachment, refusal *api.Problem) error {
	return t.store.Write(ctx, func(d store.Data) error {
		now, err := attachmentOf(ctx, d, item, a.ID)
		switch {
		case err != nil:
			return err
		case now.Received != offset || now.Complete:
			return refuse(api.CodeAttachmentOffset, nil)
		case refusal == nil:
			return d.Attachments.Receive(ctx, a.ID, a.Received, a.Complete)
		case refusal.Fields[0].Field == "name":
			return d.Attachments.Remove(ctx, item, a.ID)
		}
		return d.Attachments.Receive(ctx, a.ID, 0, false)
	})
}

// isWhatItSays reports whether a complete attachment begins as its name says.
func (t *attachments) isWhatItSays(ctx context.Context, a api.Attachment) (bool, error) {
	object, _, err := t.blobs.Open(ctx, attachmentKey(a.ID))
	if err != nil {
		return false, err
	}
	head, err := io.ReadAll(io.LimitReader(object, headLength))
	return likely(a.Name, head), errors.Join(err, object.Close())
}

// attachmentOf returns an attachment of an item, or the refusal of one that is not there.
func attachmentOf(ctx context.Context, d store.Data, item, id string) (api.Attachment, error) {
	a, err := d.Attachments.Attachment(ctx, item, id)
	if errors.Is(err, store.ErrNotFound) {
		err = notFound()
	}
	return a, err
}

// attachmentAPI answers for attachments.
type attachmentAPI struct {
	*base
	attachments *attachments
	feedback    *feedback
	once        *once
}

func (a *attachmentAPI) routes() []route {
	return []route{
		{method: "POST", path: apiPrefix + "/feedback/{id}/attachments", answer: a.postAttachment},
		{method: "GET", path: apiPrefix + "/feedback/{id}/attachments/{attachment}", answer: a.getAttachment},
		{method: "GET", path: apiPrefix + "/feedback/{id}/attachments/{attachment}/bytes", answer: a.getAttachmentBytes},
		{method: "PUT", path: apiPrefix + "/feedback/{id}/attachments/{attachment}/bytes", answer: a.putAttachmentBytes, body: api.AttachmentChunk},
	}
}

// postAttachment announces an attachment: name and size are checked here, before a byte of it is sent.
func (a *attachmentAPI) postAttachment(q *request) (any, error) {
	var in api.NewAttachment
	if err := q.read(&in); err != nil {
		return nil, err
	}
	i, err := a.feedback.item(q.Context(), q.person, q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if !i.Mine {
		return nil, refuse(api.CodeAttachmentAuthor, nil)
	}
	form, err := a.feedback.form(q.Context(), q.person, i.Engagement)
	if err != nil {
		return nil, err
	}
	if err := checkAttachment(form.Attachments, in); err != nil {
		return nil, err
	}
	name, err := a.random(12)
	if err != nil {
		return nil, err
	}
	announced := api.Attachment{ID: hex.EncodeToString(name), Name: in.Name, Size: in.Size, SHA256: in.SHA256}
	return a.once.do(q, in, func(d store.Data) (any, error) {
		return a.attachments.announce(q.Context(), d, i.ID, q.person.ID(), form.Attachments.Count, announced)
	})
}

// checkAttachment returns a refusal of what the rules do not take: of its size as such, of anything else as of a field.
func checkAttachment(rules *api.AttachmentRules, in api.NewAttachment) error {
	fields := rules.Check(in)
	switch {
	case len(fields) == 0:
		return nil
	case fields[0].Field == "size" && in.Size > 0:
		problem := refuse(api.CodeAttachmentTooLarge, values{"limit": rules.Size >> 20})
		problem.Fields = fields
		return problem
	}
	return fieldsProblem(fields...)
}

// attachment returns an attachment of an item that the person may see.
func (a *attachmentAPI) attachment(q *request) (api.Item, api.Attachment, error) {
	i, err := a.feedback.item(q.Context(), q.person, q.PathValue("id"))
	if err != nil {
		return i, api.Attachment{}, err
	}
	found, err := attachmentOf(q.Context(), a.data(), i.ID, q.PathValue("attachment"))
	return i, found, err
}

func (a *attachmentAPI) getAttachment(q *request) (any, error) {
	_, found, err := a.attachment(q)
	return found, err
}

// putAttachmentBytes takes bytes at the offset up to which they have come.
func (a *attachmentAPI) putAttachmentBytes(q *request) (any, error) {
	i, announced, err := a.attachment(q)
	if err != nil {
		return nil, err
	}
	offset, err := strconv.ParseInt(q.URL.Query().Get("offset"), 10, 64)
	if err != nil || offset < 0 {
		return nil, fieldsProblem(wrong("offset", api.CodeFieldOffset, nil))
	}
	if !i.Mine {
		return nil, refuse(api.CodeAttachmentAuthor, nil)
	}
	part, err := io.ReadAll(q.Body)
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return nil, refuse(api.CodeAttachmentPart, values{"limit": api.AttachmentChunk >> 20})
	}
	if err != nil {
		return nil, refuse(api.CodeCutOff, nil)
	}
	if offset == 0 && int64(len(part)) >= min(announced.Size, headLength) && !likely(announced.Name, part) { // spares the rest the way
		return nil, fieldsProblem(wrong("name", api.CodeFieldContent, nil))
	}
	return a.attachments.receive(q.Context(), i.ID, announced.ID, offset, part)
}

// getAttachmentBytes sends a complete attachment, as a download that no browser opens.
func (a *attachmentAPI) getAttachmentBytes(q *request) (any, error) {
	item, found, err := a.attachment(q)
	if err != nil {
		return nil, err
	}
	if !found.Complete {
		return nil, refuse(api.CodeAttachmentWaiting, nil)
	}
	object, _, err := a.blobs.Open(q.Context(), attachmentKey(found.ID))
	if err != nil {
		return nil, err
	}
	defer func() { _ = object.Close() }()
	return written{}, a.send(q, download{api.CleanFileName(found.Name), "application/octet-stream", found.SHA256, object, func(ctx context.Context) error {
		_, err := a.feedback.item(ctx, q.person, item.ID)
		return err
	}, nil})
}
