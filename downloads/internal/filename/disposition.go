package filename

import (
	"mime"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// FromDisposition returns the name in a Content-Disposition header (RFC 6266), read as leniently as browsers do: names
// without quotes that hold spaces or brackets, ISO-8859-1, RFC 2047, and a good parameter beside a broken one. It is ""
// when there is none. It is what the server says and must be made legal.
func FromDisposition(header string) string {
	var plain, extended string
	for _, p := range parameters(header) {
		switch {
		case p.name == "filename*" && extended == "":
			extended = extendedValue(p.value)
		case p.name == "filename" && plain == "":
			plain = plainValue(p.value)
		}
	}
	if extended != "" {
		plain = extended
	}
	name := path.Base(strings.ReplaceAll(plain, "\\", "/"))
	if name == "." || name == "/" || name == ".." {
		return ""
	}
	return name
}

// parameter is one "name=value"; the value of a quoted one is without its quotes.
type parameter struct {
	name, value string
}

// parameters splits a header at the semicolons that are not in quotes. What is no parameter is left out.
func parameters(header string) []parameter {
	var all []parameter
	for rest := header; rest != ""; {
		name, value := "", ""
		semicolon := strings.IndexByte(rest, ';')
		equals := strings.IndexByte(rest, '=')
		if equals < 0 || semicolon >= 0 && semicolon < equals { // the type, or a word without a value
			if semicolon < 0 {
				return all
			}
			rest = rest[semicolon+1:]
			continue
		}
		name = strings.ToLower(strings.TrimSpace(rest[:equals]))
		value, rest = nextValue(strings.TrimLeft(rest[equals+1:], " \t"))
		all = append(all, parameter{name, value})
	}
	return all
}

// nextValue returns a value, quoted or not, and what is behind its semicolon.
func nextValue(s string) (value, rest string) {
	if !strings.HasPrefix(s, "\"") {
		value, rest, _ = strings.Cut(s, ";")
		return strings.TrimSpace(value), rest
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			_, rest, _ = strings.Cut(s[i:], ";")
			return b.String(), rest
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), "" // its end is missing
}

// plainValue decodes the value of "filename": as it is, by percent, by RFC 2047, or as ISO-8859-1 where it is no UTF-8.
func plainValue(s string) string {
	if strings.Contains(s, "=?") {
		if word, err := new(mime.WordDecoder).DecodeHeader(s); err == nil {
			return word
		}
	}
	if !utf8.ValidString(s) {
		s = latin1(s)
	}
	return s
}

// extendedValue decodes the value of "filename*" (RFC 8187): charset'language'value; "" when it is broken.
func extendedValue(s string) string {
	charset, rest, ok := strings.Cut(s, "'")
	_, raw, ok2 := strings.Cut(rest, "'")
	if !ok || !ok2 {
		return ""
	}
	value, err := url.PathUnescape(raw)
	if err != nil {
		return ""
	}
	switch strings.ToLower(charset) {
	case "utf-8":
		if utf8.ValidString(value) {
			return value
		}
	case "iso-8859-1":
		return latin1(value)
	}
	return ""
}

func latin1(s string) string {
	decoded, err := charmap.ISO8859_1.NewDecoder().String(s)
	if err != nil {
		return ""
	}
	return decoded
}
