package guide

import (
	"regexp"
	"strings"
)

// personalTenant is the tenant of all personal Microsoft accounts: as "tid" of an ID token it says what kind of account signed in
// (Microsoft identity platform, ID token claims).
const personalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"

var (
	aadstsCode = regexp.MustCompile(`(?i)aadsts[ :_#-]*([0-9]{4,7})`)
	namedCode  = regexp.MustCompile(`(?i)(?:error[ _]?codes?|error_codes|suberror|error|errno|code|fehlercode|fehlernummer|fehler-code|fehler|virhekoodi|virhe|koodi|エラー ?コード|エラー番号|エラー|コード)["']?[ :=#\[("']*(?:is |nr\.? ?|no\.? ?|は ?)?([0-9]{5,7})\b`)
	loneCode   = regexp.MustCompile(`^\s*[("\[]?([0-9]{5,7})[)"\].]?\s*$`)
	ownCode    = regexp.MustCompile(`(?i)\b([a-z]+\.[a-z][a-z-]+(?:\.[a-z-]+)?)\b`)
	oauthCode  = regexp.MustCompile(`(?i)\b([a-z]+(?:_[a-z]+)+)\b`)
	httpCode   = regexp.MustCompile(`(?i)(?:http(?:/[0-9.]+)?|status(?:[ _]?code)?|response|error|server returned|returned|answered|statuscode|fehler|antwort|virhe|tilakoodi|vastaus|ステータス(?: ?コード)?|エラー|応答)["']?[ :=#("'-]*(?:code )?([45][0-9]{2})\b`)
	httpPhrase = regexp.MustCompile(`(?i)\b(400|401|403|404|407|408|409|410|412|413|416|423|429|451|500|502|503|504|507) ?[-:–]? ?(?:unauthori[sz]ed|forbidden|not found|proxy auth|request time|gone|precondition|requested range|too many|internal|bad gateway|service (?:temporarily )?unavail|gateway time|insufficient|エラー|verboten|kielletty|禁止)`)
	bareCode   = regexp.MustCompile(`\b([0-9]{5,7})\b`)
	systemCode = regexp.MustCompile(`\b(E[A-Z]{3,12}|EAI_AGAIN|0[xX][0-9a-fA-F]{8}|errSec[A-Za-z]+|[A-Z]+(?:_[A-Z]+)+)\b`)
	loneHTTP   = regexp.MustCompile(`^\s*(?i:http )?([45][0-9]{2})\s*$`)
	// An address such as live.com#maija@contoso.com: the work address belongs to a personal account.
	personalPrefix = regexp.MustCompile(`(?i)\b(?:live|outlook|hotmail|msn)\.com#\S`)
)

// codeFound is a code that stands in a text, known or not.
type codeFound struct {
	name   string // as shown: AADSTS50020, HTTP 403, access_denied, session.access
	id     string // the guide, "" when no guide knows the code
	weight float64
	sure   bool // it has this one cause
}

// What a code says beside the text, which says at most 1. Only the first three have one cause each.
const (
	entraWeight  = 20.0
	namedWeight  = 16.0
	ownWeight    = 12.0
	bareWeight   = 1.5 // a number that happens to be a code
	systemWeight = 0.8 // of the system or the browser: ENOSPC, 0x80070070, ERR_CONNECTION_RESET
	commonWeight = 0.6 // OAuth errors and HTTP statuses
)

// codesIn finds the codes of a text, the most telling first: numbers of Microsoft Entra ID, this app's own codes, then those with
// several causes. Of all but the first only known ones count, since such words stand in texts for other reasons too.
func codesIn(text string) []codeFound {
	known := theLibrary().codes
	var found []codeFound
	seen := map[string]bool{}
	add := func(shape *regexp.Regexp, prefix string, weight float64) {
		for _, m := range shape.FindAllStringSubmatch(text, -1) {
			name := prefix + m[1]
			if shape == ownCode || shape == oauthCode {
				name = strings.ToLower(name)
			}
			id := known[strings.ToLower(name)]
			round := shape == bareCode && strings.HasSuffix(name, "000") // 50000 files
			if seen[name] || round || id == "" && shape != aadstsCode {
				continue
			}
			seen[name] = true
			found = append(found, codeFound{name: name, id: id, weight: weight, sure: weight >= ownWeight})
		}
	}
	add(aadstsCode, "AADSTS", entraWeight)
	add(namedCode, "AADSTS", namedWeight)
	add(loneCode, "AADSTS", namedWeight)
	add(ownCode, "", ownWeight)
	add(bareCode, "AADSTS", bareWeight)
	add(systemCode, "", systemWeight)
	add(oauthCode, "", commonWeight)
	add(httpCode, "HTTP ", commonWeight)
	add(httpPhrase, "HTTP ", commonWeight)
	add(loneHTTP, "HTTP ", commonWeight)
	return found
}
