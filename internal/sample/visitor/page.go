package visitor

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// document is what the visitor sees of a page.
type document struct {
	name, title, text string
	code              int
	forms             []*form
	cards             []string // for each form, the address that its button shows, if any
	notice            bool     // the page says what was wrong with the last answer
}

// form is one form of a page.
type form struct {
	action  *url.URL
	fields  url.Values
	buttons []button
}

type button struct {
	name, value string
	action      *url.URL // formaction, or nil
}

// readPage parses a page at an address.
func readPage(r io.Reader, at *url.URL) (document, error) {
	root, err := html.Parse(r)
	if err != nil {
		return document{}, err
	}
	var d document
	var words []string
	var current *form
	var walk func(n *html.Node, shown bool)
	walk = func(n *html.Node, shown bool) {
		if n.Type == html.TextNode && shown {
			words = append(words, strings.Fields(n.Data)...)
		}
		if n.Type == html.ElementNode {
			switch n.Data {
			case "script", "style", "head":
				shown = false
			case "main":
				d.name = attr(n, "data-page")
				d.code, _ = strconv.Atoi(attr(n, "data-code")) // 0 when the page shows none
			case "form":
				current = &form{action: resolve(at, attr(n, "action")), fields: url.Values{}}
				d.forms, d.cards = append(d.forms, current), append(d.cards, "")
			case "input", "button":
				if current != nil {
					current.take(n, at)
				}
			case "span":
				if current != nil && n.FirstChild != nil {
					d.cards[len(d.cards)-1] = n.FirstChild.Data
				}
			case "p":
				d.notice = d.notice || attr(n, "id") == "notice"
			case "title":
				if n.FirstChild != nil {
					d.title = n.FirstChild.Data
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, shown)
		}
		if n.Type == html.ElementNode && n.Data == "form" {
			current = nil
		}
	}
	walk(root, true)
	d.text = strings.Join(words, " ")
	return d, nil
}

func (f *form) take(n *html.Node, at *url.URL) {
	name := attr(n, "name")
	if n.Data == "button" {
		b := button{name: name, value: attr(n, "value")}
		if to := attr(n, "formaction"); to != "" {
			b.action = resolve(at, to)
		}
		f.buttons = append(f.buttons, b)
		return
	}
	if name == "" {
		return
	}
	f.fields.Add(name, attr(n, "value"))
}

// press is one button about to be pressed in a form.
type press struct {
	form   *form
	button button
	values url.Values
}

// request is what a browser sends for it.
func (p press) request(ctx context.Context) (*http.Request, error) {
	values := url.Values{}
	for k, v := range p.form.fields {
		values[k] = v
	}
	for k, v := range p.values {
		values[k] = v
	}
	if p.button.name != "" {
		values.Set(p.button.name, p.button.value)
	}
	to := p.form.action
	if p.button.action != nil {
		to = p.button.action
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), strings.NewReader(values.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return req, nil
}

func resolve(at *url.URL, ref string) *url.URL {
	u, err := at.Parse(ref)
	if err != nil {
		return at
	}
	return u
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
