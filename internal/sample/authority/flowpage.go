package authority

import "net/http"

// authorize starts a sign-in, RFC 6749 section 4.1.1.
func (p *pages) authorize(v visit) {
	req, onPage, toApp := p.app.parseAuthorize(v.r.PathValue("tenant"), v.r.URL.Query())
	f := p.signIns.newFlow(v.browser, req)
	switch {
	case onPage != nil:
		f.end = &ending{trouble: onPage}
	case toApp != nil:
		p.signIns.endWith(f, toApp)
	default:
		p.signIns.begin(f)
	}
	if req.prompt == "none" || f.end != nil {
		v.show(f)
		return
	}
	v.redirect("/flow/" + f.id)
}

// flowOf returns the flow of a request; a page says so when there is none.
func (v visit) flowOf() *flow {
	f := v.pages.signIns.find(v.r.PathValue("id"), v.browser)
	if f == nil {
		v.plain(http.StatusNotFound, "This sign-in is over",
			"It took too long, or it was started in another browser. Nothing is lost: go back to the app and sign in again.")
	}
	return f
}

func (p *pages) showFlow(v visit) {
	if f := v.flowOf(); f != nil {
		v.show(f)
	}
}

// act takes one answer of the person.
func (p *pages) act(v visit) {
	f := v.flowOf()
	if f == nil {
		return
	}
	if !v.mine() {
		v.plain(http.StatusForbidden, "This form is not from here", "Nothing was done. Go back to the app and sign in again.")
		return
	}
	p.signIns.act(f, v.r.PathValue("action"), v.r)
	v.redirect("/flow/" + f.id)
}
