package auth

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	oauthCode     = regexp.MustCompile(`^[a-z][a-z_]{1,48}$`)
	aadstsNumber  = regexp.MustCompile(`AADSTS(\d{4,8})`)
	correlationID = regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
)

// maxClaims bounds a claims challenge: it becomes part of an address.
const maxClaims = 8 << 10

// parseRefusal reads an OAuth error reply (RFC 6749 section 5.2 with Microsoft's additions) and keeps only
// codes and numbers of known shape: the description is free text and may repeat what was sent.
func parseRefusal(stage string, status int, body []byte) *Details {
	var r struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Codes       []int  `json:"error_codes"`
		Suberror    string `json:"suberror"`
		Correlation string `json:"correlation_id"`
		Timestamp   string `json:"timestamp"`
		Claims      string `json:"claims"`
	}
	// A reply of another shape leaves the fields empty, which is what is known then.
	_ = json.Unmarshal(body, &r)
	d := refusal(stage, r.Error, r.Suberror, r.Description)
	d.Status = status
	if d.Number == 0 && len(r.Codes) > 0 && r.Codes[0] > 0 {
		d.Number = r.Codes[0]
	}
	if id := correlationID.FindString(r.Correlation); id != "" {
		d.Correlation = strings.ToLower(id)
	}
	if at, err := time.Parse("2006-01-02 15:04:05Z", r.Timestamp); err == nil {
		d.Time = at
	}
	if len(r.Claims) < maxClaims && json.Valid([]byte(r.Claims)) {
		d.Claims = r.Claims
	}
	return d
}

// refusal makes Details of the codes that came with a refusal, from a reply or through the browser.
func refusal(stage, code, suberror, description string) *Details {
	d := &Details{Stage: stage, OAuth: "unknown"}
	if oauthCode.MatchString(code) {
		d.OAuth = code
	}
	if oauthCode.MatchString(suberror) {
		d.Suberror = suberror
	}
	if m := aadstsNumber.FindStringSubmatch(description); m != nil {
		d.Number, _ = strconv.Atoi(m[1]) // eight digits at most: always a number
	}
	if i := strings.Index(description, "Correlation ID:"); i >= 0 {
		d.Correlation = strings.ToLower(correlationID.FindString(description[i:]))
	}
	return d
}
