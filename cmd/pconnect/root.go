package main

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/internal/i18n"
)

// newRoot makes the command with all its commands. Their texts are in the language of c.
func newRoot(c *cli) *cobra.Command {
	root := &cobra.Command{
		Use: "pconnect",
		Short: c.help(&goi18n.Message{ID: "pconnect.root.short",
			Other: "Sign in, register, accept, download: gated programs from the terminal"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.root.long",
			Other: `Program Connect in the terminal: sign in with a Microsoft or work account, register once, read and accept the
agreements, and download what the program gives out.

Try it without an account or a network:  pconnect demo --dir DIR`}),
		Version: client.Version, SilenceErrors: true, SilenceUsage: true, SuggestionsMinimumDistance: 2,
	}
	root.SetIn(c.stdin)
	root.SetOut(c.printer.out)
	root.SetErr(c.stderr)
	root.SetVersionTemplate("pconnect {{.Version}}\n")
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { c.writeHelp(cmd) })
	root.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(cmd, args[0])
		}
		return nil
	}
	root.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	c.globalFlags(root)
	root.SetHelpCommand(newHelp(c))
	root.AddCommand(newDemo(c), newPrograms(c), newSignIn(c), newAccounts(c), newSignOut(c), newRegister(c), newStatus(c), newAccess(c),
		newAgreements(c), newPackages(c), newDownload(c), newQueue(c), newVerify(c), newDoctor(c), newGuides(c), newMailbox(c),
		newEngagements(c), newFeedback(c), newSettings(c), newCompletion(c), newMan(c), newJSONTopic(c), newEnvironmentTopic(c))
	return root
}

func (c *cli) globalFlags(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVar(&c.home, "home", "", c.help(&goi18n.Message{ID: "pconnect.root.flag.home",
		Other: "folder of settings, queue and drafts; in a folder with other things in it DIR/ProgramConnect (PROGRAM_CONNECT_HOME)"}))
	flags.StringVar(&c.program, "program", "", c.help(&goi18n.Message{ID: "pconnect.root.flag.program",
		Other: "program, by its name or address; the one used last by default"}))
	flags.BoolVar(&c.json, "json", false, c.help(&goi18n.Message{ID: "pconnect.root.flag.json",
		Other: "one JSON object, or one event a line, on standard output and nothing else there"}))
	flags.BoolVar(&c.quiet, "quiet", false, c.help(&goi18n.Message{ID: "pconnect.root.flag.quiet",
		Other: "only the answer, not how it comes about"}))
	flags.BoolVar(&c.noInput, "no-input", false, c.help(&goi18n.Message{ID: "pconnect.root.flag.no-input",
		Other: "never ask; what is missing is an error"}))
	flags.BoolP("help", "h", false, c.help(&goi18n.Message{ID: "pconnect.root.flag.help", Other: "how a command is used"}))
	root.Flags().BoolP("version", "v", false, c.help(&goi18n.Message{ID: "pconnect.root.flag.version", Other: "the version of pconnect"}))
}

// help returns a text of the help in the language. It may have several lines.
func (p *printer) help(m *goi18n.Message) string { return p.lang.Text(i18n.T(m)) }
