package authority

import (
	"net/http"
	"strings"
)

// action is what a person can do on a page: the button's name by the page that has it.
type action struct {
	at   page
	name string
}

// actions changes a flow by what the person did on its current page.
var actions = map[action]func(*signIns, *flow, *http.Request){
	{pageAccounts, "account"}: (*signIns).chooseListed,
	{pageAccounts, "other"}:   (*signIns).startOver,
	{pageAddress, "other"}:    (*signIns).startOver,
	{pagePassword, "other"}:   (*signIns).startOver,
	{pageWhich, "other"}:      (*signIns).startOver,
	{pageConsent, "other"}:    (*signIns).startOver,
	{pageAddress, "address"}:  func(s *signIns, f *flow, r *http.Request) { s.setAddress(f, field(r, "address")) },
	{pageAddress, "new"}:      func(_ *signIns, f *flow, _ *http.Request) { f.signUp = &signUp{} },
	{pageWhich, "which"}:      (*signIns).chooseKind,
	{pagePassword, "password"}: func(s *signIns, f *flow, r *http.Request) {
		s.tryPassword(f, r.PostFormValue("password"))
	},
	{pageMFA, "mfa"}:        func(s *signIns, f *flow, r *http.Request) { s.tryMFA(f, field(r, "code")) },
	{pageMFA, "again"}:      func(_ *signIns, f *flow, _ *http.Request) { f.mfaCode = "" },
	{pageMFA, "cancel"}:     func(s *signIns, f *flow, _ *http.Request) { s.endWith(f, trouble(50074)) },
	{pageConsent, "accept"}: (*signIns).consent,
	{pageConsent, "decline"}: func(s *signIns, f *flow, _ *http.Request) {
		s.endWith(f, trouble(65004))
	},
	{pageApproval, "return"}: func(s *signIns, f *flow, _ *http.Request) { s.endWith(f, f.user.Trouble) },
	{pageConfirm, "confirm"}: func(_ *signIns, f *flow, _ *http.Request) { f.confirmed = true },
	{pageConfirm, "decline"}: func(s *signIns, f *flow, _ *http.Request) { s.endWith(f, trouble(70020)) },
	{pageSignUp, "details"}:  (*signIns).takeDetails,
	{pageSignUp, "other"}: func(_ *signIns, f *flow, _ *http.Request) {
		f.signUp, f.other, f.req.prompt = nil, true, ""
	},
	{pageVerify, "verify"}: func(s *signIns, f *flow, r *http.Request) { s.verifyAddress(f, field(r, "code")) },
	{pageVerify, "again"}:  func(s *signIns, f *flow, _ *http.Request) { s.sendSignUpCode(f) },
	{pageVerify, "other"}: func(_ *signIns, f *flow, _ *http.Request) {
		f.signUp = &signUp{name: f.signUp.name, address: f.signUp.address}
	},
}

// field returns what was typed in a field of the form.
func field(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }

// act changes the flow by what the person did; what does not fit the page it is at changes nothing.
func (s *signIns) act(f *flow, name string, r *http.Request) {
	if f.end != nil {
		if name == "other" && f.end.trouble != nil && f.req.redirect != "" {
			*f = f.another()
		}
		return
	}
	do, ok := actions[action{s.step(f), name}]
	f.notice = nil
	if ok {
		do(s, f, r)
	}
}

func (s *signIns) chooseListed(f *flow, r *http.Request) {
	for _, u := range s.browsers.accounts(f.browser) {
		if u.key() == field(r, "account") {
			s.choose(f, u, true)
		}
	}
}

func (s *signIns) chooseKind(f *flow, r *http.Request) {
	for _, u := range s.people.at(f.address) {
		if string(u.Kind) == field(r, "kind") {
			s.choose(f, u, false)
		}
	}
}

func (s *signIns) startOver(f *flow, _ *http.Request) {
	*f = f.another()
	f.req.hint, f.req.prompt = "", strings.TrimPrefix(f.req.prompt, "create")
}

func (s *signIns) consent(f *flow, _ *http.Request) {
	f.consented = true
	s.state.Consents[s.consentKey(f.user)] = true
	s.state.keep()
}
