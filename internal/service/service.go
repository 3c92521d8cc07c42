package service

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store"
)

// Service is a running program service: its HTTP side, and its owner's commands. It is safe for use by several goroutines at
// once.
type Service struct {
	*Owner
	*Moderator
	*Recorder
	*Cataloguer
	*Approver
	*Checker

	base    *base
	handler http.Handler
}

// New returns the service of a program on its stores, and makes the keys of a new program. Close closes the stores.
func New(ctx context.Context, c Config) (*Service, error) {
	if c.Store == nil || c.Blobs == nil || c.Program.ID == "" {
		return nil, ConfigFault()
	}
	c.defaults()
	b := &base{config: c, store: c.Store, blobs: c.Blobs, snapshots: &snapshots{store: c.Store}}
	b.outbox = newOutbox(b, c.Mail)
	b.config.Mail = b.outbox // whoever sends, sends through it
	b.health = newHealth(b)
	r := newRules(b)
	if err := r.keys.makeFirst(ctx); err != nil {
		return nil, ownerError(err)
	}
	s := &Service{Owner: &Owner{base: b, rules: r}, Moderator: &Moderator{b}, Recorder: &Recorder{b}, Cataloguer: &Cataloguer{b}, Approver: &Approver{b},
		Checker: &Checker{b}, base: b, handler: newHandler(b, r)} //nolint:contextcheck // each request brings its own
	b.outbox.start(context.WithoutCancel(ctx))
	return s, nil
}

// Handler returns the service's HTTP side.
func (s *Service) Handler() http.Handler { return s.handler }

// Close ends the sender of mails, after a last attempt at those that are due, and closes the stores. Requests under way end
// with an error of the service.
func (s *Service) Close() error {
	s.base.outbox.stop()
	return errors.Join(s.base.blobs.Close(), s.base.store.Close())
}

// base is what every rule works with.
type base struct {
	config    Config
	store     store.Store
	blobs     blob.Store
	snapshots *snapshots
	outbox    *outbox
	health    *health
}

// seen returns the data as they are now, for answering a person: see snapshots.
func (b *base) seen(ctx context.Context, person string) (store.Data, error) {
	return b.snapshots.of(ctx, person)
}

// data returns the aggregates outside a unit of work.
func (b *base) data() store.Data { return b.store.Data() }

func (b *base) now() time.Time { return b.config.Clock().UTC() }

// random returns n random bytes.
func (b *base) random(n int) ([]byte, error) {
	p := make([]byte, n)
	_, err := io.ReadFull(b.config.Rand, p)
	return p, err
}

// rules are the program's rules, one object for each aggregate.
type rules struct {
	limits        *limits
	keys          *keyring
	people        *people
	access        *access
	visibility    *visibility
	agreements    *agreements
	ledger        *ledger
	registrations *registrations
	verification  *verification
	engagements   *engagements
	admission     *admission
	invitations   *invitations
	statuses      *statuses
	packages      *packages
	links         *links
	record        *record
	once          *once
	digests       *digests
	feedback      *feedback
	attachments   *attachments
}

// newRules wires the rules: each is given the others that it asks.
func newRules(b *base) *rules {
	r := &rules{
		limits:        newLimits(b.config.Limits, newInstances(b.store)),
		keys:          &keyring{b},
		people:        newPeople(b),
		access:        &access{b},
		registrations: &registrations{b},
		verification:  &verification{b},
		once:          &once{b},
		record:        newRecord(b),
		attachments:   &attachments{b, &busy{ids: map[string]bool{}}},
	}
	r.visibility = &visibility{b, r.access}
	r.agreements = &agreements{b, r.visibility}
	r.ledger = &ledger{b, r.keys, r.agreements}
	r.engagements = &engagements{b, r.access, r.agreements, r.visibility}
	r.admission = &admission{b, r.access, r.agreements, r.engagements}
	r.invitations = &invitations{b, r.access}
	r.statuses = &statuses{b, r.access, r.agreements, r.invitations}
	r.packages = &packages{b, r.admission, r.engagements}
	r.links = &links{b, r.agreements, r.admission, &passes{found: map[string]pass{}}}
	r.digests = &digests{b, r.admission}
	r.feedback = &feedback{b, r.engagements, r.admission, r.digests}
	return r
}
