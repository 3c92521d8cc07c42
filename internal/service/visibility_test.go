package service_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
)

// sightRig is a program with something to hide: an engagement by invitation alone with terms, a package that follows on one that
// everybody has, and an item of feedback; and a person of each kind. Names that begin with "closed" need the owner's approval.
func sightRig(t *testing.T) (r *rig, item, attachment string) {
	t.Helper()
	r = newRig(t, func(c *service.Config) {
		c.Open = func(p service.Identity) bool { return !strings.HasPrefix(p.Name, "closed") }
	})
	r.engagements()
	noError(t, r.service.PutEngagement(ctx(t), service.NewEngagement{ID: "invited", Title: "invited", Join: api.JoinInvited, Terms: "invited-terms", Feedback: true}))
	a := serviceAgreement("invited-terms", "1", "Terms of the hidden engagement.")
	a.Engagement = "invited"
	_, err := r.service.PublishAgreement(ctx(t), a)
	noError(t, err)
	_, err = r.service.PublishPackage(ctx(t), api.Package{ID: "tools-next", Engagement: "invited", Title: "Next", Type: "tool", Version: "2", Supersedes: "tools"},
		[]service.NewFile{{Name: "next.bin", Bytes: strings.NewReader("next")}})
	noError(t, err)
	inside := func(name string) {
		t.Helper()
		c := r.registered(name)
		r.accept(c, "eula")
		id := value(r.service.Invite(ctx(t), name+"@people.example", "invited", "", "Ole", ""))(t)
		value(c.AcceptInvitation(ctx(t), id))(t)
	}
	r.person("fresh")
	value(r.person("unverified").Register(ctx(t), form("unverified")))(t)
	r.accept(r.registered("outsider"), "eula")
	value(r.person("closed-requested").RequestAccess(ctx(t), "Please."))(t)
	for _, name := range []string{"closed-declined", "closed-revoked", "closed-invited"} {
		value(r.person(name).Status(ctx(t)))(t)
	}
	noError(t, r.service.Decline(ctx(t), r.id("closed-declined"), "", "No."))
	noError(t, r.service.Approve(ctx(t), r.id("closed-revoked"), "", ""))
	inside("closed-revoked")
	noError(t, r.service.Revoke(ctx(t), r.id("closed-revoked"), "", "Out."))
	value(r.service.Invite(ctx(t), "closed-invited@people.example", "invited", "", "Ole", ""))(t)
	inside("put-out")
	noError(t, r.service.Revoke(ctx(t), r.id("put-out"), "invited", "Out."))
	inside("left")
	value(r.person("left").Leave(ctx(t), "invited"))(t)
	inside("due")
	inside("participant")
	c := r.person("participant")
	r.accept(c, "invited-terms")
	i := value(c.SendItem(ctx(t), "invited", "key", api.NewItem{Type: "suggestion", Title: "Hidden", Fields: map[string]string{"description": "x"}}))(t)
	announced := r.send("POST", "/api/v1/feedback/"+i.ID+"/attachments", `{"name":"a.txt","size":1,"sha256":"`+sum("a")+`"}`,
		"Authorization", "Bearer token-participant", "Content-Type", "application/json", "Idempotency-Key", "k")
	var kept api.Attachment
	noError(t, api.Decode(strings.NewReader(announced.body), 0, &kept))
	return r, i.ID, kept.ID
}

// sightRow is what people of some kinds get of each route: the status and what an answer names, or the code of a refusal.
type sightRow struct {
	who    []string
	others string // of the routes that sees does not hold
	sees   map[string]string
}

