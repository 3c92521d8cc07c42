package guide

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/programconnect/programconnect/internal/i18n"
)

// Certainty says how sure an answer is.
type Certainty string

// The certainties.
const (
	Certain  Certainty = "certain"  // a known code, or a wording that nothing else has
	Likely   Certainty = "likely"   // several words, or a code with several causes
	Possible Certainty = "possible" // a hint and no more
)

// Answer is one guide that may mend what the text tells of.
type Answer struct {
	Guide     Guide     `json:"guide"`
	Certainty Certainty `json:"certainty"`
	Reason    string    `json:"reason"`         // one sentence: what in the text led here
	Code      string    `json:"code,omitempty"` // the code that led here, as shown; empty when words did

	score float64
	words []string
}

const (
	mostAnswers = 5
	longestText = 32 << 10 // bytes; more is a log file, and what matters is at its beginning or was not pasted

	// broadest is the guide whose words stand in nearly every sign-in trouble; whatever says more goes before it.
	broadest = "sign-in-again"
)

// umlauts undoes the spelling of keyboards without umlauts. It is tried only on what says nothing otherwise.
var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "Ae", "A", "Oe", "O", "Ue", "U")

// Find is the doctor: from any message, code or description, in any of the languages, to the guides that mend it, the best first, at most
// 5. It gives nothing when it knows nothing. The answers are in English; In gives them in another language.
func Find(text string) []Answer {
	text = norm.NFKC.String(clip(text))
	all := map[string]*Answer{}
	unknown := byCodes(text, all)
	if byWords(newSearched(text), all); len(all) == 0 {
		byWords(newSearched(umlauts.Replace(text)), all)
	}
	if len(all) == 0 && unknown != "" {
		all[general] = &Answer{Certainty: Possible, Code: unknown}
	}
	answers := make([]Answer, 0, len(all))
	for id, a := range all {
		a.Guide = theLibrary().guides["en"][id]
		answers = append(answers, *a)
	}
	slices.SortFunc(answers, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Guide.ID, b.Guide.ID))
	})
	answers = answers[:min(len(answers), mostAnswers)]
	for i := range answers {
		answers[i].settle(answers, i)
		answers[i].Reason = answers[i].reason("en")
	}
	return answers
}

// byCodes adds the guides of the codes in the text; it gives back a code of Microsoft Entra ID that no guide knows.
func byCodes(text string, all map[string]*Answer) (unknown string) {
	for _, c := range codesIn(text) {
		if c.id == "" {
			unknown = cmp.Or(unknown, c.name)
			continue
		}
		if a := all[c.id]; a != nil {
			a.score += 0.1 // another code of the same trouble
			continue
		}
		a := &Answer{Certainty: Likely, Code: c.name, score: c.weight - 0.01*float64(len(all))}
		if c.sure {
			a.Certainty = Certain
		}
		all[c.id] = a
	}
	if personalPrefix.MatchString(text) && all["rename-personal-account"] == nil {
		all["rename-personal-account"] = &Answer{Certainty: Certain, score: 10, words: []string{"live.com#"}}
	}
	return unknown
}

// byWords adds what the words of the text say. The best wording of a guide counts whole, each further one a little.
func byWords(text searched, all map[string]*Answer) {
	l := theLibrary()
	for _, id := range l.ids {
		var best, more float64
		var matched []string
		for _, language := range i18n.Languages() {
			for _, k := range l.guides[language][id].keywords {
				met := k.match(text)
				if met == nil {
					continue
				}
				more += 0.15
				if s := k.score(); s > best {
					best, matched = s, met
				}
			}
		}
		if best == 0 {
			continue
		}
		a := all[id]
		if a == nil {
			a = &Answer{Certainty: Possible, words: matched}
			all[id] = a
		}
		if id == broadest && best < 6 {
			best *= 0.6
		}
		a.score += best + min(more, 0.9)
		if best >= 6 {
			a.Certainty = Certain
		}
	}
}

// settle decides the certainty once all answers are known: two answers can not both be certain from words, and words are likely only
// when they say enough and clearly more than what stands behind them.
func (a *Answer) settle(all []Answer, at int) {
	if a.Code != "" {
		if at > 0 && a.Certainty == Certain && all[0].score-a.score > 4 {
			a.Certainty = Likely
		}
		return
	}
	clear := at == 0 && (len(all) == 1 || a.score-all[1].score >= 0.5)
	switch {
	case a.Certainty == Certain && at == 0 && (len(all) == 1 || all[1].score < 6):
	case a.Certainty == Certain, a.score >= 2 && clear:
		a.Certainty = Likely
	default:
		a.Certainty = Possible
	}
}

// In gives the answer in another language.
func (a Answer) In(language string) Answer {
	a.Guide = a.Guide.In(language)
	a.Reason = a.reason(a.Guide.Language)
	return a
}

func (a Answer) reason(language string) string {
	w := reasonWords(language)
	if a.Code != "" {
		if a.Guide.ID == general {
			return strings.ReplaceAll(w.unknown, "%", a.Code)
		}
		return strings.ReplaceAll(w.code, "%", a.Code)
	}
	quoted := make([]string, len(a.words))
	for i, word := range a.words {
		quoted[i] = w.open + word + w.close
	}
	return strings.ReplaceAll(w.words, "%", strings.Join(quoted, ", "))
}

type reasonText struct{ code, unknown, words, open, close string }

func reasonWords(language string) reasonText {
	switch language {
	case "de":
		return reasonText{"Der Text enthält den Code %.", "Den Code % kennt diese App nicht.", "Der Text spricht von %.", "„", "“"}
	case "fi":
		return reasonText{"Tekstissä on koodi %.", "Sovellus ei tunne koodia %.", "Tekstissä mainitaan %.", "”", "”"}
	case "ja":
		return reasonText{"テキストにコード % が含まれています。", "コード % はこのアプリでは分かりません。", "テキストに % という言葉があります。", "「", "」"}
	}
	return reasonText{"The text holds the code %.", "This app does not know the code %.", "The text speaks of %.", "“", "”"}
}

// clip keeps the beginning of a very long text, whole characters only.
func clip(text string) string {
	if len(text) > longestText {
		text = strings.ToValidUTF8(text[:longestText], "")
	}
	return text
}
