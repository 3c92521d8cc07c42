package authority

import (
	"net/url"
	"time"
)

// flow is one sign-in under way in one browser. Pages change it and step decides what comes next.
type flow struct {
	id      string
	browser string // the hash of the browser's cookie
	req     request
	device  *device // nil: an authorization request
	expires time.Time

	other     bool      // the person wants another account than those listed
	address   string    // as typed or hinted
	user      *user     // the account chosen
	signedIn  time.Time // when its password was typed, here or in an earlier session; zero: not yet
	here      bool      // the password was typed in this flow
	mfa       bool      // a second proof was given
	mfaCode   string    // the code sent for it
	consented bool      // in this flow
	confirmed bool      // the person confirmed that the device is theirs
	signUp    *signUp   // an account being made
	notice    *Trouble  // shown once on the form that comes next
	end       *ending
}

// ending is how a flow ended. Reading its page again shows the same end.
type ending struct {
	trouble *Trouble   // shown on an error page; the app never hears of it
	params  url.Values // sent to the app
	message string     // device code: what the last page says, "done" or "declined"
}

// page names what the browser is shown. The names are in the pages as data-page, for scripts.
type page string

const (
	pageAccounts page = "accounts"
	pageAddress  page = "address"
	pageWhich    page = "which"
	pagePassword page = "password"
	pageMFA      page = "mfa"
	pageApproval page = "approval"
	pageConsent  page = "consent"
	pageConfirm  page = "confirm"
	pageSignUp   page = "sign-up"
	pageVerify   page = "verify"
	pageError    page = "error"
	pageReturn   page = "return" // hands the answer to the app
	pageDone     page = "done"
	pageCode     page = "code" // asks for a device code
)

const (
	flowLifetime = 30 * time.Minute
	maxFlows     = 500
)

// begin decides how far a request gets without the person: session, hint and prompt.
func (a *Authority) begin(f *flow) {
	sessions := a.sessions(f.browser)
	switch f.req.prompt {
	case "create":
		f.signUp = &signUp{address: f.req.hint}
		return
	case "select_account":
		f.other = len(sessions) == 0
		return
	case "login":
		if f.req.hint != "" {
			a.setAddress(f, f.req.hint)
		}
		f.other = true
		return
	}
	if f.req.hint != "" {
		for _, u := range sessions {
			if sameAddress(u.Address, f.req.hint) && a.fits(u, f.req) {
				a.choose(f, u, true)
				return
			}
		}
		if f.req.prompt != "none" {
			a.setAddress(f, f.req.hint)
			f.other = true
		}
		return
	}
	if len(sessions) == 1 && a.fits(sessions[0], f.req) {
		a.choose(f, sessions[0], true)
		return
	}
	f.other = len(sessions) == 0
}

// fits tells whether an account may be used with the tenant that the app named.
func (a *Authority) fits(u *user, r request) bool {
	switch {
	case r.tenant == "organizations":
		return u.Kind == Work
	case r.tenantID != "":
		_, _, ok := u.in(r.tenantID)
		return ok
	default:
		return true
	}
}

// setAddress looks up a typed address. What is wrong with it is put on the form or ends the flow.
func (a *Authority) setAddress(f *flow, address string) {
	f.address, f.user, f.notice = address, nil, nil
	all := a.usersAt(address)
	var fitting []*user
	for _, u := range all {
		if f.req.tenant == "organizations" && u.Kind == Personal || f.req.tenant == "consumers" && u.Kind != Personal {
			continue
		}
		fitting = append(fitting, u)
	}
	switch {
	case len(all) == 0:
		f.notice, f.address = trouble(50034), ""
		f.req.hint = address
	case len(fitting) == 0 && all[0].Kind == Personal:
		f.end = &ending{trouble: trouble(500200)}
	case len(fitting) == 0:
		f.notice = &Trouble{Text: "You can't sign in here with a work or school account. Use your personal account instead."}
		f.address = ""
	case len(fitting) == 1:
		a.choose(f, fitting[0], false)
	}
}

// choose takes an account; bySession says that the browser's session stands in for the password.
func (a *Authority) choose(f *flow, u *user, bySession bool) {
	f.user, f.address = u, u.Address
	if bySession {
		if b := a.state.Browsers[f.browser]; b != nil && b.Sessions[u.key()] != nil {
			f.signedIn, f.mfa = b.Sessions[u.key()].SignedIn, b.Sessions[u.key()].MFA
		}
	}
	t := u.Trouble
	switch {
	case t == nil:
	case t.Where == OnAddress:
		f.notice, f.user, f.address = t, nil, ""
	case t.early:
		f.end = &ending{trouble: t}
	}
}

// step tells which page comes next, and ends the flow when nothing is left to ask. It may be called again at any time.
func (a *Authority) step(f *flow) page {
	if f.end == nil {
		if p := a.ask(f); p != "" {
			return p
		}
	}
	switch {
	case f.end.trouble != nil:
		return pageError
	case f.end.params != nil:
		return pageReturn
	default:
		return pageDone
	}
}

// ask gives the page that asks the person the next thing; "" when the flow has ended.
func (a *Authority) ask(f *flow) page {
	if f.signUp != nil {
		if f.signUp.code != "" {
			return pageVerify
		}
		return pageSignUp
	}
	if f.user == nil {
		return a.askWho(f)
	}
	if f.signedIn.IsZero() {
		return a.unlessSilent(f, pagePassword, trouble(50058))
	}
	if t := a.afterPassword(f); t != nil {
		f.end = &ending{trouble: t}
		return ""
	}
	if !f.mfa && (f.user.MFA || f.req.claims.secondProof || len(f.req.claims.contexts) > 0) {
		silent := *trouble(50076)
		silent.OAuth = "interaction_required"
		return a.unlessSilent(f, pageMFA, &silent)
	}
	if t := f.user.Trouble; t != nil && t.Where == OnApproval {
		return a.unlessSilent(f, pageApproval, t)
	} else if t != nil && t.Where == OnRedirect {
		a.endWith(f, t)
		return ""
	}
	if !f.consented && (f.req.prompt == "consent" || !f.user.Consented && !a.state.Consents[a.consentKey(f.user)]) {
		silent := *trouble(65001)
		silent.OAuth = "consent_required"
		return a.unlessSilent(f, pageConsent, &silent)
	}
	if f.device != nil && !f.confirmed {
		return pageConfirm
	}
	a.finish(f)
	return ""
}

func (a *Authority) askWho(f *flow) page {
	p := pageAddress
	switch {
	case f.address != "":
		p = pageWhich
	case !f.other && len(a.sessions(f.browser)) > 0:
		p = pageAccounts
	}
	return a.unlessSilent(f, p, trouble(50058))
}

// afterPassword is trouble that shows on a page once it is known who is there.
func (a *Authority) afterPassword(f *flow) *Trouble {
	if f.req.tenantID != "" {
		if _, _, ok := f.user.in(f.req.tenantID); !ok {
			return trouble(50020)
		}
	}
	t := f.user.Trouble
	switch {
	case t != nil && t.Where == OnPage:
		return t
	case t != nil && t.Where == OnDevice && f.device != nil:
		f.device.refuse(t)
		return t
	}
	return nil
}

// unlessSilent gives p, or tells the app what it would have taken when it asked with prompt=none.
func (a *Authority) unlessSilent(f *flow, p page, t *Trouble) page {
	if f.req.prompt != "none" {
		return p
	}
	a.endWith(f, t)
	return ""
}

func (a *Authority) consentKey(u *user) string { return u.key() + "/" + a.cfg.ClientID }
