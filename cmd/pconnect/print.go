package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// say writes a line for a person: the answer, or how it goes on. Nothing is said with --json or --quiet.
func (c *cli) say(format string, values ...any) {
	if !c.json && !c.quiet {
		_, _ = fmt.Fprintf(c.out, format+"\n", values...)
	}
}

// answer writes the result of a command: with --json the value as one object on one line, else what human writes. An answer is
// written with --quiet too: it is what was asked for.
func (c *cli) answer(value any, human func(w io.Writer)) error {
	if c.json {
		return c.event(value)
	}
	human(c.out)
	return nil
}

// event writes one JSON object on one line; nothing without --json.
func (c *cli) event(value any) error {
	if !c.json {
		return nil
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// table writes rows in columns. The first row is the heading.
func table(w io.Writer, rows ...[]string) {
	t := tabwriter.NewWriter(w, 2, 8, 2, ' ', 0)
	for _, row := range rows {
		_, _ = fmt.Fprintln(t, strings.Join(row, "\t"))
	}
	_ = t.Flush()
}

// line writes one line.
func line(w io.Writer, format string, values ...any) {
	_, _ = fmt.Fprintf(w, format+"\n", values...)
}

// bytesText gives a number of bytes in binary units, e.g. "12.3 MiB"; "?" when it is not known.
func bytesText(n int64) string {
	if n < 0 {
		return "?"
	}
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	value, unit := float64(n), -1
	for value >= 1024 && unit < 4 {
		value, unit = value/1024, unit+1
	}
	return fmt.Sprintf("%.1f %ciB", value, "KMGTP"[unit])
}

// date gives a day, or nothing for the zero time.
func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02")
}

// clean makes text from a service safe on a terminal: control characters could move the cursor or change the title.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if r < 0x20 || r == 0x7f || (r >= 0x80 && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return -1
		}
		return r
	}, text)
}
