package main

import (
	"strings"
	"testing"
)

// TestModerationCommands hides, locks and deletes an item and a comment, and reads the trace.
func TestModerationCommands(t *testing.T) {
	dir := hostedFolder(t)
	if status, _, trouble := command(t, "--data", dir, "people"); status != 0 { // makes the database
		t.Fatal(trouble)
	}
	execute(t, dir, "INSERT INTO items(id, engagement, type, title, data, brief, size, shortened, words, state, person, created, modified) VALUES ('i1','main','bug','A title',?1,'{}',1,1,'','new','t.o',1,1)",
		`{"type":"bug","title":"A title","fields":{"steps":"`+strings.Repeat("x", 300)+`"}}`)
	execute(t, dir, "INSERT INTO comments(item, person, text, created) VALUES ('i1','t.o','Rude words',1)")
	for _, c := range []struct{ args, says string }{
		{"feedback hide i1", "Give a reason"},
		{"feedback hide i1 --reason rude", "i1 is hidden now."},
		{"feedback list", "[hidden]"},
		{"feedback unhide i1 --reason again", "i1 is shown now."},
		{"feedback lock i1 --reason enough", "i1 is locked now."},
		{"feedback show i1", "[locked]"},
		{"feedback hide 1 --comment --reason rude --who olga", "1 is hidden now."},
		{"feedback show i1", "[hidden]:\n    Rude words"},
		{"feedback export", strings.Repeat("x", 300)},
		{"feedback delete i1 --reason over", "i1 is deleted now."},
		{"feedback show i1", "There is no item with this id."},
		{"feedback trace", "comment 1, by olga: rude"},
		{"feedback trace --json", `"act": "delete"`},
	} {
		_, out, trouble := command(t, append([]string{"--data", dir}, strings.Fields(c.args)...)...)
		if !strings.Contains(out+trouble, c.says) {
			t.Errorf("%s: %s%s", c.args, out, trouble)
		}
	}
}
