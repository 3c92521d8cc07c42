package main

import (
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// fullDisk is a standard output that takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// commandsOf returns the command lines of all commands that do something, without their arguments.
func commandsOf(c *cobra.Command, way string) []string {
	if !c.HasSubCommands() {
		return []string{way}
	}
	list := []string{}
	if c.HasFlags() && c.Args != nil && c.HasParent() && strings.Contains(c.Use, " ") {
		list = append(list, way)
	}
	for _, sub := range c.Commands() {
		if sub.Name() != "help" && sub.Name() != "completion" {
			list = append(list, commandsOf(sub, strings.TrimSpace(way+" "+sub.Name()))...)
		}
	}
	return list
}

// TestFullStandardOutputIsAFault runs every command with a standard output that takes nothing.
func TestFullStandardOutputIsAFault(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	files := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(files, name)
		write(t, path, text)
		return path
	}
	manifest := file("tool.json", `{"id":"tool","engagement":"iot","title":"Tool","type":"tool","version":"1","sources":[{"path":"tool.zip"}]}`)
	file("tool.zip", "tool")
	form := file("form.json", `{"engagement":"iot","types":[{"id":"idea","title":"Idea","fields":[{"id":"why","title":"Why","kind":"text"}]}]}`)
	terms := file("terms.md", "# Terms\n")
	var trouble strings.Builder
	serve := []string{"serve", "--sample", "--listen", "127.0.0.1:0"}
	if status := run(t.Context(), append(serve, "--data", dir), fullDisk{}, &trouble); status != 8 || !strings.Contains(trouble.String(), "Standard output") {
		t.Fatalf("serve: %d %s", status, trouble.String())
	}
	status, out, _ := command(t, "feedback", "list", "--data", dir)
	item, _, found := strings.Cut(out, " ")
	if status != 0 || !found {
		t.Fatal(status, out)
	}
	ran := map[string]bool{"serve": true, "feedback attachment": true} // no attachment is in the sample: it writes what people does
	for _, c := range []struct {
		way  string
		args []string
	}{
		{"check", nil}, {"people", nil}, {"invitations", nil}, {"agreement list", nil}, {"engagement list", nil}, {"feedback list", nil}, {"feedback trace", nil},
		{"feedback export", nil}, {"feedback export", []string{"--format", "csv"}}, {"export ledger", nil}, {"audit", nil}, {"sweep", nil}, {"keys rotate", nil},
		{"publish", []string{manifest, "--draft"}}, {"packages", nil}, {"packages release", []string{"tool"}},
		{"downloads holders", []string{"--package", "tool"}}, {"withdraw", []string{"tool"}},
		{"downloads list", nil}, {"downloads export", []string{"--format", "csv"}},
		{"rules add", []string{"--domain", "contoso.example"}}, {"rules", nil}, {"rules remove", nil},
		{"agreement", []string{terms, "--id", "extra", "--title", "Extra", "--version", "1", "--kind", "eula"}}, {"agreement withdraw", []string{"extra"}},
		{"engagement", []string{"lab9", "--title", "Lab"}}, {"engagement remove", []string{"lab9"}},
		{"invite", []string{"new@people.example"}}, {"invitations withdraw", nil},
		{"approve", []string{"rita@fabrikam.example"}}, {"decline", []string{"rita@fabrikam.example"}}, {"revoke", []string{"rita@fabrikam.example"}},
		{"people verify", []string{"rita@fabrikam.example"}},
		{"feedback show", []string{item}}, {"feedback reply", []string{item, "Thanks."}}, {"feedback state", []string{item, "closed"}},
		{"feedback hide", []string{item, "--reason", "x"}}, {"feedback unhide", []string{item, "--reason", "x"}}, {"feedback lock", []string{item, "--reason", "x"}},
		{"feedback unlock", []string{item, "--reason", "x"}}, {"feedback delete", []string{item, "--reason", "x"}},
		{"people erase", []string{"rita@fabrikam.example"}}, {"people erased", nil},
		{"feedback form set", []string{form}}, {"feedback form show", []string{"iot"}}, {"feedback form remove", []string{"iot"}},
		{"backup", []string{filepath.Join(files, "backup")}}, {"restore", []string{filepath.Join(files, "backup")}},
		{"move", []string{"--to", filepath.Join(files, "moved.db")}}, // the last: the database takes no change afterwards
	} {
		if c.way == "invitations withdraw" {
			_, out, _ := command(t, "invitations", "--data", dir)
			_, id, _ := strings.Cut(strings.TrimSpace(out), ", id ")
			c.args = []string{strings.Fields(id)[0]}
		}
		if c.way == "rules remove" {
			_, out, _ := command(t, "rules", "--data", dir)
			id, _, _ := strings.Cut(out, " ")
			c.args = []string{id}
		}
		where := dir
		if c.way == "restore" {
			where = filepath.Join(files, "restored")
		}
		ran[c.way] = true
		args := slices.Concat(strings.Fields(c.way), c.args, []string{"--data", where})
		var trouble strings.Builder
		if status := run(t.Context(), args, fullDisk{}, &trouble); status != 8 || !strings.Contains(trouble.String(), "Standard output") {
			t.Errorf("%v: %d %s", args, status, trouble.String())
		}
	}
	for _, way := range commandsOf(newRoot(io.Discard), "") {
		if !ran[way] {
			t.Errorf("%q is not tried", way)
		}
	}
	for _, args := range [][]string{{"--help"}, {"--version"}, {"help", "audit"}, {"people", "--help"}, {"completion", "bash"}, {"feedback"}, {}} {
		if status := run(t.Context(), args, fullDisk{}, &trouble); status != 8 {
			t.Errorf("%v: %d", args, status)
		}
	}
	if status := run(t.Context(), []string{"people", "verify", "nobody@x.example", "--data", dir}, fullDisk{}, &trouble); status != 2 {
		t.Errorf("a command's own fault: %d", status)
	}
}

// TestChosenNameIsNoColumn lists somebody whose name looks like the columns after it.
func TestChosenNameIsNoColumn(t *testing.T) {
	dir := hostedFolder(t)
	execute(t, dir, "INSERT INTO people(id, name, address, kind, first_seen, last_seen) VALUES ('t.o', ?, 'anna@x.example', 'personal', 1, 1)",
		`Anna, work, registered as "Contoso", access granted`)
	status, out, trouble := command(t, "people", "--data", dir)
	if want := `anna@x.example  "Anna, work, registered as ""Contoso"", access granted", personal, not registered, access granted`; status != 0 || !strings.Contains(out, want) {
		t.Errorf("%d %s%s", status, out, trouble)
	}
}

func TestColumnIsQuotedWhereItMust(t *testing.T) {
	for text, want := range map[string]string{"Anna": "Anna", "Anna O'Neil": "Anna O'Neil", "": `""`, "a, b": `"a, b"`, `a "b"`: `"a ""b"""`, "x (hidden)": `"x (hidden)"`, " a": `" a"`} {
		if got := column(text); got != want {
			t.Errorf("%q is %s, not %s", text, got, want)
		}
	}
}
