package api

import (
	"strings"
	"unicode"
)

// CleanLine returns somebody else's text fit to be shown in one line: white space becomes a space, characters that control
// a terminal or turn or hide others go, and what is longer than limit characters ends in "…".
func CleanLine(s string, limit int) string {
	return shorten(strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, s)), limit)
}

// CleanText returns somebody else's text fit to be shown in several lines. It is as CleanLine, but line ends and tabs stay.
func CleanText(s string, limit int) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return shorten(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return '\n'
		case invisible(r):
			return -1
		}
		return r
	}, s), limit)
}

func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	count := 0
	for i := range s {
		if count++; count == limit {
			if rest := s[i:]; len([]rune(rest)) > 1 {
				return s[:i] + "…"
			}
			break
		}
	}
	return s
}

// hidden reports whether a text holds characters that CleanLine removes, or broken ones.
func hidden(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return invisible(r) || r == '\ufffd' })
}

// invisible reports whether a character controls, turns or hides others. The joiners that scripts and emoji need do not count.
func invisible(r rune) bool {
	switch {
	case r < 0x80:
		return r < ' ' || r == 0x7f
	case r == '\u200c' || r == '\u200d':
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}
