package i18n_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/internal/i18n"
)

var placeholder = regexp.MustCompile(`\{\{\s*\.\w+\s*\}\}`)

// TestCataloguesAgree keeps the promise that a message has the same values in every language, and no empty text.
func TestCataloguesAgree(t *testing.T) {
	first, known := "", map[string][]string{}
	for _, language := range i18n.Languages()[1:] {
		values := map[string][]string{}
		for id, forms := range catalogue(t, language) {
			if forms["other"] == "" {
				t.Errorf("%s: %s has no text", language, id)
			}
			found := placeholder.FindAllString(forms["other"], -1)
			slices.Sort(found)
			values[id] = slices.Compact(found)
		}
		if first == "" {
			first, known = language, values
			continue
		}
		for id := range known {
			if have, ok := values[id]; !ok || !slices.Equal(have, known[id]) {
				t.Errorf("%s: %v in %s and %v in %s", id, known[id], first, have, language)
			}
		}
		if len(values) != len(known) {
			t.Errorf("%s has %d messages and %s %d", language, len(values), first, len(known))
		}
	}
}

// catalogue reads the messages of a language, each with its plural forms.
func catalogue(t *testing.T, language string) map[string]map[string]string {
	t.Helper()
	var all map[string]map[string]string
	if err := json.Unmarshal(assets.Catalogue(language), &all); err != nil {
		t.Fatalf("%s: %v", language, err)
	}
	return all
}
