package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
)

// downloaded is a row of the record of downloads as JSON and CSV show it.
type downloaded struct {
	Number  int64     `json:"number"`
	Time    time.Time `json:"time"`
	Act     string    `json:"act"` // "link" or "whole"
	Person  string    `json:"person,omitzero"`
	Name    string    `json:"name,omitzero"`
	Address string    `json:"address,omitzero"`
	Package string    `json:"package"`
	Version string    `json:"version"`
	File    string    `json:"file"`
	SHA256  string    `json:"sha256"`
	Bytes   int64     `json:"bytes"`
	Client  string    `json:"client,omitzero"`
}

func downloadedOf(d service.Download) downloaded {
	return downloaded{Number: d.Number, Time: d.Time, Act: d.Act, Person: d.Person, Name: d.Name, Address: d.Address, Package: d.Package, Version: d.Version,
		File: d.File, SHA256: d.SHA256, Bytes: d.Bytes, Client: d.Client}
}

// downloadFlags narrow what is read of the record.
type downloadFlags struct{ pack, file, person, since, format string }

func (f *downloadFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.pack, "package", "", "id of a package")
	c.Flags().StringVar(&f.file, "file", "", "a file's name, or its SHA-256")
	c.Flags().StringVar(&f.person, "person", "", "an address, or an id from the people command")
	c.Flags().StringVar(&f.since, "since", "", "a day as in 2027-01-31, or a time as in 2027-01-31T12:00:00Z")
}

func (f *downloadFlags) query() (service.DownloadQuery, error) {
	q := service.DownloadQuery{Package: f.pack, File: f.file, Person: f.person}
	if f.since == "" {
		return q, nil
	}
	var err error
	if q.Since, err = time.Parse(time.RFC3339, f.since); err != nil {
		q.Since, err = time.Parse(time.DateOnly, f.since)
	}
	if err != nil {
		return q, flagFault("service.since", "--since", i18n.T(&goi18n.Message{ID: "service.since.title",
			Other: "--since wants a day as in 2027-01-31, or a time as in 2027-01-31T12:00:00Z."}), i18n.Text{})
	}
	return q, nil
}

func newDownloads(o *options) *cobra.Command {
	c := &cobra.Command{Use: "downloads",
		Short: "Who was given which file, and who holds it",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Long: `The record of downloads: "link" where a link to a file was given, "whole" where every byte of it came to the person, or their
client said that it has it. How long rows are kept is a setting.`}
	c.AddCommand(newDownloadList(o), newDownloadExport(o), newHolders(o))
	return c
}

func newDownloadList(o *options) *cobra.Command {
	f := &downloadFlags{}
	c := &cobra.Command{Use: "list", Short: "List links that were given and files that came whole, oldest first", Args: cobra.NoArgs}
	f.add(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		q, err := f.query()
		if err != nil {
			return err
		}
		return o.with(cmd.Context(), func(s *service.Service) error {
			rows, lines := []downloaded{}, []string{}
			err := s.EachDownload(cmd.Context(), q, func(d service.Download) error {
				rows = append(rows, downloadedOf(d))
				lines = append(lines, line("%s  %-5s %s  %s %s, %s  (%s)", d.Time.Format(time.RFC3339), d.Act, orErased(d.Address), d.Package, d.Version, d.File, d.Client))
				return nil
			})
			if err != nil {
				return err
			}
			if len(lines) == 0 {
				lines = []string{"Nothing."}
			}
			return o.answer(cmd.OutOrStdout(), rows, strings.Join(lines, "\n"))
		})
	}
	return c
}

func orErased(address string) string {
	if address == "" {
		return "(erased)"
	}
	return address
}

func newDownloadExport(o *options) *cobra.Command {
	f := &downloadFlags{}
	c := &cobra.Command{Use: "export", Short: "Write the record as JSON, one object a line, or as CSV", Args: cobra.NoArgs}
	f.add(c)
	c.Flags().StringVar(&f.format, "format", "json", "json or csv")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if f.format != "json" && f.format != "csv" {
			return flagFault("service.format", "--format", i18n.T(&goi18n.Message{ID: "service.format.title", Other: "The formats are json and csv."}), i18n.Text{})
		}
		q, err := f.query()
		if err != nil {
			return err
		}
		return o.with(cmd.Context(), func(s *service.Service) error {
			if f.format == "csv" {
				return exportCSV(cmd, s, q)
			}
			return exportJSON(cmd, s, q)
		})
	}
	return c
}

