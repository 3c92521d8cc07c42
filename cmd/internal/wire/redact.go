package wire

import (
	"io"
	"regexp"
)

// secrets are the shapes that must never stand in a log, whatever let them in: tokens in three dotted parts, bearer headers, the query of
// an address, and values named like secrets. The code that logs keeps secrets out by itself; this is the second wall.
var secrets = []struct {
	shape *regexp.Regexp
	with  string
}{
	{regexp.MustCompile(`eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)?`), "(token)"},
	{regexp.MustCompile(`(?i)bearer\s+[^\s"'\\]+`), "Bearer (token)"},
	{regexp.MustCompile(`(https?://[^\s"'?\\]*)\?[^\s"'\\]*`), "$1?(query)"},
	{regexp.MustCompile(`(?i)\b(code|state|nonce|sig|signature|password|secret|(?:access|refresh|id)_token|code_verifier|client_info|user_code|device_code)(=|"?:\s*"?|\\":\\")[^\s"'&,}\\]+`), "$1$2(secret)"},
}

// Redact gives text without what looks like a secret.
func Redact(text string) string {
	for _, s := range secrets {
		text = s.shape.ReplaceAllString(text, s.with)
	}
	return text
}

// redactor writes each record of a log without its secrets. slog writes one whole record at a time.
type redactor struct{ to io.Writer }

func (r redactor) Write(p []byte) (int, error) {
	if _, err := io.WriteString(r.to, Redact(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
