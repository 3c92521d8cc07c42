package postgres_test

import (
	"context"
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/postgres"
	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

// TestDatabaseThatIsNotThereIsAway has addresses at which nobody answers, or answers nothing.
func TestDatabaseThatIsNotThereIsAway(t *testing.T) {
	dir := t.TempDir()
	silent, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", filepath.Join(dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Skip("no socket: ", err)
	}
	defer func() { _ = silent.Close() }()
	for name, address := range map[string]string{
		"nobody":  "postgres://anna@127.0.0.1:1/none",
		"silence": "postgres://anna@/none?host=" + url.QueryEscape(dir),
	} {
		_, err := postgres.Open(t.Context(), address)
		if f := fault.Of(err); !errors.Is(err, store.ErrAway) || f.Code != "service.postgres" || f.Kind != fault.Network {
			t.Errorf("%s: %v", name, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := postgres.Open(ended, "postgres://anna@127.0.0.1:1/none"); !errors.Is(err, context.Canceled) || errors.Is(err, store.ErrAway) {
		t.Errorf("an end that was asked for: %v", err)
	}
}

// TestBoundedQuestionSaysWhoGaveUp tells a database that does not answer from a person who did not wait.
func TestBoundedQuestionSaysWhoGaveUp(t *testing.T) {
	wait := func(ctx context.Context) (int, error) {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	synctest.Test(t, func(t *testing.T) {
		if _, err := postgres.Ask(t.Context(), time.Second, wait); !errors.Is(err, store.ErrAway) {
			t.Errorf("the database: %v", err)
		}
		short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := postgres.Ask(short, time.Second, wait); errors.Is(err, store.ErrAway) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the person: %v", err)
		}
	})
}

// TestReadersDoNotWaitForWriters has more units of work at once than there are connections, none of which can go on.
func TestReadersDoNotWaitForWriters(t *testing.T) {
	address := pgtest.Address(t)
	s := open(t, address)
	tx, err := pgtest.Open(t, address).BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), "UPDATE changes SET number=number+1"); err != nil { // as an instance that has stopped
		t.Fatal(err)
	}
	const writers = 60
	done := make(chan error, writers)
	for range writers {
		go func() { done <- s.Data().Codes.RemoveCode(t.Context(), "t.anna") }()
	}
	for range 100 {
		if _, err := s.Version(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// TestTextThatCannotBeKept has texts that PostgreSQL refuses.
func TestTextThatCannotBeKept(t *testing.T) {
	s := open(t, pgtest.Address(t))
	for name, text := range map[string]string{"no UTF-8": "\xff", "a zero character": "a\x00b"} {
		if err := s.Data().People.Remember(t.Context(), store.Person{ID: "t.anna", Name: text}); !errors.Is(err, store.ErrText) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAddressesOfOtherMachinesAreVerified reads addresses as they are used.
func TestAddressesOfOtherMachinesAreVerified(t *testing.T) {
	for address, secure := range map[string]bool{
		"postgres://anna@db.example/program":                                        true,
		"postgres://anna@db.example/program?sslmode=disable":                        false,
		"postgres://anna@10.1.2.3/program":                                          true,
		"postgres://anna@localhost/program":                                         false,
		"postgres://anna@[::1]:5432/program":                                        false,
		"postgresql://anna@/program?host=" + url.QueryEscape("/var/run/postgresql"): false,
	} {
		config, err := postgres.Parse(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		verified := config.TLSConfig != nil && !config.TLSConfig.InsecureSkipVerify && config.TLSConfig.ServerName != ""
		if secure && (!verified || len(config.Fallbacks) > 0) {
			t.Errorf("%s is not verified", address)
		}
		if !secure && verified {
			t.Errorf("%s is verified", address)
		}
	}
	for _, wrong := range []string{"", "service.db", "mysql://anna@db.example/program", "postgres://anna:secret@db.example:port/program", "postgres://%zz"} {
		if _, err := postgres.Parse(wrong); fault.Of(err).Code != "service.postgres-address" || strings.Contains(fault.Of(err).Text()+err.Error(), "secret") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if got := postgres.Named("postgres://anna:secret@db.example:5432/program?sslpassword=secret"); got != "postgres://anna@db.example:5432/program" {
		t.Error(got)
	}
}
