package client

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// claimsChallenge returns the claims of a bearer challenge (WWW-Authenticate: Bearer ... error="insufficient_claims",
// claims="base64") as JSON text, or "" when there is none.
func claimsChallenge(h http.Header) string {
	for _, line := range h.Values("WWW-Authenticate") {
		scheme, parameters, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.EqualFold(scheme, "Bearer") {
			continue
		}
		encoded := parameter(parameters, "claims")
		for _, form := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			if text, err := form.DecodeString(encoded); err == nil && len(text) > 0 && len(text) <= 8192 {
				return string(text)
			}
		}
		if strings.HasPrefix(encoded, "{") {
			return encoded
		}
	}
	return ""
}

// parameter returns the value of name="value" in a challenge (RFC 9110 section 11.4).
func parameter(text, name string) string {
	for text != "" {
		var key, value string
		key, text, _ = strings.Cut(text, "=")
		key = strings.TrimLeft(strings.TrimSpace(key), ", ")
		if strings.HasPrefix(text, `"`) {
			value, text = quoted(text[1:])
		} else {
			value, text, _ = strings.Cut(text, ",")
		}
		if strings.EqualFold(key, name) {
			return strings.TrimSpace(value)
		}
		text = strings.TrimLeft(text, ", ")
	}
	return ""
}

func quoted(text string) (value, rest string) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case text[i] == '"':
			return b.String(), text[i+1:]
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String(), ""
}
