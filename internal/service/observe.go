package service

import (
	"context"
	"io"
	"net/http"
	"time"
)

// Observer sees requests and events, for figures and traces. It is given no token, no address of a person and no query.
type Observer interface {
	// Begin is called with each request of a route, its pattern and not its address. The context goes with the request, and end
	// is called once.
	Begin(ctx context.Context, method, route string, header http.Header) (with context.Context, end func(Seen))
	// Count counts an event.
	Count(e Event)
}

// Seen is how a request ended.
type Seen struct {
	Status int
	Bytes  int64 // of the body of the answer, as far as it was written
	Took   time.Duration
}

// Event is something that is counted.
type Event string

// The events.
const (
	EventLink       Event = "link"        // a link to a file was given
	EventWhole      Event = "whole"       // a file was written down as fetched whole
	EventMailSent   Event = "mail_sent"   // a mail server took a mail
	EventMailFailed Event = "mail_failed" // it did not
	EventRefused    Event = "token"       // a token was refused
	EventBroken     Event = "broken"      // a request went wrong by the service's own fault
)

// unobserved is the Observer of a service without one.
type unobserved struct{}

// Begin sees nothing.
func (unobserved) Begin(ctx context.Context, _, _ string, _ http.Header) (context.Context, func(Seen)) {
	return ctx, func(Seen) {}
}

// Count counts nothing.
func (unobserved) Count(Event) {}

// observedWriter notes the status of an answer and how many bytes of it were written. What the system can copy by itself goes on
// being copied so.
type observedWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// Unwrap returns the writer underneath to http.ResponseController.
func (w *observedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// WriteHeader notes the first status that is final.
func (w *observedWriter) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write writes a part of the body.
func (w *observedWriter) Write(part []byte) (int, error) {
	n, err := w.ResponseWriter.Write(part)
	w.wrote(int64(n))
	return n, err
}

// ReadFrom writes all of r.
func (w *observedWriter) ReadFrom(r io.Reader) (int64, error) {
	n, err := io.Copy(w.ResponseWriter, r)
	w.wrote(n)
	return n, err
}

func (w *observedWriter) wrote(n int64) {
	w.bytes += n
	if w.status == 0 {
		w.status = http.StatusOK
	}
}

// Standing is how a service stands, for figures.
type Standing struct {
	Database, Files bool // can be written
	MailsWaiting    int
	MailOldest      time.Time // when the mail that waits longest was written; zero without one
	MailTrouble     bool      // the last attempt at a mail failed
}

// Standing returns how the service stands now.
func (s *Service) Standing(ctx context.Context) Standing {
	b := s.base
	now := Standing{Database: b.health.database.check(ctx) == nil, Files: b.health.files.check(ctx) == nil, MailTrouble: b.outbox.lastTrouble().Kind != ""}
	if waiting, err := b.data().Outbox.Waiting(ctx, b.now()); err == nil {
		now.MailsWaiting = waiting.All
		now.MailOldest = waiting.Oldest
	}
	return now
}
