package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/postgres"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
)

// databaseVariable names the database where --database does not. A password may stand in it: nobody else reads it.
const databaseVariable = "PROGRAM_SERVICE_DATABASE"

// databasePasswordVariable names a file with the database's password.
const databasePasswordVariable = "PROGRAM_SERVICE_DATABASE_PASSWORD_FILE"

// databaseSetting returns the database that the flag, the environment or the settings file names; empty: the SQLite file of the folder.
func (o *options) databaseSetting() (string, error) {
	if o.database != "" && postgres.HasPassword(o.database) {
		return "", passwordFault("--database")
	}
	setting := cmp.Or(o.database, os.Getenv(databaseVariable), o.filed["database"])
	file := cmp.Or(os.Getenv(databasePasswordVariable), o.filed["database-password-file"])
	if file == "" || !inPostgres(setting) || postgres.HasPassword(setting) {
		return setting, nil
	}
	password, err := secret(file)
	if err != nil {
		return "", err
	}
	return postgres.WithPassword(setting, password)
}

// storeSetting returns the store for files that the flag, the environment or the settings file names; empty: the folder's.
func (o *options) storeSetting() string {
	return cmp.Or(o.store, os.Getenv(storeVariable), o.filed["store"])
}

// passwordFault is the fault for a password in a list of arguments.
func passwordFault(flag string) error {
	return flagFault("service.database-password", flag,
		i18n.T(&goi18n.Message{ID: "service.database-password.title", Other: "A password can't stand in {{.Flag}}: everybody on this computer sees it there."}, "Flag", flag),
		i18n.T(&goi18n.Message{ID: "service.database-password.cause",
			Other: "Put it into PGPASSWORD, into a file that PGPASSFILE names, or the whole address into an environment variable."}))
}

// inPostgres reports whether a setting names a PostgreSQL database.
func inPostgres(setting string) bool {
	return strings.HasPrefix(setting, "postgres://") || strings.HasPrefix(setting, "postgresql://")
}

// openDatabase returns the store of data that a setting names; nil when it names none: they are in the program's folder.
func openDatabase(ctx context.Context, setting string) (store.Store, error) {
	switch {
	case setting == "":
		return nil, nil //nolint:nilnil // no database of its own
	case inPostgres(setting):
		return opened(postgres.Open(ctx, setting))
	}
	return opened(sqlite.Open(ctx, setting))
}

// opened returns a store as its interface: nil on an error, which a pointer in an interface would not be.
func opened[S store.Store](s S, err error) (store.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// stores opens what the settings name: the store of data and that of bytes, each nil where it is in the program's folder.
func (o *options) stores(ctx context.Context) (store.Store, blob.Store, error) {
	setting, err := o.databaseSetting()
	if err != nil {
		return nil, nil, err
	}
	bytes, err := openStore(o.storeSetting())
	if err != nil {
		return nil, nil, err
	}
	data, err := openDatabase(ctx, setting)
	if err != nil && bytes != nil {
		err = errors.Join(err, bytes.Close())
	}
	return data, bytes, err
}
