package authority

import (
	"net/http"
	"time"
)

// redeemDevice answers one poll: RFC 8628 section 3.5.
func (e *tokenEndpoint) redeemDevice(w http.ResponseWriter, r *http.Request) {
	hash := hashed(r.PostFormValue("device_code"))
	d := e.devices.byCode[hash]
	now := e.cfg.Now()
	e.counts.Polls++
	if d == nil {
		e.refuse(w, r, trouble(70018))
		return
	}
	gap := now.Sub(d.lastPoll)
	first := d.lastPoll.IsZero()
	d.lastPoll = now
	if !first && (e.counts.MinPollGap == 0 || gap < e.counts.MinPollGap) {
		e.counts.MinPollGap = gap
	}
	// Two polls may arrive a little closer than they were sent.
	tooFast := !first && gap < d.interval-d.interval/20
	if tooFast {
		e.counts.FastPolls++
	}
	switch {
	case d.refused != nil:
		delete(e.devices.byCode, hash)
		e.refuse(w, r, d.refused)
	case d.grant != nil && now.Before(d.expires):
		if e.grantTokens(w, r, d.grant) {
			delete(e.devices.byCode, hash)
		}
	case !now.Before(d.expires):
		delete(e.devices.byCode, hash)
		e.refuse(w, r, trouble(70019))
	case tooFast:
		d.interval += 5 * time.Second
		e.refuse(w, r, trouble(70017))
	default:
		e.refuse(w, r, trouble(70016))
	}
}
