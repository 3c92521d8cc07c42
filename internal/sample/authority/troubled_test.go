package authority_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

// TestEveryTroubledPerson drives one person for each row of the table of codes.
func TestEveryTroubledPerson(t *testing.T) {
	for _, p := range authority.Troubled() {
		t.Run(p.Key, func(t *testing.T) {
			t.Parallel()
			w := start(t, authority.Config{})
			tr := p.Trouble
			script := w.script(p)
			script.Decline, script.CancelMFA = tr.Where == authority.OnConsent, tr.Where == authority.OnMFA
			v := visitor.New(script, nil)
			if tr.Where == authority.OnDevice {
				w.deviceTrouble(v, script, p)
				return
			}
			out := w.visit(v, w.authorizeURL("common"))
			if len(w.answers) > 0 != (out.End == visitor.AtApp) {
				t.Fatalf("the app was told: %v; the visit ended %s", len(w.answers) > 0, out.End)
			}
			switch tr.Where {
			case authority.OnAddress, authority.OnPassword:
				w.wantPage(out, visitor.AtForm, tr)
			case authority.OnPage:
				w.wantPage(out, visitor.AtPage, tr)
			case authority.OnApproval, authority.OnConsent, authority.OnMFA, authority.OnRedirect:
				w.wantOAuth(tr, out.Answer.Get("error"), out.Answer.Get("error_description"))
			case authority.OnToken:
				body := w.redeem(out.Answer.Get("code"))
				w.wantOAuth(tr, text(body, "error"), text(body, "error_description"))
				w.wantMore(tr, body)
			case authority.OnRefresh:
				body := w.refreshWith(text(w.redeem(out.Answer.Get("code")), "refresh_token"))
				w.wantOAuth(tr, text(body, "error"), text(body, "error_description"))
				w.wantMore(tr, body)
			default:
				t.Fatalf("nobody knows where %q is", tr.Where)
			}
			w.mend(v, p)
		})
	}
}

func (w *world) wantPage(out visitor.Outcome, end visitor.End, tr *authority.Trouble) {
	w.t.Helper()
	if out.End != end || out.Code != tr.Code || !strings.Contains(out.Text, tr.Text) {
		w.t.Fatalf("ended %s with %d: %s", out.End, out.Code, out.Text)
	}
	if tr.Code != 0 && !strings.Contains(out.Text, strconv.Itoa(tr.Code)) {
		w.t.Fatal("the page does not show its number")
	}
}

func (w *world) wantOAuth(tr *authority.Trouble, oauth, description string) {
	w.t.Helper()
	if oauth == "" || oauth != tr.OAuth || !strings.HasPrefix(description, tr.Description()) || !strings.Contains(description, "Correlation ID: ") {
		w.t.Fatalf("the app was told %q, %q", oauth, description)
	}
}

func (w *world) wantMore(tr *authority.Trouble, body map[string]any) {
	w.t.Helper()
	if text(body, "suberror") != tr.SubError || text(body, "claims") != tr.Claims || text(body, "correlation_id") == "" {
		w.t.Fatalf("suberror %q, claims %q", text(body, "suberror"), text(body, "claims"))
	}
	if codes, _ := body["error_codes"].([]any); len(codes) != 1 || codes[0] != float64(tr.Code) {
		w.t.Fatalf("error_codes %v", body["error_codes"])
	}
}

// mend does what the help says, where there is something that a person can do in the app.
func (w *world) mend(v *visitor.Visitor, p authority.Person) {
	w.t.Helper()
	tr := p.Trouble
	var changes []string
	switch {
	case tr.Claims != "":
		changes = []string{"claims", tr.Claims}
	case tr.Code == 65001:
		changes = []string{"prompt", "consent"}
	case tr.Where == authority.OnConsent, tr.Where == authority.OnMFA:
		v = v.With(w.script(p))
	case tr.Where == authority.OnRefresh:
	default:
		return
	}
	out := w.visit(v, w.authorizeURL("common", changes...))
	body := w.redeem(out.Answer.Get("code"))
	body = w.refreshWith(text(body, "refresh_token"))
	if text(body, "access_token") == "" {
		w.t.Fatalf("doing what the help says still gives %s after %v", text(body, "error_description"), out.Pages)
	}
}

func (w *world) deviceTrouble(v *visitor.Visitor, script visitor.Script, p authority.Person) {
	w.t.Helper()
	d := w.startDevice()
	script.UserCode = text(d, "user_code")
	w.wantPage(w.visit(v.With(script), w.DeviceURL()), visitor.AtPage, p.Trouble)
	body := w.poll(d)
	w.wantOAuth(p.Trouble, text(body, "error"), text(body, "error_description"))
	if out := w.visit(v, w.authorizeURL("common")); out.End != visitor.AtApp {
		w.t.Fatalf("in the browser the same person ended %s", out.End)
	}
}

func TestOnePersonForEachCode(t *testing.T) {
	have := map[int]int{}
	for _, p := range authority.Troubled() {
		have[p.Trouble.Code]++
	}
	for _, code := range strings.Fields(`0 50020 16000 90072 500200 500208 9002332 50034 90125 51004 16003 90002 50059 50128 500011 700016 50194 50107 20001
		40008 50008 65001 65004 90094 90095 90093 90008 650056 50105 90099 50072 50074 50076 50079 53000 53001 53003 530032 530033 500021 500212
		500213 50173 700082 70043 50133 50089 50126 50053 50055 50057 50196 65005`) {
		n, err := strconv.Atoi(code)
		if err != nil || have[n] != 1 {
			t.Errorf("%d people stand for %s", have[n], code)
		}
		delete(have, n)
	}
	if len(have) > 0 {
		t.Errorf("people whom the table does not know: %v", have)
	}
	keys, addresses, objects := map[string]bool{}, map[string]int{}, map[string]bool{}
	for _, p := range append(authority.People(), authority.Troubled()...) {
		if keys[p.Key] || objects[p.ObjectID] {
			t.Errorf("%s is there twice", p.Key)
		}
		keys[p.Key], objects[p.ObjectID] = true, true
		addresses[p.Address]++
	}
	for address, n := range addresses {
		if n > 1 && (address != authority.AddressTwo || n != 2) {
			t.Errorf("%d people share %s", n, address)
		}
	}
}
