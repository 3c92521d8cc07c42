package main

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
)

const hostedJSON = `{"id":"hosted","name":"Hosted","authority":"https://login.invalid/common","client_id":"c","scopes":["api://x/Program.Access"],"audience":"x","scope":"Program.Access"}`

// hostedFolder makes the folder of a hosted program with an engagement.
func hostedFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "program.json"), hostedJSON)
	if status, _, trouble := command(t, "engagement", "main", "--title", "Main", "--join", "everyone", "--description", "About", "--data", dir); status != 0 {
		t.Fatal(trouble)
	}
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// execute runs a statement on the database of a folder.
func execute(t *testing.T, dir, query string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "service", "service.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), query, args...)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(query, err)
	}
}

// hostile is what somebody writes who wants to write to an owner's terminal.
const hostile = "\x1b]0;x\x07a\u009b2J\nFORGED\u202e\u2066b\U000e0041"

func hostileRows(t *testing.T, dir string) {
	t.Helper()
	document := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	execute(t, dir, "INSERT INTO people(id, name, address, kind, first_seen, last_seen) VALUES (?,?,?,?,1,1)", "t.o"+hostile, hostile, hostile, hostile)
	execute(t, dir, "INSERT INTO registrations(person, name_key, data, email_verified, created, modified) VALUES (?,?,?,0,1,1)", "t.o"+hostile, "k",
		document(api.Registration{PublisherName: hostile, Contact: api.Contact{Email: hostile}}))
	for _, engagement := range []string{"", "main"} {
		execute(t, dir, "INSERT INTO access(person, engagement, state, role, justification, reason, requested, decided, used, warned) VALUES (?,?,'requested',?,?,?,1,1,1,0)",
			"t.o"+hostile, engagement, hostile, hostile, hostile)
	}
	execute(t, dir, "INSERT INTO invitations(id, address, engagement, role, sender, message, sent, expires, state, person) VALUES (?,?,?,?,?,?,1,1,?,'')",
		hostile, hostile, hostile, hostile, hostile, hostile, hostile)
	execute(t, dir, "UPDATE engagements SET title=?1, joining=?1, terms=?1", hostile)
	execute(t, dir, "INSERT INTO agreements(id, version, title, kind, text, sha256, effective, grace, required, engagement) VALUES (?1,?1,?1,?1,CAST(?1 AS BLOB),?1,1,0,1,?1)", hostile)
	execute(t, dir, "INSERT INTO items(id, engagement, type, title, data, brief, size, shortened, words, state, person, created, modified) VALUES (?1,?1,?1,?1,?2,?2,1,1,'',?1,?3,1,1)", hostile,
		document(api.NewItem{Type: hostile, Title: hostile, Fields: map[string]string{hostile: hostile}, Package: hostile, Version: hostile}), "t.o"+hostile)
	execute(t, dir, "INSERT INTO comments(item, person, text, created) VALUES (?1,?2,?1,1)", hostile, "t.o"+hostile)
	execute(t, dir, "INSERT INTO moderation(item, comment, act, reason, who, time) VALUES (?1,?1,?1,?1,?1,1)", hostile)
	execute(t, dir, "INSERT INTO attachments(id, item, person, name, size, sha256, received, complete, created) VALUES (?1,?1,?1,?1,1,?1,1,1,1)", hostile)
	execute(t, dir, "INSERT INTO downloads(act, person, package, version, file, file_key, sha256, bytes, client, time) VALUES (?1,?2,?1,?1,?1,?1,?1,1,?1,1)", hostile, "t.o"+hostile)
	execute(t, dir, "INSERT INTO erasures(person, who, time) VALUES (?1,?1,1)", hostile)
	execute(t, dir, "INSERT INTO approvals(id, tenant, domain, engagement, created) VALUES (?1,?1,?1,?1,1)", hostile)
	execute(t, dir, "INSERT INTO packages(id, engagement, data, created, modified, expires, withdrawn) VALUES (?1,?1,?2,1,1,0,0)", hostile,
		document(api.Package{Title: hostile, Version: hostile, Regions: []string{hostile}}))
	execute(t, dir, "INSERT INTO forms(engagement, data) VALUES ('main', ?)", document(api.Form{Engagement: hostile, Types: []api.ItemType{{ID: hostile, Title: hostile,
		Fields: []api.Field{{ID: hostile, Title: hostile, Kind: hostile, Choices: []string{hostile}}}}}}))
}

