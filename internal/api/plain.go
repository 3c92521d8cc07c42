package api

import (
	"strings"
	"unicode/utf8"
)

// PlainLine reports whether a text is one line without characters that control a terminal or turn or hide others.
func PlainLine(s string) bool { return utf8.ValidString(s) && !hidden(s) }

// PlainText is as PlainLine for several lines: line ends and tabs are plain too.
func PlainText(s string) bool {
	return PlainLine(strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(s))
}

// IsInvisible reports whether a character controls a terminal or turns or hides others.
func IsInvisible(r rune) bool { return invisible(r) }
