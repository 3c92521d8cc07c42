package session

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
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Waits between two tries of a queued draft, doubled from the first to the last.
const (
	firstWait = 2 * time.Second
	lastWait  = 5 * time.Minute
)

// attachmentChunk is how many bytes of an attachment go out at a time: what a lost connection costs at most.
const attachmentChunk = 512 << 10

// Queue marks a draft as ready: it goes out at once when it can, else when the service can be reached, in this process or a later one.
func (o *Outbox) Queue(key string) error {
	d, err := o.Draft(key)
	if err != nil {
		return err
	}
	d.State, d.Fault, d.Next = DraftQueued, nil, time.Time{}
	if err := o.locked(key, func() error { return o.write(d) }); err != nil {
		return err
	}
	wake(o.wake)
	return nil
}

// Send sends a draft now and gives it as it stands afterwards: State is DraftSent with Sent set, or the error says why not. A draft that
// could not be sent for want of a network or a sign-in stays queued.
func (o *Outbox) Send(ctx context.Context, key string) (Draft, error) {
	if uuid.Validate(key) != nil {
		return Draft{}, noDraft()
	}
	var d Draft
	err := o.locked(key, func() error {
		var err error
		if d, err = o.Draft(key); err != nil {
			return err
		}
		return o.deliver(ctx, &d)
	})
	return d, err
}

// deliver sends a draft whose lock is held, and notes how it went.
func (o *Outbox) deliver(ctx context.Context, d *Draft) error {
	err := o.send(ctx, d)
	if err == nil {
		d.State, d.Fault = DraftSent, nil
		if err := os.Remove(o.path(d.Key)); err != nil {
			return diskFault(err, "remove", o.path(d.Key))
		}
		o.changed()
		return nil
	}
	if ctx.Err() != nil {
		return err // the caller gave up: the draft is as it was, with what the service has of its files
	}
	d.Fault, d.Tries = fault.Of(err), d.Tries+1
	switch d.Fault.Kind {
	case fault.Network, fault.SignIn, fault.Interrupted, fault.Other:
		wait := max(firstWait<<min(d.Tries-1, 10), d.Fault.RetryAfter)
		d.State, d.Next = DraftQueued, o.clock().Add(min(wait, lastWait))
	default:
		d.State, d.Next = DraftStuck, time.Time{}
	}
	return errors.Join(err, o.write(*d))
}

// send brings the item first and its files after it, each from where the service already has it.
func (o *Outbox) send(ctx context.Context, d *Draft) error {
	s, err := o.app.sessionOf(ctx, d.Program)
	if err != nil {
		return err
	}
	if account := s.Snapshot().Account; account == nil || d.Account != "" && account.ID != d.Account {
		return s.signInFault()
	}
	if d.Sent == "" {
		item, err := s.client.SendItem(ctx, d.Engagement, d.Key, d.Item)
		if err != nil {
			return err
		}
		d.Sent = item.ID
		if err := o.write(*d); err != nil {
			return err
		}
	}
	if d.Diagnostics != "" {
		text := strings.NewReader(d.Diagnostics)
		f := DraftFile{Name: "diagnostics.txt", Size: text.Size(), SHA256: api.TextHash(d.Diagnostics)}
		if err := o.upload(ctx, s.client, d, &f, text); err != nil {
			return err
		}
	}
	for i := range d.Files {
		if err := o.uploadFile(ctx, s.client, d, &d.Files[i]); err != nil {
			return err
		}
	}
	return nil
}

func (o *Outbox) uploadFile(ctx context.Context, client *client.Client, d *Draft, f *DraftFile) error {
	if f.Sent == f.Size && f.Size > 0 {
		return nil
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return attachFault(f.Path, err)
	}
	defer func() { _ = file.Close() }()
	if !sameBytes(file, f) {
		return changedFault(f.Name)
	}
	return o.upload(ctx, client, d, f, file)
}

