package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"io"
	"log"
	"net/http"
	"strings"

	"golang.org/x/text/language"
)

// pageTexts are the words of the page that the browser ends on.
type pageTexts struct{ Lang, Title, Done, Refused, Next string }

// pageLanguages lists the languages of the app, English first.
func pageLanguages() []pageTexts {
	return []pageTexts{
		{"en", "Program Connect", "The browser has done its part.", "The sign-in was not finished.",
			"You can close this page and go back to Program Connect."},
		{"de", "Program Connect", "Der Browser hat seinen Teil erledigt.", "Die Anmeldung wurde nicht abgeschlossen.",
			"Sie können diese Seite schließen und zu Program Connect zurückkehren."},
		{"fi", "Program Connect", "Selain on tehnyt osuutensa.", "Kirjautumista ei viety loppuun.",
			"Voit sulkea tämän sivun ja palata Program Connectiin."},
		{"ja", "Program Connect", "ブラウザーでの手続きが終わりました。", "サインインは完了しませんでした。",
			"このページを閉じて、Program Connect に戻ってください。"},
	}
}

const pageStyle = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1rem;color:#1b1b1b;background:#fff}` +
	`h1{font-size:1.5rem}@media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1b}}`

const pageMarkup = `<!doctype html><html lang="{{.Lang}}"><head><meta charset="utf-8"><title>{{.Title}}</title>` +
	`<meta name="viewport" content="width=device-width"><style>` + pageStyle + `</style></head>` +
	`<body><main role="status"><h1>{{.Said}}</h1><p>{{.Next}}</p></main></body></html>`

// showPage writes the page: the person's language, no script, nothing of what was posted.
func (a *Accounts) showPage(w http.ResponseWriter, r *http.Request, done bool) {
	t := textsFor(a.cfg.Language(), r.Header.Get("Accept-Language"))
	said := t.Refused
	if done {
		said = t.Done
	}
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
	_ = page.Execute(w, struct{ Lang, Title, Said, Next string }{t.Lang, t.Title, said, t.Next})
}

// textsFor picks the language of the settings, else the browser's.
func textsFor(setting, accept string) pageTexts {
	texts := pageLanguages()
	var tags []language.Tag
	for _, t := range texts {
		tags = append(tags, language.MustParse(t.Lang))
	}
	want := []string{setting}
	if strings.TrimSpace(setting) == "" {
		want = []string{accept}
	}
	_, i := language.MatchStrings(language.NewMatcher(tags), want...)
	return texts[i]
}

// silent is a logger for net/http: its messages hold what strangers sent.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }
