package guide

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// A guide's file is YAML between two lines of "---", then Markdown:
//
//	---
//	id: register
//	title: Register at a program
//	summary: Once per program.
//	kind: journey
//	codes: [session.register]
//	quotes: ["You are not registered with this program"]
//	symptoms: ["You must register first."]
//	related: [accept-terms]
//	---
//	What stands before the first step is the introduction.
//
//	## 1. Sign in {#sign-in}
//	Text of the step, with links.
//
//	check: account-kind
//
//	```copy
//	A text to copy, with {address} to be filled in.
//	```
//
// Quotes are wordings of a page or a system that no other trouble has. Symptoms are sentences as a page or a person says them; the
// classifier is trained on them, on the title and on the summary.
//
// Steps are numbered from 1 without a gap; their ids stand in braces. A step has at most one check.

type frontMatter struct {
	ID       string   `yaml:"id"`
	Title    string   `yaml:"title"`
	Summary  string   `yaml:"summary"`
	Kind     Kind     `yaml:"kind"`
	Codes    []string `yaml:"codes"`
	Quotes   []string `yaml:"quotes"`
	Symptoms []string `yaml:"symptoms"`
	Related  []string `yaml:"related"`
}

var (
	stepHead = regexp.MustCompile(`^## (\d+)\. (.+) \{#([a-z0-9-]+)\}$`)
	links    = regexp.MustCompile(`\[([^\]]+)\]\(([^)\s]+)\)`)
)

// parse reads one file.
func parse(data []byte) (Guide, error) {
	rest, ok := bytes.CutPrefix(data, []byte("---\n"))
	head, body, found := bytes.Cut(rest, []byte("\n---\n"))
	if !ok || !found {
		return Guide{}, errors.New("no front matter between two lines of ---")
	}
	var front frontMatter
	if err := yaml.UnmarshalWithOptions(head, &front, yaml.Strict()); err != nil {
		return Guide{}, fmt.Errorf("front matter: %w", err)
	}
	g := Guide{ID: front.ID, Kind: front.Kind, Title: front.Title, Summary: front.Summary, Codes: front.Codes, Related: front.Related, symptoms: front.Symptoms}
	if g.Title == "" || g.Summary == "" || !slices.Contains([]Kind{Journey, Remedy, Advice}, g.Kind) {
		return Guide{}, errors.New("title, summary or kind is missing")
	}
	for _, code := range front.Codes {
		if strings.Trim(code, "0123456789") == "" {
			return Guide{}, fmt.Errorf("code %q: a number in YAML, as 0x80070070 is, stands in quotes", code)
		}
	}
	for _, quote := range front.Quotes {
		p := newPiece(quote)
		if p == "" {
			return Guide{}, fmt.Errorf("quote %q says nothing", quote)
		}
		g.quotes = append(g.quotes, p)
	}
	return g, g.parseBody(string(body))
}

// parseBody cuts the body at its numbered headings.
func (g *Guide) parseBody(body string) error {
	var part []string
	end := func() error {
		text := strings.TrimSpace(strings.Join(part, "\n"))
		part = nil
		if len(g.Steps) == 0 {
			g.Intro = text
			return nil
		}
		return g.Steps[len(g.Steps)-1].fill(text)
	}
	for line := range strings.Lines(body) {
		line = strings.TrimRight(line, "\n")
		head := stepHead.FindStringSubmatch(line)
		if head == nil {
			part = append(part, line)
			continue
		}
		if err := end(); err != nil {
			return err
		}
		if head[1] != fmt.Sprint(len(g.Steps)+1) {
			return fmt.Errorf("step %s is out of order", head[1])
		}
		g.Steps = append(g.Steps, Step{ID: head[3], Title: head[2]})
	}
	if err := end(); err != nil {
		return err
	}
	if len(g.Steps) == 0 {
		return errors.New("no steps")
	}
	return nil
}

// fill takes the check and the templates out of a step's text and finds its links.
func (s *Step) fill(text string) error {
	var keep, copied []string
	inside := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		name, isCheck := strings.CutPrefix(line, "check: ")
		switch {
		case line == "```copy" && !inside:
			inside, copied = true, nil
		case line == "```" && inside:
			inside = false
			s.Templates = append(s.Templates, Template{Text: strings.Join(copied, "\n")})
		case inside:
			copied = append(copied, line)
		case isCheck:
			if s.Check != "" || !slices.Contains(Checks(), Check(name)) {
				return fmt.Errorf("step %s: check %q", s.ID, name)
			}
			s.Check = Check(name)
		default:
			keep = append(keep, line)
		}
	}
	if inside {
		return fmt.Errorf("step %s: a template has no end", s.ID)
	}
	s.Text = strings.TrimSpace(strings.Join(keep, "\n"))
	for _, m := range links.FindAllStringSubmatch(s.Text, -1) {
		u, err := url.Parse(m[2])
		if err != nil || u.Scheme != "https" || u.Host == "" {
			return fmt.Errorf("step %s: the link of %q is not https", s.ID, m[1])
		}
		s.Links = append(s.Links, Link{Text: m[1], URL: m[2], Host: u.Hostname()})
	}
	return nil
}
