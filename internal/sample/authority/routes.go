package authority

import (
	"net/http"
	"strings"
	"time"
)

// cookieName holds the browser's sessions together.
const cookieName = "sample_sign_in"

// pages is what a browser is shown.
type pages struct {
	site     site
	random   random
	app      *registration
	people   *directory
	browsers *browsers
	tries    *tries
	mail     *mailbox
	signIns  *signIns
	devices  *devices
	enter    func() (leave func())
}

// routes returns the pages, guarded: only loopback host names, no posts from other sites, small bodies.
func (p *pages) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/oauth2/v2.0/authorize", p.locked(p.authorize))
	mux.HandleFunc("GET /flow/{id}", p.locked(p.showFlow))
	mux.HandleFunc("POST /flow/{id}/{action}", p.locked(p.act))
	mux.HandleFunc("GET /device", p.locked(p.showDevice))
	mux.HandleFunc("POST /device", p.locked(p.typeDevice))
	mux.HandleFunc("GET /{tenant}/oauth2/v2.0/logout", p.locked(p.showLogout))
	mux.HandleFunc("POST /logout", p.locked(p.logout))
	mux.HandleFunc("GET /mailbox", p.showMailbox)
	mux.HandleFunc("GET /people", p.locked(p.showPeople))
	mux.HandleFunc("GET /style.css", p.style)
	mux.HandleFunc("GET /{$}", p.locked(p.showPeople))
	guarded := http.NewCrossOriginProtection().Handler(http.MaxBytesHandler(mux, 64<<10))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.header(w.Header(), "")
		if !p.site.hostAllowed(r.Host) {
			http.Error(w, "This page answers only under its own address on this computer.", http.StatusMisdirectedRequest)
			return
		}
		rest, ok := strings.CutPrefix(r.URL.Path, p.site.path())
		if !ok {
			http.NotFound(w, r)
			return
		}
		in := r.Clone(r.Context())
		in.URL.Path, in.URL.RawPath = "/"+strings.TrimPrefix(rest, "/"), ""
		guarded.ServeHTTP(w, in)
	})
}

// header sets what every page carries. allowed is where its forms may lead besides this origin.
func (p *pages) header(h http.Header, allowed string) {
	script := "'none'"
	if allowed != "" {
		script = "'sha256-" + autoSubmitHash + "'"
	}
	h.Set("Content-Security-Policy", strings.TrimSpace("default-src 'none'; style-src 'self'; img-src data:; script-src "+script+
		"; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "+allowed))
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// visit is one request of one browser, with the authority's lock held.
type visit struct {
	pages   *pages
	w       http.ResponseWriter
	r       *http.Request
	browser string // the hash of the cookie
	csrf    string // what its forms must carry
}

func (p *pages) locked(h func(visit)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		defer p.enter()()
		h(p.visit(w, r))
	}
}

// visit reads the browser's cookie, or sets one.
func (p *pages) visit(w http.ResponseWriter, r *http.Request) visit {
	value := ""
	if c, err := r.Cookie(cookieName); err == nil && len(c.Value) >= 43 {
		value = c.Value
	}
	if value == "" {
		value = p.random.secret(43)
		path := p.site.path()
		if path == "" {
			path = "/"
		}
		http.SetCookie(w, &http.Cookie{Name: cookieName, Value: value, Path: path, HttpOnly: true, SameSite: http.SameSiteLaxMode,
			MaxAge: int((90 * 24 * time.Hour).Seconds())})
	}
	return visit{pages: p, w: w, r: r, browser: hashed(value), csrf: hashed("csrf " + value)}
}

// mine reports whether a post was made with a form that this browser was given.
func (v visit) mine() bool { return v.r.PostFormValue("csrf") == v.csrf }

// redirect sends the browser to another page here, so that reloading a page posts nothing twice.
func (v visit) redirect(path string) {
	http.Redirect(v.w, v.r, v.pages.site.path()+path, http.StatusSeeOther)
}
