package service

import (
	"context"
	"errors"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// Owner holds the commands of a program's owner. Their errors are faults. Files of their own hold those for people, packages
// and feedback.
type Owner struct {
	*base
	rules *rules
}

// NewAgreement is an agreement's new version on its way in.
type NewAgreement struct {
	ID, Title, Version, Kind string
	Text                     string
	Effective                time.Time  // zero: now
	Grace                    *time.Time // until then the version accepted before serves
	Required                 bool
	Engagement               string // terms of one engagement; empty: of the program
}

// textLength is how many bytes the text of an agreement has at most.
const textLength = 1 << 20

// PublishAgreement adds a version. From its effective date on everybody is asked again. A text that is there already is not
// added twice: that is a fault with the code "service.agreement".
func (o *Owner) PublishAgreement(ctx context.Context, a NewAgreement) (api.AgreementState, error) {
	if a.ID == "" || a.Title == "" || a.Version == "" || strings.TrimSpace(a.Text) == "" || len(a.Text) > textLength {
		return api.AgreementState{}, refusedCommand("agreement",
			i18n.T(&goi18n.Message{ID: "service.agreement.incomplete.cause", Other: "An agreement needs an id, a title, a version and a text of at most 1 MiB."}))
	}
	if a.Kind == "" {
		a.Kind = api.AgreementTerms
	}
	if a.Effective.IsZero() {
		a.Effective = o.now()
	}
	v := store.Agreement{ID: a.ID, Version: a.Version, Title: a.Title, Kind: a.Kind, Text: a.Text, SHA256: api.TextHash(a.Text),
		Effective: a.Effective, Required: a.Required, Engagement: a.Engagement}
	if a.Grace != nil {
		v.Grace = *a.Grace
	}
	err := o.data().Agreements.Publish(ctx, v)
	if errors.Is(err, store.ErrTaken) {
		err = refusedCommand("agreement",
			i18n.T(&goi18n.Message{ID: "service.agreement.taken.cause", Other: "This version or this text is published already."}))
	}
	return stateOf(v), ownerError(err)
}

// NewEngagement is an engagement on its way in.
type NewEngagement struct {
	ID, Title, Description, Group string
	Join                          string // api.JoinEveryone, JoinOpen, JoinApproval or JoinInvited
	Terms                         string // id of its agreement
	Contact                       string // empty: the program's
	Position                      int
	Feedback                      bool
}

// PutEngagement adds or changes an engagement.
func (o *Owner) PutEngagement(ctx context.Context, e NewEngagement) error {
	if e.ID == "" || e.Title == "" || e.Join != api.JoinEveryone && e.Join != api.JoinOpen && e.Join != api.JoinApproval && e.Join != api.JoinInvited {
		return refusedCommand("engagement", i18n.T(&goi18n.Message{ID: "service.engagement.incomplete.cause",
			Other: "An engagement needs an id, a title and a way to join: everyone, open, approval or invited."}))
	}
	return ownerError(o.data().Engagements.PutEngagement(ctx, store.Engagement{ID: e.ID, Title: e.Title, Description: e.Description, Group: e.Group,
		Join: e.Join, Terms: e.Terms, Contact: e.Contact, Position: e.Position, Feedback: e.Feedback}))
}

// engagementThere returns a refusal when an engagement is named that is not there.
func engagementThere(ctx context.Context, d store.Data, id string) error {
	if id == "" {
		return nil
	}
	_, err := d.Engagements.Engagement(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = refusedCommand("engagement", i18n.T(&goi18n.Message{ID: "service.engagement.none.cause", Other: "There is no engagement with this id."}))
	}
	return err
}

// ExportLedger returns everybody's receipts in the order of the chain, with the keys that check them.
func (o *Owner) ExportLedger(ctx context.Context) (api.Ledger, error) {
	l, err := o.rules.ledger.all(ctx)
	return l, ownerError(err)
}

// Audit walks the whole chain and names the first row that was changed, taken out or put in.
func (o *Owner) Audit(ctx context.Context) (AuditReport, error) {
	report, err := o.rules.ledger.audit(ctx)
	return report, ownerError(err)
}

// RotateKeys makes new keys for receipts and links. Receipts signed before stay good; links signed before stay good for the
// minutes that they have left.
func (o *Owner) RotateKeys(ctx context.Context) error { return ownerError(o.rules.keys.rotate(ctx)) }

// refusedCommand returns the fault for a command that was not carried out because of one of its values.
func refusedCommand(field string, cause i18n.Text) error {
	return &fault.Error{Kind: fault.Usage, Code: "service." + field, Cause: cause, Safe: nothingChanged(), Field: field,
		Title: i18n.T(&goi18n.Message{ID: "service.command.title", Other: "The command was not carried out."})}
}
