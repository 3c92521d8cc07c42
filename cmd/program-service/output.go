package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf16"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/programconnect/programconnect/internal/api"
)

// cellLength is how many characters of a value a line shows at most.
const cellLength = 2000

// line is fmt.Sprintf for what people read. It is the one place where values are put into lines: each text among them is
// cleaned of line ends and of characters that control a terminal, since anybody who can sign in can write some of them.
func line(format string, values ...any) string {
	for i, v := range values {
		switch v := v.(type) {
		case string:
			values[i] = api.CleanLine(v, cellLength)
		case fmt.Stringer:
			values[i] = api.CleanLine(v.String(), cellLength)
		}
	}
	return fmt.Sprintf(format, values...)
}

// column is a value among others in a line. Where it holds what parts them, a comma or a bracket, it is quoted as in CSV: a name
// that somebody chose never looks like the column after it.
func column(text string) string {
	if text == "" || strings.ContainsAny(text, `,;:"()[]`) || strings.Contains(text, "  ") || strings.TrimSpace(text) != text {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}

// block is a text of several lines, each behind an indent.
func block(indent, text string) string {
	return indent + strings.ReplaceAll(strings.TrimRight(api.CleanText(text, math.MaxInt), "\n"), "\n", "\n"+indent)
}

// answer writes a value as JSON, or text for people.
func (o *options) answer(w io.Writer, value any, text string) error {
	if o.json {
		return writeJSON(w, value)
	}
	_, err := fmt.Fprintln(w, api.CleanText(text, math.MaxInt))
	return err
}

// writeJSON writes a value in which no character controls a terminal.
func writeJSON(w io.Writer, value any) error {
	text, err := json.Marshal(value, jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, escapeInvisible(string(text)))
	return err
}

// escapeInvisible writes characters of JSON's texts that can't be seen as JSON's escapes. Those below U+0080 are so already.
func escapeInvisible(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < 0x80 || !api.IsInvisible(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			_, _ = fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			_, _ = fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// say writes a message of the server; nobody is left to tell when it can't.
func say(to io.Writer, text string) { _, _ = fmt.Fprintln(to, api.CleanText(text, math.MaxInt)) }
