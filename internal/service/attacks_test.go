package service_test

import (
	"crypto/ed25519"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/store"
)

// attacker has the database's files or its password, and with it the program's keys.
type attacker struct {
	t      *testing.T
	db     *sql.DB
	off    string // takes the guards of the ledger away
	on     string // puts them back
	signer store.Key
}

func newAttacker(r *rig) *attacker {
	r.t.Helper()
	a := &attacker{t: r.t, off: "DROP TRIGGER acceptances_stay; DROP TRIGGER acceptances_keep"}
	driver, name := "sqlite", filepath.Join(r.dir, "service.db")
	if r.database != "" {
		driver, name = "pgx", r.database
		a.off = "ALTER TABLE acceptances DISABLE TRIGGER acceptances_stay"
		a.on = "ALTER TABLE acceptances ENABLE TRIGGER acceptances_stay"
	}
	var err error
	a.db, err = sql.Open(driver, name)
	noError(r.t, err)
	r.t.Cleanup(func() { _ = a.db.Close() })
	if r.database == "" { // as they were, word for word: the audit compares them
		noError(r.t, a.db.QueryRowContext(r.t.Context(), "SELECT group_concat(sql, '; ') FROM sqlite_master WHERE type='trigger' AND tbl_name='acceptances'").Scan(&a.on))
	}
	data, err := r.testData.store(ctx(r.t))
	noError(r.t, err)
	a.signer, err = data.Data().Keys.Signing(ctx(r.t), store.KeyReceipts)
	noError(r.t, err)
	noError(r.t, data.Close())
	return a
}

func (a *attacker) exec(query string, args ...any) {
	a.t.Helper()
	if _, err := a.db.ExecContext(a.t.Context(), query, args...); err != nil {
		a.t.Fatal(query, err)
	}
}

// rows reads the ledger.
func (a *attacker) rows() []store.Row {
	a.t.Helper()
	rows, err := a.db.QueryContext(a.t.Context(), "SELECT number, person, agreement, sha256, decision, hash, receipt FROM acceptances ORDER BY number")
	noError(a.t, err)
	defer func() { _ = rows.Close() }()
	var list []store.Row
	for rows.Next() {
		var row store.Row
		noError(a.t, rows.Scan(&row.Number, &row.Person, &row.Agreement, &row.SHA256, &row.Decision, &row.Hash, &row.Receipt))
		list = append(list, row)
	}
	return list
}

// write puts other rows in the place of the ledger. The time stands in the receipt.
func (a *attacker) write(list []store.Row) {
	a.t.Helper()
	a.exec(a.off)
	a.exec("DELETE FROM acceptances")
	for _, row := range list {
		a.exec("INSERT INTO acceptances(number, person, agreement, sha256, decision, time, hash, receipt) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
			row.Number, row.Person, row.Agreement, row.SHA256, row.Decision, receiptOf(row).Time.UnixNano(), row.Hash, row.Receipt)
	}
	a.exec(a.on)
}

func receiptOf(row store.Row) api.Receipt {
	var r api.Receipt
	if err := json.Unmarshal([]byte(row.Receipt), &r); err != nil {
		panic(err) // the test wrote it
	}
	return r
}

// chain turns the decision of the row at i round, and makes it and all after it fit again, signed with a key.
func chain(list []store.Row, i int, id string, secret ed25519.PrivateKey) {
	previous := api.FirstPrevious
	if i > 0 {
		previous = list[i-1].Hash
	}
	for n := i; n < len(list); n++ {
		r := receiptOf(list[n])
		if n == i {
			r.Decision = map[string]string{api.Accepted: api.Declined, api.Declined: api.Accepted}[r.Decision]
		}
		r.Previous, r.KeyID = previous, id
		r.Hash = r.ContentHash()
		r.Signature = ed25519.Sign(secret, r.SignedBytes())
		previous = r.Hash
		text := must(json.Marshal(r))
		list[n].Decision, list[n].Hash, list[n].Receipt = r.Decision, r.Hash, string(text)
	}
}

// attack is what is done to the ledger at a row, and the finding that names it: at the row, or at the one after.
type attack struct {
	name  string
	do    func(a *attacker, list []store.Row, i int) []store.Row
	want  string
	after int64 // how far from the attacked row the named one is; -1: a finding that names no row of the chain
}

