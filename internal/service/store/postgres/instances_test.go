package postgres_test

import (
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/service/store/postgres"
	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

// instances waits until a store sees as many as wanted: the database notices the end of a connection by itself.
func instances(t *testing.T, s *postgres.Store, want int) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		n, err := s.Instances(t.Context())
		if err == nil && n == want {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d instances, not %d: %v", n, want, err)
		}
	}
}

func TestInstancesAreThoseThatServe(t *testing.T) {
	address := pgtest.Address(t)
	first := open(t, address)
	_ = open(t, address) // as an owner's command, which serves nobody
	instances(t, first, 1)
	second, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	instances(t, second, 2)
	instances(t, first, 2)
	_ = open(t, pgtest.Address(t)) // another program on the same server
	db := pgtest.Open(t, address)
	if _, err := db.ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname=current_database() AND pid<>pg_backend_pid()"); err != nil {
		t.Fatal(err)
	}
	instances(t, second, 1) // it comes back by itself
	instances(t, first, 2)
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	instances(t, first, 1)
}
