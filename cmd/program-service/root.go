package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/service"
)

// options are the flags that every command has.
type options struct {
	data     string
	database string            // for everything but the bytes of files
	store    string            // for the bytes of files
	config   string            // the settings file; empty: program.json in the folder
	filed    map[string]string // what it sets, by the names of flags
	json     bool
}

// newRoot returns the command line. Its answers go to out: cobra binds the completion scripts to it when they are added.
func newRoot(out io.Writer) *cobra.Command {
	o := &options{}
	root := &cobra.Command{Use: "program-service",
		Short:         "The program service and its owner's commands",
		Version:       version,
		SilenceErrors: true, SilenceUsage: true,
		Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Long: "Serves a program to Program Connect: registration, agreements, packages, feedback.\nThe owner's commands work on the same folder, beside a server that runs or without one."}
	root.SetOut(out)
	root.PersistentFlags().StringVar(&o.data, "data", "", "folder of the program's data")
	root.PersistentFlags().StringVar(&o.database, "database", "", "where the data are: postgres://USER@HOST/NAME, or a SQLite file (default: in the folder; or "+databaseVariable+")")
	root.PersistentFlags().StringVar(&o.store, "store", "", "where the bytes of files are: s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION (default: in the folder; or "+storeVariable+")")
	root.PersistentFlags().StringVar(&o.config, "config", "", "settings file (default: program.json in the folder; or PROGRAM_SERVICE_CONFIG)")
	root.PersistentFlags().BoolVar(&o.json, "json", false, "answer with one JSON object")
	root.AddCommand(newServe(o), newPublish(o), newWithdraw(o), newAgreement(o), newEngagement(o), newInvite(o), newInvitations(o), newApprove(o), newDecline(o), newRevoke(o), newPeople(o),
		newFeedback(o), newExport(o), newAudit(o), newKeys(o), newCheck(o), newBackup(o), newRestore(o), newMove(o), newSweep(o), newPackages(o), newDownloads(o), newRules(o))
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return o.layer(cmd) }
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	typeUsage(root)
	return root
}

// with opens the service for an owner's command and closes it afterwards.
func (o *options) with(ctx context.Context, f func(*service.Service) error) (err error) {
	if o.data == "" {
		return noFolder()
	}
	s, err := openOwner(ctx, o)
	if err != nil {
		return err
	}
	defer func() {
		if closing := s.Close(); err == nil {
			err = closing
		}
	}()
	return f(s)
}
