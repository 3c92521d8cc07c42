package authority

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// cookieName holds the browser's sessions together.
const cookieName = "sample_sign_in"

// base is where the browser finds Pages, without a trailing slash.
func (a *Authority) base() string {
	if a.cfg.BaseURL != nil {
		if b := strings.TrimRight(a.cfg.BaseURL(), "/"); b != "" {
			return b
		}
	}
	return "http://127.0.0.1"
}

// path is the path part of base, such as "/sign-in".
func (a *Authority) path() string {
	u, err := url.Parse(a.base())
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}

// pageRoutes are the pages, guarded: only loopback host names, no posts from other sites, small bodies.
func (a *Authority) pageRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/oauth2/v2.0/authorize", a.locked(a.authorize))
	mux.HandleFunc("GET /flow/{id}", a.locked(a.showFlow))
	mux.HandleFunc("POST /flow/{id}/{action}", a.locked(a.act))
	mux.HandleFunc("GET /device", a.locked(a.showDevice))
	mux.HandleFunc("POST /device", a.locked(a.typeDevice))
	mux.HandleFunc("GET /{tenant}/oauth2/v2.0/logout", a.locked(a.showLogout))
	mux.HandleFunc("POST /logout", a.locked(a.logout))
	mux.HandleFunc("GET /mailbox", a.showMailbox)
	mux.HandleFunc("GET /people", a.locked(a.showPeople))
	mux.HandleFunc("GET /style.css", a.style)
	mux.HandleFunc("GET /{$}", a.locked(a.showPeople))
	guarded := http.NewCrossOriginProtection().Handler(http.MaxBytesHandler(mux, 64<<10))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.header(w.Header(), "")
		if !a.hostAllowed(r.Host) {
			http.Error(w, "This page answers only under its own address on this computer.", http.StatusMisdirectedRequest)
			return
		}
		rest, ok := strings.CutPrefix(r.URL.Path, a.path())
		if !ok {
			http.NotFound(w, r)
			return
		}
		in := r.Clone(r.Context())
		in.URL.Path, in.URL.RawPath = "/"+strings.TrimPrefix(rest, "/"), ""
		guarded.ServeHTTP(w, in)
	})
}

// hostAllowed keeps out pages of other sites whose name was made to point here (DNS rebinding).
func (a *Authority) hostAllowed(host string) bool {
	if !loopbackHost(host) {
		return false
	}
	if a.cfg.BaseURL == nil || a.cfg.BaseURL() == "" {
		return true
	}
	u, err := url.Parse(a.base())
	if err != nil {
		return false
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(host, "[::1]"), ":")
	return port == u.Port()
}

// header sets what every page carries. allowed is where its forms may lead besides this origin.
func (a *Authority) header(h http.Header, allowed string) {
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
	a       *Authority
	w       http.ResponseWriter
	r       *http.Request
	browser string // the hash of the cookie
	csrf    string // what its forms must carry
}

func (a *Authority) locked(h func(visit)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		defer a.enter()()
		h(a.visit(w, r))
	}
}

// visit reads the browser's cookie, or gives it one.
func (a *Authority) visit(w http.ResponseWriter, r *http.Request) visit {
	value := ""
	if c, err := r.Cookie(cookieName); err == nil && len(c.Value) >= 43 {
		value = c.Value
	}
	if value == "" {
		value = a.random.secret(43)
		path := a.path()
		if path == "" {
			path = "/"
		}
		http.SetCookie(w, &http.Cookie{Name: cookieName, Value: value, Path: path, HttpOnly: true, SameSite: http.SameSiteLaxMode,
			MaxAge: int((90 * 24 * time.Hour).Seconds())})
	}
	return visit{a: a, w: w, r: r, browser: hashed(value), csrf: hashed("csrf " + value)}
}

// mine tells whether a post was made with a form that this browser was given.
func (v visit) mine() bool { return v.r.PostFormValue("csrf") == v.csrf }

// redirect sends the browser to another page here, so that reloading a page posts nothing twice.
func (v visit) redirect(path string) {
	http.Redirect(v.w, v.r, v.a.path()+path, http.StatusSeeOther)
}
