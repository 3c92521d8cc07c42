package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
)

// manifest is a package on its way in: what its owner says of it, and its files by path.
type manifest struct {
	ID           string    `json:"id"`
	Engagement   string    `json:"engagement"`
	Title        string    `json:"title"`
	Type         string    `json:"type"`
	Version      string    `json:"version"`
	Series       string    `json:"series"`
	Supersedes   string    `json:"supersedes"`
	Category     string    `json:"category"`
	Description  string    `json:"description"`
	ReleaseNotes string    `json:"release_notes"`
	Created      time.Time `json:"created"`
	Modified     time.Time `json:"modified"`
	Expires      time.Time `json:"expires"`
	Regions      []string  `json:"regions"`
	Draft        bool      `json:"draft"`
	PublishFrom  time.Time `json:"publish_from"`
	PublishUntil time.Time `json:"publish_until"`
	Sources      []source  `json:"sources"`
}

func (m manifest) pack() api.Package {
	return api.Package{ID: m.ID, Engagement: m.Engagement, Title: m.Title, Type: m.Type, Version: m.Version, Series: m.Series, Supersedes: m.Supersedes,
		Category: m.Category, Description: m.Description, ReleaseNotes: m.ReleaseNotes, Created: m.Created, Modified: m.Modified, Expires: m.Expires, Regions: m.Regions,
		Draft: m.Draft, PublishFrom: m.PublishFrom, PublishUntil: m.PublishUntil}
}

type source struct {
	Path        string `json:"path"` // relative to the manifest
	Name        string `json:"name"` // none: the path's last part
	ContentType string `json:"content_type"`
	Publisher   string `json:"publisher"`
	Description string `json:"description"`
}

func newPublish(o *options) *cobra.Command {
	var draft bool
	c := &cobra.Command{Use: "publish MANIFEST.json",
		Short: "Publish a package, or replace one",
		Args:  cobra.ExactArgs(1),
		Long: `Publishes a package. The manifest names it and its files:

  {"id": "tools-2", "engagement": "iot", "title": "Tools", "type": "tool", "version": "2.0",
   "sources": [{"path": "tools.zip", "content_type": "application/zip"}]}

Further names: category, description, release_notes, series, supersedes, expires (2027-01-31T00:00:00Z); regions, codes of the countries or
regions it is given to, as in ["FI", "SE"]; publish_from and publish_until, between which people see it; draft.`,
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
				m.Draft = m.Draft || draft
				k, err := s.PublishPackage(cmd.Context(), m.pack(), files)
				if err != nil {
					return err
				}
				lines := []string{publishedLine(k)}
				for _, f := range k.Files {
					lines = append(lines, line("%s  %s", f.SHA256, f.Name))
				}
				return o.answer(cmd.OutOrStdout(), k, strings.Join(lines, "\n"))
			})
		}}
	c.Flags().BoolVar(&draft, "draft", false, "keep it from people until packages release")
	return c
}

// publishedLine says what became of a package that was published.
func publishedLine(k api.Package) string {
	switch {
	case k.Draft:
		return line("%s %s is a draft as %s. People see it after: program-service packages release %s", k.Title, k.Version, k.ID, k.ID)
	case k.PublishFrom.After(time.Now()):
		return line("%s %s is published as %s. People see it from %s on.", k.Title, k.Version, k.ID, k.PublishFrom.Format(time.RFC3339))
	}
	return line("%s %s is published as %s.", k.Title, k.Version, k.ID)
}

func readManifest(path string) (manifest, error) {
	var m manifest
	err := readStrict(path, "service.manifest", i18n.T(&goi18n.Message{ID: "service.manifest.title", Other: "The manifest is not the JSON that is wanted."}), &m)
	return m, err
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
	var reason string
	c := &cobra.Command{Use: "withdraw PACKAGE",
		Short: "Take a package out of the catalogue; its links stop at once, and those who hold it are told not to use it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				if err := s.WithdrawPackage(cmd.Context(), args[0], reason); err != nil {
					return err
				}
				return o.answer(cmd.OutOrStdout(), map[string]string{"withdrawn": args[0]}, line("%s is withdrawn.", args[0]))
			})
		}}
	c.Flags().StringVar(&reason, "reason", "", "what those who hold it read")
	return c
}
