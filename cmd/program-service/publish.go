package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
)

// manifest is a package on its way in: the package's own names, and its files by path.
type manifest struct {
	api.Package
	Sources []source `json:"sources"`
}

type source struct {
	Path        string `json:"path"` // relative to the manifest
	Name        string `json:"name"` // none: the path's last part
	ContentType string `json:"content_type"`
	Publisher   string `json:"publisher"`
	Description string `json:"description"`
}

func newPublish(o *options) *cobra.Command {
	return &cobra.Command{Use: "publish MANIFEST.json",
		Short: "Publish a package, or replace one",
		Args:  cobra.ExactArgs(1),
		Long: `Publishes a package. The manifest names it and its files:

  {"id": "tools-2", "engagement": "iot", "title": "Tools", "type": "tool", "version": "2.0",
   "sources": [{"path": "tools.zip", "content_type": "application/zip"}]}

Further names: category, description, release_notes, series, supersedes, regions, expires (2027-01-31T00:00:00Z).`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				m, err := readManifest(args[0])
				if err != nil {
					return err
				}
				files, done, err := openSources(filepath.Dir(args[0]), m.Sources)
				defer done()
				if err != nil {
					return err
				}
				k, err := s.PublishPackage(cmd.Context(), m.Package, files)
				if err != nil {
					return err
				}
				lines := []string{k.Title + " " + k.Version + " is published as " + k.ID + "."}
				for _, f := range k.Files {
					lines = append(lines, fmt.Sprintf("%s  %s", f.SHA256, f.Name))
				}
				return o.answer(cmd.OutOrStdout(), k, strings.Join(lines, "\n"))
			})
		}}
}

func readManifest(path string) (manifest, error) {
	var m manifest
	file, err := os.Open(path)
	if err != nil {
		return m, readFault(path, err)
	}
	defer func() { _ = file.Close() }()
	if err := api.Decode(file, 0, &m); err != nil {
		return m, &fault.Error{Kind: fault.Usage, Code: "service.manifest", Safe: nothingChanged(), Err: err,
			Title: i18n.T(&goi18n.Message{ID: "service.manifest.title", Other: "The manifest is not the JSON that is wanted."}),
			Cause: i18n.T(&goi18n.Message{ID: "service.manifest.cause", Other: "Names are lower case and come once."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.manifest.step", Other: "See the example: program-service publish --help"})}}
	}
	return m, nil
}

func openSources(dir string, sources []source) (files []service.NewFile, done func(), err error) {
	var open []*os.File
	done = func() {
		for _, f := range open {
			_ = f.Close()
		}
	}
	for _, from := range sources {
		path := from.Path
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		file, err := os.Open(path)
		if err != nil {
			return nil, done, readFault(path, err)
		}
		open = append(open, file)
		name := from.Name
		if name == "" {
			name = filepath.Base(path)
		}
		files = append(files, service.NewFile{Name: name, ContentType: from.ContentType, Publisher: from.Publisher, Description: from.Description, Bytes: file})
	}
	return files, done, nil
}

func newWithdraw(o *options) *cobra.Command {
	return &cobra.Command{Use: "withdraw PACKAGE",
		Short: "Take a package out of the catalogue; its links stop at once",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.WithdrawPackage(cmd.Context(), args[0]); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"withdrawn": args[0]}, args[0]+" is withdrawn.")
			})
		}}
}

func newAgreement(o *options) *cobra.Command {
	var a service.NewAgreement
	var effective, grace string
	c := &cobra.Command{Use: "agreement FILE",
		Short: "Publish an agreement's new version from a text file",
		Args:  cobra.ExactArgs(1),
		Long:  "Publishes a version of an agreement. From its effective date on everybody is asked; whoever accepted the version before has until the grace date.\nThe text's exact bytes are what people accept."}
	c.Flags().StringVar(&a.ID, "id", "", "the agreement's id")
	c.Flags().StringVar(&a.Title, "title", "", "its title")
	c.Flags().StringVar(&a.Version, "version", "", "its version")
	c.Flags().StringVar(&a.Kind, "kind", api.AgreementTerms, "eula, terms or privacy")
	c.Flags().StringVar(&a.Engagement, "engagement", "", "id of the engagement whose terms these are; none: the program's")
	c.Flags().BoolVar(&a.Required, "required", true, "downloads wait for its acceptance")
	c.Flags().StringVar(&effective, "effective", "", "date from which it counts, as 2027-01-31; none: now")
	c.Flags().StringVar(&grace, "grace", "", "date until which the version before still serves, as 2027-01-31")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			text, err := os.ReadFile(args[0])
			if err != nil {
				return readFault(args[0], err)
			}
			a.Text = string(text)
			if err := dates(&a, effective, grace); err != nil {
				return err
			}
			state, err := s.PublishAgreement(cmd.Context(), a)
			if err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), state, state.Title+", version "+state.Version+", is published.\nSHA-256 "+state.SHA256)
		})
	}
	return c
}

func dates(a *service.NewAgreement, effective, grace string) error {
	for flag, text := range map[string]string{"--effective": effective, "--grace": grace} {
		if text == "" {
			continue
		}
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return flagFault("service.date", flag, i18n.T(&goi18n.Message{ID: "service.date.title", Other: "A date is written as 2027-01-31."}), i18n.Text{})
		}
		if flag == "--effective" {
			a.Effective = at
		} else {
			a.Grace = &at
		}
	}
	return nil
}

func newEngagement(o *options) *cobra.Command {
	var e service.NewEngagement
	c := &cobra.Command{Use: "engagement ID", Short: "Add or change an engagement", Args: cobra.ExactArgs(1)}
	c.Flags().StringVar(&e.Title, "title", "", "its title")
	c.Flags().StringVar(&e.Description, "description", "", "what it is about")
	c.Flags().StringVar(&e.Group, "group", "", "the business group")
	c.Flags().StringVar(&e.Join, "join", api.JoinApproval, "everyone, open, approval or invited")
	c.Flags().StringVar(&e.Terms, "terms", "", "id of the agreement to accept before joining")
	c.Flags().StringVar(&e.Contact, "contact", "", "e-mail address of those who can help; none: the program's")
	c.Flags().IntVar(&e.Position, "position", 100, "place in the list")
	c.Flags().BoolVar(&e.Feedback, "feedback", true, "it takes feedback")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			e.ID = args[0]
			if err := s.PutEngagement(cmd.Context(), e); err != nil {
				return err
			}
			return o.answer(cmd.OutOrStdout(), map[string]string{"engagement": e.ID}, e.Title+" is there as "+e.ID+".")
		})
	}
	return c
}
