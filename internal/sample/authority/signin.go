package authority

// signIns is the sign-ins under way. A request of the app makes a flow, step decides which page it shows, actions.go takes what
// the person did on it, and finish or endWith is its end.
type signIns struct {
	cfg      Config
	random   random
	state    *state
	app      *registration
	people   *directory
	browsers *browsers
	tries    *tries
	mail     *mailbox
	codes    *codes
	refusals *refusals
	faults   *faults
	byID     map[string]*flow
}

// find returns a flow, which must belong to the browser that asks; nil when there is none or it took too long.
func (s *signIns) find(id, browserID string) *flow {
	f := s.byID[id]
	if f == nil || f.browser != browserID || s.cfg.Now().After(f.expires) {
		return nil
	}
	return f
}

func (s *signIns) newFlow(browserID string, req request) *flow {
	now := s.cfg.Now()
	for id, f := range s.byID {
		if now.After(f.expires) {
			delete(s.byID, id)
		}
	}
	if len(s.byID) >= maxFlows {
		for id := range s.byID { // any one: this is a flood, not people
			delete(s.byID, id)
			break
		}
	}
	f := &flow{id: s.random.secret(43), browser: browserID, req: req, expires: now.Add(flowLifetime)}
	s.byID[f.id] = f
	return f
}

// begin decides how far a request gets without the person: session, hint and prompt.
func (s *signIns) begin(f *flow) {
	sessions := s.browsers.accounts(f.browser)
	switch f.req.prompt {
	case "create":
		f.signUp = &signUp{address: f.req.hint}
		return
	case "select_account":
		f.other = len(sessions) == 0
		return
	case "login":
		if f.req.hint != "" {
			s.setAddress(f, f.req.hint)
		}
		f.other = true
		return
	}
	if f.req.hint != "" {
		for _, u := range sessions {
			if sameAddress(u.Address, f.req.hint) && s.fits(u, f.req) {
				s.choose(f, u, true)
				return
			}
		}
		if f.req.prompt != "none" {
			s.setAddress(f, f.req.hint)
			f.other = true
		}
		return
	}
	if len(sessions) == 1 && s.fits(sessions[0], f.req) {
		s.choose(f, sessions[0], true)
		return
	}
	f.other = len(sessions) == 0
}

// fits reports whether an account may be used with the tenant that the app named.
func (s *signIns) fits(u *user, r request) bool {
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
func (s *signIns) setAddress(f *flow, address string) {
	f.address, f.user, f.notice = address, nil, nil
	all := s.people.at(address)
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
		s.choose(f, fitting[0], false)
	}
}

// choose takes an account; bySession says that the browser's session stands in for the password.
func (s *signIns) choose(f *flow, u *user, bySession bool) {
	f.user, f.address = u, u.Address
	if known := s.browsers.session(f.browser, u.key()); bySession && known != nil {
		f.signedIn, f.mfa = known.SignedIn, known.MFA
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
