package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// provider speaks with identity providers over the back channel: metadata, keys, codes, tokens. It keeps no account.
type provider struct {
	transport http.RoundTripper // for authorities that have none of their own
	own       *http.Transport   // the same, when it is ours to close
	clock     func() time.Time
	log       *slog.Logger
	guideFor  func(number int) string
	directory directory
}

func newProvider(cfg Config) *provider {
	p := &provider{transport: cfg.Transport, clock: cfg.Clock, log: cfg.Log, guideFor: cfg.GuideFor,
		directory: directory{metadata: map[string]*metadata{}, keys: map[string]*keySet{}}}
	if p.transport == nil {
		p.own = newTransport()
		p.transport = p.own
	}
	return p
}

func (p *provider) close() {
	if p.own != nil {
		p.own.CloseIdleConnections()
	}
}

// newCall returns one operation on the back channel of an authority.
func (p *provider) newCall(authority Authority, u *url.URL, stage string) *call {
	rt := authority.Channel.transport
	if rt == nil {
		rt = p.transport
	}
	return newCall(u, stage, rt)
}

// detailsFor returns details for trouble that this package found itself.
func (p *provider) detailsFor(authority Authority, stage string, err error) *Details {
	return &Details{Stage: stage, Time: p.clock(), Tenant: tenantOf(authority), err: err}
}

var errUnexpected = errors.New("the authority's reply did not hold what it should")

// explain turns what the call remembers into a fault. MSAL's error is not asked: its text may hold tokens.
func (p *provider) explain(authority Authority, c *call) error {
	d, err := c.trouble()
	var known *fault.Error
	switch {
	case d != nil:
		return p.refused(authority, d)
	case errors.Is(err, context.Canceled):
		return faultStopped(context.Canceled, c.stage)
	case errors.As(err, &known):
		return known
	case err == nil:
		return faultAnswer(p.detailsFor(authority, c.stage, errUnexpected))
	case errors.Is(err, errUnreachable), errors.Is(err, context.DeadlineExceeded):
		return faultNetwork(p.detailsFor(authority, c.stage, err))
	default:
		return faultAnswer(p.detailsFor(authority, c.stage, err))
	}
}

// refused completes the details of a refusal and makes its fault.
func (p *provider) refused(authority Authority, d *Details) error {
	d.Tenant = tenantOf(authority)
	if d.Time.IsZero() {
		d.Time = p.clock().Truncate(time.Second)
	}
	guide := p.guideFor(d.Number)
	if guide == "" {
		guide = guideOfNumber(d.Number)
	}
	p.log.Info("sign-in refused", "stage", d.Stage, "error", d.OAuth, "suberror", d.Suberror, "number", d.Number, "correlation", d.Correlation)
	return refusalFault(d, guide)
}
