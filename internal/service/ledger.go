package service

import (
	"context"
	"crypto/ed25519"
	"errors"
	"unicode"
	"unicode/utf8"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// ledger holds the rules of answers to agreements: one chain of signed receipts.
type ledger struct {
	*base
	keys       *keyring
	agreements *agreements
}

// decide records an answer to the text that the person read: only the current one can be answered. The same answer again
// returns the receipt that is there.
func (l *ledger) decide(ctx context.Context, p Identity, id string, in api.Decision) (api.Receipt, error) {
	if field := checkDevice(in.Device); field != "" {
		return api.Receipt{}, fieldsProblem(wrong(field, api.CodeFieldDevice, values{"limit": deviceLength}))
	}
	if _, err := registrationOf(ctx, l.data(), p.ID()); err != nil {
		return api.Receipt{}, err
	}
	var receipt api.Receipt
	err := l.store.Write(ctx, func(d store.Data) error {
		a, err := l.agreements.one(ctx, d, p, id)
		if err != nil {
			return err
		}
		if in.SHA256 != a.SHA256 {
			problem := refuse(api.CodeChanged, nil)
			problem.Agreement = a.ID
			problem.SHA256 = a.SHA256
			return problem
		}
		decision := api.Declined
		if in.Accept {
			decision = api.Accepted
		}
		if a.Decision == decision {
			receipt, err = d.Acceptances.Receipt(ctx, p.ID(), a.ID, a.SHA256)
			return err
		}
		given, err := d.Acceptances.Answered(ctx, p.ID(), l.now().Add(-quotaDay))
		if err != nil {
			return err
		}
		if given >= l.config.Limits.DecisionsPerDay {
			return quotaProblem(api.CodeQuotaDecisions, quotaWait)
		}
		receipt, err = l.record(ctx, d, p, a, decision, in.Device)
		return err
	})
	return receipt, err
}

// deviceLength is how many characters each text about a device has at most.
const deviceLength = 200

// checkDevice returns the name of a field that is too long or holds control characters; "" without one.
func checkDevice(d api.Device) string {
	for _, f := range []struct{ name, text string }{{"device.name", d.Name}, {"device.system", d.System}, {"device.app", d.App}} {
		if !utf8.ValidString(f.text) || api.CountCharacters(f.text) > deviceLength {
			return f.name
		}
		for _, r := range f.text {
			if unicode.IsControl(r) {
				return f.name
			}
		}
	}
	return ""
}

// record adds one answer to the chain: number and hash of the row before, own hash, signature, row. It runs inside a unit of
// work that no other writer shares, so the chain has no forks.
func (l *ledger) record(ctx context.Context, d store.Data, p Identity, a api.AgreementState, decision string,
	device api.Device) (api.Receipt, error) {
	r := api.Receipt{Number: 1, Previous: api.FirstPrevious, Program: l.config.Program.ID, Account: p.ID(), Address: p.Address,
		Agreement: a.ID, Title: a.Title, Version: a.Version, SHA256: a.SHA256, Decision: decision, Device: device, Time: l.now()}
	last, hash, err := d.Acceptances.Last(ctx)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return r, err
	}
	if err == nil {
		r.Number = last + 1
		r.Previous = hash
	}
	if r.Hash = r.ContentHash(); r.Hash == "" {
		return r, refuse(api.CodeText, nil)
	}
	k, err := d.Keys.Signing(ctx, store.KeyReceipts)
	if err != nil {
		return r, err
	}
	r.KeyID = k.ID
	r.Signature = ed25519.Sign(ed25519.NewKeyFromSeed(k.Secret), r.SignedBytes())
	return r, d.Acceptances.Append(ctx, r)
}

// page returns a page of one person's receipts, with the keys that check them.
func (l *ledger) page(ctx context.Context, person string, after int64) (api.Ledger, error) {
	d := l.data()
	kept := api.Ledger{Program: l.config.Program.ID}
	var err error
	if kept.Keys, err = l.keys.public(ctx, d); err != nil {
		return kept, err
	}
	kept.Receipts, err = d.Acceptances.ReceiptPage(ctx, person, after, receiptLength+1)
	if len(kept.Receipts) > receiptLength {
		kept.Receipts = kept.Receipts[:receiptLength]
		kept.Next = cursor(kept.Receipts[receiptLength-1].Number)
	}
	if kept.Receipts == nil {
		kept.Receipts = []api.Receipt{}
	}
	return kept, err
}

// all returns everybody's receipts, with the keys that check them.
func (l *ledger) all(ctx context.Context) (api.Ledger, error) {
	d := l.data()
	kept := api.Ledger{Program: l.config.Program.ID}
	var err error
	if kept.Keys, err = l.keys.public(ctx, d); err != nil {
		return kept, err
	}
	kept.Receipts, err = d.Acceptances.Receipts(ctx, "")
	if kept.Receipts == nil {
		kept.Receipts = []api.Receipt{}
	}
	return kept, err
}
