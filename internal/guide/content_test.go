package guide

import (
	"context"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/internal/i18n"
)

// wellKnown are the ids that faults and screens name.
var wellKnown = []string{"sign-in-again", "no-keyring", "no-browser", "network", "clock", "disk-full", "register", "publisher-name-taken",
	"accept-terms", "not-authorised", "request-access", "wrong-account", "two-accounts-one-address", "rename-personal-account",
	"establish-directory", "complete-directory", "invitation", "admin-consent", "first-consent", "mfa", "policy-blocked", "device-code",
	"session-ended", "password", "work-account-needed", "not-in-our-system", "wrong-tenant", "not-assigned", "federated", "changed-file",
	"verification", "expired-link", "proxy", "keyring-locked", "another-instance", "collaborate", "portal", "company-account",
	"office-dynamics", "test-credentials", "no-account", "find-admin"}

func TestGuidesAreTheSameInEveryLanguage(t *testing.T) {
	for _, id := range wellKnown {
		if _, ok := ByID(id); !ok {
			t.Errorf("there is no guide %s", id)
		}
	}
	for _, g := range List("en") {
		for _, language := range i18n.Languages()[1:] {
			other, ok := theLibrary().guides[language][g.ID]
			if !ok {
				t.Errorf("%s is not there in %s", g.ID, language)
				continue
			}
			if g.Kind != other.Kind || !slices.Equal(g.Codes, other.Codes) || !slices.Equal(g.Related, other.Related) || len(g.Steps) != len(other.Steps) {
				t.Errorf("%s differs in %s in its kind, codes, related guides or number of steps", g.ID, language)
				continue
			}
			if g.Title == other.Title || g.Summary == other.Summary {
				t.Errorf("%s is not translated into %s", g.ID, language)
			}
			for i, step := range g.Steps {
				same := other.Steps[i]
				if step.ID != same.ID || step.Check != same.Check || len(step.Templates) != len(same.Templates) || !sameLinks(step, same) {
					t.Errorf("%s: step %s differs in %s", g.ID, step.ID, language)
				}
			}
		}
		for _, related := range g.Related {
			if _, ok := ByID(related); !ok || related == g.ID {
				t.Errorf("%s names %s as related", g.ID, related)
			}
		}
	}
	for _, language := range i18n.Languages() {
		if got, want := len(theLibrary().guides[language]), len(List("en")); got != want {
			t.Errorf("%s has %d guides, English has %d", language, got, want)
		}
	}
}

func sameLinks(a, b Step) bool {
	return slices.EqualFunc(a.Links, b.Links, func(a, b Link) bool { return a.URL == b.URL })
}

