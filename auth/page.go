package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"io"
	"log"
	"net/http"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/programconnect/programconnect/internal/i18n"
)

const pageStyle = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1rem;color:#1b1b1b;background:#fff}` +
	`h1{font-size:1.5rem}@media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1b}}`

const pageMarkup = `<!doctype html><html lang="{{.Lang}}"><head><meta charset="utf-8"><title>Program Connect</title>` +
	`<meta name="viewport" content="width=device-width"><style>` + pageStyle + `</style></head>` +
	`<body><main role="status"><h1>{{.Title}}</h1><p>{{.Next}}</p></main></body></html>`

// showPage writes the page that the browser ends on: in the person's language, without a script, and with nothing of
// what was posted.
func (a *Accounts) showPage(w http.ResponseWriter, r *http.Request, done bool) {
	said := pageLanguage(a.cfg.Language(), r.Header.Get("Accept-Language"))
	title := i18n.T(&goi18n.Message{ID: "auth.page.refused.title", Other: "The sign-in was not finished."})
	if done {
		title = i18n.T(&goi18n.Message{ID: "auth.page.done.title", Other: "The browser has done its part."})
	}
	next := i18n.T(&goi18n.Message{ID: "auth.page.next.step", Other: "You can close this page and go back to Program Connect."})
	style := sha256.Sum256([]byte(pageStyle))
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(style[:])+
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	page := template.Must(template.New("page").Parse(pageMarkup))
	// The sign-in goes on even when the browser does not read the page.
	_ = page.Execute(w, struct{ Lang, Title, Next string }{said.Tag(), said.Text(title), said.Text(next)})
}

// pageLanguage returns the language of the settings, else the browser's.
func pageLanguage(setting, accept string) *i18n.Language {
	if strings.TrimSpace(setting) != "" {
		return i18n.For(setting)
	}
	var tags []language.Tag
	for _, tag := range i18n.Languages() {
		tags = append(tags, language.MustParse(tag))
	}
	_, index := language.MatchStrings(language.NewMatcher(tags), accept)
	return i18n.For(i18n.Languages()[index])
}

// silent returns a logger for net/http: its messages hold what strangers sent.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }
