package service

import (
	"context"
	"encoding/hex"
	"errors"
	"net"
	"net/textproto"
	"strconv"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

const (
	mailLife    = 3 * 24 * time.Hour // how long the outbox tries to send a mail that names no time of its own
	mailTime    = 30 * time.Second   // how long one attempt may take
	mailLease   = 2 * time.Minute    // how long a mail is left alone by others while one process sends it; longer than mailTime
	mailBackoff = 15 * time.Second   // the wait after the first attempt; it doubles up to mailLongest
	mailLongest = time.Hour
	mailPoll    = 2 * time.Second // how often the sender looks for mails that other processes put in
	lastAttempt = 5 * time.Second // how long closing waits for mails that are due
)

// post puts a mail into the outbox, in the unit of work of what causes it. It is tried until it is sent or its time is over.
func (b *base) post(ctx context.Context, d store.Data, m Mail, until time.Time) error {
	id, err := b.random(16)
	if err != nil {
		return err
	}
	return d.Outbox.Post(ctx, store.Mail{ID: hex.EncodeToString(id), To: m.To, Subject: m.Subject, Text: m.Text, Code: m.Code,
		Time: m.Time, Due: b.now(), Expires: until})
}

// write runs a unit of work that posts mails, then wakes the sender.
func (b *base) write(ctx context.Context, f func(store.Data) error) error {
	if err := b.store.Write(ctx, f); err != nil {
		return err
	}
	b.outbox.wake(ctx)
	return nil
}

// outbox sends the mails that wait in the store: one at a time, beside all requests, with a time for each and longer and longer
// waits. A mail is taken out only after it was handed over, so it is sent at least once, with the same id each time. Several
// processes may share one store: whoever sends a mail leases it.
type outbox struct {
	*base
	mailer  Mailer
	ringing chan struct{}
	end     context.CancelFunc
	ended   chan struct{}

	mu      sync.Mutex
	trouble mailTrouble
}

// mailTrouble is what last went wrong with a mail; without a time nothing has, since the last that was sent.
type mailTrouble struct {
	Kind string    `json:"trouble,omitzero"`
	Time time.Time `json:"trouble_time,omitzero"`
}

func newOutbox(b *base, m Mailer) *outbox {
	return &outbox{base: b, mailer: m, ringing: make(chan struct{}, 1), end: func() {}, ended: make(chan struct{})}
}

// Send puts a mail into the outbox in a unit of work of its own. It makes the outbox a Mailer.
func (o *outbox) Send(ctx context.Context, m Mail) error {
	return o.write(ctx, func(d store.Data) error { return o.post(ctx, d, m, o.now().Add(mailLife)) })
}

// start starts the sender.
func (o *outbox) start(ctx context.Context) {
	ctx, o.end = context.WithCancel(ctx)
	go func() {
		defer close(o.ended)
		o.run(ctx)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastAttempt)
		defer cancel()
		_ = o.drain(last) // what is left stays in the store
	}()
}

// stop ends the sender, which tries for a moment to send what is due. A second call does nothing.
func (o *outbox) stop() {
	o.end()
	<-o.ended
}

// wake makes the sender look for something to send. Where the mailer needs no network, it is sent here and now.
func (o *outbox) wake(ctx context.Context) {
	if o.config.MailNow {
		_ = o.drain(ctx) // noted as trouble, and tried again
		return
	}
	select {
	case o.ringing <- struct{}{}:
	default: // it rings already
	}
}

// run sends until ctx ends.
func (o *outbox) run(ctx context.Context) {
	poll := time.NewTicker(mailPoll)
	defer poll.Stop()
	for {
		if err := o.drain(ctx); err != nil && ctx.Err() == nil {
			o.config.Log.Warn("a mail was not sent", "trouble", troubleOf(err))
			select { // the server may be in trouble, not the mail: the next mail waits a moment
			case <-ctx.Done():
			case <-poll.C:
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-o.ringing:
		case <-poll.C:
		}
	}
}

// drain sends what is due, until nothing is or something goes wrong.
func (o *outbox) drain(ctx context.Context) error {
	for ctx.Err() == nil {
		waiting, err := o.data().Outbox.Waiting(ctx, o.now())
		if err != nil || waiting.Due == 0 {
			return err
		}
		m, err := o.data().Outbox.Lease(ctx, o.now(), o.now().Add(mailLease))
		if errors.Is(err, store.ErrNotFound) {
			return nil // another process was faster
		}
		if err != nil {
			return err
		}
		if err := o.sendOne(ctx, m); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// sendOne makes one attempt at a mail.
func (o *outbox) sendOne(ctx context.Context, m store.Mail) error {
	if !o.now().Before(m.Expires) {
		return o.data().Outbox.Remove(ctx, m.ID)
	}
	attempt, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	err := o.mailer.Send(attempt, Mail{ID: m.ID, To: m.To, Subject: m.Subject, Text: m.Text, Code: m.Code, Time: m.Time})
	o.note(err)
	o.config.Observer.Count(map[bool]Event{true: EventMailSent, false: EventMailFailed}[err == nil])
	ctx = context.WithoutCancel(ctx) // what happened is written down
	if err == nil {
		return o.data().Outbox.Remove(ctx, m.ID)
	}
	wait := min(mailBackoff<<min(m.Attempts, 10), mailLongest)
	return errors.Join(err, o.data().Outbox.Retry(ctx, m.ID, o.now().Add(wait)))
}

func (o *outbox) note(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.trouble = mailTrouble{}
	if err != nil {
		o.trouble = mailTrouble{troubleOf(err), o.now()}
	}
}

// lastTrouble returns what last went wrong, if nothing was sent since.
func (o *outbox) lastTrouble() mailTrouble {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.trouble
}

// troubleOf says in general words what went wrong: the server's own may hold addresses.
func troubleOf(err error) string {
	var answer *textproto.Error
	var network net.Error
	switch {
	case errors.As(err, &answer):
		return "the mail server answered " + strconv.Itoa(answer.Code)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return "the mail server did not answer in time"
	case errors.As(err, &network):
		return "the mail server can't be reached"
	}
	return "the mail could not be handed over"
}
