package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRecordAndPublishingCommands goes through drafts, rules, the record of downloads, a recall and an erasure.
func TestRecordAndPublishingCommands(t *testing.T) {
	dir := hostedFolder(t)
	other := t.TempDir()
	write(t, filepath.Join(other, "tool.zip"), "tool")
	manifest := filepath.Join(other, "tool.json")
	write(t, manifest, `{"id":"tool","engagement":"main","title":"Tool","version":"1","regions":["FI"],"publish_until":"2099-01-31T00:00:00Z","sources":[{"path":"tool.zip"}]}`)
	later := filepath.Join(other, "later.json")
	write(t, later, `{"id":"later","engagement":"main","title":"Later","version":"2","publish_from":"2099-01-31T00:00:00Z","sources":[{"path":"tool.zip"}]}`)
	wrong := filepath.Join(other, "wrong.json")
	write(t, wrong, `{"id":"wrong","engagement":"main","title":"W","version":"2","regions":["Finland"],"sources":[{"path":"tool.zip"}]}`)
	run := func(args string) string {
		_, out, trouble := command(t, append([]string{"--data", dir}, strings.Fields(args)...)...)
		return out + trouble
	}
	expect := func(args, says string) {
		t.Helper()
		if got := run(args); !strings.Contains(got, says) {
			t.Errorf("%s: %s", args, got)
		}
	}
	expect("publish "+manifest+" --draft", "Tool 1 is a draft as tool.")
	expect("publish "+later, "People see it from 2099-01-31T00:00:00Z on.")
	expect("publish "+wrong, "“Finland” is no country or region.")
	expect("packages", "draft      tool  Tool 1  (main, 1 files, until 2099-01-31T00:00:00Z, to FI)")
	expect("packages", "planned    later")
	expect("packages release tool", "Tool 1 is published as tool.")
	expect("packages release tool", "It is no draft")
	expect("rules add", "Name a tenant with --tenant")
	expect("rules add --domain contoso.example --engagement main", "counts from now on")
	expect("rules", "domain contoso.example to main")
	expect("rules add --domain contoso.example --engagement main", "There is such a rule already.")
	expect("rules remove none", "There is no rule with this id.")

	execute(t, dir, "INSERT INTO people(id, name, address, kind, first_seen, last_seen) VALUES ('t.o', 'Anna', 'anna@x.example', 'work', 1, 1)")
	for _, act := range []string{"link", "whole"} {
		execute(t, dir, "INSERT INTO downloads(act, person, package, version, file, file_key, sha256, bytes, client, time) VALUES (?,'t.o','tool','1','tool.zip','tool.zip','ab',4,'=cmd',1)", act)
	}
	expect("downloads list", "whole anna@x.example  tool 1, tool.zip")
	expect("downloads list --since 2027-01-31", "Nothing.")
	expect("downloads list --since yesterday", "--since wants a day")
	expect("downloads list --person anna@x.example --json", `"act": "link"`)
	expect("downloads export --format csv", "1,1970-01-01T00:00:00Z,link,t.o,Anna,anna@x.example,tool,1,tool.zip,ab,4,'=cmd")
	if got := strings.Count(run("downloads export"), "\n"); got != 2 {
		t.Errorf("%d lines", got)
	}
	expect("downloads export --format xls", "json and csv")
	expect("downloads holders", "Name a package")
	expect("downloads holders --package tol", "Neither the catalogue nor the record")
	expect("downloads holders --package later", "Nobody.")
	expect("downloads holders --file ab", "anna@x.example  Anna, holds    tool 1, tool.zip")
	expect("withdraw tool --reason Broken.", "tool is withdrawn.")
	expect("people erase anna@x.example", "Nothing is changed: add --yes to do it.")
	expect("people erase anna@x.example --yes --who olga", "names nobody any more: 2 rows")
	expect("people erase anna@x.example --yes", "Nobody with this address")
	expect("people erased", "t.o, by olga")
	expect("downloads list", "link  (erased)")
	expect("downloads holders --package tool", "2 rows are of people who were erased.")
	if _, err := os.Stat(filepath.Join(dir, "service", "files")); err != nil {
		t.Error(err)
	}
}
