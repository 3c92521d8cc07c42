package service

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store"
)

// Identity is who a verified token speaks of. TenantID and ObjectID together are the person; the rest is for display.
type Identity struct {
	TenantID string
	ObjectID string
	Name     string
	Address  string
	Kind     string // "personal", "work" or "guest"
}

// ID returns the person's key: "tid.oid".
func (i Identity) ID() string { return i.TenantID + "." + i.ObjectID }

// identityOf returns who a kept person is.
func identityOf(p store.Person) Identity {
	who := Identity{Name: p.Name, Address: p.Address, Kind: p.Kind}
	if dot := strings.LastIndexByte(p.ID, '.'); dot >= 0 {
		who.TenantID = p.ID[:dot]
		who.ObjectID = p.ID[dot+1:]
	}
	return who
}

// Verifier reads a bearer token. An error means that the token is not good, unless it is ErrVerifierDown.
type Verifier interface {
	Verify(ctx context.Context, bearer string) (Identity, error)
}

// ChallengeError is a Verifier's error that asks for more claims: a 401 with a claims challenge (OpenID Connect, RFC 9470 in spirit).
type ChallengeError struct{ Claims string }

// Error says that more claims are wanted.
func (*ChallengeError) Error() string { return "service: the token lacks claims" }

// ErrVerifierDown is a Verifier's error when it can't tell whether a token is good.
var ErrVerifierDown = errors.New("service: the authority's keys can't be had")

// VerifierFunc makes a function a Verifier.
type VerifierFunc func(ctx context.Context, bearer string) (Identity, error)

// Verify calls the function.
func (f VerifierFunc) Verify(ctx context.Context, bearer string) (Identity, error) {
	return f(ctx, bearer)
}

// Mail is a message to one person.
type Mail struct {
	ID                string // the same each time that it is sent: a mail can come twice, after a restart
	To, Subject, Text string
	Code              string // the verification code in Text, when there is one
	Time              time.Time
}

// Mailer sends mail. It is asked by the outbox's sender alone, beside all requests, and gives up when ctx ends.
type Mailer interface {
	Send(ctx context.Context, m Mail) error
}

// MailerFunc makes a function a Mailer.
type MailerFunc func(ctx context.Context, m Mail) error

// Send calls the function.
func (f MailerFunc) Send(ctx context.Context, m Mail) error { return f(ctx, m) }

// Content is the bytes of a file that are not in the folder but made when they are asked for.
type Content interface {
	io.ReaderAt
	Size() int64
	SHA256() string
	Pieces() []string // SHA-256 of each piece of api.PieceSize bytes
}

// Config is what a Service needs.
type Config struct {
	Store    store.Store   // of data; closed by the service
	Blobs    blob.Store    // of the bytes of files and attachments; closed by the service
	Program  api.Program   // ID, Name, Authority, ClientID, Scopes, Contact ...; Address, API and Keys are filled in
	BaseURL  func() string // the service's own address, without a trailing slash; asked at each request
	Hosts    []string      // when not empty, requests to other host names (without port) are refused
	Verifier Verifier
	Mail     Mailer              // nil: no mail is sent, and owners verify people by hand
	MailNow  bool                // a request hands its mails over before it is answered: for a Mailer that needs no network
	Content  map[string]Content  // contents made on demand, by name
	Open     func(Identity) bool // who has access without being asked; nil: everyone
	Clock    func() time.Time    // nil: time.Now
	Rand     io.Reader           // nil: crypto/rand
	Log      *slog.Logger        // nil: nothing is logged
	Observer Observer            // sees requests and events; nil: nobody does
	Sample   bool                // marks the sample program
	Proxy    bool                // the bytes of files come through this service, though Blobs gives out links of its own
	Limits   Limits              // zero values: the defaults

	DownloadsKept time.Duration // how long rows stay in the record of downloads; 0: for good

	silent bool // there is no Mail
}

// noMail reports whether mails go nowhere.
func (c *Config) noMail() bool { return c.silent }

// Limits bound what one person can ask of the service.
type Limits struct {
	RequestsPerSecond float64       // of the API, a person; default 50, with a burst of 200
	FilesAtOnce       int           // file requests at once, a person; default 128
	CodesPerHour      int           // verification codes sent to one person; default 10
	LinkLife          time.Duration // at most 15 minutes; default 15, and 5 for links of the store's own
	MinimumRate       int           // bytes a second under which a file's reader is dropped; default 1024
	ItemsPerDay       int           // feedback items of one person in 24 hours; default 300
	CommentsPerDay    int           // comments of one person in 24 hours; default 500
	CommentsPerItem   int           // comments on one item, deleted ones too; default 2000
	FeedbackPerDay    int64         // bytes of items and comments of one person in 24 hours; default 10 MiB
	DecisionsPerDay   int           // answers to agreements of one person in 24 hours; default 200
}

func (c *Config) defaults() {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Observer == nil {
		c.Observer = unobserved{}
	}
	if c.Open == nil {
		c.Open = func(Identity) bool { return true }
	}
	if c.BaseURL == nil {
		address := c.Program.Address
		c.BaseURL = func() string { return address }
	}
	if c.Mail == nil {
		c.silent = true
		c.Mail = MailerFunc(func(context.Context, Mail) error { return nil })
	}
	if c.Verifier == nil {
		c.Verifier = VerifierFunc(func(context.Context, string) (Identity, error) { return Identity{}, errors.New("service: no verifier") })
	}
	if c.direct() != nil && c.Limits.LinkLife <= 0 {
		c.Limits.LinkLife = directLink
	}
	c.Limits.defaults()
}

// direct returns the store when people get its own links to files; nil when the bytes come through this service.
func (c *Config) direct() blob.Linker {
	if c.Proxy {
		return nil
	}
	linker, _ := c.Blobs.(blob.Linker)
	return linker
}
