package downloads

import (
	"database/sql"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

const writtenBy01 = "../internal/testing/compat/v0.1"

// expectedQueue is what must still be true of a queue that version 0.1 wrote.
type expectedQueue struct {
	Queue []struct {
		ID             ID       `json:"id"`
		Name           string   `json:"name"`
		Dir            string   `json:"dir"`
		Title          string   `json:"title"`
		Origin         string   `json:"origin"`
		Source         string   `json:"source"`
		Group          string   `json:"group"`
		State          State    `json:"state"`
		Wait           Wait     `json:"wait"`
		Size           int64    `json:"size"`
		Done           int64    `json:"done"`
		Committed      int64    `json:"committed"`
		Fetched        int64    `json:"fetched"`
		Priority       int      `json:"priority"`
		Limit          int64    `json:"limit"`
		MaxConnections int      `json:"max_connections"`
		SHA256         string   `json:"sha256"`
		Verified       bool     `json:"verified"`
		PartPath       string   `json:"part_path"`
		Log            []string `json:"log"`
		Fault          *struct {
			Kind  fault.Kind `json:"kind"`
			Code  string     `json:"code"`
			Title string     `json:"title"`
			Cause string     `json:"cause"`
			Safe  string     `json:"safe"`
			Steps []string   `json:"steps"`
		} `json:"fault"`
		Added    time.Time `json:"added"`
		Finished time.Time `json:"finished"`
	} `json:"queue"`
}

// oldHome copies a folder of version 0.1, since opening already writes, and returns what is expected of it.
func oldHome(t *testing.T, name string) (home string, want expectedQueue) {
	t.Helper()
	home = t.TempDir()
	for _, file := range []string{"queue.db", "queue.db-wal", "queue.db-shm", "parts.jsonl"} {
		b, err := os.ReadFile(filepath.Join(writtenBy01, name, file))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(home, file), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(filepath.Join(writtenBy01, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	err = json.Unmarshal(raw, &all)
	if err == nil {
		err = json.Unmarshal(all[name], &want)
	}
	if err != nil || len(want.Queue) == 0 {
		t.Fatal("nothing is expected", err)
	}
	return home, want
}

func TestQueueOfVersion01(t *testing.T) {
	for _, name := range []string{"home", "home-killed"} {
		t.Run(name, func(t *testing.T) {
			home, want := oldHome(t, name)
			q := openQueue(t, Config{Dir: home, Hold: true})
			s := q.Snapshot()
			if s.Fault != nil || len(s.Entries) != len(want.Queue) {
				t.Fatalf("%d entries of %d, %v", len(s.Entries), len(want.Queue), s.Fault)
			}
			for i, w := range want.Queue {
				e := *s.Entries[i]
				if e.ID != w.ID || e.Name != w.Name || e.Dir != w.Dir || e.Title != w.Title || e.Origin != w.Origin || string(e.Source) != w.Source || e.Group != w.Group ||
					e.Size != w.Size || e.Fetched != w.Fetched || e.Priority != w.Priority || e.Limit != w.Limit || e.MaxConnections != w.MaxConnections ||
					e.SHA256 != w.SHA256 || e.Verified != w.Verified || e.PartPath != filepath.FromSlash(w.PartPath) || !e.Added.Equal(w.Added) || !e.Finished.Equal(w.Finished) {
					t.Errorf("entry %d is\n%+v, expected\n%+v", w.ID, e, w)
				}
				released := e.State == Queued && (w.Wait == WaitNetwork || w.Wait == WaitDisk) // as soon as an opened queue looks
				if (e.State != w.State || e.Wait != w.Wait) && !released {
					t.Errorf("entry %d is %s %s, expected %s %s", w.ID, e.State, e.Wait, w.State, w.Wait)
				}
				var lines []string
				for _, l := range q.Log(e.ID) {
					lines = append(lines, l.Time.UTC().Format(time.RFC3339Nano)+" "+l.Text)
				}
				if !slices.Equal(lines, w.Log) {
					t.Errorf("the log of entry %d is %q, expected %q", w.ID, lines, w.Log)
				}
				if w.Fault != nil && !released && (e.Fault == nil || e.Fault.Kind != w.Fault.Kind || e.Fault.Code != w.Fault.Code || e.Fault.Title.String() != w.Fault.Title ||
					e.Fault.Cause.String() != w.Fault.Cause || e.Fault.Safe.String() != w.Fault.Safe || !slices.Equal(i18n.Strings(e.Fault.Steps), w.Fault.Steps)) {
					t.Errorf("the fault of entry %d is %+v, expected %+v", w.ID, e.Fault, w.Fault)
				}
				if w.Fault != nil && w.Fault.Code == "downloads.cancelled" {
					w.Committed, w.Done = 0, 0 // version 0.1 kept a checkpoint of bytes that it had deleted
				}
				if e.Committed != w.Committed || e.Done != w.Done {
					t.Errorf("entry %d stands at %d of %d, expected %d", w.ID, e.Committed, e.Done, w.Committed)
				}
			}
			ids := add(t, q, Spec{URL: "https://host.example/x", Dir: t.TempDir(), Size: -1, Paused: true})
			if name == "home" && ids[0] != 26 {
				t.Errorf("the next id is %d; 25 was given to an entry that was removed", ids[0])
			}
			if kept, _ := filepath.Glob(filepath.Join(home, "queue.db.before-*")); len(kept) == 0 {
				t.Error("no copy was kept before the migration")
			}
		})
	}
}

// TestCopyBeforeMigrationIsComplete covers a database whose rows are nearly all in its write-ahead log.
func TestCopyBeforeMigrationIsComplete(t *testing.T) {
	home, want := oldHome(t, "home-killed")
	q := openQueue(t, Config{Dir: home, Hold: true})
	_ = q.Snapshot()
	db := openSQL(t, filepath.Join(home, "queue.db.before-2"))
	var n, tables int
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM entries").Scan(&n); err != nil || n != len(want.Queue) {
		t.Errorf("%d rows in the copy, %v", n, err)
	}
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM sqlite_schema WHERE name = 'stamp'").Scan(&tables); err != nil || tables != 0 {
		t.Errorf("the copy was migrated: %v", err)
	}
}

func openSQL(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// storeWith returns a home whose store was changed by SQL, closed in order.
func storeWith(t *testing.T, statements ...string) string {
	t.Helper()
	home := t.TempDir()
	q, err := Open(t.Context(), Config{Dir: home, Hold: true})
	if err != nil {
		t.Fatal(err)
	}
	add(t, q, Spec{URL: "https://host.example/x", Dir: t.TempDir(), Size: -1, Paused: true})
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	db := openSQL(t, filepath.Join(home, "queue.db"))
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return home
}

// contents returns the bytes of each file of a home but the lock.
func contents(t *testing.T, home string) map[string]string {
	t.Helper()
	all := map[string]string{}
	files, err := os.ReadDir(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name() == "queue.lock" {
			continue
		}
		b, err := os.ReadFile(filepath.Join(home, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name()] = string(b)
	}
	return all
}

func TestStoreThatIsNotOursIsRefusedAndNotTouched(t *testing.T) {
	for name, c := range map[string]struct {
		statements []string
		code       string
	}{
		"newer by its header": {[]string{"PRAGMA user_version = " + strconv.Itoa(schemaVersion+1)}, "downloads.store-newer"},
		"newer by its migrations": {[]string{"INSERT INTO goose_db_version (version_id, is_applied) VALUES (" + strconv.Itoa(schemaVersion+7) + ", 1)"},
			"downloads.store-newer"},
		"another program's": {[]string{"DROP TABLE entries", "DROP TABLE goose_db_version", "CREATE TABLE songs (name TEXT)", "PRAGMA user_version = 0"}, "downloads.store-foreign"},
		"another table of that name": {[]string{"DROP TABLE entries", "DROP TABLE goose_db_version", "CREATE TABLE entries (name TEXT)", "PRAGMA user_version = 0"},
			"downloads.store-foreign"},
	} {
		t.Run(name, func(t *testing.T) {
			home := storeWith(t, c.statements...)
			before := contents(t, home)
			_, err := Open(t.Context(), Config{Dir: home})
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != c.code || len(f.Steps) == 0 {
				t.Fatalf("%v", err)
			}
			for file, b := range contents(t, home) {
				if before[file] != b && !strings.HasSuffix(file, "-shm") {
					t.Errorf("%s was touched", file)
				}
			}
		})
	}
}

// TestMigrationThatBreaksOff: the table that a later migration makes stands in its way.
func TestMigrationThatBreaksOff(t *testing.T) {
	home, want := oldHome(t, "home")
	db := openSQL(t, filepath.Join(home, "queue.db"))
	if _, err := db.ExecContext(t.Context(), "CREATE TRIGGER no BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'broken off'); END"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Config{Dir: home}); !fault.Is(err, fault.Disk) {
		t.Fatalf("%v", err)
	}
	db = openSQL(t, filepath.Join(home, "queue.db"))
	var n, cancelled int
	if err := db.QueryRowContext(t.Context(), "SELECT count(*), count(*) FILTER (WHERE state = 'stopped' AND committed > 0) FROM entries").Scan(&n, &cancelled); err != nil {
		t.Fatal(err)
	}
	if n != len(want.Queue) || cancelled == 0 {
		t.Errorf("%d rows, %d of them as before", n, cancelled)
	}
	if _, err := db.ExecContext(t.Context(), "DROP TRIGGER no"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if s := openQueue(t, Config{Dir: home, Hold: true}).Snapshot(); len(s.Entries) != len(want.Queue) || s.Fault != nil {
		t.Errorf("%d entries, %v", len(s.Entries), s.Fault)
	}
}

func TestRecoveryListHasVersion(t *testing.T) {
	home := storeWith(t)
	b, err := os.ReadFile(filepath.Join(home, recoveryFile))
	if err != nil || !strings.HasPrefix(string(b), `{"version":1}`+"\n") {
		t.Fatalf("%q %v", b, err)
	}
	if lines, err := readRecovery(home); err != nil || len(lines) != 1 {
		t.Errorf("%v %v", lines, err)
	}
	if err := os.WriteFile(filepath.Join(home, recoveryFile), []byte(`{"version":2}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readRecovery(home); !errors.Is(err, errNewerStore) {
		t.Errorf("%v", err)
	}
}

func TestListOfVersion01IsRebuiltFromItsRecoveryList(t *testing.T) {
	home, _ := oldHome(t, "home")
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(filepath.Join(home, storeFile+end)) // what is not there is fine
	}
	if err := os.WriteFile(filepath.Join(home, storeFile), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openQueue(t, Config{Dir: home, Hold: true}).Snapshot()
	if s.Fault == nil || s.Fault.Code != "downloads.store-rebuilt" || len(s.Entries) == 0 {
		t.Errorf("%d entries, %v", len(s.Entries), s.Fault)
	}
}
