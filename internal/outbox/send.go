package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// Waits between two tries of a queued draft, doubled from the first to the last.
const (
	firstWait = 2 * time.Second
	lastWait  = 5 * time.Minute
)

// chunk is how many bytes of an attachment go out at a time, well below what one request may carry: it is what a lost connection
// costs at most.
const chunk = api.AttachmentChunk / 8

// Send sends a draft now and returns it as it stands afterwards: State is StateSent with Sent set, or the error says why not. A draft
// that could not be sent for want of a network or a sign-in stays queued.
func (o *Outbox) Send(ctx context.Context, key string) (Draft, error) {
	var d Draft
	err := o.alone(key, func() error {
		var err error
		if d, err = o.Draft(key); err != nil {
			return err
		}
		if err = o.deliver(ctx, &d); err == nil {
			d.State, d.Fault = StateSent, nil
			return o.remove(key)
		}
		if ctx.Err() != nil {
			return err // the caller gave up: the draft is as it was, with what the service has of its files
		}
		o.postpone(&d, fault.Of(err))
		return errors.Join(err, o.changeKept(key, func(there *Draft) {
			there.State, there.Fault, there.Tries, there.Next = d.State, d.Fault, d.Tries, d.Next
		}))
	})
	return d, err
}

// postpone notes why a draft was not sent, and when it is tried again.
func (o *Outbox) postpone(d *Draft, why *fault.Error) {
	d.Fault = why
	d.Tries++
	switch why.Kind {
	case fault.Network, fault.SignIn, fault.Interrupted, fault.Other:
		wait := max(firstWait<<min(d.Tries-1, 10), why.RetryAfter)
		d.State, d.Next = StateQueued, o.config.Clock().Add(min(wait, lastWait))
	default:
		d.State, d.Next = StateStuck, time.Time{}
	}
}

// deliver sends the item first and its files after it, each from where the service already has it.
func (o *Outbox) deliver(ctx context.Context, d *Draft) error {
	to, err := o.config.Sender(ctx, *d)
	if err != nil {
		return err
	}
	if d.Sent == "" {
		item, err := to.SendItem(ctx, d.Engagement, d.Key, d.Item)
		if err != nil {
			return err
		}
		d.Sent = item.ID
		if err := o.changeKept(d.Key, func(there *Draft) { there.Sent = item.ID }); err != nil {
			return err
		}
	}
	if d.Diagnostics != "" {
		text := strings.NewReader(d.Diagnostics)
		f := File{Name: "diagnostics.txt", Size: text.Size(), SHA256: api.TextHash(d.Diagnostics)}
		if err := o.upload(ctx, to, d, &f, text); err != nil {
			return err
		}
	}
	for i := range d.Files {
		if err := o.uploadFile(ctx, to, d, &d.Files[i]); err != nil {
			return err
		}
	}
	return nil
}

func (o *Outbox) uploadFile(ctx context.Context, to Sender, d *Draft, f *File) error {
	if f.Sent == f.Size && f.Size > 0 {
		return nil
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return attachFault(f.Path, err)
	}
	defer func() { _ = file.Close() }()
	if !sameBytes(file, f) {
		return changedFault(f.Name, nil)
	}
	return o.upload(ctx, to, d, f, file)
}

func (o *Outbox) upload(ctx context.Context, to Sender, d *Draft, f *File, bytes io.ReaderAt) error {
	// The same draft and the same bytes make the same key, so that a second try finds the upload of the first.
	key := uuid.NewSHA1(uuid.MustParse(d.Key), []byte(f.Name+"\x00"+f.SHA256)).String()
	at, err := to.Attach(ctx, d.Sent, key, api.NewAttachment{Name: f.Name, Size: f.Size, SHA256: f.SHA256})
	if err != nil {
		return err
	}
	// An announcement that is repeated is answered as the first one was; how much has arrived since is asked for.
	if at, err = to.Attachment(ctx, d.Sent, at.ID); err != nil {
		return err
	}
	buffer := make([]byte, min(chunk, f.Size))
	for at.Received < f.Size {
		n, err := bytes.ReadAt(buffer[:min(int64(len(buffer)), f.Size-at.Received)], at.Received)
		if n == 0 {
			return changedFault(f.Name, err)
		}
		before := at.Received
		if at, err = to.SendBytes(ctx, d.Sent, at.ID, before, buffer[:n]); err != nil {
			return err
		}
		if at.Received <= before {
			return changedFault(f.Name, nil)
		}
		f.Sent = at.Received
		if err := o.changeKept(d.Key, func(there *Draft) { there.sent(*f) }); err != nil {
			return err
		}
	}
	return nil
}

func sameBytes(file io.Reader, f *File) bool {
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	return err == nil && size == f.Size && hex.EncodeToString(sum.Sum(nil)) == f.SHA256
}
