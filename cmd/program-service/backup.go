package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/local"
	"github.com/programconnect/programconnect/internal/service/store"
)

// extraFiles are the files beside the service's data that a backup keeps: the settings, and the mark of a sample program.
var extraFiles = []string{settingsFile, "filled"}

func newBackup(o *options) *cobra.Command {
	var files bool
	c := &cobra.Command{Use: "backup FILE",
		Short: "Write the program's data to one file, beside a server that runs or without one",
		Args:  cobra.ExactArgs(1),
		Long: `Writes the database, whole, and program.json to a new file. Packages and attachments are named in it; with --files their
bytes are in it too. The file holds the keys that sign receipts: keep it where nobody else reads it.

A copy of service.db is no backup: what was written last stands in other files.`}
	c.Flags().BoolVar(&files, "files", false, "with the bytes of packages and attachments")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if o.data == "" {
			return noFolder()
		}
		backup := local.BackupOptions{Dir: serviceFolder(o.data), File: args[0], Files: files, Time: time.Now()}
		for _, name := range extraFiles {
			backup.Extra = append(backup.Extra, filepath.Join(o.data, name))
		}
		data, store, err := o.stores(cmd.Context())
		if err != nil {
			return err
		}
		backup.Store, backup.Blobs = data, store
		c, err := local.Backup(cmd.Context(), backup)
		err = errors.Join(err, closeAll(data, store))
		if err != nil {
			return err
		}
		text := line("The backup is there: %s", args[0])
		switch {
		case files:
		case store != nil:
			text += line("\nThe bytes of %d files are not in it: they are in the store.", len(c.Objects))
		default:
			text += line("\nThe bytes of %d files are not in it: copy the folder %s too.", len(c.Objects), filepath.Join(serviceFolder(o.data), "files"))
		}
		return o.answer(cmd.OutOrStdout(), c, text)
	}
	return c
}

func newRestore(o *options) *cobra.Command {
	return &cobra.Command{Use: "restore FILE",
		Short: "Put a backup into a folder without a program",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.data == "" {
				return noFolder()
			}
			r, err := o.restore(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			lines := []string{line("The program of %s is in %s.", r.Contents.Time.Format(time.RFC3339), o.data)}
			for _, m := range r.Missing {
				lines = append(lines, line("The bytes of %s are missing: put the file into %s.", m.Key, filepath.Join(serviceFolder(o.data), "files")))
			}
			return o.answer(cmd.OutOrStdout(), r, strings.Join(lines, "\n"))
		}}
}

// restore puts a backup into the folder, or where the settings say that data and bytes are.
func (o *options) restore(ctx context.Context, file string) (local.Restored, error) {
	database, elsewhere, err := o.elsewhere()
	if err != nil {
		return local.Restored{}, err
	}
	if elsewhere {
		return o.restoreElsewhere(ctx, file, database)
	}
	return local.Restore(ctx, file, o.data, extraFiles)
}

// closeAll closes what is open of the stores that the settings name.
func closeAll(data store.Store, bytes blob.Store) (err error) {
	if data != nil {
		err = data.Close()
	}
	if bytes != nil {
		err = errors.Join(err, bytes.Close())
	}
	return err
}

func newSweep(o *options) *cobra.Command {
	return &cobra.Command{Use: "sweep",
		Short: "Delete bytes that nothing names any more, as the server does each hour",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				c, err := s.Collect(cmd.Context())
				if err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), c, line("%d files are deleted, %d bytes.", c.Objects, c.Bytes))
			})
		}}
}
