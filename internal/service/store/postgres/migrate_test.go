package postgres_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/postgres"
	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

func count(t *testing.T, address, query string) (n int) {
	t.Helper()
	if err := pgtest.Open(t, address).QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMigrationByManyAtOnce(t *testing.T) {
	address := pgtest.Address(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			s, err := postgres.Open(t.Context(), address)
			if err == nil {
				err = s.Close()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if twice := count(t, address, "SELECT count(*) FROM (SELECT 1 FROM goose_db_version GROUP BY version_id HAVING count(*)>1) AS twice"); twice != 0 {
		t.Errorf("%d migrations ran twice", twice)
	}
}

func TestNewerVersionIsRefusedAndNotTouched(t *testing.T) {
	address := pgtest.Address(t)
	open(t, address)
	db := pgtest.Open(t, address)
	if _, err := db.ExecContext(t.Context(), "INSERT INTO goose_db_version(version_id, is_applied) VALUES (99, true)"); err != nil {
		t.Fatal(err)
	}
	before := count(t, address, "SELECT count(*) FROM goose_db_version")
	_, err := postgres.Open(t.Context(), address)
	var f *fault.Error
	if !errors.Is(err, store.ErrNewer) || !errors.As(err, &f) || f.Code != "service.store-newer" || len(f.Steps) == 0 {
		t.Fatalf("%+v", err)
	}
	if after := count(t, address, "SELECT count(*) FROM goose_db_version"); after != before {
		t.Error("it was touched")
	}
}

func TestMigrationThatBreaksOffHasNotBegun(t *testing.T) {
	breaks := fstest.MapFS{"00009_breaks_off.sql": {Data: []byte("-- +goose Up\nCREATE TABLE half (x INT);\nINSERT INTO nowhere VALUES (1);\n")}}
	for name, migrated := range map[string]bool{"the first": false, "a later one": true} {
		t.Run(name, func(t *testing.T) {
			address := pgtest.Address(t)
			if migrated {
				open(t, address)
			}
			tables := "SELECT count(*) FROM pg_tables WHERE schemaname='public'"
			before := count(t, address, tables)
			err := postgres.Migrate(t.Context(), pgtest.Open(t, address), breaks)
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != "service.store-migration" {
				t.Fatalf("%+v", err)
			}
			if after := count(t, address, tables); after != before {
				t.Errorf("%d tables, and %d before", after, before)
			}
			open(t, address) // this program opens it as before
		})
	}
}

// TestMissingNamesEveryPart takes each table and trigger away in turn.
func TestMissingNamesEveryPart(t *testing.T) {
	parts, err := postgres.EveryPart()
	if err != nil || len(parts) < 25 {
		t.Fatal(parts, err)
	}
	address := pgtest.Address(t)
	s := open(t, address)
	db := pgtest.Open(t, address)
	if have := count(t, address, "SELECT (SELECT count(*) FROM pg_tables WHERE schemaname='public' AND tablename<>'goose_db_version') + (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname<>'by_hand')"); have != len(parts) {
		t.Errorf("the database has %d parts, and %d are looked for", have, len(parts))
	}
	if missing, err := s.Missing(t.Context()); err != nil || len(missing) > 0 {
		t.Fatal(missing, err)
	}
	if _, err := db.ExecContext(t.Context(), "ALTER TABLE moderation DISABLE TRIGGER moderation_stay"); err != nil {
		t.Fatal(err)
	}
	if missing, err := s.Missing(t.Context()); err != nil || fmt.Sprint(missing) != "[moderation_stay]" {
		t.Error("a trigger that is off: ", missing, err)
	}
	for _, table := range []string{"people", "acceptances"} {
		if _, err := db.ExecContext(t.Context(), "DROP TABLE "+table); err != nil {
			t.Fatal(err)
		}
		if missing, err := s.Missing(t.Context()); err != nil || !slices.Contains(missing, table) {
			t.Error(table, missing, err)
		}
	}
}

// TestChangesByHandAreNoticed: every table that holds something of the program counts, whoever changes it.
func TestChangesByHandAreNoticed(t *testing.T) {
	address := pgtest.Address(t)
	s := open(t, address)
	if lacking := count(t, address, `SELECT count(*) FROM pg_class c WHERE c.relkind='r' AND c.relnamespace='public'::regnamespace
		AND c.relname NOT IN ('changes', 'probe', 'goose_db_version') AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid=c.oid AND t.tgname='by_hand')`); lacking != 0 {
		t.Errorf("%d tables are not watched", lacking)
	}
	db := pgtest.Open(t, address)
	for _, query := range []string{"INSERT INTO digests(person, sent) VALUES ('t.anna', 1)", "UPDATE digests SET sent=2", "DELETE FROM digests", "TRUNCATE digests"} {
		before, err := s.Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
		if after, err := s.Version(t.Context()); err != nil || after == before {
			t.Errorf("%s is not noticed: %v", query, err)
		}
	}
}
