package authority

import (
	"net/http"
	"strings"
	"time"
)

// device is one device code, RFC 8628. It is guarded by the authority's lock.
type device struct {
	userCode string
	req      request
	expires  time.Time
	interval time.Duration
	lastPoll time.Time
	grant    *grant   // set once the person said yes
	refused  *Trouble // set once the person, or a policy, said no
	taken    bool     // a browser has typed the code: it cannot be typed again
}

func (d *device) refuse(t *Trouble) {
	if d.grant == nil {
		d.refused = t
	}
}

// plainUserCode forgives case, spaces and dashes.
func plainUserCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}

// deviceCode answers the device authorization endpoint.
func (a *Authority) deviceCode(w http.ResponseWriter, r *http.Request) {
	defer a.enter()()
	tenant := r.PathValue("tenant")
	id, known := tenantNamed(tenant)
	req := request{tenant: tenant, tenantID: id, client: r.PostFormValue("client_id"), correlation: r.Header.Get("client-request-id")}
	switch {
	case !known:
		a.refuse(w, r, trouble(90002))
		return
	case req.client != a.cfg.ClientID:
		a.refuse(w, r, trouble(700016))
		return
	}
	var wrong *Trouble
	if req.scopes, wrong = a.parseScopes(r.PostFormValue("scope")); wrong != nil {
		a.refuse(w, r, wrong)
		return
	}
	var ok bool
	if req.claims, ok = parseClaims(r.PostFormValue("claims")); !ok {
		a.refuse(w, r, trouble(90014, "The claims cannot be read."))
		return
	}
	now := a.cfg.Now()
	for hash, old := range a.devices {
		if now.After(old.expires.Add(time.Hour)) || len(a.devices) >= maxFlows {
			delete(a.devices, hash)
		}
	}
	code := a.random.secret(120)
	d := &device{userCode: a.random.userCode(), req: req, expires: now.Add(a.cfg.DeviceLifetime), interval: a.cfg.DeviceInterval}
	a.devices[hashed(code)] = d
	writeJSON(w, http.StatusOK, map[string]any{
		"user_code": d.userCode, "device_code": code, "verification_uri": a.DeviceURL(),
		"expires_in": int(a.cfg.DeviceLifetime.Seconds()), "interval": int(a.cfg.DeviceInterval.Seconds()),
		"message": "To sign in, use a web browser to open the page " + a.DeviceURL() + " and enter the code " + d.userCode + " to authenticate.",
	})
}

// redeemDevice answers one poll: RFC 8628 section 3.5.
func (a *Authority) redeemDevice(w http.ResponseWriter, r *http.Request) {
	hash := hashed(r.PostFormValue("device_code"))
	d := a.devices[hash]
	now := a.cfg.Now()
	a.counts.Polls++
	if d == nil {
		a.refuse(w, r, trouble(70018))
		return
	}
	gap := now.Sub(d.lastPoll)
	first := d.lastPoll.IsZero()
	d.lastPoll = now
	if !first && (a.counts.MinPollGap == 0 || gap < a.counts.MinPollGap) {
		a.counts.MinPollGap = gap
	}
	// A network may bring two polls a little closer than they were sent.
	tooFast := !first && gap < d.interval-d.interval/20
	if tooFast {
		a.counts.FastPolls++
	}
	switch {
	case d.refused != nil:
		delete(a.devices, hash)
		a.refuse(w, r, d.refused)
	case d.grant != nil && now.Before(d.expires):
		if a.grantTokens(w, r, d.grant) {
			delete(a.devices, hash)
		}
	case !now.Before(d.expires):
		delete(a.devices, hash)
		a.refuse(w, r, trouble(70019))
	case tooFast:
		d.interval += 5 * time.Second
		a.refuse(w, r, trouble(70017))
	default:
		a.refuse(w, r, trouble(70016))
	}
}
