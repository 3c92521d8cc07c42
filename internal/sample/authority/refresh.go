package authority

import (
	"net/http"
	"strings"
	"time"
)

// refresh exchanges a refresh token for new tokens, one of them its successor. A token that comes a second time
// means that somebody else has a copy, and ends the family (RFC 9700 section 4.14.2); but while nobody has used the
// successor, and only for Config.ReuseLeeway, it is taken for a reply that was lost on its way.
func (a *Authority) refresh(w http.ResponseWriter, r *http.Request) {
	tok := r.PostFormValue("refresh_token")
	_, rest, _ := strings.Cut(tok, ".")
	id, _, _ := strings.Cut(rest, ".")
	f := a.state.Families[id]
	now := a.cfg.Now()
	if f == nil || f.ClientID != r.PostFormValue("client_id") {
		a.refuse(w, r, trouble(70000))
		return
	}
	if f.Revoked != 0 {
		a.refuse(w, r, trouble(f.Revoked))
		return
	}
	switch hash := hashed(tok); {
	case hash == f.Current && now.After(f.Expires):
		a.refuse(w, r, trouble(700082))
		return
	case hash == f.Current:
		f.again = false
	case hash == f.Previous && now.Sub(f.Rotated) <= a.cfg.ReuseLeeway:
		f.again = true
		a.counts.Reused++
	default:
		a.counts.Reused++
		a.counts.Revoked++
		f.Revoked = 50173
		a.save()
		a.refuse(w, r, trouble(50173))
		return
	}
	u := a.user(f.TenantID, f.ObjectID)
	if u == nil {
		a.refuse(w, r, trouble(50173))
		return
	}
	if t := a.refreshTrouble(u, f); t != nil {
		a.refuse(w, r, t)
		return
	}
	asked, ok := parseClaims(r.PostFormValue("claims"))
	if !ok {
		a.refuse(w, r, trouble(90014, "The claims cannot be read."))
		return
	}
	if (asked.secondProof || len(asked.contexts) > 0) && !f.MFA {
		t := *trouble(50076)
		t.Claims = r.PostFormValue("claims")
		a.refuse(w, r, &t)
		return
	}
	if len(asked.contexts) > 0 {
		f.Contexts = asked.contexts
	}
	if len(asked.capabilities) > 0 {
		f.Capabilities = asked.capabilities
	}
	if a.reply(w, r, u, f, "") {
		a.counts.Refreshes++
	}
}

// refreshTrouble lets the person's trouble strike. A session that ended, ends once: after a new sign-in all is well.
func (a *Authority) refreshTrouble(u *user, f *family) *Trouble {
	t := u.Trouble
	if t == nil || t.Where != OnRefresh || mended(t, f.MFA, false) {
		return nil
	}
	if t.Claims != "" {
		return t
	}
	for _, other := range a.state.Families {
		if other.ObjectID == u.ObjectID && other.Revoked == t.Code {
			return nil
		}
	}
	f.Revoked = t.Code
	a.save()
	return t
}

// rotate gives the family a new refresh token and remembers its hash.
func (a *Authority) rotate(f *family) string {
	now := a.cfg.Now()
	tok := "1." + f.ID + "." + a.random.secret(max(0, a.cfg.RefreshLength-len(f.ID)-3))
	if !f.again { // what came again stays the one before; its lost successor is forgotten
		f.Previous = f.Current
	}
	f.again = false
	f.Current, f.Rotated, f.Expires = hashed(tok), now, now.Add(a.cfg.RefreshLifetime)
	a.state.Families[f.ID] = f
	a.trimFamilies(now)
	a.save()
	return tok
}

// trimFamilies forgets what has expired, and the oldest when there are too many.
func (a *Authority) trimFamilies(now time.Time) {
	for id, f := range a.state.Families {
		if now.After(f.Expires.Add(24 * time.Hour)) {
			delete(a.state.Families, id)
		}
	}
	for len(a.state.Families) > maxFamilies {
		oldest := ""
		for id, f := range a.state.Families {
			if oldest == "" || f.Rotated.Before(a.state.Families[oldest].Rotated) {
				oldest = id
			}
		}
		delete(a.state.Families, oldest)
	}
}