// exportJSON writes rows as they are read: the record can be longer than the memory.
func exportJSON(cmd *cobra.Command, s *service.Service, q service.DownloadQuery) error {
	w := bufio.NewWriter(cmd.OutOrStdout())
	err := s.EachDownload(cmd.Context(), q, func(d service.Download) error {
		text, err := json.Marshal(downloadedOf(d))
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, escapeInvisible(string(text))+"\n")
		return err
	})
	return errors.Join(err, w.Flush())
}

func exportCSV(cmd *cobra.Command, s *service.Service, q service.DownloadQuery) error {
	w := csv.NewWriter(cmd.OutOrStdout())
	if err := w.Write([]string{"number", "time", "act", "person", "name", "address", "package", "version", "file", "sha256", "bytes", "client"}); err != nil {
		return err
	}
	err := s.EachDownload(cmd.Context(), q, func(d service.Download) error {
		row := []string{strconv.FormatInt(d.Number, 10), d.Time.Format(time.RFC3339), d.Act, d.Person, d.Name, d.Address, d.Package, d.Version, d.File, d.SHA256,
			strconv.FormatInt(d.Bytes, 10), d.Client}
		for n := range row {
			row[n] = plainCell(row[n])
		}
		return w.Write(row)
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// holder is somebody who holds a file, as JSON shows them.
type holder struct {
	Person  string    `json:"person"`
	Name    string    `json:"name"`
	Address string    `json:"address"`
	Package string    `json:"package"`
	Version string    `json:"version"`
	File    string    `json:"file"`
	SHA256  string    `json:"sha256"`
	Whole   bool      `json:"whole"` // otherwise a link was given, and nobody knows what became of it
	Last    time.Time `json:"last"`
}

func newHolders(o *options) *cobra.Command {
	f := &downloadFlags{}
	c := &cobra.Command{Use: "holders", Short: "In a recall: who holds a file, and who may", Args: cobra.NoArgs}
	f.add(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if f.pack == "" && f.file == "" {
			return flagFault("service.holders", "--file", i18n.T(&goi18n.Message{ID: "service.holders.title", Other: "Name a package with --package or a file with --file."}), i18n.Text{})
		}
		q, err := f.query()
		if err != nil {
			return err
		}
		return o.with(cmd.Context(), func(s *service.Service) error {
			list, nobody, err := s.Holders(cmd.Context(), q)
			if err != nil {
				return err
			}
			if len(list) == 0 && nobody == 0 {
				if err := f.known(cmd.Context(), s); err != nil {
					return err
				}
			}
			shown, lines := []holder{}, []string{}
			for _, h := range list {
				shown = append(shown, holder(h))
				may := "may hold"
				if h.Whole {
					may = "holds"
				}
				lines = append(lines, line("%s  %s, %-8s %s %s, %s  since %s", h.Address, h.Name, may, h.Package, h.Version, h.File, h.Last.Format(time.DateOnly)))
			}
			if len(lines) == 0 {
				lines = []string{"Nobody."}
			}
			if nobody > 0 {
				lines = append(lines, line("%d rows are of people who were erased.", nobody))
			}
			return o.answer(cmd.OutOrStdout(), map[string]any{"holders": shown, "erased_rows": nobody}, strings.Join(lines, "\n"))
		})
	}
	return c
}

// known returns a fault where neither a package nor a file of the catalogue is the one that was named: in a recall "nobody" must
// not be the answer to a slip of the pen.
func (f *downloadFlags) known(ctx context.Context, s *service.Service) error {
	all, err := s.Packages(ctx)
	if err != nil {
		return err
	}
	for _, k := range all {
		if f.pack != "" && k.ID != f.pack {
			continue
		}
		if f.file == "" || slices.ContainsFunc(k.Files, func(file api.File) bool {
			return file.Name == f.file || strings.EqualFold(file.SHA256, f.file)
		}) {
			return nil
		}
	}
	return flagFault("service.holders-unknown", "--package", i18n.T(&goi18n.Message{ID: "service.holders-unknown.title",
		Other: "Neither the catalogue nor the record of downloads knows this package or file."}),
		i18n.T(&goi18n.Message{ID: "service.holders-unknown.cause", Other: "The packages command lists ids; a file is named by its name or its SHA-256. What was withdrawn before anybody fetched it is in neither."}))
}
