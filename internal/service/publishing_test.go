package service_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// shown returns the ids of the packages that somebody sees.
func (r *rig) shown(c *client.Client) string {
	r.t.Helper()
	list, err := c.Packages(ctx(r.t))
	noError(r.t, err)
	ids := make([]string, len(list))
	for i, k := range list {
		ids[i] = k.ID
		if k.Draft || !k.PublishFrom.IsZero() || !k.PublishUntil.IsZero() {
			r.t.Errorf("%s says what only its owner sees", k.ID)
		}
	}
	return strings.Join(ids, " ")
}

func (r *rig) put(k api.Package, content string) error {
	k.Engagement, k.Title, k.Type, k.Version = "main", k.ID, "tool", "1"
	_, err := r.service.PublishPackage(ctx(r.t), k, []service.NewFile{{Name: k.ID + ".bin", Bytes: strings.NewReader(content)}})
	return err
}

func TestPackageIsOnShowFromItsDayToItsLast(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna")
	day := r.clock().Add(time.Hour)
	noError(t, r.put(api.Package{ID: "timed", PublishFrom: day, PublishUntil: day.Add(time.Hour), Supersedes: "tools"}, "timed"))
	state := func() string { return value(r.service.Packages(ctx(t)))(t)[0].Status }
	seen := func(there bool) {
		t.Helper()
		_, one := c.Package(ctx(t), "timed")
		_, link := c.Link(ctx(t), "timed", "timed.bin")
		tools := value(c.Package(ctx(t), "tools"))(t)
		list := value(c.Packages(ctx(t)))(t)
		engagements := value(c.Engagements(ctx(t)))(t)
		if strings.Contains(r.shown(c), "timed") != there || (one == nil) != there || (link == nil) != there || engagements[0].Packages != len(list) {
			t.Errorf("there: %t, list %s, %v, %v, %d counted", there, r.shown(c), one, link, engagements[0].Packages)
		}
		if got := list[len(list)-1].SupersededBy; tools.ID != "tools" || (got == "timed") != there {
			t.Errorf("superseded by %q", got)
		}
	}
	seen(false)
	if state() != service.PackagePlanned {
		t.Error(state())
	}
	r.pass(time.Hour)
	seen(true)
	link := value(c.Link(ctx(t), "timed", "timed.bin"))(t)
	if a := r.get(link.URL); a.body != "timed" || state() != api.PackagePublished {
		t.Error(a.status, state())
	}
	r.pass(50 * time.Minute)
	link = value(c.Link(ctx(t), "timed", "timed.bin"))(t)
	r.pass(11 * time.Minute) // the link would be good for 4 minutes more
	seen(false)
	if a := r.get(link.URL); a.status < 400 || state() != service.PackageOver {
		t.Error(a.status, state())
	}
	_ = refused(t, r.put(api.Package{ID: "never", PublishFrom: day, PublishUntil: day}, "x"), fault.Usage, "service.publish_until")
}

