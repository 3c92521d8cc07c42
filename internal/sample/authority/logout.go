package authority

import "net/http"

// showLogout asks which of the browser's sessions to end (OpenID Connect RP-Initiated Logout). Nothing ends by a
// mere visit, so that no other page can sign a person out.
func (p *pages) showLogout(v visit) {
	q := v.r.URL.Query()
	w := view{Page: "logout", Title: "Sign out", Hint: q.Get("logout_hint"), Accounts: p.browsers.cards(v.browser)}
	if back := q.Get("post_logout_redirect_uri"); p.app.redirectAllowed(back) {
		w.Back = back
	}
	v.render(http.StatusOK, originOf(w.Back), w)
}

// logout ends one session, or all. The app keeps its own tokens: it forgets them by itself.
func (p *pages) logout(v visit) {
	if !v.mine() {
		v.plain(http.StatusForbidden, "This form is not from here", "Nothing was done. Open the sign-out page again.")
		return
	}
	p.browsers.forget(v.browser, v.r.PostFormValue("account"))
	if back := v.r.PostFormValue("back"); p.app.redirectAllowed(back) {
		p.header(v.w.Header(), originOf(back))
		http.Redirect(v.w, v.r, back, http.StatusSeeOther)
		return
	}
	v.plain(http.StatusOK, "You signed out of your account", "This browser no longer remembers the sign-in. You can close this window.")
}
