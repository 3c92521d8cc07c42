package service_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
)

// fill adds engagements, each with terms of its own and packages.
func (r *rig) fill(engagements, packages int) {
	r.t.Helper()
	for n := range engagements {
		id := fmt.Sprintf("e%03d", n)
		err := r.service.PutEngagement(ctx(r.t), service.NewEngagement{ID: id, Title: id, Join: api.JoinEveryone, Feedback: true, Position: n + 1})
		if err != nil {
			r.t.Fatal(err)
		}
		a := serviceAgreement("terms-"+id, "1", "Terms of "+id)
		a.Engagement = id
		if _, err := r.service.PublishAgreement(ctx(r.t), a); err != nil {
			r.t.Fatal(err)
		}
	}
	for n := range packages {
		r.publish(fmt.Sprintf("k%03d", n), fmt.Sprintf("e%03d", n%engagements), "file.txt", "bytes")
	}
}

// TestAnswersAskABoundedNumberOfQueries compares a small program with a larger one, where nothing is kept: the answers must
// cost as many queries.
func TestAnswersAskABoundedNumberOfQueries(t *testing.T) {
	paths := []string{"GET /api/v1/packages", "GET /api/v1/packages/tools", "GET /api/v1/engagements", "GET /api/v1/agreements", "GET /api/v1/status",
		"GET /api/v1/ledger", "GET /api/v1/engagements/main/feedback", "GET /api/v1/feedback/{item}", "GET /api/v1/feedback/{item}/comments",
		"GET /api/v1/engagements/main/form", "GET /api/v1/engagements/main", "GET /api/v1/agreements/eula", "POST /api/v1/packages/tools/files/tools.bin/link"}
	count := func(engagements, packages, items int) map[string]int64 {
		r := newRig(t)
		r.feedback()
		r.fill(engagements, packages)
		c, _ := r.ready("anna")
		item := ""
		for n := range items {
			i, err := c.SendItem(ctx(t), "main", fmt.Sprint("k", n), bug(fmt.Sprint(n)))
			if err != nil {
				t.Fatal(err)
			}
			item = i.ID
		}
		for n := range items {
			if _, err := c.Comment(ctx(t), item, fmt.Sprint("c", n), "Text"); err != nil {
				t.Fatal(err)
			}
		}
		cost := map[string]int64{}
		for n, route := range paths {
			e := service.NewEngagement{ID: "other", Title: fmt.Sprint(n), Join: api.JoinEveryone} // a write: nothing that was kept holds
			if err := r.service.PutEngagement(ctx(t), e); err != nil {
				t.Fatal(err)
			}
			before := service.Queries(r.service)
			method, path, _ := strings.Cut(route, " ")
			got := r.send(method, strings.ReplaceAll(path, "{item}", item), "", "Authorization", "Bearer token-anna")
			if got.status != http.StatusOK {
				t.Fatalf("%s: %d %s", route, got.status, got.body)
			}
			cost[route] = service.Queries(r.service) - before
		}
		return cost
	}
	small, large := count(1, 1, 2), count(12, 40, 20)
	for _, route := range paths {
		if large[route] > small[route] || large[route] > 20 {
			t.Errorf("%s asks %d queries of a small program, %d of a larger one", route, small[route], large[route])
		}
	}
}

func TestUnchangedListIsNotSentAgain(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna")
	token := []string{"Authorization", "Bearer token-anna"}
	for _, path := range []string{"/api/v1/packages", "/api/v1/engagements", "/api/v1/agreements"} {
		first := r.get(path, token...)
		tag := first.header.Get("ETag")
		again := r.get(path, append(token, "If-None-Match", `"other", W/`+tag)...)
		if first.status != 200 || tag == "" || again.status != http.StatusNotModified || again.body != "" || again.header.Get("ETag") != tag {
			t.Errorf("%s: %d %q, then %d", path, first.status, tag, again.status)
		}
		before := service.Queries(r.service)
		if full := r.get(path, token...); full.body != first.body || service.Queries(r.service) != before {
			t.Errorf("%s is made anew though nothing has changed", path)
		}
	}
	tag := r.get("/api/v1/packages", token...).header.Get("ETag")
	r.publish("more", "main", "more.bin", "more")
	if got := r.get("/api/v1/packages", append(token, "If-None-Match", tag)...); got.status != 200 || !strings.Contains(got.body, `"more"`) {
		t.Errorf("after a new package: %d", got.status)
	}
	if err := r.service.Revoke(ctx(t), "anna@people.example", "", "Over"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Packages(ctx(t)); err == nil {
		t.Error("somebody put out reads what was kept")
	}
}

// TestKeptListsAreEachPersonsOwn asks for the same list as two people.
func TestKeptListsAreEachPersonsOwn(t *testing.T) {
	r := newRig(t)
	r.engagements()
	anna, _ := r.ready("anna")
	bert, _ := r.ready("bert")
	if err := r.service.Approve(ctx(t), "anna@people.example", "approval", ""); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for name, want := range map[string]bool{"anna": true, "bert": false} {
			c := anna
			if name == "bert" {
				c = bert
			}
			list, err := c.Engagements(ctx(t))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range list {
				if e.ID == "approval" && e.Access.Granted() != want {
					t.Errorf("%s: %+v", name, e.Access)
				}
			}
		}
	}
}

// TestKeptListsFollowTheCalendar moves the clock by less than the life of what is kept.
func TestKeptListsFollowTheCalendar(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna")
	k := api.Package{ID: "short", Engagement: "main", Title: "short", Type: "tool", Version: "1", Expires: r.clock().Add(3 * time.Second)}
	if _, err := r.service.PublishPackage(ctx(t), k, []service.NewFile{{Name: "f.bin", Bytes: strings.NewReader("x")}}); err != nil {
		t.Fatal(err)
	}
	status := func() string {
		list, err := c.Packages(ctx(t))
		if err != nil {
			t.Fatal(err)
		}
		return list[slices.IndexFunc(list, func(p api.Package) bool { return p.ID == "short" })].Status
	}
	before := status()
	r.pass(4 * time.Second)
	if after := status(); before != api.PackagePublished || after != api.PackageExpired {
		t.Errorf("%s, then %s", before, after)
	}
}

// TestListsAreReadPageByPage has more packages and engagements than one page holds.
func TestListsAreReadPageByPage(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna")
	long := strings.Repeat("ä", 30_000)
	for n := range 40 {
		id := fmt.Sprintf("k%03d", n)
		k := api.Package{ID: id, Engagement: "main", Title: id, Type: "tool", Version: "1", Description: long}
		if _, err := r.service.PublishPackage(ctx(t), k, []service.NewFile{{Name: "f.bin", Bytes: strings.NewReader("x")}}); err != nil {
			t.Fatal(err)
		}
	}
	token := []string{"Authorization", "Bearer token-anna"}
	first := r.get("/api/v1/packages", token...)
	var page api.PackageList
	if err := jsonUnmarshal(first.body, &page); err != nil || page.Next == "" || len(first.body) > 1_100_000 {
		t.Fatalf("%d bytes, next %q, %v", len(first.body), page.Next, err)
	}
	all, err := c.Packages(ctx(t))
	seen := map[string]bool{}
	for _, k := range all {
		seen[k.ID] = true
	}
	if err != nil || len(all) != 41 || len(seen) != 41 {
		t.Errorf("%d packages, %d of them different, %v", len(all), len(seen), err)
	}
	if got := r.get("/api/v1/packages?after=nowhere", token...); got.problem(t).Fields[0].Code != api.CodeFieldPage {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestLedgerIsReadPageByPage(t *testing.T) {
	r := newRig(t, func(c *service.Config) { c.Limits.DecisionsPerDay = 250 })
	r.program("bytes")
	c := r.registered("anna")
	a, err := c.Agreement(ctx(t), "eula")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 250 {
		if _, err := c.Decide(ctx(t), "eula", a.SHA256, n%2 == 0, api.Device{}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = c.Decide(ctx(t), "eula", a.SHA256, true, api.Device{})
	if p := problemOf(err); p.Code != api.CodeQuotaDecisions || p.Status != http.StatusTooManyRequests {
		t.Errorf("%v", err)
	}
	l, err := c.Ledger(ctx(t))
	if err != nil || len(l.Receipts) != 250 || len(l.Keys) != 1 {
		t.Fatalf("%d receipts, %v", len(l.Receipts), err)
	}
	for n, receipt := range l.Receipts {
		if receipt.Number != int64(n+1) || api.CheckReceipt(receipt, l.Keys) != nil {
			t.Fatalf("receipt %d is %+v", n, receipt)
		}
	}
}

// TestKeptListsFollowOtherProcesses writes through a second service on the same data.
func TestKeptListsFollowOtherProcesses(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna")
	if _, err := c.Packages(ctx(t)); err != nil {
		t.Fatal(err)
	}
	var server *httptest.Server
	other, err := r.open(context.Background(), service.Config{Program: api.Program{ID: "test", Name: "Test program"}, Clock: r.clock,
		BaseURL: func() string { return server.URL }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	server = httptest.NewServer(other.Handler())
	defer server.Close()
	k := api.Package{ID: "more", Engagement: "main", Title: "more", Type: "tool", Version: "1"}
	if _, err := other.PublishPackage(ctx(t), k, []service.NewFile{{Name: "f.bin", Bytes: strings.NewReader("x")}}); err != nil {
		t.Fatal(err)
	}
	if list, err := c.Packages(ctx(t)); err != nil || len(list) != 2 {
		t.Errorf("%d packages, %v", len(list), err)
	}
}

// TestWithdrawnVersionCountsNoMoreAtOnce reads the kept list before and after a version is withdrawn.
func TestWithdrawnVersionCountsNoMoreAtOnce(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna")
	eula := func() api.AgreementState {
		list, err := c.Agreements(ctx(t))
		if err != nil {
			t.Fatal(err)
		}
		return list[slices.IndexFunc(list, func(a api.AgreementState) bool { return a.ID == "eula" })]
	}
	first := eula()
	if _, err := r.service.PublishAgreement(ctx(t), serviceAgreement("eula", "99", "A slip of the pen")); err != nil {
		t.Fatal(err)
	}
	if now := eula(); now.Version != "99" || !now.Blocking {
		t.Fatalf("%+v", now)
	}
	if err := r.service.WithdrawAgreement(ctx(t), "eula", "99"); err != nil {
		t.Fatal(err)
	}
	if now := eula(); now.Version != first.Version || now.Blocking {
		t.Errorf("%+v", now)
	}
	if list, err := c.Packages(ctx(t)); err != nil || list[0].Blocked != "" {
		t.Errorf("%+v %v", list, err)
	}
}
