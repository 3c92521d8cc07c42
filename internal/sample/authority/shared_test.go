package authority_test

import (
	"sync"
	"testing"

	"github.com/programconnect/programconnect/internal/sample/authority"
)

// TestTwoAuthoritiesOnOneFolder stands for the app and the terminal client that run the sample at once: a sign-in at one is good at
// the other, and none is lost when both write.
func TestTwoAuthoritiesOnOneFolder(t *testing.T) {
	dir := t.TempDir()
	one, two := start(t, authority.Config{Dir: dir}), start(t, authority.Config{Dir: dir})
	first := one.signIn(one.person("rita"))
	second := two.refreshWith(text(first, "refresh_token"))
	if text(second, "refresh_token") == "" {
		t.Fatalf("the other authority says %s", text(second, "error_description"))
	}
	if err := two.RollKeys(); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Verify(t.Context(), text(two.refreshWith(text(second, "refresh_token")), "access_token")); err != nil {
		t.Errorf("a token signed with the other's new key: %v", err)
	}
	// Both write at once: every sign-in is there afterwards.
	var tokens [2][]string
	var all sync.WaitGroup
	for i, w := range []*world{one, two} {
		all.Go(func() {
			for range 4 {
				tokens[i] = append(tokens[i], text(w.signIn(w.person("nora")), "refresh_token"))
			}
		})
	}
	all.Wait()
	for i, w := range []*world{two, one} {
		for _, token := range tokens[i] {
			if body := w.refreshWith(token); text(body, "refresh_token") == "" {
				t.Errorf("a sign-in was lost: %s", text(body, "error_description"))
			}
		}
	}
}
