package visitor_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// site serves pages by path and remembers what was posted.
type site struct {
	*httptest.Server
	posted []string
}

func serve(t *testing.T, pages map[string]string) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			if err := r.ParseForm(); err == nil {
				s.posted = append(s.posted, r.URL.Path+"?"+r.PostForm.Encode())
			}
		}
		page := pages[r.URL.Path]
		if to, ok := strings.CutPrefix(page, "to "); ok {
			http.Redirect(w, r, to, http.StatusSeeOther)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "yes", Path: "/"})
		if _, err := r.Cookie("seen"); err == nil {
			page = strings.Replace(page, "NEW", "KNOWN", 1)
		}
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(s.Close)
	return s
}

func visit(t *testing.T, script visitor.Script, address string) visitor.Outcome {
	t.Helper()
	out, err := visitor.New(script, nil).Visit(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const form = `<main data-page="address"><h1>Sign in</h1><form method="post" action="next/address"><input type="hidden" name="csrf" value="c&amp;1">
<input name="address"><button>Next</button></form></main>`

func TestFormIsSentWithItsHiddenFields(t *testing.T) {
	s := serve(t, map[string]string{"/in/": form, "/in/next/address": "to /in/end", "/in/end": `<main data-page="error" data-code="50105"><p>AADSTS50105: not assigned</p></main><script>hidden</script>`})
	out := visit(t, visitor.Script{Address: "a@b.example"}, s.URL+"/in/")
	if !slices.Equal(s.posted, []string{"/in/next/address?address=a%40b.example&csrf=c%261"}) {
		t.Errorf("posted %v", s.posted)
	}
	if out.End != visitor.AtPage || out.Code != 50105 || out.Text != "AADSTS50105: not assigned" || !slices.Equal(out.Pages, []string{"address", "error"}) {
		t.Errorf("saw %+v", out)
	}
}

func TestRefusedFormIsNotTypedAgain(t *testing.T) {
	s := serve(t, map[string]string{"/": form, "/next/address": strings.Replace(form, "<form", `<p id="notice">This username isn't in our system.</p><form`, 1)})
	out := visit(t, visitor.Script{Address: "a@b.example"}, s.URL)
	if out.End != visitor.AtForm || len(s.posted) != 1 || !strings.Contains(out.Text, "isn't in our system") {
		t.Errorf("ended %s after %d posts", out.End, len(s.posted))
	}
}

func TestVisitorStaysOnThisComputer(t *testing.T) {
	s := serve(t, map[string]string{"/": "to https://login.example/", "/form": strings.Replace(form, "next/address", "http://192.0.2.1/address", 1), "/odd": "to file:///etc/passwd"})
	for _, path := range []string{"/", "/form", "/odd"} {
		_, err := visitor.New(visitor.Script{Address: "a@b.example", Password: "secret"}, nil).Visit(t.Context(), s.URL+path)
		if err == nil || !strings.Contains(err.Error(), "only to this computer") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := visitor.New(visitor.Script{}, nil).SignOut(t.Context(), "https://login.example/logout"); err == nil {
		t.Error("it signed out somewhere else")
	}
}

func TestVisitEndsOnUnknownPages(t *testing.T) {
	s := serve(t, map[string]string{"/loop": "to /loop", "/what": "<main data-page=captcha></main>", "/blank": ""})
	for path, want := range map[string]string{"/loop": "no end", "/what": `"captcha"`, "/blank": "does not know"} {
		if _, err := visitor.New(visitor.Script{}, nil).Visit(t.Context(), s.URL+path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestAnswerReachesTheApp(t *testing.T) {
	app := serve(t, map[string]string{"/": "Back at the app"})
	page := `<main data-page="return"><form method="post" action="` + app.URL + `"><input type="hidden" name="code" value="c"><input type="hidden" name="state" value="s"><button>Continue</button></form></main>`
	s := serve(t, map[string]string{"/": page, "/query": "to " + app.URL + "/?error=access_denied&state=s"})
	out := visit(t, visitor.Script{}, s.URL)
	if out.End != visitor.AtApp || out.Answer.Encode() != "code=c&state=s" || !strings.Contains(out.AppText, "Back at the app") || len(app.posted) != 1 {
		t.Errorf("by form: %+v", out)
	}
	if out = visit(t, visitor.Script{}, s.URL+"/query"); out.End != visitor.AtApp || out.Answer.Get("error") != "access_denied" {
		t.Errorf("by query: %+v", out)
	}
}

func TestCookiesStayFromVisitToVisit(t *testing.T) {
	s := serve(t, map[string]string{"/": `<main data-page="done">NEW</main>`})
	v := visitor.New(visitor.Script{}, nil)
	first, err1 := v.Visit(t.Context(), s.URL)
	second, err2 := v.With(visitor.Script{Address: "other"}).Visit(t.Context(), s.URL)
	if err := errors.Join(err1, err2); err != nil || first.Text != "NEW" || second.Text != "KNOWN" || second.End != visitor.Done {
		t.Errorf("%q then %q, %v", first.Text, second.Text, err)
	}
}

func TestNetworkErrorHidesTheQuery(t *testing.T) {
	s := serve(t, nil)
	address := s.URL + "/authorize?state=canary-state"
	s.Close()
	if _, err := visitor.New(visitor.Script{}, nil).Visit(t.Context(), address); err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("%v", err)
	}
}

func TestOpenReturnsAtOnce(t *testing.T) {
	s := serve(t, map[string]string{"/": `<main data-page="done">Done</main>`})
	ends := make(chan visitor.End, 1)
	open := visitor.New(visitor.Script{}, nil).Open(func(out visitor.Outcome, _ error) { ends <- out.End })
	if err := open(t.Context(), s.URL); err != nil {
		t.Fatal(err)
	}
	if got := <-ends; got != visitor.Done {
		t.Errorf("ended %q", got)
	}
}
