package authority

import (
	"crypto/subtle"
	"net/http"
	"strings"
	"time"
)

// authorize starts a sign-in, RFC 6749 section 4.1.1.
func (a *Authority) authorize(v visit) {
	req, onPage, toApp := a.parseAuthorize(v.r.PathValue("tenant"), v.r.URL.Query())
	f := a.newFlow(v.browser, req)
	switch {
	case onPage != nil:
		f.end = &ending{trouble: onPage}
	case toApp != nil:
		a.endWith(f, toApp)
	default:
		a.begin(f)
	}
	if req.prompt == "none" || f.end != nil {
		v.show(f)
		return
	}
	v.redirect("/flow/" + f.id)
}

func (a *Authority) newFlow(browserID string, req request) *flow {
	now := a.cfg.Now()
	for id, f := range a.flows {
		if now.After(f.expires) {
			delete(a.flows, id)
		}
	}
	if len(a.flows) >= maxFlows {
		for id := range a.flows { // any one: this is a flood, not people
			delete(a.flows, id)
			break
		}
	}
	f := &flow{id: a.random.secret(43), browser: browserID, req: req, expires: now.Add(flowLifetime)}
	a.flows[f.id] = f
	return f
}

// flowOf finds the flow of a request; it must belong to the browser that asks.
func (v visit) flowOf() *flow {
	f := v.a.flows[v.r.PathValue("id")]
	if f == nil || f.browser != v.browser || v.a.cfg.Now().After(f.expires) {
		v.plain(http.StatusNotFound, "This sign-in is over", "It took too long, or it was started in another browser. Nothing is lost: go back to the app and sign in again.")
		return nil
	}
	return f
}

func (a *Authority) showFlow(v visit) {
	if f := v.flowOf(); f != nil {
		v.show(f)
	}
}

// act takes one answer of the person.
func (a *Authority) act(v visit) {
	f := v.flowOf()
	if f == nil {
		return
	}
	if !v.mine() {
		v.plain(http.StatusForbidden, "This form is not from here", "Nothing was done. Go back to the app and sign in again.")
		return
	}
	if f.end == nil {
		a.answerTo(f, v.r)
	} else if v.r.PathValue("action") == "other" && f.end.trouble != nil && f.req.redirect != "" {
		*f = flow{id: f.id, browser: f.browser, req: f.req, device: f.device, expires: f.expires, other: true}
	}
	v.redirect("/flow/" + f.id)
}

// answerTo changes the flow by what the person did on its current page; what does not fit that page changes nothing.
func (a *Authority) answerTo(f *flow, r *http.Request) {
	type answer struct {
		at     page
		action string
	}
	field := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	at, action := a.step(f), r.PathValue("action")
	f.notice = nil
	switch (answer{at, action}) {
	case answer{pageAccounts, "account"}:
		for _, u := range a.sessions(f.browser) {
			if u.key() == field("account") {
				a.choose(f, u, true)
			}
		}
	case answer{pageAccounts, "other"}, answer{pageAddress, "other"}, answer{pagePassword, "other"}, answer{pageWhich, "other"}, answer{pageConsent, "other"}:
		*f = flow{id: f.id, browser: f.browser, req: f.req, device: f.device, expires: f.expires, other: true}
		f.req.hint, f.req.prompt = "", strings.TrimPrefix(f.req.prompt, "create")
	case answer{pageAddress, "address"}:
		a.setAddress(f, field("address"))
	case answer{pageAddress, "new"}:
		f.signUp = &signUp{}
	case answer{pageWhich, "which"}:
		for _, u := range a.usersAt(f.address) {
			if string(u.Kind) == field("kind") {
				a.choose(f, u, false)
			}
		}
	case answer{pagePassword, "password"}:
		a.tryPassword(f, r.PostFormValue("password"))
	case answer{pageMFA, "mfa"}:
		a.tryMFA(f, field("code"))
	case answer{pageMFA, "again"}:
		f.mfaCode = ""
	case answer{pageMFA, "cancel"}:
		a.endWith(f, trouble(50074))
	case answer{pageConsent, "accept"}:
		f.consented = true
		a.state.Consents[a.consentKey(f.user)] = true
		a.save()
	case answer{pageConsent, "decline"}:
		a.endWith(f, trouble(65004))
	case answer{pageApproval, "return"}:
		a.endWith(f, f.user.Trouble)
	case answer{pageConfirm, "confirm"}:
		f.confirmed = true
	case answer{pageConfirm, "decline"}:
		a.endWith(f, trouble(70020))
	case answer{pageSignUp, "details"}:
		a.takeDetails(f, r)
	case answer{pageSignUp, "other"}:
		f.signUp, f.other, f.req.prompt = nil, true, ""
	case answer{pageVerify, "verify"}:
		a.verifyAddress(f, field("code"))
	case answer{pageVerify, "again"}:
		a.sendSignUpCode(f)
	case answer{pageVerify, "other"}:
		f.signUp = &signUp{name: f.signUp.name, address: f.signUp.address}
	}
}

// tries counts wrong passwords and codes of one account.
type tries struct {
	wrong int
	until time.Time // locked before this time
}

const (
	maxTries = 10          // wrong passwords, as Microsoft's smart lockout
	lockout  = time.Minute // and how long it locks
)

// spend counts a wrong try; it tells whether the account is locked now.
func (a *Authority) spend(key string) bool {
	t := a.tries[key]
	if t == nil {
		if len(a.tries) >= maxFlows {
			clear(a.tries) // a flood of browsers, not people
		}
		t = &tries{}
		a.tries[key] = t
	}
	if t.wrong++; t.wrong >= maxTries {
		t.wrong, t.until = 0, a.cfg.Now().Add(lockout)
		return true
	}
	return false
}

func (a *Authority) lockedOut(key string) bool {
	t := a.tries[key]
	return t != nil && a.cfg.Now().Before(t.until)
}

func (a *Authority) tryPassword(f *flow, typed string) {
	key := f.user.key()
	switch t := f.user.Trouble; {
	case a.lockedOut(key):
		f.notice = trouble(50053)
	case t != nil && t.Where == OnPassword:
		f.notice = t
	case !f.user.passwordIs(typed):
		f.notice = trouble(50126)
		if a.spend(key) {
			f.notice = trouble(50053)
		}
	default:
		delete(a.tries, key)
		f.signedIn, f.here = a.cfg.Now(), true
		a.remember(f)
	}
}

// sendMFACode mails the code of the second proof once; the page that asks for it calls it.
func (a *Authority) sendMFACode(f *flow) {
	if f.mfaCode != "" {
		return
	}
	f.mfaCode = a.random.digits(6)
	a.send(Message{To: f.user.Address, Code: f.mfaCode, Subject: "Your sign-in code",
		Body: "Your code to sign in is " + f.mfaCode + ". If you are not signing in now, change your password."})
}

func (a *Authority) tryMFA(f *flow, typed string) {
	key := "mfa " + f.user.key()
	typed = strings.ReplaceAll(typed, " ", "")
	switch {
	case a.lockedOut(key):
		f.notice = trouble(50053)
	case f.mfaCode == "" || subtle.ConstantTimeCompare([]byte(f.mfaCode), []byte(typed)) != 1:
		f.notice = &Trouble{Text: "You didn't enter the expected verification code. Look at the newest message and try again."}
		if a.spend(key) {
			f.mfaCode = ""
			f.notice = trouble(50053)
		}
	default:
		f.mfa = true
		a.remember(f)
	}
}
