package widgets

import (
	"net/url"
	"strings"
)

// The program's markdown subset: paragraphs, headings, lists, bold, and https links. Everything else (HTML,
// images, tables, code) stays the plain text that it is, so that no text of a server can load a picture,
// hide a word or show a link without its host.

type blockKind int

const (
	paragraphBlock blockKind = iota
	headingBlock
	itemBlock
)

// block is one paragraph, heading or list item.
type block struct {
	kind   blockKind
	level  int    // of a heading, 1 to 3; of an item, how far in, from 0
	marker string // of an item: a bullet or its number
	spans  []span
}

// span is a stretch of text of one style.
type span struct {
	text string
	bold bool
	link string // an https address, or empty
}

// parseMarkup reads a text in the subset. It never refuses one.
func parseMarkup(text string) []block {
	var blocks []block
	var open *block
	var lines []string
	flush := func() {
		if open != nil {
			open.spans = parseSpans(strings.Join(lines, " "))
			blocks = append(blocks, *open)
		}
		open, lines = nil, nil
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	for line := range strings.SplitSeq(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" {
			flush()
			continue
		}
		if b, rest, ok := blockStart(line); ok {
			flush()
			open, lines = &b, []string{rest}
			if b.kind == headingBlock {
				flush()
			}
			continue
		}
		if open == nil {
			open = &block{kind: paragraphBlock}
		}
		lines = append(lines, trimmed)
	}
	flush()
	return blocks
}

// blockStart reads the mark of a heading or an item at the beginning of a line.
func blockStart(line string) (block, string, bool) {
	trimmed := strings.TrimLeft(line, " \t")
	indent := len(line) - len(trimmed)
	if hashes := len(trimmed) - len(strings.TrimLeft(trimmed,
		"#")); hashes > 0 && hashes <= 6 && strings.HasPrefix(trimmed[hashes:], " ") {
		return block{kind: headingBlock, level: min(hashes, 3)}, strings.TrimRight(strings.TrimSpace(trimmed[hashes:]),
			"# "), true
	}
	if len(trimmed) > 2 && strings.ContainsRune("-*+", rune(trimmed[0])) && trimmed[1] == ' ' {
		return block{kind: itemBlock, level: min(indent/2, 4), marker: "•"}, strings.TrimSpace(trimmed[2:]), true
	}
	digits := len(trimmed) - len(strings.TrimLeft(trimmed, "0123456789"))
	if digits > 0 && digits <= 3 && len(trimmed) > digits+1 && (trimmed[digits] == '.' || trimmed[digits] == ')') && trimmed[digits+1] == ' ' {
		return block{kind: itemBlock, level: min(indent/2, 4),
			marker: trimmed[:digits+1]}, strings.TrimSpace(trimmed[digits+2:]), true
	}
	return block{}, "", false
}

// parseSpans reads bold and links in the text of one block.
func parseSpans(text string) []span {
	var spans []span
	var plain strings.Builder
	bold := false
	flush := func() {
		if plain.Len() > 0 {
			spans = append(spans, span{text: plain.String(), bold: bold})
			plain.Reset()
		}
	}
	for i := 0; i < len(text); {
		switch {
		case text[i] == '\\' && i+1 < len(text) && strings.IndexByte(`\*[]()#-+.!<>_`+"`", text[i+1]) >= 0:
			plain.WriteByte(text[i+1])
			i += 2
		case strings.HasPrefix(text[i:], "**") && (bold || strings.Contains(text[i+2:], "**")):
			flush()
			bold = !bold
			i += 2
		case text[i] == '[' && (i == 0 || text[i-1] != '!'):
			label, address, length, ok := parseLink(text[i:])
			if !ok {
				plain.WriteByte(text[i])
				i++
				continue
			}
			flush()
			spans = append(spans, span{text: label, bold: bold, link: address})
			i += length
		default:
			plain.WriteByte(text[i])
			i++
		}
	}
	flush()
	return spans
}

// parseLink reads "[label](https://host/...)" at the beginning of text. Other schemes, names and passwords
// in the address, and addresses without a host are no links.
func parseLink(text string) (label, address string, length int, ok bool) {
	middle := strings.Index(text, "](")
	if middle < 0 || strings.ContainsRune(text[1:middle], '[') {
		return "", "", 0, false
	}
	end := strings.IndexByte(text[middle:], ')')
	if end < 0 {
		return "", "", 0, false
	}
	label, address = strings.TrimSpace(text[1:middle]), strings.TrimSpace(text[middle+2:middle+end])
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || strings.ContainsAny(address, " \t\"<>") {
		return "", "", 0, false
	}
	if label == "" {
		label = u.Host
	}
	return label, address, middle + end + 1, true
}

// hostOf is the host that a link leads to, shown beside its text.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
