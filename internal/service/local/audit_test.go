package local_test

import (
	"crypto/ed25519"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/local"
)

// oldLedger returns a copy of the data folder of version 0.1, opened once by this version, its head and its receipts.
func oldLedger(t *testing.T) (dir string, head service.Head, receipts []api.Receipt) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "service")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "..", "testing", "compat", "v0.1", "program", "service"))); err != nil {
		t.Fatal(err)
	}
	s, err := local.Open(t.Context(), dir, service.Config{Program: api.Program{ID: "sample", Name: "Sample"}})
	if err != nil {
		t.Fatal(err)
	}
	if head, err = s.Head(t.Context()); err != nil || head.Count < 3 {
		t.Fatalf("%+v %v", head, err)
	}
	l, err := s.ExportLedger(t.Context())
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return dir, head, l.Receipts
}

// tamper runs statements on the database as somebody who has the file.
func tamper(t *testing.T, dir, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "service.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), statements)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// signAnew writes the whole chain again with the program's own key, the first answer turned round.
func signAnew(t *testing.T, dir string, receipts []api.Receipt) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "service.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var id string
	var seed []byte
	if err := db.QueryRowContext(t.Context(), "SELECT id, secret FROM keys WHERE purpose='receipts' AND until=0").Scan(&id, &seed); err != nil {
		t.Fatal(err)
	}
	previous := api.FirstPrevious
	for n, r := range receipts {
		if n == 0 {
			r.Decision = map[string]string{api.Accepted: api.Declined, api.Declined: api.Accepted}[r.Decision]
		}
		r.Previous = previous
		r.KeyID = id
		r.Hash = r.ContentHash()
		r.Signature = ed25519.Sign(ed25519.NewKeyFromSeed(seed), r.SignedBytes())
		previous = r.Hash
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), "UPDATE acceptances SET decision=?, hash=?, receipt=? WHERE number=?", r.Decision, r.Hash, string(text), r.Number); err != nil {
			t.Fatal(err)
		}
	}
}

const (
	unguard = "DROP TRIGGER acceptances_stay; DROP TRIGGER acceptances_keep;"
	guard   = `CREATE TRIGGER acceptances_stay BEFORE UPDATE ON acceptances BEGIN SELECT RAISE(ABORT, 'answers are never changed'); END;
		CREATE TRIGGER acceptances_keep BEFORE DELETE ON acceptances BEGIN SELECT RAISE(ABORT, 'answers are never deleted'); END;`
)

func TestAuditNamesWhatWasDone(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(t *testing.T, dir string, receipts []api.Receipt)
		want   []string
	}{
		{"nothing", func(*testing.T, string, []api.Receipt) {}, nil},
		{"a cut tail", func(t *testing.T, dir string, _ []api.Receipt) {
			t.Helper()
			tamper(t, dir, unguard+"DELETE FROM acceptances WHERE number=(SELECT max(number) FROM acceptances);"+guard)
		}, []string{service.FindingHeadCut, service.FindingReceiptCut}},
		{"a deleted table", func(t *testing.T, dir string, _ []api.Receipt) {
			t.Helper()
			tamper(t, dir, "DROP TABLE acceptances")
		}, []string{service.FindingPart}},
		{"guards taken away", func(t *testing.T, dir string, _ []api.Receipt) {
			t.Helper()
			tamper(t, dir, unguard)
		}, []string{service.FindingPart}},
		{"a hollowed guard", func(t *testing.T, dir string, _ []api.Receipt) {
			t.Helper()
			tamper(t, dir, "DROP TRIGGER acceptances_stay; CREATE TRIGGER acceptances_stay BEFORE UPDATE ON acceptances BEGIN SELECT 1; END;")
		}, []string{service.FindingGuard}},
		{"a guard that looks away", func(t *testing.T, dir string, _ []api.Receipt) {
			t.Helper()
			tamper(t, dir, "DROP TRIGGER acceptances_keep; CREATE TRIGGER acceptances_keep BEFORE DELETE ON acceptances WHEN OLD.number<>1 "+
				"BEGIN SELECT RAISE(ABORT, 'answers are never deleted'); END;")
		}, []string{service.FindingGuard}},
		{"a guard of another table", func(t *testing.T, dir string, _ []api.Receipt) {
			t.Helper()
			tamper(t, dir, "DROP TRIGGER moderation_stay; CREATE TRIGGER moderation_stay BEFORE UPDATE ON probe BEGIN SELECT RAISE(ABORT, 'the trace is never changed'); END;")
		}, []string{service.FindingGuard}},
		{"an unknown trigger", func(t *testing.T, dir string, _ []api.Receipt) {
			t.Helper()
			tamper(t, dir, "CREATE TRIGGER more AFTER INSERT ON acceptances BEGIN DELETE FROM people; END;")
		}, []string{service.FindingStranger}},
		{"a guard laid out anew", func(t *testing.T, dir string, _ []api.Receipt) {
			t.Helper()
			tamper(t, dir, "DROP TRIGGER acceptances_stay; CREATE TRIGGER acceptances_stay\n BEFORE UPDATE ON acceptances BEGIN SELECT RAISE(ABORT, 'answers are never changed'); END;")
		}, nil},
		{"a chain signed anew", func(t *testing.T, dir string, receipts []api.Receipt) {
			t.Helper()
			tamper(t, dir, unguard)
			signAnew(t, dir, receipts)
			tamper(t, dir, guard)
		}, []string{service.FindingHeadOther, service.FindingReceiptOther}},
		{"an edited text", func(t *testing.T, dir string, _ []api.Receipt) {
			t.Helper()
			tamper(t, dir, "UPDATE agreements SET text=CAST(CAST(text AS TEXT) || ' and your house' AS BLOB) WHERE sequence=1")
		}, []string{service.FindingText}},
		{"an edited text with its fingerprint", func(t *testing.T, dir string, receipts []api.Receipt) {
			t.Helper()
			tamper(t, dir, "UPDATE agreements SET text=CAST('new' AS BLOB), sha256='"+api.TextHash("new")+"' WHERE sha256='"+receipts[0].SHA256+"'")
		}, []string{service.FindingNoText}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, head, receipts := oldLedger(t)
			anchors := service.Anchors{Head: &head}
			for _, r := range receipts {
				anchors.Receipts = append(anchors.Receipts, service.HeldReceipt{Receipt: r, Source: "ledger.json"})
			}
			c.change(t, dir, receipts)
			report, err := local.Audit(t.Context(), dir, anchors)
			if err != nil {
				t.Fatal(err)
			}
			codes := []string{}
			for _, f := range report.Findings {
				if f.Text().String() == "" {
					t.Errorf("%+v says nothing", f)
				}
				codes = append(codes, f.Code)
			}
			slices.Sort(codes)
			if codes = slices.Compact(codes); !slices.Equal(codes, c.want) {
				t.Errorf("found %v instead of %v: %+v", codes, c.want, report.Findings)
			}
		})
	}
}

