package sqlite_test

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
)

// before returns the migrations before one.
func before(t *testing.T, version int64) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	for _, name := range must(fs.Glob(sqlite.Migrations(), "*.sql")) {
		if must(goose.NumericComponent(name)) < version {
			all[name] = &fstest.MapFile{Data: must(fs.ReadFile(sqlite.Migrations(), name))}
		}
	}
	return all
}

// TestMigrationKeepsNamesThatLookAlike has names that version 0.1 took beside each other.
func TestMigrationKeepsNamesThatLookAlike(t *testing.T) {
	path := filepath.Join(t.TempDir(), "service.db")
	db := database(t, path)
	if err := sqlite.Migrate(t.Context(), db, path, before(t, 4)); err != nil {
		t.Fatal(err)
	}
	names := []string{"Contoso", "Contoso\u3164", "Соntоsо", "Northwind", "\u2800"}
	for i, name := range names {
		data := must(api.Encode(api.Registration{PublisherName: name}))
		if _, err := db.ExecContext(t.Context(), "INSERT INTO registrations VALUES (?,?,?,0,?,0)", fmt.Sprint("t.p", i), fmt.Sprint("key", i), string(data), 100-i); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	registrations := open(t, path).Data().Registrations
	shared := func(person string) bool {
		t.Helper()
		return must(registrations.Registration(t.Context(), person)).NameShared
	}
	for i, want := range []bool{true, true, false, false, false} { // the third was there first
		reg := must(registrations.Registration(t.Context(), fmt.Sprint("t.p", i)))
		if reg.NameShared != want || reg.Form.PublisherName != names[i] {
			t.Errorf("%+q: %+v", names[i], reg)
		}
		reg.Form.Contact.Phone = "1234"
		if err := registrations.Save(t.Context(), reg); err != nil { // the name stays as it is
			t.Errorf("%+q: %v", names[i], err)
		}
		if shared(reg.Person) != want {
			t.Errorf("%+q is no longer marked", names[i])
		}
		if must(registrations.NameTaken(t.Context(), names[i], reg.Person)) {
			t.Errorf("%+q is taken for whom it belongs to", names[i])
		}
	}
	contoso := store.Registration{Person: "t.new", Form: api.Registration{PublisherName: "CONTOSO"}}
	for i := range 3 {
		if err := registrations.Save(t.Context(), contoso); !errors.Is(err, store.ErrTaken) {
			t.Fatalf("while %d more have the name: %v", 3-i, err)
		}
		other := must(registrations.Registration(t.Context(), fmt.Sprint("t.p", 2-i)))
		other.Form.PublisherName = fmt.Sprint("Fabrikam ", i)
		if err := registrations.Save(t.Context(), other); err != nil {
			t.Fatal(err)
		}
		if shared(other.Person) || i == 1 && shared("t.p0") {
			t.Error("the last one with the name is still marked")
		}
	}
	if err := registrations.Save(t.Context(), contoso); err != nil {
		t.Error(err)
	}
}
