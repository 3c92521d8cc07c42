package service

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// Head is the end of the chain of answers at a moment. Whoever keeps it elsewhere sees later whether the chain was cut or made
// anew: its own keys lie beside it, so that it can't show this itself.
type Head struct {
	Program string    `json:"program"`
	Count   int64     `json:"count"` // of answers
	Hash    string    `json:"hash"`  // of the last one
	Time    time.Time `json:"time"`
}

// HeldReceipt is a receipt that somebody holds, and where it was read.
type HeldReceipt struct {
	api.Receipt
	Source string
}

// Anchors are what the chain is compared with from outside.
type Anchors struct {
	Head     *Head
	Receipts []HeldReceipt
}

// AuditReport is what an audit found.
type AuditReport struct {
	Rows     int64          `json:"rows"`             // rows looked at
	Broken   int64          `json:"broken,omitzero"`  // number of the first row that does not hold; 0 when all hold
	Problem  string         `json:"problem,omitzero"` // what is wrong with it, in English
	Findings []AuditFinding `json:"findings,omitzero"`
}

// Audit checks that all parts of the data are there, walks the whole chain of answers, compares the texts of agreements with
// their fingerprints and with the answers, and the chain with what was kept elsewhere.
func Audit(ctx context.Context, s store.Store, anchors Anchors) (AuditReport, error) {
	missing, err := s.Missing(ctx)
	if err != nil {
		return AuditReport{}, ownerError(err)
	}
	a := auditor{data: s.Data(), anchors: anchors, hashes: map[int64]string{}}
	for _, name := range missing {
		a.found(AuditFinding{Code: FindingPart, Name: name})
	}
	if err := a.guards(ctx, s); err != nil {
		return a.report, ownerError(err)
	}
	for _, table := range []string{"acceptances", "agreements", "keys"} {
		if slices.Contains(missing, table) {
			return a.report, nil // the rest would say nothing
		}
	}
	return a.report, ownerError(a.all(ctx, &a.report))
}

// auditor is one audit.
type auditor struct {
	data    store.Data
	anchors Anchors
	report  AuditReport
	keys    []api.Key
	texts   map[string]bool  // agreement and SHA-256 of every text
	hashes  map[int64]string // of the rows, by number
}

func (a *auditor) found(f AuditFinding) { a.report.Findings = append(a.report.Findings, f) }

// guards looks for guards that were changed or added: a hollow one lets answers be rewritten.
func (a *auditor) guards(ctx context.Context, s store.Store) error {
	guarded, ok := s.(store.Guarded)
	if !ok {
		return nil
	}
	others, err := guarded.Guards(ctx)
	for _, g := range others {
		f := AuditFinding{Code: FindingGuard, Name: g.Name, Have: shortened(g.Have), Want: g.Want}
		if g.Want == "" {
			f.Code = FindingStranger
		}
		a.found(f)
	}
	return err
}

// longestGuard bounds what is shown of a guard: somebody else may have written it.
const longestGuard = 500

func shortened(text string) string {
	if runes := []rune(text); len(runes) > longestGuard {
		return string(runes[:longestGuard]) + "…"
	}
	return text
}

func (a *auditor) all(ctx context.Context, report *AuditReport) error {
	var err error
	if a.keys, err = publicKeys(ctx, a.data); err != nil {
		return err
	}
	if err := a.agreements(ctx); err != nil {
		return err
	}
	if err := a.chain(ctx); err != nil {
		return err
	}
	a.head()
	for _, r := range a.anchors.Receipts {
		a.receipt(r)
	}
	*report = a.report
	return nil
}

// agreements compares each text with its fingerprint.
func (a *auditor) agreements(ctx context.Context) error {
	versions, err := a.data.Agreements.Texts(ctx)
	if err != nil {
		return err
	}
	a.texts = map[string]bool{}
	for _, v := range versions {
		if api.TextHash(v.Text) != v.SHA256 {
			a.found(AuditFinding{Code: FindingText, Name: v.ID, Version: v.Version})
		}
		a.texts[v.ID+" "+v.SHA256] = true
	}
	return nil
}

// chain walks over the answers. The first that does not hold ends the walk over the chain, not over the texts.
func (a *auditor) chain(ctx context.Context) error {
	previous := api.FirstPrevious
	lacking := map[string]bool{}
	return a.data.Acceptances.Walk(ctx, func(row store.Row) bool {
		a.report.Rows++
		a.hashes[row.Number] = row.Hash
		if text := row.Agreement + " " + row.SHA256; !a.texts[text] && !lacking[text] {
			lacking[text] = true
			a.found(AuditFinding{Code: FindingNoText, Row: row.Number, Name: row.Agreement})
		}
		if a.report.Broken != 0 {
			return true
		}
		if code := auditRow(row, a.report.Rows, previous, a.keys); code != "" {
			f := AuditFinding{Code: code, Row: row.Number}
			a.found(f)
			a.report.Broken = row.Number
			a.report.Problem = f.Text().String()
		}
		previous = row.Hash
		return true
	})
}

// head compares the chain with the head that was kept elsewhere.
func (a *auditor) head() {
	h := a.anchors.Head
	if h == nil || h.Count == 0 {
		return
	}
	switch hash, there := a.hashes[h.Count]; {
	case !there:
		a.found(AuditFinding{Code: FindingHeadCut, Row: h.Count, Rows: a.report.Rows})
	case hash != h.Hash:
		a.found(AuditFinding{Code: FindingHeadOther, Row: h.Count})
	}
}

// receipt compares the chain with a receipt that somebody holds.
func (a *auditor) receipt(r HeldReceipt) {
	if h := r.ContentHash(); h == "" || h != r.Hash {
		a.found(AuditFinding{Code: FindingReceiptFalse, Row: r.Number, Source: r.Source})
		return
	}
	switch hash, there := a.hashes[r.Number]; {
	case !there:
		a.found(AuditFinding{Code: FindingReceiptCut, Row: r.Number, Source: r.Source})
	case hash != r.Hash:
		a.found(AuditFinding{Code: FindingReceiptOther, Row: r.Number, Source: r.Source})
	case api.CheckReceipt(r.Receipt, a.keys) != nil:
		a.found(AuditFinding{Code: FindingReceiptKey, Row: r.Number, Source: r.Source})
	}
}

// auditRow compares the row's columns, its receipt, its number in the chain and its signature. It returns the code of a finding.
func auditRow(row store.Row, number int64, previous string, keys []api.Key) string {
	var r api.Receipt
	if err := json.Unmarshal([]byte(row.Receipt), &r); err != nil {
		return FindingUnreadable
	}
	switch {
	case row.Number != number:
		return FindingGap
	case r.Number != row.Number || r.Account != row.Person || r.Agreement != row.Agreement || r.SHA256 != row.SHA256 ||
		r.Decision != row.Decision || !r.Time.Equal(row.Time) || r.Hash != row.Hash:
		return FindingColumns
	case r.Previous != previous:
		return FindingOrder
	case api.CheckReceipt(r, keys) != nil:
		return FindingSignature
	}
	return ""
}

// Audit checks the program's own data.
func (o *Owner) Audit(ctx context.Context) (AuditReport, error) {
	return Audit(ctx, o.store, Anchors{})
}

// Head returns the end of the chain as it is now.
func (o *Owner) Head(ctx context.Context) (Head, error) {
	h := Head{Program: o.config.Program.ID, Hash: api.FirstPrevious, Time: o.now()}
	count, hash, err := o.data().Acceptances.Last(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return h, nil
	}
	h.Count = count
	h.Hash = hash
	return h, ownerError(err)
}
