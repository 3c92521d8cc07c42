package authority

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Message is a mail that the authority sent. Nothing leaves the computer: it is only shown in the sample's mailbox.
type Message struct {
	To, Subject, Body string
	Code              string // the code in Body, for scripts and tests
	At                time.Time
}

// mailbox is the sample's mails. It has a lock of its own.
type mailbox struct {
	now   func() time.Time
	tell  func(Message)    // of each message as it is sent; may be nil
	shown func() []Message // what the page shows in place of sent; may be nil

	mu   sync.Mutex
	sent []Message
}

// mailLimit is how many messages are kept; the oldest go first.
const mailLimit = 200

// all returns the messages sent since the start, oldest first.
func (b *mailbox) all() []Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.sent)
}

// page returns the messages that the mailbox page shows, newest first.
func (b *mailbox) page() []Message {
	mails := b.all()
	if b.shown != nil {
		mails = b.shown()
	}
	slices.Reverse(mails)
	return mails
}

// lastCode returns the code in the newest message to the address, or "".
func (b *mailbox) lastCode(address string) string {
	for _, m := range slices.Backward(b.all()) {
		if strings.EqualFold(m.To, address) && m.Code != "" {
			return m.Code
		}
	}
	return ""
}

func (b *mailbox) send(m Message) {
	m.At = b.now()
	b.mu.Lock()
	b.sent = append(b.sent, m)
	if extra := len(b.sent) - mailLimit; extra > 0 {
		b.sent = slices.Delete(b.sent, 0, extra)
	}
	b.mu.Unlock()
	if b.tell != nil {
		b.tell(m)
	}
}
