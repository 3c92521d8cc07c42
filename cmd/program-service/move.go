package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/blob/folder"
	"github.com/programconnect/programconnect/internal/service/local"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/postgres"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
)

// toVariable names the database that a move goes to where --to does not: a password may stand in it.
const toVariable = "PROGRAM_SERVICE_TO"

type moveFlags struct{ from, fromStore, to, toStore string }

func newMove(o *options) *cobra.Command {
	f := &moveFlags{}
	c := &cobra.Command{Use: "move",
		Short: "Take the program from one database and store to another",
		Args:  cobra.NoArgs,
		Long: `Takes the program to an empty database, and its files to another store. Every row is compared with what it was copied from, every
file by its SHA-256. What is not named is in the folder of --data.

The program may be served meanwhile: the bytes of files are copied first. While the rows are copied nobody can write, and the
SQLite file takes no change afterwards: start the server anew then, with --database and --store as they were named here. A move
that broke off is carried out again with the same command; the database that it goes to is empty until everything is there.`}
	c.Flags().StringVar(&f.from, "from", "", "the database now: a SQLite file, or postgres://USER@HOST/NAME (default: in the folder; or "+databaseVariable+")")
	c.Flags().StringVar(&f.fromStore, "from-store", "", "the store for files now (default: in the folder; or "+storeVariable+")")
	c.Flags().StringVar(&f.to, "to", "", "the database to move to: postgres://USER@HOST/NAME, or a SQLite file (or "+toVariable+")")
	c.Flags().StringVar(&f.toStore, "to-store", "", "the store for files to move to (default: the one that they are in now)")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if o.data == "" {
			return noFolder()
		}
		moved, to, err := o.move(cmd.Context(), f)
		if err != nil {
			return err
		}
		text := line("%d rows of %d tables are in %s, and the bytes of %d files are where they belong; each was compared.", moved.Rows, moved.Tables, to, moved.Objects)
		if moved.Again > 0 {
			text += line("\n%d attachments were on their way: whoever sends them begins again.", moved.Again)
		}
		return o.answer(cmd.OutOrStdout(), moved, text+"\nStart the server and give the owner's commands with this database from now on.")
	}
	return c
}

// move opens both sides and moves. Both are closed afterwards.
func (o *options) move(ctx context.Context, f *moveFlags) (moved local.Moved, name string, err error) {
	for flag, address := range map[string]string{"--from": f.from, "--to": f.to} {
		if postgres.HasPassword(address) {
			return moved, "", passwordFault(flag)
		}
	}
	target := cmp.Or(f.to, os.Getenv(toVariable))
	if target == "" {
		return moved, "", flagFault("service.move-to", "--to",
			i18n.T(&goi18n.Message{ID: "service.move-to.title", Other: "Name the database to move to with --to."}), i18n.Text{})
	}
	present, err := o.databaseSetting()
	if err != nil {
		return moved, "", err
	}
	from, err := o.side(ctx, cmp.Or(f.from, present, filepath.Join(serviceFolder(o.data), "service.db")), cmp.Or(f.fromStore, o.storeSetting()), true)
	if err != nil {
		return moved, "", err
	}
	defer func() { err = errors.Join(err, closeSide(from)) }()
	to, err := o.side(ctx, target, cmp.Or(f.toStore, f.fromStore, o.storeSetting()), false)
	if err != nil {
		return moved, "", err
	}
	defer func() { err = errors.Join(err, closeSide(to)) }()
	moved, err = local.Move(ctx, from, to, false)
	return moved, to.Name, err
}

// side opens a database and a store. One whose data have moved already can be moved again: that move did not end.
func (o *options) side(ctx context.Context, database, bytes string, source bool) (s local.Side, err error) {
	var data store.Store
	switch {
	case inPostgres(database):
		s.Name = postgres.Named(database)
		data, err = opened(postgres.Open(ctx, database))
	case source:
		s.Name = database
		if err := sqlite.Examine(ctx, database); err != nil {
			return s, err
		}
		data, err = opened(sqlite.OpenMoved(ctx, database))
	default:
		s.Name = database
		data, err = opened(sqlite.Open(ctx, database))
	}
	if err != nil {
		return s, err
	}
	s.Data = data
	if s.Bytes, err = o.bytes(bytes); err != nil {
		return s, errors.Join(err, data.Close())
	}
	return s, nil
}

// bytes opens a store for files: the folder's where the setting names none.
func (o *options) bytes(setting string) (blob.Store, error) {
	if setting != "" {
		return openStore(setting)
	}
	files, err := folder.Open(filepath.Join(serviceFolder(o.data), "files"))
	if err != nil {
		return nil, readFault(serviceFolder(o.data), err)
	}
	return files, nil
}

func closeSide(s local.Side) error { return errors.Join(s.Bytes.Close(), s.Data.Close()) }

// restoreElsewhere puts a backup into a database or a store elsewhere: it is unpacked beside the program's folder first.
func (o *options) restoreElsewhere(ctx context.Context, file, database string) (r local.Restored, err error) {
	if err := os.MkdirAll(o.data, 0o700); err != nil {
		return r, readFault(o.data, err)
	}
	for _, name := range extraFiles {
		if _, err := os.Lstat(filepath.Join(o.data, name)); err == nil {
			return r, flagFault("service.restore-there", "--data",
				i18n.T(&goi18n.Message{ID: "service.restore-settings.title", Other: "There is a program already: {{.File}}"}, "File", filepath.Join(o.data, name)), i18n.Text{})
		}
	}
	temporary, err := os.MkdirTemp(o.data, ".restore-")
	if err != nil {
		return r, readFault(o.data, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temporary)) }()
	if r, err = local.Restore(ctx, file, temporary, extraFiles); err != nil {
		return r, err
	}
	unpacked := &options{data: temporary}
	from, err := unpacked.side(ctx, filepath.Join(serviceFolder(temporary), "service.db"), "", true)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, closeSide(from)) }()
	to, err := o.side(ctx, cmp.Or(database, filepath.Join(serviceFolder(o.data), "service.db")), o.storeSetting(), false)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, closeSide(to)) }()
	moved, err := local.Move(ctx, from, to, true)
	if err != nil {
		return r, err
	}
	r.Missing = moved.Missing
	for _, name := range extraFiles {
		if err := os.Rename(filepath.Join(temporary, name), filepath.Join(o.data, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return r, readFault(filepath.Join(o.data, name), err)
		}
	}
	return r, nil
}

// elsewhere reports whether the settings name a database or a store outside of the program's folder, and which database.
func (o *options) elsewhere() (database string, is bool, err error) {
	database, err = o.databaseSetting()
	return database, database != "" || o.storeSetting() != "", err
}
