package client

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// serving returns a client of a program that answers every call with one body.
func serving(t *testing.T, status int, kind, body string) *Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return NewClient(Options{Address: server.URL})
}

const hash = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"

func TestAnswerWithABadIDShowsNothing(t *testing.T) {
	const bad = `x\u001b]0;x\u0007`
	access := `{"state":"granted"}`
	item := `{"id":"` + bad + `","engagement":"e","type":"bug","state":"new"}`
	type ask func(context.Context, *Client) (any, error)
	for name, c := range map[string]struct {
		body string
		call ask
	}{
		"status":      {`{"account":{"id":"` + bad + `"},"access":` + access + `}`, func(ctx context.Context, c *Client) (any, error) { return c.Status(ctx) }},
		"agreements":  {`{"agreements":[{"id":"` + bad + `","sha256":"` + hash + `"}]}`, func(ctx context.Context, c *Client) (any, error) { return c.Agreements(ctx) }},
		"agreement":   {`{"id":"` + bad + `","sha256":"` + api.TextHash("x") + `","text":"x"}`, func(ctx context.Context, c *Client) (any, error) { return c.Agreement(ctx, "x") }},
		"ledger":      {`{"program":"` + bad + `","receipts":[],"keys":[]}`, func(ctx context.Context, c *Client) (any, error) { return c.Ledger(ctx) }},
		"decision":    {`{"program":"` + bad + `"}`, func(ctx context.Context, c *Client) (any, error) { return c.Decide(ctx, "x", hash, true, api.Device{}) }},
		"access":      {`{"state":"` + bad + `"}`, func(ctx context.Context, c *Client) (any, error) { return c.RequestAccess(ctx, "x") }},
		"engagements": {`{"engagements":[{"id":"` + bad + `","access":` + access + `}]}`, func(ctx context.Context, c *Client) (any, error) { return c.Engagements(ctx) }},
		"engagement":  {`{"id":"` + bad + `"}`, func(ctx context.Context, c *Client) (any, error) { return c.Engagement(ctx, "x") }},
		"packages":    {`{"packages":[{"id":"` + bad + `","engagement":"e"}]}`, func(ctx context.Context, c *Client) (any, error) { return c.Packages(ctx) }},
		"package":     {`{"id":"` + bad + `","engagement":"e"}`, func(ctx context.Context, c *Client) (any, error) { return c.Package(ctx, "x") }},
		"link":        {`{"url":"javascript:x","sha256":"` + hash + `"}`, func(ctx context.Context, c *Client) (any, error) { return c.Link(ctx, "x", "y") }},
		"form":        {`{"engagement":"` + bad + `"}`, func(ctx context.Context, c *Client) (any, error) { return c.Form(ctx, "x") }},
		"items":       {`{"items":[` + item + `]}`, func(ctx context.Context, c *Client) (any, error) { return c.Items(ctx, "x", ItemQuery{}) }},
		"item":        {item, func(ctx context.Context, c *Client) (any, error) { return c.Item(ctx, "x") }},
		"comment":     {`{"id":"` + bad + `"}`, func(ctx context.Context, c *Client) (any, error) { return c.Comment(ctx, "x", "k", "t") }},
		"attachment":  {`{"id":"` + bad + `","name":"n","sha256":"` + hash + `"}`, func(ctx context.Context, c *Client) (any, error) { return c.Attachment(ctx, "x", "y") }},
		"name":        {`{"name":"x","code":"` + bad + `"}`, func(ctx context.Context, c *Client) (any, error) { return c.CheckPublisherName(ctx, "x") }},
	} {
		t.Run(name, func(t *testing.T) {
			value, err := c.call(t.Context(), serving(t, http.StatusOK, "application/json", c.body))
			f := fault.Of(err)
			if f.Code != "program.answer" || f.Title.String() != "The answer is not the program's." || strings.Contains(f.Text(), "\x1b") {
				t.Errorf("%v", err)
			}
			if text, _ := json.Marshal(value); strings.Contains(string(text), "001b") {
				t.Errorf("the value is returned: %s", text)
			}
		})
	}
}

func TestProblemIsCleanedWhereItIsDecoded(t *testing.T) {
	c := serving(t, http.StatusConflict, api.ProblemType,
		`{"type":"`+api.ProblemConflict+`","status":409,"title":"Own\u001b[2J words\u202e.","detail":"Line\none.","code":"new.code","values":{"x":"a\nb","y":{}},"fields":[{"field":"a\u0007","message":"m\u001b"}]}`)
	_, err := c.Status(t.Context())
	if f := fault.Of(err); f.Error() != "Own[2J words. Line one." || f.Kind != fault.Usage {
		t.Errorf("%q", f.Error())
	}
	for name, body := range map[string]string{
		"a code outside the grammar": `{"type":"x","status":409,"title":"t","code":"a b"}`,
		"an agreement's id":          `{"type":"` + api.ProblemTerms + `","status":403,"title":"t","agreement":"x\u001b"}`,
		"too many fields":            `{"type":"x","status":422,"title":"t","fields":[` + strings.TrimSuffix(strings.Repeat(`{"field":"a","message":"m"},`, 201), ",") + `]}`,
		"too long":                   `{"type":"x","status":422,"title":"` + strings.Repeat("x", maxProblem) + `"}`,
	} {
		_, err := serving(t, http.StatusConflict, api.ProblemType, body).Status(t.Context())
		if f := fault.Of(err); f.Title.String() != "The answer is not the program's." {
			t.Errorf("%s: %v", name, err)
		}
	}
}
