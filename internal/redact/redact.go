// Package redact takes secrets out of texts. It is the log's last wall, and that of notes and diagnostics: the code that writes
// them keeps secrets out by itself.
//
// It promises to take out too much rather than too little, and to keep what whoever helps needs: codes of errors, correlation
// and tenant ids, addresses of people, times. It knows shapes of secrets, never a secret itself.
//
// Start reading at Text; NewWriter is for logs.
package redact

import (
	"io"
	"regexp"
)

// secrets are the shapes that must not leave this computer, each with what is written in its place.
var secrets = []struct {
	shape *regexp.Regexp
	with  string
}{
	// Tokens in dotted parts (JWT, JWE), also cut off after the first part.
	{regexp.MustCompile(`eyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*)*`), "(token)"},
	// Refresh tokens and authorization codes of Microsoft Entra ID and of Microsoft accounts.
	{regexp.MustCompile(`\b[01]\.A[A-Za-z0-9_-]{18,}(\.[A-Za-z0-9_-]+)*`), "(token)"},
	{regexp.MustCompile(`\bM\.[A-Z][0-9A-Za-z]+_[A-Za-z0-9.*!$_-]{10,}`), "(token)"},
	{regexp.MustCompile(`(?i)\b(bearer|dpop)\s+[^\s"'\\,;]{6,}`), "$1 (secret)"},
	{regexp.MustCompile(`(?i)\b(basic|negotiate|ntlm)\s+[^\s"'\\,;]{12,}`), "$1 (secret)"},
	{regexp.MustCompile(`(?i)\b((?:set-)?cookie|authorization|x-api-key)\s*:[^\r\n]*`), "$1: (secret)"},
	// Names and passwords in an address, and everything after its question mark or hash: signatures and codes live there.
	{regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@"'<>]+@`), "$1"},
	{regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://[^\s"'<>?#]*)[?#][^\s"'<>]*`), "$1?(query)"},
	// Values named like secrets, as form fields, JSON, or "password: x".
	{regexp.MustCompile(`(?i)(\b|\\?["'])((?:[a-z]+[_-])*(?:code|state|nonce|sig|signature|password|passwd|pwd|passphrase|passwort|kennwort|salasana|secret|api[_-]?key|token|assertion|client_info|code_verifier|code_challenge|flowtoken|canary))(\\?["']?\s*=\s*\\?["']?|\\?["']\s*:\s*\\?["'])[^\s"'&,;}\\]+`), "$1$2$3(secret)"},
	{regexp.MustCompile(`(?i)\b(password|passwort|kennwort|salasana|passphrase|secret|(?:access|refresh|id) token)(\s*:\s*|\s+(?:is|ist|on)\s+)[^\s,;]+`), "$1$2(secret)"},
	{regexp.MustCompile(`(パスワード)(\s*[:：は]\s*)[^\s、。]+`), "$1$2(secret)"},
	// Codes that a person types: of a device sign-in (letters, dash, letters), of a mail or an authenticator (6 to 8 digits after the word).
	{regexp.MustCompile(`(^|[^0-9A-Za-z-])[A-Z0-9]{4}-[A-Z0-9]{4}($|[^0-9A-Za-z-])`), "$1(code)$2"},
	{regexp.MustCompile(`(?i)\b((?:security|verification|one-time|device|user|sicherheits|bestätigungs|einmal|vahvistus|turva)[ -]?(?:code|koodi|passcode|password)\S*)(\s*[:=]?\s*(?:is|ist|on|lautet)?\s*)([0-9]{6,8}|[A-Z0-9]{8,9})\b`), "$1$2(code)"},
	{regexp.MustCompile(`(コード)(\s*[:：はが]?\s*)[A-Z0-9]{6,9}\b`), "$1$2(code)"},
	// Long runs without a space that are no word, path or number a person writes.
	{regexp.MustCompile(`\b[A-Za-z0-9_-]{60,}\b={0,2}`), "(long value)"},
}

// Text returns text without what looks like a secret: tokens, authorization and device codes, passwords, cookies, the query of an
// address. A SHA-256 goes too.
func Text(text string) string {
	for _, s := range secrets {
		text = s.shape.ReplaceAllString(text, s.with)
	}
	return text
}

// NewWriter returns a writer that passes each write on to w without its secrets. Each write must be a whole record, as slog's
// handlers do it: a secret that is cut between two writes is not seen.
func NewWriter(w io.Writer) io.Writer { return writer{w} }

type writer struct{ to io.Writer }

func (w writer) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.to, Text(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
