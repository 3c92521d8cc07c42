package guide

import (
	"slices"
	"strings"
	"testing"
)

func TestLexiconFindsConceptsInAnyLanguage(t *testing.T) {
	x, _ := theLibrary().lessons()
	for text, want := range map[string]string{
		"My PHONE broke": "phone", "Mein Diensthandy? Nein, das Handy ist weg": "phone", "puhelimeni hajosi": "phone", "電話が壊れた": "phone",
		"the keychain is locked": "locked", "Der Schlüsselbund": "keyring", "Anmelde-Schlüsselbund": "keyring", "kovalevy täynnä": "disk",
		"it can't be found": "notfound", "it cannot be found": "notfound", "no_space_left on device": "enospc",
	} {
		var names []string
		for _, m := range x.in(normal(text)) {
			names = append(names, x.names[m.idea])
		}
		if !slices.Contains(names, want) {
			t.Errorf("%q speaks of %v, not of %s", text, names, want)
		}
	}
}

func TestLexiconTakesShortPiecesWhole(t *testing.T) {
	x, err := parseLexicon("short: sso\nlong: proxy\nwhole: war.\ninside: ~levy\n")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"sso": 1, "ssorry": 0, "proxies proxyserver": 1, "warum": 0, "es war so": 1, "kovalevyn": 1} {
		if got := x.in(normal(text)); len(got) != want {
			t.Errorf("%q speaks of %v", text, got)
		}
	}
}

func TestBrokenConceptsAreRefused(t *testing.T) {
	for _, lines := range []string{"no colon", "nothing:", "nothing: !"} {
		if _, err := parseLexicon(lines); err == nil {
			t.Errorf("%q was taken", lines)
		}
	}
}

func TestFindIsNeverSureOfTextsAboutOtherThings(t *testing.T) {
	_, all := theLibrary().lessons()
	answered, texts := 0, 0
	for _, e := range all {
		if e.label != elsewhere {
			continue
		}
		texts++
		if a := Find(e.text); len(a) > 0 {
			answered++
			if a[0].Certainty == Certain {
				t.Errorf("%q: %s is certain", e.text, a[0].Guide.ID)
			}
		}
	}
	if answered*20 > texts {
		t.Errorf("%d of %d texts about other things are answered", answered, texts)
	}
}

func TestFindNamesWhatInTheTextLedThere(t *testing.T) {
	for text, want := range map[string]string{"My phone is lost and with it the Authenticator": "Authenticator", "ディスクがいっぱい": "ディスク"} {
		if a := Find(text); len(a) == 0 || !strings.Contains(strings.ToLower(a[0].Reason), strings.ToLower(want)) {
			t.Errorf("%q: %+v", text, a)
		}
	}
}
