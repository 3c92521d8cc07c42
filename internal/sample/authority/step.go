package authority

import "net/url"

// step returns which page comes next, and ends the flow when nothing is left to ask. It may be called again at any time.
func (s *signIns) step(f *flow) page {
	if f.end == nil {
		if p := s.ask(f); p != "" {
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

// ask returns the page that asks the person the next thing; "" when the flow has ended.
func (s *signIns) ask(f *flow) page {
	if f.signUp != nil {
		if f.signUp.code != "" {
			return pageVerify
		}
		return pageSignUp
	}
	if f.user == nil {
		return s.askWho(f)
	}
	if f.signedIn.IsZero() {
		return s.unlessSilent(f, pagePassword, trouble(50058))
	}
	if t := s.afterPassword(f); t != nil {
		f.end = &ending{trouble: t}
		return ""
	}
	if !f.mfa && (f.user.MFA || f.req.claims.secondProof || len(f.req.claims.contexts) > 0) {
		silent := *trouble(50076)
		silent.OAuth = "interaction_required"
		return s.unlessSilent(f, pageMFA, &silent)
	}
	if t := f.user.Trouble; t != nil && t.Where == OnApproval {
		return s.unlessSilent(f, pageApproval, t)
	} else if t != nil && t.Where == OnRedirect {
		s.endWith(f, t)
		return ""
	}
	if !f.consented && (f.req.prompt == "consent" || !f.user.Consented && !s.state.Consents[s.consentKey(f.user)]) {
		silent := *trouble(65001)
		silent.OAuth = "consent_required"
		return s.unlessSilent(f, pageConsent, &silent)
	}
	if f.device != nil && !f.confirmed {
		return pageConfirm
	}
	s.finish(f)
	return ""
}

func (s *signIns) askWho(f *flow) page {
	p := pageAddress
	switch {
	case f.address != "":
		p = pageWhich
	case !f.other && len(s.browsers.accounts(f.browser)) > 0:
		p = pageAccounts
	}
	return s.unlessSilent(f, p, trouble(50058))
}

// afterPassword is trouble that shows on a page once it is known who is there.
func (s *signIns) afterPassword(f *flow) *Trouble {
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

// unlessSilent returns p, or ends the flow with what the person would have been asked when the app asked with prompt=none.
func (s *signIns) unlessSilent(f *flow, p page, t *Trouble) page {
	if f.req.prompt != "none" {
		return p
	}
	s.endWith(f, t)
	return ""
}

func (s *signIns) consentKey(u *user) string { return u.key() + "/" + s.app.id }

// finish ends a flow with a code for the app, or with the grant of the device.
func (s *signIns) finish(f *flow) {
	realm := f.req.tenantID
	if realm == "" {
		realm = f.user.TenantID
	}
	g := &grant{
		tenantID: f.user.TenantID, objectID: f.user.ObjectID, realm: realm, client: f.req.client, scopes: f.req.scopes,
		redirect: f.req.redirect, challenge: f.req.challenge, nonce: f.req.nonce, signedIn: f.signedIn, mfa: f.mfa, consented: f.consented,
		claims: f.req.claims, expires: s.cfg.Now().Add(codeLifetime),
	}
	if f.device != nil {
		f.device.grant = g
		f.end = &ending{message: "done"}
		return
	}
	code := s.codes.add(g)
	f.end = &ending{params: s.answer(f, url.Values{"code": {code}, "session_state": {f.id[:22]}})}
}

// endWith ends a flow with the reason for which the app, or the device, gets nothing.
func (s *signIns) endWith(f *flow, t *Trouble) {
	if f.device != nil {
		f.device.refuse(t)
		f.end = &ending{message: "declined"}
		return
	}
	v := url.Values{"error": {t.OAuth}, "error_description": {s.refusals.describe(t, f.req.correlation)}}
	if t.SubError != "" {
		v.Set("suberror", t.SubError)
	}
	if t.Where == OnConsent || t.Where == OnMFA {
		v.Set("error_subcode", "cancel")
	}
	f.end = &ending{params: s.answer(f, v)}
}

// answer adds what every answer to the app carries.
func (s *signIns) answer(f *flow, v url.Values) url.Values {
	if f.req.hasState {
		v.Set("state", f.req.state)
	}
	s.faults.spoilAnswer(v, s.random)
	return v
}
