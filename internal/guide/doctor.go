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
	Likely   Certainty = "likely"   // the text speaks of it and of nothing else, or has a code with several causes
	Possible Certainty = "possible" // a hint and no more
)

// Answer is one guide that may mend what the text tells of.
type Answer struct {
	Guide     Guide     `json:"guide"`
	Certainty Certainty `json:"certainty"`
	Reason    string    `json:"reason"`         // one sentence: what in the text led here
	Code      string    `json:"code,omitempty"` // the code that led here, as shown; empty when words did

	score   float64
	sure    bool     // found by a code or a quote that nothing else has
	matched []string // words of the text
}

const (
	mostAnswers = 5

	quoteScore = 6.0
	hardlyMore = 2 // a code and hardly more
	// leastChance is what a guide must have to be shown beside a better one.
	leastChance = 0.05
	// likelyChance and clearLead make an answer likely: it is more likely than everything else together, and far before the next one.
	likelyChance = 0.6
	clearLead    = 0.3
	// contraryChance takes the certainty from a code or a quote: the rest of the text speaks of something else.
	contraryChance = 0.9

	longestText = 32 << 10 // bytes; more is a log file, and what matters is at its beginning or was not pasted
)

// umlauts undoes the spelling of keyboards without umlauts. It is tried only on what is not understood otherwise.
var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "Ae", "A", "Oe", "O", "Ue", "U")

// Find is the doctor: from any message, code or description, in any of the languages, to the guides that mend it, the best first, at most
// 5. There is none when it knows nothing. The answers are in English; In returns them in another language.
func Find(text string) []Answer {
	text = norm.NFKC.String(clip(text))
	sense := theLibrary().doctor().read(text)
	if other := umlauts.Replace(text); other != text && sense.chance(sense.best) < likelyChance {
		if spelt := theLibrary().doctor().read(other); spelt.chance(spelt.best) > sense.chance(sense.best) {
			sense = spelt
		}
	}
	all := map[string]*Answer{}
	unknown := byCodes(text, sense, all)
	byQuotes(sense.text, all)
	bySense(sense, all)
	if unknown != "" && !understood(sense, all) {
		all = map[string]*Answer{general: {Code: unknown}}
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
	settle(answers, sense)
	for i := range answers {
		answers[i].Reason = answers[i].reason("en")
	}
	return answers
}

// byCodes adds the guides of the codes in the text and returns a code of Microsoft Entra ID that no guide knows. In a text about
// something else only codes with one cause count.
func byCodes(text string, sense reading, all map[string]*Answer) (unknown string) {
	for _, c := range codesIn(text) {
		if c.id == "" {
			unknown = cmp.Or(unknown, c.name)
			continue
		}
		switch bare := len(strings.Fields(text)) <= hardlyMore; {
		case c.sure:
		case bare:
			c.weight += 1 // nothing else to go by
		case sense.chance(elsewhere) >= likelyChance:
			continue
		}
		if a := all[c.id]; a != nil {
			a.score += 0.1 // another code of the same trouble
			continue
		}
		all[c.id] = &Answer{Code: c.name, sure: c.sure, score: c.weight - 0.01*float64(len(all))}
	}
	if personalPrefix.MatchString(text) && all["rename-personal-account"] == nil {
		all["rename-personal-account"] = &Answer{sure: true, score: 10, matched: []string{"live.com#"}}
	}
	return unknown
}

// byQuotes adds the guides whose quotes stand in the text.
func byQuotes(text searched, all map[string]*Answer) {
	for _, m := range theLibrary().quotes.in(text.normal) {
		id := theLibrary().quotes.names[m.idea]
		if a := all[id]; a != nil {
			a.score += quoteScore
			continue
		}
		all[id] = &Answer{sure: true, score: quoteScore, matched: []string{text.wordAt(m.at, m.said)}}
	}
}

// bySense adds what the text as a whole speaks of. It makes nothing certain.
func bySense(sense reading, all map[string]*Answer) {
	for id, a := range all {
		a.score += sense.chance(id)
	}
	if !sense.about() {
		return
	}
	for _, id := range theLibrary().ids {
		if chance := sense.chance(id); all[id] == nil && chance >= leastChance {
			all[id] = &Answer{score: chance, matched: sense.why(id)}
		}
	}
}

// understood reports whether the text says enough beside a code that is not known.
func understood(sense reading, all map[string]*Answer) bool {
	for _, a := range all {
		if a.sure {
			return true
		}
	}
	return sense.about() && sense.chance(sense.best) >= likelyChance
}

// settle decides the certainties once all answers are known and in order. Only the first can be certain, only by a code or a quote, and
// only when nothing else of that strength and not the rest of the text speaks against it.
func settle(all []Answer, sense reading) {
	for i := range all {
		a := &all[i]
		contrary := sense.best != a.Guide.ID && sense.chance(sense.best) >= contraryChance
		alone := len(all) == 1 || !all[1].sure || a.score-all[1].score >= quoteScore
		lead := a.score
		if len(all) > 1 {
			lead -= all[1].score
		}
		switch {
		case i == 0 && a.sure && alone && !contrary:
			a.Certainty = Certain
		case a.sure, a.Code != "" && a.Guide.ID != general, i == 0 && a.score >= likelyChance && lead >= clearLead:
			a.Certainty = Likely
		default:
			a.Certainty = Possible
		}
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
	if len(a.matched) == 0 {
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
