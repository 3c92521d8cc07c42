// Package pgtest runs a real PostgreSQL for tests: a cluster of their own in a temporary folder, on a socket of its own, with the
// binaries that the system has. One cluster serves a test binary; each test has databases of its own.
//
// A package that uses it has
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }
//
// and its tests are skipped, with the reason, where there is no PostgreSQL.
package pgtest

import (
	"database/sql"
	"fmt"
	"os"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the database's driver
)

// shared is the cluster of this test binary.
var shared struct {
	once    sync.Once
	cluster *Cluster
	skip    error // why there is none
}

// Main runs the tests of a package and then stops the cluster that they shared.
func Main(m *testing.M) int {
	code := m.Run()
	if shared.cluster != nil {
		if err := shared.cluster.Remove(); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest:", err)
		}
	}
	return code
}

// Shared returns the cluster of this test binary, and skips the test where there is none.
func Shared(t testing.TB) *Cluster {
	t.Helper()
	shared.once.Do(func() { shared.cluster, shared.skip = New() })
	if shared.skip != nil {
		t.Skip("no PostgreSQL: ", shared.skip)
	}
	return shared.cluster
}

// Need skips the test where there is no PostgreSQL, and starts none.
func Need(t testing.TB) {
	t.Helper()
	if _, err := binaries(); err != nil {
		t.Skip("no PostgreSQL: ", err)
	}
}

// Address returns the address of a new, empty database of the shared cluster.
func Address(t testing.TB) string {
	t.Helper()
	address, err := Shared(t).Create()
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// Open returns a connection to a database, which ends with the test.
func Open(t testing.TB, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
