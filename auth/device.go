package auth

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
)

const (
	defaultInterval = 5 * time.Second // RFC 8628 section 3.2
	slowDownStep    = 5 * time.Second // RFC 8628 section 3.5
	maxLostPolls    = 5               // in a row; a laptop that changes its network loses one or two
)

// DeviceCode is what a person needs to sign in on another device (RFC 8628).
type DeviceCode struct {
	UserCode        string
	VerificationURL string
	Expires         time.Time
	Message         i18n.Text // what to do, with the warning never to enter a code that somebody sent
}

// SignInWithCode signs in with a code that the person enters on another device. show is called once.
func (a *Accounts) SignInWithCode(ctx context.Context, authority Authority, opts SignInOptions, show func(DeviceCode)) (Account, error) {
	if !a.life.begin() {
		return Account{}, faultClosed()
	}
	defer a.life.end()
	ctx, cancel := a.life.join(ctx)
	defer cancel()
	m, err := a.provider.metadataOf(ctx, authority, 0)
	if err != nil {
		return Account{}, err
	}
	u, err := authority.check()
	if err != nil {
		return Account{}, err
	}
	c, box := a.provider.newCall(authority, u, "device"), &cacheBox{}
	client, err := a.provider.client(authority, m, c, box)
	if err != nil {
		return Account{}, faultAddress()
	}
	var more []public.AcquireByDeviceCodeOption
	if opts.Claims != "" {
		more = append(more, public.WithClaims(opts.Claims))
	}
	code, err := client.AcquireTokenByDeviceCode(ctx, authority.tokenScopes(), more...)
	if err != nil {
		return Account{}, a.provider.explain(authority, c)
	}
	shown, err := a.provider.deviceCode(authority, code.Result)
	if err != nil {
		return Account{}, err
	}
	show(shown)
	c.pace = newPacer(time.Duration(code.Result.Interval) * time.Second)
	res, err := code.AuthenticationResult(ctx)
	if err != nil {
		return Account{}, a.provider.deviceEnded(ctx, authority, c, code.Result.ExpiresOn)
	}
	return a.welcome(ctx, authority, m, a.provider.grantOf(res, box, ""), expected{}, c)
}

// deviceCode makes what is shown. The page must be an https address (or the in-process authority's own page):
// it is opened and shown as a link.
func (p *provider) deviceCode(authority Authority, r public.DeviceCodeResult) (DeviceCode, error) {
	page, err := url.Parse(r.VerificationURL)
	if err != nil || r.UserCode == "" || len(r.UserCode) > 40 || page.User != nil ||
		(page.Scheme != "https" && !authority.Channel.shows(r.VerificationURL)) {
		return DeviceCode{}, faultAnswer(p.detailsFor(authority, "device", errUnexpected))
	}
	return DeviceCode{
		UserCode: short(r.UserCode), VerificationURL: page.String(),
		Expires: p.clock().Add(time.Until(r.ExpiresOn)),
		Message: i18n.T(&goi18n.Message{ID: "auth.device-code.message", Other: "On any device, open {{.Page}} and enter the code {{.Code}}.\n" +
			"Enter only a code that you see here, in Program Connect. A code that somebody sent to you would sign them in as you."},
			"Page", page.String(), "Code", short(r.UserCode)),
	}, nil
}

// deviceEnded says why the wait for a code ended.
func (p *provider) deviceEnded(ctx context.Context, authority Authority, c *call, expires time.Time) error {
	if ctx.Err() != nil {
		return faultStopped(ctx.Err(), "device")
	}
	d, err := c.trouble()
	waiting := d != nil && (d.OAuth == "authorization_pending" || d.OAuth == "slow_down")
	if waiting || (d == nil && !time.Now().Before(expires)) || errors.Is(err, context.DeadlineExceeded) {
		return p.refused(authority, &Details{Stage: "device", OAuth: "expired_token"})
	}
	return p.explain(authority, c)
}

// pacer keeps MSAL's polls to the server's interval. MSAL polls after 50 ms and ignores both the interval
// and slow_down, and one lost poll ends its wait; the pacer waits first, and answers for a lost poll that
// nothing has happened yet.
type pacer struct {
	mu       sync.Mutex
	interval time.Duration
	last     time.Time
	lost     int
}

func newPacer(interval time.Duration) *pacer {
	if interval <= 0 {
		interval = defaultInterval
	}
	return &pacer{interval: min(interval, time.Minute), last: time.Now()}
}

func (p *pacer) poll(req *http.Request, send func(*http.Request) (*http.Response, error)) (*http.Response, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	wait := time.NewTimer(time.Until(p.last.Add(p.interval)))
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	p.last = time.Now()
	res, err := send(req)
	if err != nil {
		p.lost++
		if !errors.Is(err, errUnreachable) || p.lost > maxLostPolls {
			return nil, err
		}
		return reply(req, http.StatusBadRequest, []byte(`{"error":"authorization_pending"}`)), nil
	}
	p.lost = 0
	return p.heed(res)
}

// heed looks for slow_down and hands the reply on.
func (p *pacer) heed(res *http.Response) (*http.Response, error) {
	body, err := io.ReadAll(res.Body) // in memory already: send has read it
	if err != nil {
		return nil, err
	}
	_ = res.Body.Close()
	var r struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &r) == nil && r.Error == "slow_down" {
		p.interval += slowDownStep
	}
	out := reply(res.Request, res.StatusCode, body)
	out.Header = res.Header
	return out, nil
}
