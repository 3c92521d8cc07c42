package authority

import (
	"net/http"
	"strings"
	"time"
)

// refresh exchanges a refresh token for new tokens, one of them its successor. A token that comes a second time
// means that somebody else has a copy, and ends the family (RFC 9700 section 4.14.2); but while nobody has used the
// successor, and only for Config.ReuseLeeway, it is taken for a reply that was lost on its way.
func (e *tokenEndpoint) refresh(w http.ResponseWriter, r *http.Request) {
	tok := r.PostFormValue("refresh_token")
	_, rest, _ := strings.Cut(tok, ".")
	id, _, _ := strings.Cut(rest, ".")
	f := e.state.Families[id]
	now := e.cfg.Now()
	if f == nil || f.ClientID != r.PostFormValue("client_id") {
		e.refuse(w, r, trouble(70000))
		return
	}
	if f.Revoked != 0 {
		e.refuse(w, r, trouble(f.Revoked))
		return
	}
	switch hash := hashed(tok); {
	case hash == f.Current && now.After(f.Expires):
		e.refuse(w, r, trouble(700082))
		return
	case hash == f.Current:
		f.again = false
	case hash == f.Previous && now.Sub(f.Rotated) <= e.cfg.ReuseLeeway:
		f.again = true
		e.counts.Reused++
	default:
		e.counts.Reused++
		e.counts.Revoked++
		f.Revoked = 50173
		e.state.keep()
		e.refuse(w, r, trouble(50173))
		return
	}
	u := e.people.user(f.TenantID, f.ObjectID)
	if u == nil {
		e.refuse(w, r, trouble(50173))
		return
	}
	if t := e.refreshTrouble(u, f); t != nil {
		e.refuse(w, r, t)
		return
	}
	asked, ok := parseClaims(r.PostFormValue("claims"))
	if !ok {
		e.refuse(w, r, trouble(90014, "The claims cannot be read."))
		return
	}
	if (asked.secondProof || len(asked.contexts) > 0) && !f.MFA {
		t := *trouble(50076)
		t.Claims = r.PostFormValue("claims")
		e.refuse(w, r, &t)
		return
	}
	if len(asked.contexts) > 0 {
		f.Contexts = asked.contexts
	}
	if len(asked.capabilities) > 0 {
		f.Capabilities = asked.capabilities
	}
	if e.reply(w, r, u, f, "") {
		e.counts.Refreshes++
	}
}

// refreshTrouble lets the person's trouble strike. A session that ended, ends once: after a new sign-in all is well.
func (e *tokenEndpoint) refreshTrouble(u *user, f *family) *Trouble {
	t := u.Trouble
	if t == nil || t.Where != OnRefresh || mended(t, f.MFA, false) {
		return nil
	}
	if t.Claims != "" {
		return t
	}
	for _, other := range e.state.Families {
		if other.ObjectID == u.ObjectID && other.Revoked == t.Code {
			return nil
		}
	}
	f.Revoked = t.Code
	e.state.keep()
	return t
}

// rotate returns a new refresh token of the family and remembers its hash.
func (e *tokenEndpoint) rotate(f *family) string {
	now := e.cfg.Now()
	tok := "1." + f.ID + "." + e.random.secret(max(0, e.cfg.RefreshLength-len(f.ID)-3))
	if !f.again { // what came again stays the one before; its lost successor is forgotten
		f.Previous = f.Current
	}
	f.again = false
	f.Current, f.Rotated, f.Expires = hashed(tok), now, now.Add(e.cfg.RefreshLifetime)
	e.state.Families[f.ID] = f
	e.trimFamilies(now)
	e.state.keep()
	return tok
}

// trimFamilies forgets what has expired, and the oldest when there are too many.
func (e *tokenEndpoint) trimFamilies(now time.Time) {
	for id, f := range e.state.Families {
		if now.After(f.Expires.Add(24 * time.Hour)) {
			delete(e.state.Families, id)
		}
	}
	for len(e.state.Families) > maxFamilies {
		oldest := ""
		for id, f := range e.state.Families {
			if oldest == "" || f.Rotated.Before(e.state.Families[oldest].Rotated) {
				oldest = id
			}
		}
		delete(e.state.Families, oldest)
	}
}