func TestOwnersTerminalShowsNoControls(t *testing.T) {
	dir := hostedFolder(t)
	hostileRows(t, dir)
	for _, args := range [][]string{
		{"people"}, {"people", "--waiting"}, {"people", "verify", hostile}, {"approve", hostile}, {"decline", hostile, "--reason", hostile}, {"revoke", hostile},
		{"approve", "t.o" + hostile}, {"invitations"}, {"invitations", "withdraw", hostile}, {"invite", hostile + "@x.example", "--message", hostile},
		{"engagement", "list"}, {"engagement", hostile, "--title", hostile}, {"engagement", "remove", hostile}, {"engagement", "main", "--group", "G"},
		{"agreement", "list"}, {"agreement", "withdraw", hostile}, {"agreement", hostile}, {"feedback", "list"}, {"feedback", "show", hostile},
		{"feedback", "attachment", hostile, hostile, "--to", filepath.Join(t.TempDir(), "x")}, {"feedback", "state", hostile, "closed"}, {"feedback", "reply", hostile, hostile},
		{"feedback", "trace"}, {"feedback", "hide", hostile, "--reason", hostile}, {"feedback", "hide", "1", "--comment", "--reason", "x", "--who", hostile},
		{"feedback", "lock", hostile, "--reason", "x"}, {"feedback", "delete", hostile},
		{"feedback", "form", "show", "main"}, {"feedback", "form", "remove", hostile}, {"feedback", "form", "set", hostile}, {"feedback", "export"},
		{"feedback", "export", "--format", "csv"}, {"export", "ledger"}, {"audit"}, {"audit", "--receipts", hostile}, {"check"}, {"withdraw", hostile}, {"publish", hostile},
		{"packages"}, {"packages", "release", hostile}, {"downloads", "list"}, {"downloads", "export"}, {"downloads", "export", "--format", "csv"},
		{"downloads", "holders", "--package", hostile}, {"downloads", "list", "--person", hostile}, {"downloads", "list", "--since", hostile}, {"rules"},
		{"rules", "add", "--domain", hostile}, {"rules", "remove", hostile}, {"people", "erase", hostile}, {"people", "erase", "t.o" + hostile}, {"people", "erased"},
		{"withdraw", hostile, "--reason", hostile}, {"sweep"}, {"backup", filepath.Join(t.TempDir(), "backup")}, {"restore", hostile}, {hostile}, {"people", "--" + hostile},
	} {
		for _, json := range []bool{false, true} {
			all := append([]string{"--data", dir}, args...)
			if json {
				all = append(all, "--json")
			}
			_, out, trouble := command(t, all...)
			shown := out + trouble
			if shown == "" || strings.ContainsFunc(shown, func(r rune) bool { return r != '\n' && r != '\t' && api.IsInvisible(r) }) {
				t.Errorf("%q: %q", all, shown)
			}
			if csv := args[len(args)-1] == "csv"; !csv && strings.Contains("\n"+out, "\nFORGED") {
				t.Errorf("%q wrote a line of somebody else: %q", all, out)
			}
		}
	}
}

func TestSettingsAreReadStrictly(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"a slip":       {strings.Replace(hostedJSON, `"id"`, `"approvl":true,"id"`, 1), "“approvl”, which is no name there. The nearest that is known: approval."},
		"in mail":      {strings.Replace(hostedJSON, `"id"`, `"mail":{"sever":"x"},"id"`, 1), "“sever”, which is no name there. The nearest that is known: server."},
		"no port":      {strings.Replace(hostedJSON, `"id"`, `"mail":{"server":"x","from":"a@b.example"},"id"`, 1), "mail needs server"},
		"accounts":     {strings.Replace(hostedJSON, `"id"`, `"accounts":"everybody","id"`, 1), "accounts is any, work or personal"},
		"its password": {strings.Replace(hostedJSON, `"id"`, `"mail":{"server":"x:1","from":"a@b.example","user":"u"},"id"`, 1), "password is missing"},
		"a capital":    {strings.Replace(hostedJSON, `"name"`, `"Name"`, 1), "lower case"},
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "program.json"), c.text)
		for _, args := range [][]string{{"people"}, {"check"}, {"serve", "--listen", "127.0.0.1:0"}} {
			if status, out, trouble := command(t, append(args, "--data", dir)...); status != 2 || out != "" || !strings.Contains(trouble, c.says) {
				t.Errorf("%s, %v: %d %s%s", name, args, status, out, trouble)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, "service")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: a service was made", name)
		}
	}
}

func TestManifestsAndFormsAreReadStrictly(t *testing.T) {
	dir := hostedFolder(t)
	file := filepath.Join(dir, "file.json")
	for _, c := range []struct {
		args       []string
		text, says string
	}{
		{[]string{"publish"}, `{"id":"x","engagement":"main","title":"X","expire":"2027-01-31T00:00:00Z"}`, "“expire”, which is no name there. The nearest that is known: expires."},
		{[]string{"publish"}, `{"id":"x","engagement":"main","title":"X","sources":[{"paht":"x"}]}`, "“paht”, which is no name there. The nearest that is known: path."},
		{[]string{"feedback", "form", "set"}, `{"engagement":"main","types":[{"id":"a","title":"A","fields":[{"id":"b","titel":"B"}]}]}`, "known: title."},
		{[]string{"feedback", "form", "set"}, `{"engagement":"main","types":[{"id":"a","title":"A","fields":[{"id":"b","title":"B","kind":"word"}]}]}`, "“a.b”"},
		{[]string{"feedback", "form", "set"}, `{"engagement":"none","types":[{"id":"a","title":"A","fields":[]}]}`, "no engagement"},
		{[]string{"audit", "--head"}, `{"count":1,"hsah":"x"}`, "known: hash."},
		{[]string{"audit", "--receipts"}, `{"receipt":1}`, "no receipts"},
	} {
		write(t, file, c.text)
		if status, _, trouble := command(t, append(append([]string{"--data", dir}, c.args...), file)...); status != 2 || !strings.Contains(trouble, c.says) {
			t.Errorf("%v %s: %d %s", c.args, c.text, status, trouble)
		}
	}
}

