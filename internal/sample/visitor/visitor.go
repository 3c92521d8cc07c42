package visitor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"github.com/programconnect/programconnect/internal/urlcheck"
)

// Script is what the person knows and wants.
type Script struct {
	Address  string // typed where an address is asked for
	Password string // typed where a password is asked for
	Kind     string // "work" or "personal", where one address has two accounts; "": work

	// SignUp makes a new account with Name, Address and Password in place of signing in.
	SignUp bool
	Name   string

	// Code returns the code that was mailed to an address: for a second proof or to verify the address.
	Code func(ctx context.Context, address string) (string, error)
	// UserCode is typed on the device code page.
	UserCode string

	Decline   bool // refuses the permissions, or the device
	CancelMFA bool // gives up at the second proof
	Other     bool // asks for another account where the browser lists some
	StopAt    string
}

// End is how a visit ended.
type End string

// The ends of a visit.
const (
	AtApp   End = "app"     // the answer was handed to the app
	AtPage  End = "page"    // an error page: the app never hears of it
	AtForm  End = "form"    // a form refused what was typed, or asks what the script cannot answer
	Done    End = "done"    // the last page of a device code
	Stopped End = "stopped" // at Script.StopAt
)

// Outcome is what the person saw.
type Outcome struct {
	End     End
	Pages   []string // the names of the pages, in order
	Code    int      // the AADSTS number on the last page, 0 for none
	Title   string   // of the last page
	Text    string   // of the last page, as a person would copy it
	URL     string   // of the last page
	Answer  url.Values
	AppText string // what the app's page said, at most 64 KiB
	AppCode int    // its HTTP status
}

// maxSteps is more pages than any sign-in has.
const maxSteps = 25

// maxPage is how much of a page is read.
const maxPage = 1 << 20

// Visitor is one person at one browser: cookies stay from visit to visit.
type Visitor struct {
	client *http.Client
	script Script
}

// New opens a browser without history. transport nil: the default one, without a proxy.
func New(script Script, transport http.RoundTripper) *Visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // cannot happen: cookiejar.New has no error to give
	}
	if transport == nil {
		transport = &http.Transport{DisableKeepAlives: true}
	}
	return &Visitor{script: script, client: &http.Client{Transport: transport, Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// With is the same browser in front of somebody with another script.
func (v *Visitor) With(script Script) *Visitor { return &Visitor{client: v.client, script: script} }

// Open follows the page in the background, as a system browser does: it has the shape of auth's OpenBrowser. Its result
// says only that the browser started; done, when not nil, is told the outcome.
func (v *Visitor) Open(done func(Outcome, error)) func(ctx context.Context, address string) error {
	return func(ctx context.Context, address string) error {
		ctx = context.WithoutCancel(ctx)
		go func() {
			out, err := v.Visit(ctx, address)
			if done != nil {
				done(out, err)
			}
		}()
		return nil
	}
}

// Visit opens the page at address and follows it to an end. Its error is about the network, or a page that it does not know.
func (v *Visitor) Visit(ctx context.Context, address string) (Outcome, error) {
	var out Outcome
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return out, errors.New("the visitor was given no address")
	}
	origin := req.URL.Host
	for range maxSteps {
		if !loopback(req.URL) {
			return out, fmt.Errorf("the visitor goes only to this computer, not to %s", req.URL.Hostname())
		}
		if req.URL.Host != origin { // the app listens there
			return v.handOver(req, out)
		}
		next, ended, err := v.step(ctx, req, &out)
		if err != nil || ended {
			return out, err
		}
		req = next
	}
	return out, fmt.Errorf("the visitor saw %d pages and no end: %s", maxSteps, strings.Join(out.Pages, ", "))
}

// step loads one page and returns the request that the person makes on it.
func (v *Visitor) step(ctx context.Context, req *http.Request, out *Outcome) (next *http.Request, ended bool, err error) {
	resp, err := v.client.Do(req)
	if err != nil {
		return nil, false, plainError(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if to, err := resp.Location(); err == nil && resp.StatusCode/100 == 3 {
		next, err = http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
		return next, false, err
	}
	p, err := readPage(io.LimitReader(resp.Body, maxPage), req.URL)
	if err != nil {
		return nil, false, err
	}
	out.Pages = append(out.Pages, p.name)
	out.Title, out.Text, out.Code, out.URL = p.title, p.text, p.code, withoutQuery(req.URL)
	if p.name == v.script.StopAt && p.name != "" {
		out.End = Stopped
		return nil, true, nil
	}
	press, end, err := v.decide(ctx, p)
	if err != nil || end != "" {
		out.End = end
		return nil, true, err
	}
	next, err = press.request(ctx)
	return next, false, err
}

// handOver sends the answer to the app, which may answer with a redirect to a page of its own.
func (v *Visitor) handOver(req *http.Request, out Outcome) (Outcome, error) {
	out.End, out.Answer = AtApp, req.URL.Query()
	if req.Method == http.MethodPost && req.GetBody != nil {
		if body, err := req.GetBody(); err == nil {
			raw, _ := io.ReadAll(body)
			out.Answer, _ = url.ParseQuery(string(raw))
		}
	}
	resp, err := v.client.Do(req)
	if err != nil {
		return out, plainError(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	out.AppText, out.AppCode = string(raw), resp.StatusCode
	return out, nil
}

// plainError leaves the address out: its query holds a state and a challenge, or a code.
func plainError(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return fmt.Errorf("the visitor could not open a page: %w", u.Err)
	}
	return err
}

func withoutQuery(u *url.URL) string { return u.Scheme + "://" + u.Host + u.Path }

func loopback(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && urlcheck.Loopback(u.Hostname())
}