func TestAuditNeedsADatabase(t *testing.T) {
	dir, _, _ := oldLedger(t)
	lone := t.TempDir() // as a copy of service.db while everything stands in the write-ahead log
	db, err := sql.Open("sqlite", filepath.Join(lone, "service.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "PRAGMA journal_mode=DELETE; CREATE TABLE x (y); DROP TABLE x"); err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	empty := t.TempDir()
	if err := os.WriteFile(filepath.Join(empty, "service.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, folder := range map[string]string{"missing": t.TempDir(), "empty": empty, "without tables": lone} {
		_, err := local.Audit(t.Context(), folder, service.Anchors{})
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != "service.store-empty" || f.Kind != fault.Verification {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := local.Audit(t.Context(), dir, service.Anchors{}); err != nil {
		t.Error(err)
	}
}

func TestAuditOfADamagedDatabaseDoesNotHold(t *testing.T) {
	for name, keep := range map[string]int64{"its first page": 4096, "half of it": 40960, "a few bytes": 100, "no whole page": 5000} {
		t.Run(name, func(t *testing.T) {
			dir, _, _ := oldLedger(t)
			tamper(t, dir, "PRAGMA wal_checkpoint(TRUNCATE)")
			if err := os.Truncate(filepath.Join(dir, "service.db"), keep); err != nil {
				t.Fatal(err)
			}
			_, err := local.Audit(t.Context(), dir, service.Anchors{})
			if f := fault.Of(err); f == nil || f.Code != "service.store-damaged" || fault.ExitStatus(err) != 9 {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestBackupIsRestoredWhole(t *testing.T) {
	for name, files := range map[string]bool{"with the files": true, "without them": false} {
		t.Run(name, func(t *testing.T) {
			dir, head, _ := oldLedger(t)
			running, err := local.Open(t.Context(), dir, service.Config{Program: api.Program{ID: "sample", Name: "Sample"}})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = running.Close() }()
			if err := running.PutEngagement(t.Context(), service.NewEngagement{ID: "in-the-log", Title: "T", Join: api.JoinOpen}); err != nil {
				t.Fatal(err)
			}
			about := filepath.Join(filepath.Dir(dir), "program.json")
			if err := os.WriteFile(about, []byte("{}"), 0o600); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "backup")
			o := local.BackupOptions{Dir: dir, File: file, Files: files, Extra: []string{about, about + ".none"}}
			c, err := local.Backup(t.Context(), o)
			if err != nil || len(c.Objects) == 0 {
				t.Fatal(err)
			}
			if _, err := local.Backup(t.Context(), o); err == nil {
				t.Error("a backup was written over")
			}
			to := filepath.Join(t.TempDir(), "new")
			r, err := local.Restore(t.Context(), file, to, []string{"program.json"})
			if err != nil || files != (len(r.Missing) == 0) {
				t.Fatalf("%d missing, %v", len(r.Missing), err)
			}
			again, err := local.Open(t.Context(), filepath.Join(to, "service"), service.Config{Program: api.Program{ID: "sample", Name: "Sample"}})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = again.Close() }()
			list, err := again.Engagements(t.Context())
			if err != nil || list[0].ID != "in-the-log" {
				t.Errorf("%+v %v", list, err)
			}
			if report, err := local.Audit(t.Context(), filepath.Join(to, "service"), service.Anchors{Head: &head}); err != nil || report.Findings != nil {
				t.Errorf("%+v %v", report, err)
			}
			if _, err := local.Restore(t.Context(), file, to, nil); err == nil {
				t.Error("a program was written over")
			}
		})
	}
}

func TestDamagedBackupIsRefused(t *testing.T) {
	dir, _, _ := oldLedger(t)
	file := filepath.Join(t.TempDir(), "backup")
	if _, err := local.Backup(t.Context(), local.BackupOptions{Dir: dir, File: file}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := []byte(strings.Replace(string(text), "SQLite format 3", "SQLite format 4", 1))
	for name, text := range map[string][]byte{"cut off": text[:len(text)/2], "changed": changed, "another file": []byte("text"), "empty": nil} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		to := t.TempDir()
		_, err := local.Restore(t.Context(), file, to, nil)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != "service.backup-read" {
			t.Errorf("%s: %v", name, err)
		}
		if left, err := fs.ReadDir(os.DirFS(to), "."); err != nil || len(left) != 0 {
			t.Errorf("%s: %v is left", name, left)
		}
	}
}
