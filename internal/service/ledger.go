package service

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
)

// postDecision records an answer to the text that the person read: only the current one can be answered. The same answer
// again gives the receipt that is there.
func (s *Service) postDecision(q *request) (any, error) {
	var in api.Decision
	if err := q.read(&in); err != nil {
		return nil, err
	}
	if wrong := checkDevice(in.Device); wrong != "" {
		return nil, fieldsProblem(api.FieldError{Field: wrong, Message: "Use at most 200 characters without control characters."})
	}
	if reg, err := s.registration(q.Context(), s.store.db, q.person.ID()); err != nil {
		return nil, err
	} else if reg == nil {
		return nil, registrationProblem()
	}
	var receipt api.Receipt
	err := s.store.write(q.Context(), func(tx *sql.Tx) error {
		a, err := s.current(q.Context(), tx, q.person.ID(), q.PathValue("id"))
		if err != nil {
			return err
		}
		if in.SHA256 != a.SHA256 {
			p := refuse(api.ProblemChanged, 409, "The agreement has changed.", "Read the present text before you answer.")
			p.Agreement, p.SHA256 = a.ID, a.SHA256
			return p
		}
		decision := api.Declined
		if in.Accept {
			decision = api.Accepted
		}
		if a.Decision == decision {
			receipt, err = lastReceipt(q.Context(), tx, q.person.ID(), a)
			return err
		}
		receipt, err = s.record(q.Context(), tx, q.person, a, decision, in.Device)
		return err
	})
	if err != nil {
		return nil, err
	}
	return receipt, nil
}

func checkDevice(d api.Device) string {
	for field, text := range map[string]string{"device.name": d.Name, "device.system": d.System, "device.app": d.App} {
		if !utf8.ValidString(text) || api.CountCharacters(text) > 200 {
			return field
		}
		for _, r := range text {
			if unicode.IsControl(r) {
				return field
			}
		}
	}
	return ""
}

// record adds one answer to the chain: number and hash of the row before, own hash, signature, row. It runs inside a
// transaction that no other writer shares, so the chain has no forks.
func (s *Service) record(ctx context.Context, tx *sql.Tx, p Identity, a api.AgreementState, decision string, d api.Device) (api.Receipt, error) {
	r := api.Receipt{Number: 1, Previous: api.FirstPrevious, Program: s.config.Program.ID, Account: p.ID(), Address: p.Address,
		Agreement: a.ID, Title: a.Title, Version: a.Version, SHA256: a.SHA256, Decision: decision, Device: d, Time: s.now()}
	var last int64
	err := tx.QueryRowContext(ctx, "SELECT number, hash FROM acceptances ORDER BY number DESC LIMIT 1").Scan(&last, &r.Previous)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return r, err
	}
	r.Number = last + 1
	if r.Hash = r.ContentHash(); r.Hash == "" {
		return r, requestProblem(400, "The answer holds characters that are no text.")
	}
	k, err := currentKey(ctx, tx, forReceipts)
	if err != nil {
		return r, err
	}
	r.KeyID = k.id
	r.Signature = ed25519.Sign(ed25519.NewKeyFromSeed(k.secret), r.SignedBytes())
	text, err := json.Marshal(r)
	if err != nil {
		return r, err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO acceptances VALUES (?,?,?,?,?,?,?,?)", r.Number, r.Account, r.Agreement, r.SHA256, r.Decision, stamp(r.Time), r.Hash, string(text))
	return r, err
}

func lastReceipt(ctx context.Context, r reader, person string, a api.AgreementState) (api.Receipt, error) {
	var text string
	var receipt api.Receipt
	err := r.QueryRowContext(ctx, "SELECT receipt FROM acceptances WHERE person=? AND agreement=? AND sha256=? ORDER BY number DESC LIMIT 1", person, a.ID, a.SHA256).Scan(&text)
	if err != nil {
		return receipt, err
	}
	return receipt, json.Unmarshal([]byte(text), &receipt)
}

func (s *Service) getLedger(q *request) (any, error) { return s.ledger(q.Context(), q.person.ID()) }

// ledger gives one person's receipts, or everybody's when person is empty.
func (s *Service) ledger(ctx context.Context, person string) (api.Ledger, error) {
	l := api.Ledger{Program: s.config.Program.ID, Receipts: []api.Receipt{}}
	keys, err := publicKeys(ctx, s.store.db)
	if err != nil {
		return l, err
	}
	l.Keys = keys
	rows, err := s.store.db.QueryContext(ctx, "SELECT receipt FROM acceptances WHERE ?1='' OR person=?1 ORDER BY number", person)
	if err != nil {
		return l, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var text string
		var r api.Receipt
		if err := rows.Scan(&text); err != nil {
			return l, err
		}
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			return l, err
		}
		l.Receipts = append(l.Receipts, r)
	}
	return l, rows.Err()
}

// AuditReport is what Audit found.
type AuditReport struct {
	Rows    int64  `json:"rows"`             // rows looked at
	Broken  int64  `json:"broken,omitzero"`  // number of the first row that does not hold; 0 when all hold
	Problem string `json:"problem,omitzero"` // what is wrong with it
}

// Audit walks the whole chain and names the first row that was changed, taken out or put in.
func (s *Service) Audit(ctx context.Context) (AuditReport, error) {
	var report AuditReport
	keys, err := publicKeys(ctx, s.store.db)
	if err != nil {
		return report, ownerError(err)
	}
	rows, err := s.store.db.QueryContext(ctx, "SELECT number, person, agreement, sha256, decision, time, hash, receipt FROM acceptances ORDER BY number")
	if err != nil {
		return report, ownerError(err)
	}
	defer func() { _ = rows.Close() }()
	previous := api.FirstPrevious
	for rows.Next() {
		var row api.Receipt
		var at int64
		var text string
		if err := rows.Scan(&row.Number, &row.Account, &row.Agreement, &row.SHA256, &row.Decision, &at, &row.Hash, &text); err != nil {
			return report, ownerError(err)
		}
		row.Time = moment(at)
		report.Rows++
		if problem := auditRow(row, text, report.Rows, previous, keys); problem != "" {
			report.Broken, report.Problem = row.Number, problem
			return report, nil
		}
		previous = row.Hash
	}
	return report, ownerError(rows.Err())
}

// auditRow compares the row's columns, its receipt, its place and its signature.
func auditRow(row api.Receipt, text string, place int64, previous string, keys []api.Key) string {
	var r api.Receipt
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return "its receipt can't be read"
	}
	switch {
	case row.Number != place:
		return "row " + strconv.FormatInt(place, 10) + " is missing before it"
	case r.Number != row.Number || r.Account != row.Account || r.Agreement != row.Agreement || r.SHA256 != row.SHA256 ||
		r.Decision != row.Decision || !r.Time.Equal(row.Time) || r.Hash != row.Hash:
		return "its columns do not match its receipt"
	case r.Previous != previous:
		return "it does not follow the row before it"
	case api.CheckReceipt(r, keys) != nil:
		return "its receipt does not hold"
	}
	return ""
}
