package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"

	"github.com/programconnect/programconnect/internal/i18n"
)

// printer writes everything that pconnect writes: what a person reads, in one language, and with --json one object a line, in English.
//
// It is the only way to standard output and standard error, and every value is cleaned here, whoever wrote it: a sentence or a cell of a
// table is always one line without control characters. Only exact, for bytes that are not for reading, writes what it is given.
type printer struct {
	lang        *i18n.Language
	out, errOut io.Writer
	json        bool // --json
	quiet       bool // --quiet
}

// said returns a text in the language as one clean line.
func (p *printer) said(t i18n.Text) string { return cleanLine(p.lang.Text(t)) }

// say writes how a command goes on. Nothing is said with --json or --quiet.
func (p *printer) say(t i18n.Text) {
	if !p.json && !p.quiet {
		p.line(t)
	}
}

// line writes one sentence of the answer to standard output.
func (p *printer) line(t i18n.Text) { _, _ = io.WriteString(p.out, p.said(t)+"\n") }

// lines writes sentences of the answer to standard output, all at once.
func (p *printer) lines(all []i18n.Text) {
	if len(all) == 0 {
		return
	}
	var text strings.Builder
	for _, t := range all {
		text.WriteString(p.said(t) + "\n")
	}
	_, _ = io.WriteString(p.out, text.String())
}

// space writes an empty line to standard output.
func (p *printer) space() { _, _ = io.WriteString(p.out, "\n") }

// note writes one sentence beside the answer, to standard error.
func (p *printer) note(t i18n.Text) { p.indented("", t) }

// indented writes one sentence to standard error, after a mark of ours.
func (p *printer) indented(mark string, t i18n.Text) {
	_, _ = io.WriteString(p.errOut, mark+p.said(t)+"\n")
}

// prompt writes a question to standard error; the answer is typed behind it.
func (p *printer) prompt(t i18n.Text) { _, _ = io.WriteString(p.errOut, p.said(t)) }

// block writes a text of several lines to standard output, each cleaned and behind the same mark.
func (p *printer) block(mark, text string) { writeBlock(p.out, mark, text) }

// noteBlock writes a text of several lines to standard error.
func (p *printer) noteBlock(mark, text string) { writeBlock(p.errOut, mark, text) }

func writeBlock(w io.Writer, mark, text string) {
	for l := range strings.SplitSeq(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n") {
		_, _ = io.WriteString(w, strings.TrimRight(mark+cleanText(l), " ")+"\n")
	}
}

// exact writes bytes as they are: a text that a SHA-256 names, an export, a completion script.
func (p *printer) exact(text []byte) { _, _ = p.out.Write(text) }

// drawn writes rows of bars with their escape codes. All that they hold was said or cleaned before.
func (p *printer) drawn(rows string) { _, _ = io.WriteString(p.out, rows) }

// answer writes the result of a command: with --json the value as one object on one line, else what human writes. An answer is
// written with --quiet too: it is what was asked for.
func (p *printer) answer(value any, human func()) error {
	if p.json {
		return p.event(value)
	}
	human()
	return nil
}

// event writes one JSON object on one line; nothing without --json.
func (p *printer) event(value any) error {
	if !p.json {
		return nil
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	p.exact(text.Bytes())
	return nil
}

// cell returns a value as it stands in a table: a text in the language, everything else as Go prints it, on one clean line.
func (p *printer) cell(value any) string {
	switch v := value.(type) {
	case i18n.Text:
		return p.said(v)
	case string:
		return cleanLine(v)
	default:
		return cleanLine(fmt.Sprint(v))
	}
}

// table writes rows in columns under a heading.
func (p *printer) table(heading []i18n.Text, rows [][]any) {
	cells := make([][]string, 0, len(rows)+1)
	head := make([]string, len(heading))
	for i, t := range heading {
		head[i] = p.said(t)
	}
	cells = append(cells, head)
	for _, row := range rows {
		line := make([]string, len(row))
		for i, value := range row {
			line[i] = p.cell(value)
		}
		cells = append(cells, line)
	}
	writeColumns(p.out, cells)
}

// pairs writes lines of a name and what it is, the second column aligned.
func (p *printer) pairs(rows ...[2]any) {
	cells := make([][]string, len(rows))
	for i, row := range rows {
		cells[i] = []string{p.cell(row[0]), p.cell(row[1])}
	}
	writeColumns(p.out, cells)
}

// writeColumns aligns cells, with two spaces between columns. Wide characters take two places.
func writeColumns(w io.Writer, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns(cell))
		}
	}
	for _, row := range rows {
		var text strings.Builder
		for i, cell := range row {
			text.WriteString(cell)
			if i < len(row)-1 {
				text.WriteString(strings.Repeat(" ", widths[i]-columns(cell)+2))
			}
		}
		_, _ = io.WriteString(w, strings.TrimRight(text.String(), " ")+"\n")
	}
}

// columns returns how many places of a terminal a text takes.
func columns(text string) int {
	n := 0
	for _, r := range text {
		switch kind := width.LookupRune(r).Kind(); {
		case joins(r):
		case kind == width.EastAsianWide, kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
