package authority

import "net/http"

// showDevice asks for the code that the other device shows.
func (p *pages) showDevice(v visit) {
	v.render(http.StatusOK, "", view{Page: pageCode, Title: "Enter code", Typed: plainUserCode(v.r.URL.Query().Get("user_code"))})
}

// typeDevice starts a sign-in for the device whose code was typed. A code can be typed once: whoever else has seen it is too late.
func (p *pages) typeDevice(v visit) {
	if !v.mine() {
		v.plain(http.StatusForbidden, "This form is not from here", "Nothing was done. Open the page again and type the code.")
		return
	}
	typed := plainUserCode(v.r.PostFormValue("code"))
	key := "device " + v.browser
	if !p.tries.locked(key) {
		if d := p.devices.typed(typed); d != nil {
			f := p.signIns.newFlow(v.browser, d.req)
			f.device, f.req.prompt = d, "select_account"
			f.other = len(p.browsers.accounts(v.browser)) == 0
			v.redirect("/flow/" + f.id)
			return
		}
		p.tries.wrong(key)
	}
	v.render(http.StatusOK, "", view{Page: pageCode, Title: "Enter code", Typed: typed,
		Notice: "That code didn't work. Check the code on the other device; it may have expired or been used already."})
}
