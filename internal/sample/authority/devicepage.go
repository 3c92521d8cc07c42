package authority

import "net/http"

// showDevice asks for the code that the other device shows.
func (a *Authority) showDevice(v visit) {
	v.render(http.StatusOK, "", view{Page: pageCode, Title: "Enter code", Typed: plainUserCode(v.r.URL.Query().Get("user_code"))})
}

// typeDevice starts a sign-in for the device whose code was typed. A code can be typed once: whoever else has seen it is too late.
func (a *Authority) typeDevice(v visit) {
	if !v.mine() {
		v.plain(http.StatusForbidden, "This form is not from here", "Nothing was done. Open the page again and type the code.")
		return
	}
	typed := plainUserCode(v.r.PostFormValue("code"))
	now := a.cfg.Now()
	if !a.lockedOut("device " + v.browser) {
		for _, d := range a.devices {
			if d.userCode == typed && now.Before(d.expires) && !d.taken {
				d.taken = true
				f := a.newFlow(v.browser, d.req)
				f.device, f.req.prompt = d, "select_account"
				f.other = len(a.sessions(v.browser)) == 0
				v.redirect("/flow/" + f.id)
				return
			}
		}
		a.spend("device " + v.browser)
	}
	v.render(http.StatusOK, "", view{Page: pageCode, Title: "Enter code", Typed: typed,
		Notice: "That code didn't work. Check the code on the other device; it may have expired or been used already."})
}
