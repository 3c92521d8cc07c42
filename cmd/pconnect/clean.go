package main

import (
	"strings"
	"unicode"
)

// cleanLine makes a text one line that is safe on a terminal. Control characters could move the cursor or change the title, marks of
// direction could make a name read as another, and invisible characters could hide in one. A line break becomes a space: a value must
// not be able to write a line that looks like pconnect's own.
func cleanLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		return r
	}, cleanText(text))
}

// cleanText is cleanLine for a line of a longer text, in which tabs align.
func cleanText(text string) string {
	runes := []rune(text)
	var out strings.Builder
	out.Grow(len(text))
	for i, r := range runes {
		switch {
		case r == '\t':
			out.WriteRune(r)
		case r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
			out.WriteByte(' ')
		case unicode.Is(unicode.Cc, r), r >= 0xe0000 && r <= 0xe007f:
		case r == '\u200c', r == '\u200d': // they join within a word or an emoji, and hide everywhere else
			if i > 0 && i < len(runes)-1 && inWord(runes[i-1]) && inWord(runes[i+1]) {
				out.WriteRune(r)
			}
		case unicode.Is(unicode.Cf, r): // marks of direction, invisible spaces, soft hyphens
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// inWord reports whether a joiner beside r has a meaning.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r)
}

// joins reports whether r takes no place of its own on a terminal.
func joins(r rune) bool {
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || unicode.Is(unicode.Cf, r)
}

// quoted returns a value as one word of a suggested command, safe to copy into a shell: what is not plain stands in single quotes.
func quoted(value string) string {
	value = cleanLine(value)
	plain := value != "" && value[0] != '-' && strings.IndexFunc(value, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-/@:+,", r)
	}) < 0
	if plain {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
