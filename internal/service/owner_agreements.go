package service

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

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
	if a.Kind == "" {
		a.Kind = api.AgreementTerms
	}
	if a.Effective.IsZero() {
		a.Effective = o.now()
	}
	if err := o.checkAgreement(a); err != nil {
		return api.AgreementState{}, err
	}
	v := store.Agreement{ID: a.ID, Version: a.Version, Title: a.Title, Kind: a.Kind, Text: a.Text, SHA256: api.TextHash(a.Text),
		Effective: a.Effective, Required: a.Required, Engagement: a.Engagement}
	if a.Grace != nil {
		v.Grace = *a.Grace
	}
	err := o.store.Write(ctx, func(d store.Data) error {
		if err := engagementThere(ctx, d, a.Engagement); err != nil {
			return err
		}
		return d.Agreements.Publish(ctx, v)
	})
	if errors.Is(err, store.ErrTaken) {
		err = refusedCommand("agreement",
			i18n.T(&goi18n.Message{ID: "service.agreement.taken.cause", Other: "This version or this text is published already."}))
	}
	return stateOf(v), ownerError(err)
}

// checkAgreement returns a refusal of a version that nobody could answer as it was meant.
func (o *Owner) checkAgreement(a NewAgreement) error {
	if a.ID == "" || a.Title == "" || a.Version == "" || strings.TrimSpace(a.Text) == "" || len(a.Text) > textLength {
		return refusedCommand("agreement",
			i18n.T(&goi18n.Message{ID: "service.agreement.incomplete.cause", Other: "An agreement needs an id, a title, a version and a text of at most 1 MiB."}))
	}
	if err := checkID("agreement", a.ID); err != nil {
		return err
	}
	if err := checkLines("agreement", a.Title, a.Version); err != nil {
		return err
	}
	if a.Kind != api.AgreementEULA && a.Kind != api.AgreementTerms && a.Kind != api.AgreementPrivacy {
		return refusedCommand("kind", i18n.T(&goi18n.Message{ID: "service.kind.cause", Other: "The kinds of agreement are eula, terms and privacy."}))
	}
	if a.Grace != nil && (!a.Grace.After(a.Effective) || !a.Grace.After(o.now())) {
		return refusedCommand("grace", i18n.T(&goi18n.Message{ID: "service.grace.cause",
			Other: "The grace date lies in the past, or not after the date from which the version counts."}))
	}
	return nil
}

// AgreementVersion is a version of an agreement as its owner sees it.
type AgreementVersion struct {
	api.AgreementState
	Published bool      `json:"published"` // it counts, now or from its date on
	Withdrawn time.Time `json:"withdrawn,omitzero"`
}

// Agreements lists every version of every agreement, in the order of publishing.
func (o *Owner) Agreements(ctx context.Context) ([]AgreementVersion, error) {
	kept, err := o.data().Agreements.Versions(ctx)
	list := make([]AgreementVersion, len(kept))
	for i, v := range kept {
		list[i] = AgreementVersion{AgreementState: stateOf(v), Published: v.Withdrawn.IsZero(), Withdrawn: v.Withdrawn}
	}
	return list, ownerError(err)
}

// WithdrawAgreement takes a version, or the whole agreement when version is empty, out of what people are asked. Answers and
// texts stay. The version before a withdrawn one counts again. An agreement that an engagement names is not withdrawn whole.
func (o *Owner) WithdrawAgreement(ctx context.Context, id, version string) error {
	return ownerError(o.store.Write(ctx, func(d store.Data) error {
		if err := d.Agreements.Withdraw(ctx, id, version, o.now()); errors.Is(err, store.ErrNotFound) {
			return refusedCommand("agreement", i18n.T(&goi18n.Message{ID: "service.agreement.none.cause", Other: "There is no such agreement or version, or it is withdrawn already."}))
		} else if err != nil {
			return err
		}
		there, err := agreementPublished(ctx, d, id)
		if err != nil || there {
			return err
		}
		list, err := d.Engagements.Engagements(ctx)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(list, func(e store.Engagement) bool { return e.Terms == id }); at >= 0 {
			return refusedCommand("agreement", i18n.T(&goi18n.Message{ID: "service.agreement.used.cause",
				Other: "The engagement {{.Engagement}} names it as its terms. Give the engagement other terms first."}, "Engagement", list[at].ID))
		}
		return nil
	}))
}

// agreementPublished reports whether an agreement has a version that counts, now or later.
func agreementPublished(ctx context.Context, d store.Data, id string) (bool, error) {
	versions, err := d.Agreements.Versions(ctx)
	return slices.ContainsFunc(versions, func(v store.Agreement) bool { return v.ID == id && v.Withdrawn.IsZero() }), err
}
