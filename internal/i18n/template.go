package i18n

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// parser reads messages: text with names such as {{.Host}} in it, and nothing else of a template language. It keeps
// what it has read by the source text; those are the messages of the program, so there is an end to them.
type parser struct{ patterns sync.Map }

var errPattern = errors.New("i18n: a message holds braces that are no {{.Name}}")

// Cacheable reports that a parsed message never changes.
func (*parser) Cacheable() bool { return true }

// Parse returns the pattern of a message. The delimiters are always the standard ones.
func (p *parser) Parse(source, _, _ string) (template.ParsedTemplate, error) {
	if known, ok := p.patterns.Load(source); ok {
		return known.(pattern), nil
	}
	read, err := parsePattern(source)
	if err != nil {
		return nil, err
	}
	p.patterns.Store(source, read)
	return read, nil
}

// pattern is a message taken apart: texts and names in turn, beginning and ending with a text.
type pattern []string

func parsePattern(source string) (pattern, error) {
	var read pattern
	for {
		text, rest, found := strings.Cut(source, "{{")
		read = append(read, text)
		if !found {
			return read, nil
		}
		name, after, closed := strings.Cut(rest, "}}")
		name, named := strings.CutPrefix(strings.TrimSpace(name), ".")
		if !closed || !named || name == "" || strings.ContainsFunc(name, notInName) {
			return nil, fmt.Errorf("%w: %q", errPattern, source)
		}
		read, source = append(read, name), after
	}
}

func notInName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
}

// Execute returns the message with its values put in. A value that is missing is an error.
func (p pattern) Execute(data any) (string, error) {
	values, _ := data.(map[string]string)
	var b strings.Builder
	for i, part := range p {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		value, ok := values[part]
		if !ok {
			return "", fmt.Errorf("i18n: a message has no value for {{.%s}}", part)
		}
		b.WriteString(value)
	}
	return b.String(), nil
}
