package guide

import (
	"cmp"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
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

	score   float64
	matched []string // words of the text
	like    bool     // found by the likeness of a symptom line alone
}

const (
	mostAnswers = 5
	// likenessWeight is how much a symptom line that stands whole in the text says, beside keywords. Below likenessNoise any two texts are
	// alike; from likenessAlone on a line is enough where no keyword is met, and from likenessBeside on also beside some.
	likenessWeight = 2.0
	likenessNoise  = 0.2
	likenessAlone  = 0.3
	likenessBeside = 0.7

	longestText = 32 << 10 // bytes; more is a log file, and what matters is at its beginning or was not pasted

	// broadest is the guide whose words stand in nearly every sign-in trouble; whatever says more goes before it.
	broadest = "sign-in-again"
)

// umlauts undoes the spelling of keyboards without umlauts. It is tried only on what says nothing otherwise.
var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "Ae", "A", "Oe", "O", "Ue", "U")

// Find is the doctor: from any message, code or description, in any of the languages, to the guides that mend it, the best first, at most
// 5. There is none when it knows nothing. The answers are in English; In returns them in another language.
func Find(text string) []Answer {
	text = norm.NFKC.String(clip(text))
	all := map[string]*Answer{}
	unknown := byCodes(text, all)
	searched := newSearched(text)
	if byKeywords(searched, all); len(all) == 0 {
		byKeywords(newSearched(umlauts.Replace(text)), all)
	}
	byLikeness(theLibrary().lines().look(searched), all)
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

// byCodes adds the guides of the codes in the text and returns a code of Microsoft Entra ID that no guide knows.
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
		all["rename-personal-account"] = &Answer{Certainty: Certain, score: 10, matched: []string{"live.com#"}}
	}
	return unknown
}

// byKeywords adds what the words of the text say. The best wording of a guide counts whole, each further one a little.
func byKeywords(text searched, all map[string]*Answer) {
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
			a = &Answer{Certainty: Possible, matched: matched}
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

// byLikeness moves guides up whose symptom lines are like the text, and adds the nearest one where it comes near enough by itself. It
// makes nothing certain.
func byLikeness(found likeness, all map[string]*Answer) {
	alone := len(all) == 0
	for id, near := range found {
		switch a := all[id]; {
		case a != nil && a.Code == "":
			a.score += likenessWeight * max(0, near-likenessNoise)
		case alone && near >= likenessAlone, a == nil && near >= likenessBeside:
			all[id] = &Answer{Certainty: Possible, like: true, score: likenessWeight * (near - likenessNoise)}
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
	case a.like:
		a.Certainty = Possible
	case a.Certainty == Certain && at == 0 && (len(all) == 1 || all[1].score < 6):
	case a.Certainty == Certain, a.score >= 2 && clear:
		a.Certainty = Likely
	default:
		a.Certainty = Possible
	}
}

// In returns the answer in another language.
func (a Answer) In(language string) Answer {
	a.Guide = a.Guide.In(language)
	a.Reason = a.reason(a.Guide.Language)
	return a
}

// reason says what in the text led to the answer.
func (a Answer) reason(language string) string {
	return i18n.For(language).Text(a.reasonText(i18n.For(language)))
}

func (a Answer) reasonText(language *i18n.Language) i18n.Text {
	if a.Code != "" {
		if a.Guide.ID == general {
			return i18n.T(&goi18n.Message{ID: "guide.reason.unknown-code", Other: "This app does not know the code {{.Code}}."}, "Code", a.Code)
		}
		return i18n.T(&goi18n.Message{ID: "guide.reason.code", Other: "The text holds the code {{.Code}}."}, "Code", a.Code)
	}
	if a.like {
		return i18n.T(&goi18n.Message{ID: "guide.reason.like", Other: "The text is like what this guide is about."})
	}
	quoted := make([]string, len(a.matched))
	for i, word := range a.matched {
		quoted[i] = language.Text(i18n.T(&goi18n.Message{ID: "guide.reason.quote", Other: "“{{.Word}}”"}, "Word", word))
	}
	return i18n.T(&goi18n.Message{ID: "guide.reason.words", Other: "The text speaks of {{.Words}}."}, "Words", strings.Join(quoted, ", "))
}

// clip keeps the beginning of a very long text, whole characters only.
func clip(text string) string {
	if len(text) > longestText {
		text = strings.ToValidUTF8(text[:longestText], "")
	}
	return text
}
