package main

import (
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

type packageFlags struct {
	kind, search string
	expired      bool
}

func newPackages(c *cli) *cobra.Command {
	var f packageFlags
	list := marked(func(cmd *cobra.Command, _ []string) error { return c.listPackages(cmd, f) })
	root := &cobra.Command{Use: "packages", Short: "What the program gives out", Args: takes(0, 0, "list or show"), RunE: list}
	inner := &cobra.Command{Use: "list", Short: "List the packages", Args: takes(0, 0, "no further words"), RunE: list}
	for _, cmd := range []*cobra.Command{root, inner} {
		cmd.Flags().StringVar(&f.kind, "type", "", "only this type, e.g. installer, image, document")
		cmd.Flags().StringVar(&f.search, "search", "", "only packages with this text in id, title, category or description")
		cmd.Flags().BoolVar(&f.expired, "expired", false, "expired ones too")
	}
	root.AddCommand(inner, &cobra.Command{Use: "show ID", Short: "One package with its files, sizes and SHA-256", Args: takes(1, 1, "the id of one package"),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return c.showPackage(cmd, args[0]) })})
	return root
}

func (c *cli) listPackages(cmd *cobra.Command, f packageFlags) error {
	s, err := c.signedIn(cmd.Context())
	if err != nil {
		return err
	}
	all, err := s.Packages(cmd.Context())
	if err != nil {
		return err
	}
	list := []api.Package{}
	for _, p := range all {
		if f.takes(p) {
			list = append(list, p)
		}
	}
	return c.answer(map[string]any{"packages": list}, func(w io.Writer) {
		if len(list) == 0 {
			line(w, "No package matches. %d are there in all; --expired shows expired ones.", len(all))
			return
		}
		rows := [][]string{{"ID", "TITLE", "VERSION", "TYPE", "DATE", "FILES", "SIZE"}}
		for _, p := range list {
			rows = append(rows, []string{p.ID, clean(p.Title), clean(p.Version), p.Type, date(p.Modified), strconv.Itoa(len(p.Files)), bytesText(total(p))})
		}
		table(w, rows...)
	})
}

func (f packageFlags) takes(p api.Package) bool {
	if f.kind != "" && !strings.EqualFold(p.Type, f.kind) {
		return false
	}
	if !f.expired && p.Status != api.PackagePublished {
		return false
	}
	text := strings.ToLower(strings.Join([]string{p.ID, p.Title, p.Category, p.Description}, "\n"))
	return strings.Contains(text, strings.ToLower(f.search))
}

func total(p api.Package) int64 {
	var n int64
	for _, f := range p.Files {
		n += f.Size
	}
	return n
}

func (c *cli) showPackage(cmd *cobra.Command, id string) error {
	s, err := c.signedIn(cmd.Context())
	if err != nil {
		return err
	}
	p, err := s.Package(cmd.Context(), id)
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"package": p}, func(w io.Writer) {
		line(w, "%s %s (%s)\n%s", clean(p.Title), clean(p.Version), p.Type, clean(p.Description))
		if p.ReleaseNotes != "" {
			line(w, "\n%s", clean(p.ReleaseNotes))
		}
		if !p.Expires.IsZero() {
			line(w, "Expires %s", date(p.Expires))
		}
		if p.Agreement != "" {
			line(w, "Waits for the agreement %s", p.Agreement)
		}
		rows := [][]string{{"FILE", "SIZE", "SHA-256", "PUBLISHER"}}
		for _, f := range p.Files {
			rows = append(rows, []string{clean(f.Name), bytesText(f.Size), f.SHA256, clean(f.Publisher)})
		}
		line(w, "")
		table(w, rows...)
		line(w, "\nDownload it with: pconnect download %s", p.ID)
	})
}