func TestOwnersCommands(t *testing.T) {
	dir := hostedFolder(t)
	other := t.TempDir()
	text, form, head, backup := filepath.Join(other, "terms.md"), filepath.Join(other, "form.json"), filepath.Join(other, "head.json"), filepath.Join(other, "backup")
	write(t, text, "Terms")
	second := filepath.Join(other, "second.md")
	write(t, second, "Terms again")
	write(t, form, `{"engagement":"main","types":[{"id":"idea","title":"Idea","fields":[{"id":"why","title":"Why","kind":"text","required":true}]}]}`)
	execute(t, dir, "INSERT INTO people(id, name, address, kind, first_seen, last_seen) VALUES ('t.o', 'Anna', 'anna@x.example', 'work', 1, 1)")
	execute(t, dir, `INSERT INTO registrations(person, name_key, data, email_verified, created, modified) VALUES ('t.o', 'anna', '{"contact":{"email":"mail@x.example"}}', 0, 1, 1)`)
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"engagement", "main", "--terms", "none"}, 2, "No agreement with the id none"},
		{[]string{"agreement", text, "--id", "lab", "--title", "Lab terms", "--version", "1", "--kind", "eula", "--engagement", "main", "--required=false"}, 0, "is published"},
		{[]string{"engagement", "main", "--terms", "lab"}, 0, "Main is there as main."},
		{[]string{"engagement", "main", "--title", "New"}, 0, "New is there as main."},
		{[]string{"engagement", "list"}, 0, "New  (join everyone, terms lab"},
		{[]string{"agreement", second, "--id", "lab", "--version", "2"}, 0, "Lab terms, version 2, is published."},
		{[]string{"agreement", "list"}, 0, "lab                  2        eula     Lab terms  (main, counts from"},
		{[]string{"agreement", "withdraw", "lab"}, 2, "Give the engagement other terms first"},
		{[]string{"agreement", "withdraw", "lab", "--version", "2"}, 0, "withdrawn"},
		{[]string{"engagement", "main", "--terms", ""}, 0, "there"},
		{[]string{"agreement", "withdraw", "lab"}, 0, "withdrawn"},
		{[]string{"people"}, 0, "address not verified"},
		{[]string{"people", "verify", "anna@x.example"}, 0, "mail@x.example is verified."},
		{[]string{"people", "verify", "nobody@x.example"}, 2, "Nobody"},
		{[]string{"invite", "new@x.example"}, 0, "can't send mail: tell them yourself"},
		{[]string{"check"}, 0, "This program can't send mail"},
		{[]string{"check", "--mail", "me@x.example"}, 2, "can't send mail"},
		{[]string{"feedback", "form", "set", form}, 0, "The form of main is set."},
		{[]string{"feedback", "form", "show", "main"}, 0, `"why"`},
		{[]string{"feedback", "form", "remove", "main"}, 0, "removed"},
		{[]string{"feedback", "form", "remove", "main"}, 2, "No form was set"},
		{[]string{"feedback", "show", "none"}, 2, "no item"},
		{[]string{"audit", "--write-head", head}, 0, "All 0 answers hold."},
		{[]string{"audit", "--write-head", head}, 2, "There is a file already"},
		{[]string{"audit", "--head", head}, 0, "hold"},
		{[]string{"sweep"}, 0, "0 files are deleted"},
		{[]string{"backup", backup}, 0, "The backup is there"},
		{[]string{"restore", backup}, 2, "There is a program already"},
		{[]string{"restore", filepath.Join(dir, "none")}, 2, "The backup can't be opened"},
		{[]string{"engagement", "remove", "main"}, 0, "removed"},
		{[]string{"engagement", "remove", "main"}, 2, "no engagement"},
	} {
		status, out, trouble := command(t, append([]string{"--data", dir}, c.args...)...)
		if status != c.status || !strings.Contains(out+trouble, c.says) {
			t.Errorf("%v: %d\n%s%s", c.args, status, out, trouble)
		}
	}
	restored := filepath.Join(other, "restored")
	for _, args := range [][]string{{"restore", backup}, {"engagement", "list"}, {"audit", "--head", head}} {
		if status, out, trouble := command(t, append([]string{"--data", restored}, args...)...); status != 0 {
			t.Errorf("%v: %d %s%s", args, status, out, trouble)
		}
	}
	for _, name := range []string{"service.db", "service.db-wal", "service.db-shm"} {
		_ = os.Remove(filepath.Join(restored, "service", name))
	}
	if status, out, trouble := command(t, "audit", "--data", restored); status != 9 || out != "" || !strings.Contains(trouble, "missing or empty") {
		t.Errorf("%d %s%s", status, out, trouble)
	}
}
