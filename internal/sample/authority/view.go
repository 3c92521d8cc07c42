package authority

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
)

//go:embed html
var files embed.FS

// pagesHTML is parsed once; the files are part of the program, so they cannot be wrong at run time.
var pagesHTML = template.Must(template.ParseFS(files, "html/*.html"))

// autoSubmit hands an answer to the app at once where scripts run; the button beside it does the same without.
const autoSubmit = "document.forms[0].submit()"

var autoSubmitHash = func() string {
	sum := sha256.Sum256([]byte(autoSubmit))
	return base64.StdEncoding.EncodeToString(sum[:])
}()

// view is what a page shows.
type view struct {
	Page    page
	Title   string
	Base    string // path of the pages
	Do      string // where the flow's forms post to, with a trailing slash
	CSRF    string
	Address string // whose password is asked for
	Name    string
	Org     string
	Hint    string // what a field is filled with
	Typed   string
	Notice  string // what was wrong with the last answer
	Code    int    // the AADSTS number, 0 for none
	Text    string
	Again   bool // another account can be tried

	Accounts []card
	Rows     []Person
	Troubled []Person
	Mails    []Message
	Password string
	Host     string

	Back        string     // where the answer goes
	Fields      url.Values // the answer
	Script      template.JS
	Request     string
	Correlation string
	Time        string
}

// card is one account in a list.
type card struct{ Key, Name, Address, Kind string }

func cardOf(u *user) card {
	kind := "Personal account"
	if u.Kind == Work {
		kind = "Work or school account"
		if org := Organisation(u.TenantID); org != "" {
			kind += " at " + org
		}
	}
	return card{Key: u.key(), Name: u.Name, Address: u.Address, Kind: kind}
}

// show sends the flow's current page.
func (v visit) show(f *flow) {
	p := v.pages
	at := p.signIns.step(f)
	w := view{Page: at, Do: p.site.path() + "/flow/" + f.id + "/", Hint: f.req.hint, Correlation: f.req.correlation}
	if f.notice != nil {
		w.Notice, w.Code = f.notice.Text, f.notice.Code
	}
	if f.user != nil {
		w.Name, w.Address, w.Org = f.user.Name, f.user.Address, cardOf(f.user).Kind
	}
	switch at {
	case pageError:
		w.Title, w.Code, w.Text = "Sorry, but we're having trouble signing you in.", f.end.trouble.Code, f.end.trouble.Text
		w.Again = f.req.redirect != "" && p.app.redirectAllowed(f.req.redirect)
		v.render(http.StatusBadRequest, originOf(f.req.redirect), w)
		return
	case pageReturn:
		v.handOver(f, w)
		return
	case pageMFA:
		p.signIns.sendMFACode(f)
	}
	p.fill(&w, f)
	v.render(http.StatusOK, originOf(f.req.redirect), w)
}

// fill adds what the flow's current page shows beside what every page shows.
func (p *pages) fill(w *view, f *flow) {
	switch w.Page {
	case pageAccounts:
		w.Title, w.Accounts = "Pick an account", p.browsers.cards(f.browser)
	case pageAddress:
		w.Title, w.Rows, w.Password = "Sign in", People(), Password
	case pageWhich:
		w.Title, w.Address = "Which account do you want to use?", f.address
		for _, u := range p.people.at(f.address) {
			c := cardOf(u)
			c.Key = string(u.Kind)
			w.Accounts = append(w.Accounts, c)
		}
	case pagePassword:
		w.Title = "Enter password"
	case pageMFA:
		w.Title = "Enter code"
	case pageConsent:
		w.Title = "Permissions requested"
	case pageApproval:
		w.Title, w.Code, w.Text = "Need admin approval", f.user.Trouble.Code, f.user.Trouble.Text
	case pageConfirm:
		w.Title = "Are you trying to sign in to Program Connect?"
	case pageSignUp:
		w.Title, w.Hint, w.Typed = "Create account", f.signUp.address, f.signUp.name
	case pageVerify:
		w.Title, w.Address = "Enter code", f.signUp.address
	case pageDone:
		w.Title, w.Text = "You have signed in", "You have signed in to Program Connect on your device. You may now close this window."
		if f.end.message == "declined" {
			w.Title, w.Text = "The request was turned down", "Nobody was signed in on the other device. You may now close this window."
		}
	}
}

// handOver sends the answer to the app as it asked: by a form that posts itself, or by a redirect.
func (v visit) handOver(f *flow, w view) {
	v.pages.header(v.w.Header(), originOf(f.req.redirect))
	switch f.req.mode {
	case "query":
		http.Redirect(v.w, v.r, f.req.redirect+"?"+f.end.params.Encode(), http.StatusFound)
	case "fragment":
		http.Redirect(v.w, v.r, f.req.redirect+"#"+f.end.params.Encode(), http.StatusFound)
	default:
		w.Title, w.Back, w.Fields, w.Script = "Working…", f.req.redirect, f.end.params, autoSubmit
		v.render(http.StatusOK, originOf(f.req.redirect), w)
	}
}

// plain sends a page with a message and no way on.
func (v visit) plain(status int, title, text string) {
	v.render(status, "", view{Page: "message", Title: title, Text: text})
}

// render sends one page. A page is small, so it is made whole before the first byte goes out.
func (v visit) render(status int, allowed string, w view) {
	w.Base, w.CSRF, w.Host = v.pages.site.path(), v.csrf, v.r.Host
	w.Time = v.pages.site.cfg.Now().UTC().Format("2006-01-02 15:04:05Z")
	w.Request = v.pages.random.guid()
	if w.Correlation == "" {
		w.Correlation = v.pages.random.guid()
	}
	var out bytes.Buffer
	if err := pagesHTML.ExecuteTemplate(&out, "page.html", w); err != nil {
		http.Error(v.w, "The page could not be made.", http.StatusInternalServerError)
		return
	}
	v.pages.header(v.w.Header(), allowed)
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(out.Bytes()) // the browser has gone away
}

func (p *pages) showPeople(v visit) {
	v.render(http.StatusOK, "", view{Page: "people", Title: "People of the sample", Rows: People(), Troubled: Troubled(), Password: Password})
}

// showMailbox shows the sample's mails, newest first. They are read before the lock is taken: they may come from the disk.
func (p *pages) showMailbox(w http.ResponseWriter, r *http.Request) {
	mails := p.mail.page()
	p.locked(func(v visit) {
		v.render(http.StatusOK, "", view{Page: "mailbox", Title: "Mailbox of the sample", Mails: mails})
	})(w, r)
}

func (p *pages) style(w http.ResponseWriter, r *http.Request) {
	raw, err := files.ReadFile("html/style.css")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=300")
	_, _ = w.Write(raw)
}