// sights is the table of who sees what.
var sights = []sightRow{
	{[]string{"fresh"}, "403 registration.required", map[string]string{
		"/status":                       "200 eula open open-terms",
		"/agreements":                   "200 eula open open-terms",
		"/agreements/eula":              "200 eula",
		"/agreements/open-terms":        "200 open open-terms",
		"/agreements/invited-terms":     "404 request.not-found",
		"/ledger":                       "200",
		"/engagements":                  "200 approval main open open-terms",
		"/engagements/open":             "200 open open-terms",
		"/engagements/invited":          "404 request.not-found",
		"/engagements/invited/form":     "404 request.not-found",
		"/engagements/invited/feedback": "404 request.not-found",
	}},
	{[]string{"unverified"}, "404 request.not-found", map[string]string{
		"/status":                "200 eula open open-file open-terms",
		"/agreements":            "200 eula open open-file open-terms",
		"/agreements/eula":       "200 eula",
		"/agreements/open-terms": "200 open open-file open-terms",
		"/ledger":                "200",
		"/engagements":           "200 approval main open open-terms",
		"/engagements/open":      "200 open open-terms",
		"/packages":              "200 approval approval-file main open open-file tools",
		"/packages/tools":        "200 main tools",
		"/packages/open-file":    "200 open open-file",
	}},
	{[]string{"outsider", "left"}, "404 request.not-found", map[string]string{
		"/status":                "200 eula open open-file open-terms",
		"/agreements":            "200 eula open open-file open-terms",
		"/agreements/eula":       "200 eula",
		"/agreements/open-terms": "200 open open-file open-terms",
		"/ledger":                "200 eula",
		"/engagements":           "200 approval main open open-terms",
		"/engagements/open":      "200 open open-terms",
		"/packages":              "200 approval approval-file main open open-file open-terms tools",
		"/packages/tools":        "200 main tools",
		"/packages/open-file":    "200 open open-file open-terms",
	}},
	{[]string{"closed-requested"}, "403 access.program-requested", map[string]string{
		"/status":                       "200",
		"/agreements":                   "200",
		"/agreements/eula":              "404 request.not-found",
		"/agreements/open-terms":        "404 request.not-found",
		"/agreements/invited-terms":     "404 request.not-found",
		"/ledger":                       "200",
		"/engagements":                  "200",
		"/engagements/open":             "404 request.not-found",
		"/engagements/invited":          "404 request.not-found",
		"/engagements/invited/form":     "404 request.not-found",
		"/engagements/invited/feedback": "404 request.not-found",
	}},
	{[]string{"closed-declined"}, "403 access.program-declined", map[string]string{
		"/status":                       "200",
		"/agreements":                   "200",
		"/agreements/eula":              "404 request.not-found",
		"/agreements/open-terms":        "404 request.not-found",
		"/agreements/invited-terms":     "404 request.not-found",
		"/ledger":                       "200",
		"/engagements":                  "200",
		"/engagements/open":             "404 request.not-found",
		"/engagements/invited":          "404 request.not-found",
		"/engagements/invited/form":     "404 request.not-found",
		"/engagements/invited/feedback": "404 request.not-found",
	}},
	{[]string{"closed-revoked"}, "403 access.program-revoked", map[string]string{
		"/status":                       "200",
		"/agreements":                   "200",
		"/agreements/eula":              "404 request.not-found",
		"/agreements/open-terms":        "404 request.not-found",
		"/agreements/invited-terms":     "404 request.not-found",
		"/ledger":                       "200 eula",
		"/engagements":                  "200",
		"/engagements/open":             "404 request.not-found",
		"/engagements/invited":          "404 request.not-found",
		"/engagements/invited/form":     "404 request.not-found",
		"/engagements/invited/feedback": "404 request.not-found",
	}},
	{[]string{"closed-invited"}, "403 access.program-none", map[string]string{
		"/status":                       "200 invited",
		"/agreements":                   "200",
		"/agreements/eula":              "404 request.not-found",
		"/agreements/open-terms":        "404 request.not-found",
		"/agreements/invited-terms":     "404 request.not-found",
		"/ledger":                       "200",
		"/engagements":                  "200",
		"/engagements/open":             "404 request.not-found",
		"/engagements/invited":          "404 request.not-found",
		"/engagements/invited/form":     "404 request.not-found",
		"/engagements/invited/feedback": "404 request.not-found",
	}},
	{[]string{"put-out"}, "403 access.revoked", map[string]string{
		"/status":                   "200 eula open open-file open-terms",
		"/agreements":               "200 eula open open-file open-terms",
		"/agreements/eula":          "200 eula",
		"/agreements/open-terms":    "200 open open-file open-terms",
		"/agreements/invited-terms": "404 request.not-found",
		"/ledger":                   "200 eula",
		"/engagements":              "200 approval invited main open open-terms",
		"/engagements/open":         "200 open open-terms",
		"/engagements/invited":      "200 invited",
		"/packages":                 "200 approval approval-file main open open-file open-terms tools",
		"/packages/tools":           "200 main tools",
		"/packages/tools-next":      "404 request.not-found",
		"/packages/open-file":       "200 open open-file open-terms",
		"/packages/invited-file":    "404 request.not-found",
	}},
	{[]string{"due"}, "403 agreement.waiting", map[string]string{
		"/status":                   "200 eula invited invited-file invited-terms open open-file open-terms tools-next",
		"/agreements":               "200 eula invited invited-file invited-terms open open-file open-terms tools-next",
		"/agreements/eula":          "200 eula",
		"/agreements/open-terms":    "200 open open-file open-terms",
		"/agreements/invited-terms": "200 invited invited-file invited-terms tools-next",
		"/ledger":                   "200 eula",
		"/engagements":              "200 approval invited invited-terms main open open-terms",
		"/engagements/open":         "200 open open-terms",
		"/engagements/invited":      "200 invited invited-terms",
		"/packages":                 "200 approval approval-file invited invited-file invited-terms main open open-file open-terms tools tools-next",
		"/packages/tools":           "200 main tools",
		"/packages/tools-next":      "200 invited invited-terms tools tools-next",
		"/packages/open-file":       "200 open open-file open-terms",
		"/packages/invited-file":    "200 invited invited-file invited-terms",
	}},
	{[]string{"participant"}, "404 request.not-found", map[string]string{
		"/status":                                   "200 eula invited invited-file invited-terms open open-file open-terms tools-next",
		"/agreements":                               "200 eula invited invited-file invited-terms open open-file open-terms tools-next",
		"/agreements/eula":                          "200 eula",
		"/agreements/open-terms":                    "200 open open-file open-terms",
		"/agreements/invited-terms":                 "200 invited invited-file invited-terms tools-next",
		"/ledger":                                   "200 eula invited-terms",
		"/engagements":                              "200 approval invited invited-terms main open open-terms",
		"/engagements/open":                         "200 open open-terms",
		"/engagements/invited":                      "200 invited invited-terms",
		"/engagements/invited/form":                 "200 invited",
		"/engagements/invited/feedback":             "200 Hidden invited",
		"/packages":                                 "200 approval approval-file invited invited-file main open open-file open-terms tools tools-next",
		"/packages/tools":                           "200 main tools",
		"/packages/tools-next":                      "200 invited tools tools-next",
		"/packages/open-file":                       "200 open open-file open-terms",
		"/packages/invited-file":                    "200 invited invited-file",
		"/feedback/{item}":                          "200 Hidden invited",
		"/feedback/{item}/attachments/{attachment}": "200",
		"/feedback/{item}/attachments/{attachment}/bytes": "409 attachment.waiting",
	}},
}

// names are what an answer may name, and what must not be named to everybody.
var names = regexp.MustCompile(`"(main|open|approval|invited|eula|open-terms|invited-terms|tools|tools-next|open-file|approval-file|invited-file|Hidden)"`)

// TestSightOfEachRoute compares what each kind of person sees on every route with the table.
func TestSightOfEachRoute(t *testing.T) {
	r, item, attachment := sightRig(t)
	for _, row := range sights {
		for _, who := range row.who {
			for _, path := range sightPaths {
				filled := strings.NewReplacer("{item}", item, "{attachment}", attachment).Replace(path)
				want, listed := row.sees[path]
				if !listed {
					want = row.others
				}
				if got := r.sight("GET", filled, who); got != want {
					t.Errorf("%s of %s: %q instead of %q", path, who, got, want)
				}
			}
		}
	}
}

// sightPaths are the addresses that are read, below /api/v1.
var sightPaths = []string{"/status", "/agreements", "/agreements/eula", "/agreements/open-terms", "/agreements/invited-terms", "/ledger",
	"/engagements", "/engagements/open", "/engagements/invited", "/engagements/invited/form", "/engagements/invited/feedback",
	"/packages", "/packages/tools", "/packages/tools-next", "/packages/open-file", "/packages/invited-file",
	"/feedback/{item}", "/feedback/{item}/attachments/{attachment}", "/feedback/{item}/attachments/{attachment}/bytes"}

// sight returns the status of an answer and the names in it, sorted; of a refusal its code.
func (r *rig) sight(method, path, who string) string {
	r.t.Helper()
	a := r.send(method, "/api/v1"+path, `{}`, "Authorization", "Bearer token-"+who, "Content-Type", "application/json", "Idempotency-Key", "sight")
	if a.status >= 400 {
		return fmt.Sprint(a.status, " ", a.problem(r.t).Code)
	}
	found := []string{fmt.Sprint(a.status)}
	for _, m := range names.FindAllStringSubmatch(a.body, -1) {
		found = append(found, m[1])
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}

// TestWhatIsHiddenIsAnsweredLikeWhatIsNotThere asks for hidden things and for made-up ones, on every route that names something.
func TestWhatIsHiddenIsAnsweredLikeWhatIsNotThere(t *testing.T) {
	r, item, attachment := sightRig(t)
	device := `"device":{"name":"d","system":"s","app":"a"}`
	routes := []struct{ route, path, body string }{
		{"GET /agreements/{id}", "/agreements/invited-terms", ""},
		{"POST /agreements/{id}/decisions", "/agreements/invited-terms/decisions", `{"sha256":"` + sum("Terms of the hidden engagement.") + `","accept":true,` + device + `}`},
		{"GET /engagements/{id}", "/engagements/invited", ""},
		{"POST /engagements/{id}/join", "/engagements/invited/join", ""},
		{"POST /engagements/{id}/leave", "/engagements/invited/leave", ""},
		{"POST /engagements/{id}/access-requests", "/engagements/invited/access-requests", `{"justification":"x"}`},
		{"GET /engagements/{id}/form", "/engagements/invited/form", ""},
		{"GET /engagements/{id}/feedback", "/engagements/invited/feedback", ""},
		{"POST /engagements/{id}/feedback", "/engagements/invited/feedback", `{"type":"suggestion","title":"x","fields":{"description":"x"}}`},
		{"GET /packages/{id}", "/packages/tools-next", ""},
		{"POST /packages/{id}/files/{name}/link", "/packages/tools-next/files/next.bin/link", ""},
		{"POST /packages/{id}/downloads", "/packages/tools-next/downloads", `{"sha256":"` + sum("next") + `"}`},
		{"GET /feedback/{id}", "/feedback/" + item, ""},
		{"GET /feedback/{id}/comments", "/feedback/" + item + "/comments", ""},
		{"POST /feedback/{id}/comments", "/feedback/" + item + "/comments", `{"text":"x"}`},
		{"PUT /feedback/{id}/vote", "/feedback/" + item + "/vote", ""},
		{"DELETE /feedback/{id}/vote", "/feedback/" + item + "/vote", ""},
		{"PUT /feedback/{id}/follow", "/feedback/" + item + "/follow", ""},
		{"DELETE /feedback/{id}/follow", "/feedback/" + item + "/follow", ""},
		{"POST /feedback/{id}/attachments", "/feedback/" + item + "/attachments", `{"name":"a.txt","size":1,"sha256":"` + sum("a") + `"}`},
		{"GET /feedback/{id}/attachments/{attachment}", "/feedback/" + item + "/attachments/" + attachment, ""},
		{"GET /feedback/{id}/attachments/{attachment}/bytes", "/feedback/" + item + "/attachments/" + attachment + "/bytes", ""},
		{"PUT /feedback/{id}/attachments/{attachment}/bytes", "/feedback/" + item + "/attachments/" + attachment + "/bytes?offset=0", "a"},
	}
	made := strings.NewReplacer("invited-terms", "madeup", "/engagements/invited", "/engagements/madeup", "tools-next", "madeup", item, "madeup", attachment, "madeup")
	for _, who := range []string{"fresh", "unverified", "outsider", "closed-requested", "closed-declined", "closed-revoked", "closed-invited", "left"} {
		for _, c := range routes {
			method, _, _ := strings.Cut(c.route, " ")
			hidden, none := r.ask(method, c.path, c.body, who), r.ask(method, made.Replace(c.path), c.body, who)
			if hidden != none || strings.HasPrefix(hidden, "2") {
				t.Errorf("%s of %s: %s, of what is not there: %s", c.route, who, hidden, none)
			}
		}
	}
	for _, route := range service.Routes() {
		method, path, _ := strings.Cut(route, " ")
		below, ours := strings.CutPrefix(path, "/api/v1")
		named := slices.ContainsFunc(routes, func(c struct{ route, path, body string }) bool { return c.route == method+" "+below })
		if ours && strings.Contains(below, "{") && !strings.HasPrefix(below, "/invitations/") && !named {
			t.Errorf("%s is not asked for", route)
		}
	}
}

// ask returns the status and the body of an answer, but for the number of the request.
func (r *rig) ask(method, path, body, who string) string {
	r.t.Helper()
	a := r.send(method, "/api/v1"+path, body, "Authorization", "Bearer token-"+who, "Content-Type", "application/json", "Idempotency-Key", "ask")
	return fmt.Sprint(a.status, " ", strings.ReplaceAll(a.body, a.header.Get("Request-Id"), ""))
}