func attacks() []attack {
	own := func(a *attacker) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(a.signer.Secret) }
	return []attack{
		{"edited column", func(_ *attacker, l []store.Row, i int) []store.Row {
			l[i].Person += "x"
			return l
		}, service.FindingColumns, 0},
		{"edited receipt", func(_ *attacker, l []store.Row, i int) []store.Row {
			r := receiptOf(l[i])
			r.Address = "other@people.example"
			l[i].Receipt = string(must(json.Marshal(r)))
			return l
		}, service.FindingSignature, 0},
		{"edited column and receipt", func(_ *attacker, l []store.Row, i int) []store.Row {
			r := receiptOf(l[i])
			r.Decision, l[i].Decision = api.Declined, api.Declined
			l[i].Receipt = string(must(json.Marshal(r)))
			return l
		}, service.FindingSignature, 0},
		{"edited with its hash", func(_ *attacker, l []store.Row, i int) []store.Row {
			r := receiptOf(l[i])
			r.Decision, l[i].Decision = api.Declined, api.Declined
			r.Hash = r.ContentHash()
			l[i].Hash, l[i].Receipt = r.Hash, string(must(json.Marshal(r)))
			return l
		}, service.FindingSignature, 0},
		{"deleted row", func(_ *attacker, l []store.Row, i int) []store.Row { return slices.Delete(l, i, i+1) }, service.FindingGap, 1},
		{"deleted row, the rest renumbered", func(_ *attacker, l []store.Row, i int) []store.Row {
			l = slices.Delete(l, i, i+1)
			for n := i; n < len(l); n++ {
				l[n].Number--
			}
			return l
		}, service.FindingColumns, 0},
		{"reordered", func(_ *attacker, l []store.Row, i int) []store.Row {
			l[i].Number, l[i+1].Number = l[i+1].Number, l[i].Number
			return l
		}, service.FindingColumns, 0},
		{"cut tail", func(_ *attacker, l []store.Row, i int) []store.Row { return l[:i] }, service.FindingHeadCut, -1},
		{"rewritten from a row with the program's key", func(a *attacker, l []store.Row, i int) []store.Row {
			chain(l, i, a.signer.ID, own(a))
			return l
		}, service.FindingHeadOther, -1},
		{"rewritten from a row with another key", func(a *attacker, l []store.Row, i int) []store.Row {
			chain(l, i, a.signer.ID, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
			return l
		}, service.FindingSignature, 0},
	}
}

// answered returns a rig with a ledger of some answers, what its owner and its people keep of it, and an attacker.
func answered(t *testing.T, answers int) (*rig, service.Anchors, *attacker) {
	t.Helper()
	r := newRig(t)
	r.program("bytes")
	c := r.registered("anna")
	for n := range answers {
		r.decide(c, n%2 == 0)
		r.pass(1)
	}
	head, err := r.service.Head(ctx(t))
	noError(t, err)
	ledger, err := r.service.ExportLedger(ctx(t))
	noError(t, err)
	anchors := service.Anchors{Head: &head}
	for _, receipt := range ledger.Receipts {
		anchors.Receipts = append(anchors.Receipts, service.HeldReceipt{Receipt: receipt, Source: "ledger.json"})
	}
	return r, anchors, newAttacker(r)
}

func (r *rig) audit(anchors service.Anchors) service.AuditReport {
	r.t.Helper()
	data, err := r.testData.store(ctx(r.t))
	noError(r.t, err)
	report, err := service.Audit(ctx(r.t), data, anchors)
	noError(r.t, err)
	noError(r.t, data.Close())
	return report
}

// TestAuditNamesEachAttackOnTheLedger does ten things to four rows each (ten in the long run), and then to the whole table.
func TestAuditNamesEachAttackOnTheLedger(t *testing.T) {
	const answers = 22
	step := 6
	if os.Getenv("PROGRAM_CONNECT_LONG") != "" {
		step = 2
	}
	r, anchors, a := answered(t, answers)
	list := a.rows()
	if len(list) != answers || len(r.audit(anchors).Findings) > 0 {
		t.Fatalf("%d rows, %+v", len(list), r.audit(anchors).Findings)
	}
	named := 0
	for _, c := range attacks() {
		for i := 0; i < 20; i += step { // rows with an acceptance
			a.write(c.do(a, slices.Clone(list), i))
			report := r.audit(anchors)
			row := int64(i+1) + c.after
			if !slices.ContainsFunc(report.Findings, func(f service.AuditFinding) bool { return f.Code == c.want && (c.after < 0 || f.Row == row) }) {
				t.Errorf("%s at row %d: %+v", c.name, i+1, report.Findings)
				continue
			}
			named++
		}
	}
	a.write(nil)
	if findings := fmt.Sprint(r.audit(anchors).Findings); !slices.ContainsFunc(r.audit(anchors).Findings, func(f service.AuditFinding) bool { return f.Code == service.FindingHeadCut }) {
		t.Errorf("an emptied table: %s", findings)
	}
	a.write(list)
	if found := r.audit(anchors).Findings; len(found) > 0 {
		t.Errorf("as it was: %+v", found)
	}
	a.exec(a.off)
	if found := r.audit(anchors).Findings; len(found) == 0 || found[0].Code != service.FindingPart {
		t.Errorf("guards taken away: %+v", found)
	}
	a.exec("DROP TABLE acceptances")
	if found := r.audit(anchors).Findings; len(found) == 0 || found[0].Code != service.FindingPart {
		t.Errorf("a table taken away: %+v", found)
	}
	t.Logf("%d attacks on rows are named", named)
}