func (o *Outbox) upload(ctx context.Context, client *client.Client, d *Draft, f *DraftFile, bytes io.ReaderAt) error {
	// The same draft and the same bytes give the same key, so that a second try finds the upload of the first.
	key := uuid.NewSHA1(uuid.MustParse(d.Key), []byte(f.Name+"\x00"+f.SHA256)).String()
	at, err := client.Attach(ctx, d.Sent, key, api.NewAttachment{Name: f.Name, Size: f.Size, SHA256: f.SHA256})
	if err != nil {
		return err
	}
	// An announcement that is repeated is answered as the first one was; how much has arrived since is asked for.
	if at, err = client.Attachment(ctx, d.Sent, at.ID); err != nil {
		return err
	}
	buffer := make([]byte, min(attachmentChunk, f.Size))
	for at.Received < f.Size {
		n, err := bytes.ReadAt(buffer[:min(int64(len(buffer)), f.Size-at.Received)], at.Received)
		if n == 0 {
			return changedFaultBecause(f.Name, err)
		}
		before := at.Received
		if at, err = client.SendBytes(ctx, d.Sent, at.ID, before, buffer[:n]); err != nil {
			return err
		}
		if at.Received <= before {
			return changedFault(f.Name)
		}
		f.Sent = at.Received
		if err := o.write(*d); err != nil {
			return err
		}
	}
	return nil
}

func sameBytes(file io.Reader, f *DraftFile) bool {
	sum := sha256.New()
	size, err := io.Copy(sum, file)
	return err == nil && size == f.Size && hex.EncodeToString(sum.Sum(nil)) == f.SHA256
}

func changedFault(name string) error { return changedFaultBecause(name, nil) }

func changedFaultBecause(name string, err error) error {
	return &fault.Error{Kind: fault.Usage, Code: "feedback.changed", Title: i18n.Verbatim("The file " + name + " changed after it was attached."),
		Safe: i18n.Verbatim("Nothing of the feedback was sent; the draft is kept."), Steps: []i18n.Text{i18n.Verbatim("Attach the file again, then send.")}, Field: "attach", Err: err}
}

// Start begins to send what is queued, in the background, until the App is closed. The desktop app calls it once; short commands
// of the terminal send in the foreground instead.
func (o *Outbox) Start() {
	ctx, stop := context.WithCancel(context.Background())
	o.stop, o.done = stop, make(chan struct{})
	go func() {
		defer close(o.done)
		for {
			timer := time.NewTimer(o.round(ctx))
			select {
			case <-timer.C:
			case <-o.wake:
			case <-ctx.Done():
				timer.Stop()
				return
			}
			timer.Stop()
		}
	}()
}

func (o *Outbox) close() {
	if o.stop != nil {
		o.stop()
		<-o.done
	}
}

// round sends every queued draft whose time has come and gives how long there is nothing more to do.
func (o *Outbox) round(ctx context.Context) time.Duration {
	wait := lastWait
	drafts, err := o.Drafts()
	if err != nil {
		return wait // the screen shows it when it reads the drafts itself
	}
	for _, d := range drafts {
		if d.State != DraftQueued {
			continue
		}
		if left := d.Next.Sub(o.clock()); left > 0 {
			wait = min(wait, left)
			continue
		}
		after, err := o.Send(ctx, d.Key)
		if err != nil && after.State == DraftQueued {
			wait = min(wait, max(after.Next.Sub(o.clock()), firstWait))
		}
	}
	return wait
}

// Wake tries queued drafts at once, whatever their next time: the network is back, or somebody signed in.
func (o *Outbox) Wake() {
	drafts, err := o.Drafts()
	if err != nil {
		return
	}
	for _, d := range drafts {
		if d.State == DraftQueued && !d.Next.IsZero() {
			d.Next = time.Time{}
			// A draft that is being sent this moment needs no waking.
			_ = o.locked(d.Key, func() error { return o.write(d) })
		}
	}
	wake(o.wake)
}
