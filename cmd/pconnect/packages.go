package main

import (
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
)

type packageFlags struct {
	kind, search string
	expired      bool
}

func newPackages(c *cli) *cobra.Command {
	var f packageFlags
	list := marked(func(cmd *cobra.Command, _ []string) error { return c.listPackages(cmd, f) })
	root := &cobra.Command{Use: "packages", Short: c.help(&goi18n.Message{ID: "pconnect.packages.short", Other: "What the program gives out"}),
		Args: takesNone(), RunE: list}
	inner := &cobra.Command{Use: "list", Short: c.help(&goi18n.Message{ID: "pconnect.packages.list.short", Other: "List the packages"}),
		Args: takesNone(), RunE: list}
	for _, cmd := range []*cobra.Command{root, inner} {
		cmd.Flags().StringVar(&f.kind, "type", "", c.help(&goi18n.Message{ID: "pconnect.packages.flag.type",
			Other: "only this type, e.g. installer, image, document"}))
		cmd.Flags().StringVar(&f.search, "search", "", c.help(&goi18n.Message{ID: "pconnect.packages.flag.search",
			Other: "only packages with this text in id, title, category or description"}))
		cmd.Flags().BoolVar(&f.expired, "expired", false, c.help(&goi18n.Message{ID: "pconnect.packages.flag.expired", Other: "expired ones too"}))
	}
	root.AddCommand(inner, &cobra.Command{Use: "show ID", Short: c.help(&goi18n.Message{ID: "pconnect.packages.show.short",
		Other: "One package with its files, sizes and SHA-256"}), Args: takes(1, 1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.package", Other: "the id of one package"})),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return c.showPackage(cmd, args[0]) })})
	return root
}

func (c *cli) listPackages(cmd *cobra.Command, f packageFlags) error {
	s, err := c.signedIn(cmd.Context())
	if err != nil {
		return err
	}
	all, err := s.Catalogue.Packages(cmd.Context())
	if err != nil {
		return err
	}
	list := []api.Package{}
	for _, p := range all {
		if f.takes(p) {
			list = append(list, p)
		}
	}
	var withdrawn []api.Withdrawn
	if st := s.Snapshot().Status; st != nil {
		withdrawn = st.Withdrawn
	}
	return c.answer(packagesAnswer{Packages: list, Withdrawn: withdrawn}, func() {
		for _, w := range withdrawn {
			c.printer.line(withdrawnText(w))
		}
		writePackages(c.printer, list, len(all))
	})
}

// packagesAnswer is the list of packages as JSON, with the files that the person holds and must not use any more.
type packagesAnswer struct {
	Packages  []api.Package   `json:"packages"`
	Withdrawn []api.Withdrawn `json:"withdrawn,omitzero"`
}

func writePackages(p *printer, list []api.Package, inAll int) {
	if len(list) == 0 {
		p.line(i18n.N(&goi18n.Message{ID: "pconnect.packages.none", One: "No package matches. There is {{.Count}} in all; --expired shows expired ones.",
			Other: "No package matches. There are {{.Count}} in all; --expired shows expired ones."}, inAll))
		return
	}
	var rows [][]any
	for _, one := range list {
		rows = append(rows, []any{one.ID, one.Title, one.Version, one.Type, date(one.Modified), len(one.Files), bytesText(total(one))})
	}
	p.table([]i18n.Text{headID(), headTitle(), headVersion(), headType(), i18n.T(&goi18n.Message{ID: "pconnect.column.date", Other: "DATE"}),
		i18n.T(&goi18n.Message{ID: "pconnect.column.files", Other: "FILES"}), headSize()}, rows)
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
	p, err := s.Catalogue.Package(cmd.Context(), id)
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"package": p}, func() { writePackage(c.printer, p) })
}

func writePackage(p *printer, one api.Package) {
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.package", Other: "{{.Title}} {{.Version}} ({{.Type}})"},
		"Title", one.Title, "Version", one.Version, "Type", one.Type))
	p.block("  ", one.Description)
	if one.ReleaseNotes != "" {
		p.space()
		p.block("  ", one.ReleaseNotes)
	}
	if !one.Expires.IsZero() {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.package.expires", Other: "Expires {{.Date}}"}, "Date", date(one.Expires)))
	}
	if one.Agreement != "" {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.package.agreement", Other: "Waits for the agreement {{.ID}}"},
			"ID", one.Agreement))
	}
	if one.Blocked == api.ProblemRegion {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.package.region", Other: "Not given to the country or region of your registration, but to: {{.Regions}}"},
			"Regions", strings.Join(one.Regions, ", ")))
	}
	var rows [][]any
	for _, f := range one.Files {
		rows = append(rows, []any{f.Name, bytesText(f.Size), f.SHA256, f.Publisher})
	}
	p.space()
	p.table([]i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.column.file", Other: "FILE"}), headSize(), headSHA256(),
		i18n.T(&goi18n.Message{ID: "pconnect.column.publisher", Other: "PUBLISHER"})}, rows)
	p.space()
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.package.download", Other: "Download it with: pconnect download {{.ID}}"},
		"ID", quoted(one.ID)))
}
