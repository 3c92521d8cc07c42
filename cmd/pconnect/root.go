package main

import (
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/cmd/internal/client"
)

// newRoot makes the command with all its commands.
func newRoot(c *cli) *cobra.Command {
	root := &cobra.Command{
		Use:   "pconnect",
		Short: "Sign in, register, accept, download: gated programs from the terminal",
		Long: `Program Connect in the terminal: sign in with a Microsoft or work account, register once, read and accept the
agreements, and download what the program gives out.

Try it without an account or a network:  pconnect demo --dir DIR`,
		Version: client.Version, SilenceErrors: true, SilenceUsage: true,
	}
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.errOut)
	root.SetVersionTemplate("pconnect {{.Version}}\n")
	root.CompletionOptions.HiddenDefaultCmd = false
	flags := root.PersistentFlags()
	flags.StringVar(&c.home, "home", "", "folder of settings, queue and drafts (PROGRAM_CONNECT_HOME)")
	flags.StringVar(&c.program, "program", "", "program, by its name or address; the one used last by default")
	flags.BoolVar(&c.json, "json", false, "one JSON object, or one event a line, on standard output and nothing else there")
	flags.BoolVar(&c.quiet, "quiet", false, "only the answer, not how it comes about")
	flags.BoolVar(&c.noInput, "no-input", false, "never ask; what is missing is an error")
	root.AddCommand(
		newDemo(c), newPrograms(c), newSignIn(c), newAccounts(c), newSignOut(c), newRegister(c), newStatus(c), newAccess(c),
		newAgreements(c), newPackages(c), newDownload(c), newQueue(c), newVerify(c), newDoctor(c), newGuides(c), newMailbox(c), newEngagements(c), newFeedback(c), newSettings(c), newMan(c), newJSONTopic(), newEnvironmentTopic(),
	)
	return root
}

// takes is an argument check that tells what is wanted instead of a count.
func takes(least, most int, wanted string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || (most >= 0 && len(args) > most) {
			return usage("", "“"+cmd.CommandPath()+"” takes "+wanted+".")
		}
		return nil
	}
}
