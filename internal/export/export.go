// Package export writes feedback items for other programs.
//
// It promises that a spreadsheet runs no cell as a formula, whoever wrote it. Start reading at CSV.
package export

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// JSON writes items as one JSON array, as the program sent them.
func JSON(w io.Writer, items []api.Item) error {
	if items == nil {
		items = []api.Item{}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(items)
}

// CSV writes items as comma-separated values with a header line, times in UTC.
func CSV(w io.Writer, items []api.Item) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"id", "engagement", "type", "title", "state", "author", "package", "version", "votes", "comments", "created", "modified"}); err != nil {
		return err
	}
	for _, i := range items {
		row := []string{i.ID, i.Engagement, i.Type, i.Title, i.State, i.Author, i.Package, i.Version, strconv.Itoa(i.Votes), strconv.Itoa(i.CommentCount),
			i.Created.UTC().Format(time.RFC3339), i.Modified.UTC().Format(time.RFC3339)}
		for n, cell := range row {
			row[n] = plainCell(cell)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// plainCell keeps a spreadsheet from running a cell that begins like a formula: other people write titles.
func plainCell(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
		return "'" + cell
	}
	return cell
}