func TestDraftIsSeenByItsOwnerAlone(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna")
	noError(t, r.put(api.Package{ID: "draft", Draft: true}, "draft"))
	if got := r.shown(c); got != "tools" {
		t.Error(got)
	}
	a := r.send("POST", "/api/v1/packages/draft/files/draft.bin/link", "", "Authorization", "Bearer token-anna")
	none := r.send("POST", "/api/v1/packages/none/files/draft.bin/link", "", "Authorization", "Bearer token-anna")
	if a.status != http.StatusNotFound || len(a.body) != len(none.body) {
		t.Errorf("a draft: %d %s", a.status, a.body)
	}
	if k := value(r.service.Packages(ctx(t)))(t)[0]; k.Status != service.PackageDraft || len(k.Files) != 1 {
		t.Errorf("%+v", k)
	}
	r.pass(48 * time.Hour)
	if _, err := r.service.Collect(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if k := value(r.service.ReleasePackage(ctx(t), "draft"))(t); k.Status != api.PackagePublished {
		t.Error(k.Status)
	}
	link := value(c.Link(ctx(t), "draft", "draft.bin"))(t)
	if got := r.get(link.URL).body; got != "draft" {
		t.Errorf("%q: its bytes are gone", got)
	}
	for _, id := range []string{"draft", "none"} {
		_ = refused(t, value1(r.service.ReleasePackage(ctx(t), id)), fault.Usage, "service.package")
	}
	noError(t, r.put(api.Package{ID: "second", Draft: true}, "second"))
	noError(t, r.service.WithdrawPackage(ctx(t), "second", "")) // nobody was given it: nobody is told
	if s := value(c.Status(ctx(t)))(t); len(s.Withdrawn) > 0 {
		t.Errorf("%+v", s.Withdrawn)
	}
}

func TestRegionsAreEnforcedAtTheGate(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna") // registered in FI
	for id, regions := range map[string][]string{"here": {"SE", "FI"}, "elsewhere": {"SE", "NO"}, "all": {"Everywhere"}} {
		noError(t, r.put(api.Package{ID: id, Regions: regions}, id))
	}
	_ = refused(t, r.put(api.Package{ID: "x", Regions: []string{"Finland"}}, "x"), fault.Usage, "service.regions")
	for _, k := range value(c.Packages(ctx(t)))(t) {
		if (k.Blocked == api.ProblemRegion) != (k.ID == "elsewhere") {
			t.Errorf("%s: blocked %q", k.ID, k.Blocked)
		}
	}
	for _, id := range []string{"here", "all"} {
		if got := r.get(value(c.Link(ctx(t), id, id+".bin"))(t).URL).body; got != id {
			t.Errorf("%s: %q", id, got)
		}
	}
	f := refused(t, value1(c.Link(ctx(t), "elsewhere", "elsewhere.bin")), fault.Permission, "program.region")
	if text := f.Text(); !strings.Contains(text, "FI") || !strings.Contains(text, "SE, NO") {
		t.Error(text)
	}
	// A link that was given before its package left the region ends with it.
	link := value(c.Link(ctx(t), "here", "here.bin"))(t)
	noError(t, r.put(api.Package{ID: "here", Regions: []string{"SE"}}, "here"))
	if a := r.get(link.URL); a.status != http.StatusForbidden || a.problem(t).Code != api.CodeRegion {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestWhoHoldsAWithdrawnFileIsTold(t *testing.T) {
	r := newRig(t)
	r.program("first")
	anna, link := r.ready("anna")
	r.get(link.URL)
	bert := r.registered("bert")
	told := func(c *client.Client) []api.Withdrawn { return value(c.Status(ctx(t)))(t).Withdrawn }
	if told(anna) != nil {
		t.Fatal("nothing is withdrawn")
	}
	noError(t, r.service.WithdrawPackage(ctx(t), "tools", "It deletes files."))
	want := api.Withdrawn{Package: "tools", Title: "tools", Version: "1", File: "tools.bin", SHA256: sum("first"), Reason: "It deletes files.", Time: r.clock()}
	if got := told(anna); len(got) != 1 || got[0] != want {
		t.Errorf("%+v", got)
	}
	if got := told(bert); len(got) != 0 {
		t.Errorf("somebody who holds nothing is told: %+v", got)
	}
	r.publish("tools", "main", "tools.bin", "second") // another version does not make the first one good
	if len(told(anna)) != 1 {
		t.Error("it is forgotten")
	}
	r.publish("tools", "main", "tools.bin", "first") // its owner gives it out again
	if got := told(anna); len(got) != 0 {
		t.Errorf("it is good again: %+v", got)
	}
	_ = refused(t, r.service.WithdrawPackage(ctx(t), "tools", strings.Repeat("x", 1001)), fault.Usage, "service.reason")
	_ = refused(t, r.service.WithdrawPackage(ctx(t), "none", ""), fault.Usage, "service.package")
}