func TestLinksAreHTTPSAndShowTheirHost(t *testing.T) {
	address := regexp.MustCompile(`[a-z]+://[^\s)]+`)
	for _, language := range i18n.Languages() {
		for _, g := range List(language) {
			for _, step := range g.Steps {
				for _, link := range step.Links {
					u, err := url.Parse(link.URL)
					if err != nil || u.Scheme != "https" || u.User != nil || link.Host != u.Hostname() || !strings.Contains(link.Text, link.Host) {
						t.Errorf("%s, %s: %+v", language, g.ID, link)
					}
				}
			}
		}
	}
	err := fs.WalkDir(assets.Guides(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(assets.Guides(), path)
		for _, found := range address.FindAllString(string(data), -1) {
			if !strings.HasPrefix(found, "https://") {
				t.Errorf("%s holds %s", path, found)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTemplateFieldsAreKnownInEveryLanguage(t *testing.T) {
	slot := regexp.MustCompile(`\{[a-z]+\}`)
	slots := func(s Step) []string {
		var all []string
		for _, template := range s.Templates {
			if left := slot.FindString(Fill(template, Details{})); left != "" {
				t.Errorf("step %s: %s is not filled", s.ID, left)
			}
			all = append(all, slot.FindAllString(template.Text, -1)...)
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	for _, g := range List("en") {
		for _, language := range i18n.Languages()[1:] {
			other := g.In(language)
			for i, step := range g.Steps {
				if a, b := slots(step), slots(other.Steps[i]); !slices.Equal(a, b) {
					t.Errorf("%s, step %s: %v in English, %v in %s", g.ID, step.ID, a, b, language)
				}
			}
		}
	}
}

func TestGuidesSpeakPlainly(t *testing.T) {
	jargon := regexp.MustCompile(`(?i)\b(failed|invalid|illegal|please)\b`)
	for _, g := range List("en") {
		text := []string{g.Title, g.Summary, g.Intro}
		for _, s := range g.Steps {
			text = append(text, s.Title, s.Text)
		}
		if word := jargon.FindString(strings.Join(text, "\n")); word != "" {
			t.Errorf("%s says %q", g.ID, word)
		}
	}
}

func TestByCodeKnowsTheSignInTable(t *testing.T) {
	rows := map[string][]string{
		"wrong-account": {"50020", "16000", "90072"}, "work-account-needed": {"500200", "500208", "9002332"},
		"not-in-our-system": {"50034", "90125", "51004", "16003"}, "wrong-tenant": {"90002", "50059", "50128", "500011", "700016", "700011"},
		"federated": {"50107", "20001", "40008", "50008"}, "first-consent": {"65001", "65004"},
		"admin-consent": {"90094", "90095", "90093", "90008", "650056", "90099"}, "not-assigned": {"50105"},
		"mfa": {"50072", "50074", "50076", "50079"}, "policy-blocked": {"53000", "53001", "53003", "530032", "500021", "500212", "500213"},
		"device-code": {"530033"}, "session-ended": {"50173", "700082", "70043", "50133", "50089"},
		"password": {"50126", "50053", "50055", "50057"}, "rename-personal-account": {"50196"}, "app-registration": {"50194", "50011", "500112", "500113", "65005", "50001"},
	}
	for id, numbers := range rows {
		for _, n := range numbers {
			if g, ok := ByCode(n); !ok || g.ID != id {
				t.Errorf("AADSTS%s opens %q, not %s", n, g.ID, id)
			}
			for _, text := range []string{"AADSTS" + n, "aadsts" + n + ": etwas ging schief", "エラー コード: " + n, "Virhekoodi: " + n, "ＡＡＤＳＴＳ" + n, n} {
				if a := Find(text); len(a) == 0 || a[0].Guide.ID != id || a[0].Certainty != Certain {
					t.Errorf("%q gives %+v, not %s", text, a, id)
				}
			}
		}
	}
}

func TestRunAsksEachCheckOnceUntilTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := map[Check]int{}
	g, _ := ByID("collaborate")
	for _, other := range List("en") {
		if len(other.Steps) > len(g.Steps) {
			g = other
		}
	}
	g.Steps = []Step{{ID: "a", Check: ClockRight}, {ID: "b"}, {ID: "c", Check: ClockRight}, {ID: "d", Check: DiskRoom}, {ID: "e", Check: Registered}}
	got := g.Run(ctx, CheckerFunc(func(_ context.Context, c Check) Outcome {
		if asked[c]++; c == DiskRoom {
			cancel()
		}
		return Outcome{State: Passed}
	}))
	if len(got) != 4 || asked[ClockRight] != 1 || got["c"].State != Passed || got["d"].State != Passed || got["e"].State != Unknown || asked[Registered] != 0 {
		t.Errorf("outcomes %v, asked %v", got, asked)
	}
}

func TestEveryCheckIsUsedByAGuide(t *testing.T) {
	used := map[Check]bool{}
	for _, g := range List("en") {
		for _, s := range g.Steps {
			used[s.Check] = true
		}
	}
	for _, c := range Checks() {
		if !used[c] {
			t.Errorf("no guide uses the check %s", c)
		}
	}
}

func TestBrokenGuideIsRefused(t *testing.T) {
	const head = "---\nid: a\ntitle: T\nsummary: S\nkind: remedy\n---\n"
	for name, body := range map[string]string{
		"no front matter": "## 1. T {#a}\n", "no steps": head, "a gap": head + "## 2. T {#a}\n",
		"plain http":       head + "## 1. T {#a}\n[x](http://contoso.com)\n",
		"an unknown check": head + "## 1. T {#a}\ncheck: luck\n", "an open template": head + "## 1. T {#a}\n```copy\nx\n",
		"an unknown field": strings.Replace(head, "kind:", "knd: x\nkind:", 1) + "## 1. T {#a}\n",
		"a number":         strings.Replace(head, "kind:", "codes: [0x80070070]\nkind:", 1) + "## 1. T {#a}\n",
		"an empty quote":   strings.Replace(head, "kind:", "quotes: [\"!\"]\nkind:", 1) + "## 1. T {#a}\n",
	} {
		_, err := read(fstest.MapFS{"en/a.md": {Data: []byte(body)}})
		if err == nil || !strings.Contains(err.Error(), "en/a.md") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnknownLanguageFallsBackToEnglish(t *testing.T) {
	g, _ := ByID("clock")
	for tag, want := range map[string]string{"de-AT": "de", "de_DE.UTF-8": "de", "ja": "ja", "FI": "fi", "sv": "en", "": "en", "C": "en"} {
		if got := g.In(tag).Language; got != want {
			t.Errorf("%q gives %s", tag, got)
		}
	}
}
