package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestJSONDocCoversEveryCommand keeps docs/json.md and the commands together, in both directions.
func TestJSONDocCoversEveryCommand(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "json.md"))
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]bool{}
	row := regexp.MustCompile("(?m)^\\| `(pconnect [^|]*)` \\|")
	for _, found := range row.FindAllStringSubmatch(string(text), -1) {
		base := ""
		for _, part := range strings.Split(found[1], "`, `") {
			switch {
			case strings.HasPrefix(part, "pconnect "):
				base = part
			case strings.Count(base, " ") == 1: // "queue`, `list": below the first
				part = base + " " + part
			default: // "access request`, `accept": beside it
				part = base[:strings.LastIndexByte(base, ' ')+1] + part
			}
			described[part] = true
		}
	}
	there := map[string]bool{}
	root := newRoot(newCLI(host{getenv: func(string) string { return "" }}, nil))
	root.InitDefaultHelpCmd()
	walk(root, func(cmd *cobra.Command) { there[cmd.CommandPath()] = true })
	for path := range there {
		if !described[path] && path != "pconnect" && !strings.HasPrefix(path, "pconnect completion ") {
			t.Errorf("docs/json.md does not say what %q writes", path)
		}
	}
	for path := range described {
		if !there[path] {
			t.Errorf("docs/json.md describes %q, and there is no such command", path)
		}
	}
}

func walk(cmd *cobra.Command, see func(*cobra.Command)) {
	see(cmd)
	for _, inner := range cmd.Commands() {
		walk(inner, see)
	}
}
