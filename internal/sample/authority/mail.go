package authority

import (
	"slices"
	"strings"
	"time"
)

// Message is a mail that the authority sent. Nothing leaves the computer: it is only shown in the sample's mailbox.
type Message struct {
	To, Subject, Body string
	Code              string // the code in Body, for scripts and tests
	At                time.Time
}

// mailLimit is how many messages are kept; the oldest go first.
const mailLimit = 200

// Mail gives the messages sent since the start, oldest first.
func (a *Authority) Mail() []Message {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.mail)
}

// LastCode gives the code in the newest message to the address, or "".
func (a *Authority) LastCode(address string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, m := range slices.Backward(a.mail) {
		if strings.EqualFold(m.To, address) && m.Code != "" {
			return m.Code
		}
	}
	return ""
}

// send is called with the lock held.
func (a *Authority) send(m Message) {
	m.At = a.cfg.Now()
	a.mail = append(a.mail, m)
	if extra := len(a.mail) - mailLimit; extra > 0 {
		a.mail = slices.Delete(a.mail, 0, extra)
	}
	if a.cfg.Mail != nil {
		a.cfg.Mail(m)
	}
}
