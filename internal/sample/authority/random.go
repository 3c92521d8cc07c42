package authority

import (
	"encoding/base64"
	"fmt"
	"io"
)

// random makes what must not be guessed.
type random struct{ io.Reader }

// bytes returns n bytes. The system's source never ends and never errs; a test's that does returns zeros.
func (r random) bytes(n int) []byte {
	raw := make([]byte, n)
	_, _ = io.ReadFull(r, raw)
	return raw
}

// secret returns an unguessable text of at least n characters, never fewer than 43.
func (r random) secret(n int) string {
	return base64.RawURLEncoding.EncodeToString(r.bytes(max(32, n*3/4)))
}

// digits returns a code of n digits, for a mail.
func (r random) digits(n int) string { return r.from("0123456789", n) }

// userCode returns a code of nine letters without vowels and without what looks alike (RFC 8628 section 6.1).
func (r random) userCode() string { return r.from("BCDFGHJKLMNPQRSTVWXZ", 9) }

// from returns n letters, drawn evenly: bytes above the last whole multiple are drawn again.
func (r random) from(letters string, n int) string {
	limit := 256 - 256%len(letters)
	out := make([]byte, 0, n)
	for len(out) < n {
		if b := int(r.bytes(1)[0]); b < limit {
			out = append(out, letters[b%len(letters)])
		}
	}
	return string(out)
}

// guid returns a random id in the shape that support people ask for.
func (r random) guid() string {
	raw := r.bytes(16)
	raw[6], raw[8] = raw[6]&0x0f|0x40, raw[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:])
}
