package main

import (
	"os"
	"path/filepath"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/internal/i18n"
)

func newMan(c *cli) *cobra.Command {
	return &cobra.Command{Use: "man DIR", Short: c.help(&goi18n.Message{ID: "pconnect.man.short", Other: "Write the manual pages into a folder"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.man.long",
			Other: `Write a manual page for each command into DIR, to be read with man -l DIR/pconnect.1 or put beside the
others, e.g. into /usr/local/share/man/man1. The pages are in English. With SOURCE_DATE_EPOCH set they are the same each time.`}),
		Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.folder", Other: "one folder"})),
		RunE: marked(func(_ *cobra.Command, args []string) error { return c.writeManual(args[0]) })}
}

func (c *cli) writeManual(dir string) error {
	root := englishRoot(c)
	root.DisableAutoGenTag = true
	err := os.MkdirAll(dir, 0o755) //nolint:gosec // manual pages are for everybody
	if err == nil {
		err = doc.GenManTree(root, &doc.GenManHeader{Title: "PCONNECT", Section: "1", Source: "Program Connect " + client.Version, Manual: "Program Connect"}, dir)
	}
	if err != nil {
		return outputFault(i18n.T(&goi18n.Message{ID: "pconnect.man.output", Other: "The folder {{.Folder}} can't be written."},
			"Folder", dir),
			i18n.T(&goi18n.Message{ID: "pconnect.man.output.safe", Other: "Nothing else was touched."}),
			i18n.T(&goi18n.Message{ID: "pconnect.man.output.step", Other: "Choose another folder."}), err)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "pconnect*.1"))
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"folder": dir, "pages": len(pages)}, func() {
		c.line(i18n.N(&goi18n.Message{ID: "pconnect.man.done", One: "Wrote {{.Count}} page to {{.Folder}}.", Other: "Wrote {{.Count}} pages to {{.Folder}}."},
			len(pages), "Folder", dir))
	})
}
