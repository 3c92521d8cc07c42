package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func newMan(c *cli) *cobra.Command {
	return &cobra.Command{Use: "man DIR", Short: "Write the manual pages into a folder", Long: `Write a manual page for each command into DIR, to be read with man -l DIR/pconnect.1 or put beside the
others, e.g. into /usr/local/share/man/man1. With SOURCE_DATE_EPOCH set the pages are the same each time.`,
		Args: takes(1, 1, "one folder"), RunE: marked(func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			root.DisableAutoGenTag = true
			err := os.MkdirAll(args[0], 0o755) //nolint:gosec // manual pages are for everybody
			if err == nil {
				err = doc.GenManTree(root, &doc.GenManHeader{Title: "PCONNECT", Section: "1", Source: "Program Connect " + client.Version, Manual: "Program Connect"}, args[0])
			}
			if err != nil {
				return &fault.Error{Kind: fault.Disk, Code: "pconnect.output", Title: i18n.Verbatim("The folder " + args[0] + " can't be written."), Safe: i18n.Verbatim("Nothing else was touched."),
					Steps: []i18n.Text{i18n.Verbatim("Choose another folder.")}, Guide: "disk-full", Err: err}
			}
			pages, err := filepath.Glob(filepath.Join(args[0], "pconnect*.1"))
			if err != nil {
				return err
			}
			return c.answer(map[string]any{"folder": args[0], "pages": len(pages)}, func(w io.Writer) { line(w, "Wrote %d pages to %s.", len(pages), args[0]) })
		})}
}

// newEnvironmentTopic is a help topic, not a command: pconnect help environment.
func newEnvironmentTopic() *cobra.Command {
	return &cobra.Command{Use: "environment", Short: "Environment variables, the policy file and proxies", Long: `PROGRAM_CONNECT_HOME     folder of settings, queue and drafts, as --home
PROGRAM_CONNECT_PROGRAM  program to work with, as --program
PROGRAM_CONNECT_SAMPLE_LISTEN  where the sample program listens, 127.0.0.1:PORT; any free port by default
HTTPS_PROXY, HTTP_PROXY  proxy for https and http, e.g. http://gateway.example.com:3128
NO_PROXY                 hosts that are reached without it, separated by commas; this computer always is
SSL_CERT_FILE            on Linux, certificates that are trusted, instead of the system's
LC_ALL, LC_MESSAGES, LANG  language of guides and of the doctor
BROWSER                  is honoured by the system's opener on Linux
SOURCE_DATE_EPOCH        date of the manual pages

A flag goes before its variable. What an administrator fixed in the policy file goes before both; its place is
/etc/program-connect/policy.json, on Windows %ProgramData%\ProgramConnect\policy.json, on macOS
/Library/Application Support/ProgramConnect/policy.json. See pconnect settings.`}
}
