package housetest

import (
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryRoomIsInThePlan compares the folders that hold Go packages with those that ARCHITECTURE.md names in its tables: each
// package is named, or lies in a folder that is, and each folder named is there.
func TestEveryRoomIsInThePlan(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	plan := map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\|.*`).FindAllString(string(text), -1) {
		for _, cell := range regexp.MustCompile("`((?:cmd|ui|auth|downloads|assets|internal|scripts)(?:/[a-z0-9/-]+)?)`").FindAllStringSubmatch(row, -1) {
			plan[cell[1]] = true
		}
	}
	rooms := map[string]bool{}
	for name := range parsed(t) {
		if folder := path.Dir(name); !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(folder, "internal/testing/") {
			rooms[folder] = true
		}
	}
	for _, room := range slices.Sorted(maps.Keys(rooms)) {
		if !plan[room] && !plan[path.Dir(room)] {
			t.Errorf("%s stands in no table of ARCHITECTURE.md: which floor is it on?", room)
		}
	}
	for _, room := range slices.Sorted(maps.Keys(plan)) {
		if !rooms[room] {
			t.Errorf("ARCHITECTURE.md names %s, where no package is", room)
		}
	}
}
