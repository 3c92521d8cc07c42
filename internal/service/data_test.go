package service_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/blob/folder"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/postgres"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

// onPostgres is the variable with which these tests run on PostgreSQL; without it they run on SQLite.
const onPostgres = "SERVICE_ON_POSTGRES"

func TestMain(m *testing.M) {
	if os.Getenv(instanceDatabase) != "" {
		os.Exit(runInstance())
	}
	os.Exit(pgtest.Main(m))
}

// testData are where the data of a test are: a folder, and a PostgreSQL database beside it when the tests run on one.
type testData struct {
	dir      string
	database string // its address; empty for SQLite
}

func newTestData(t *testing.T) testData {
	t.Helper()
	d := testData{dir: t.TempDir()}
	if os.Getenv(onPostgres) != "" {
		d.database = pgtest.Address(t)
	}
	return d
}

// store opens the data.
func (d testData) store(ctx context.Context) (store.Store, error) {
	if d.database != "" {
		return postgres.Open(ctx, d.database)
	}
	return sqlite.Open(ctx, filepath.Join(d.dir, "service.db"))
}

// open opens a service on the data.
func (d testData) open(ctx context.Context, c service.Config) (*service.Service, error) {
	data, err := d.store(ctx)
	if err != nil {
		return nil, err
	}
	if c.Blobs == nil {
		if c.Blobs, err = folder.Open(filepath.Join(d.dir, "files")); err != nil {
			return nil, errors.Join(err, data.Close())
		}
	}
	c.Store = data
	return service.New(ctx, c)
}

// change changes the data beside the service, in the words of the database that they are in.
func (d testData) change(t *testing.T, inSQLite, inPostgres string, args ...any) error {
	t.Helper()
	driver, name, query := "sqlite", filepath.Join(d.dir, "service.db"), inSQLite
	if d.database != "" {
		driver, name, query = "pgx", d.database, inPostgres
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	_, err = db.ExecContext(t.Context(), query, args...)
	return err
}
