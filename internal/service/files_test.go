package service_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// ready is somebody who may have everything, and a link of theirs.
func (r *rig) ready(name string) (*client.Client, api.Link) {
	r.t.Helper()
	c := r.registered(name)
	r.accept(c, "eula")
	link, err := c.Link(ctx(r.t), "tools", "TOOLS.bin")
	if err != nil {
		r.t.Fatal(err)
	}
	return c, link
}

func TestFileWholeAndInRanges(t *testing.T) {
	r := newRig(t)
	content := strings.Repeat("0123456789abcdef", 1<<16)
	r.program(content)
	_, link := r.ready("anna")
	whole := r.get(link.URL)
	tag := whole.header.Get("ETag")
	if whole.status != 200 || whole.body != content || tag != `"`+sum(content)+`"` || tag != link.ETag || link.Size != int64(len(content)) {
		t.Fatalf("%d, %d bytes, %s", whole.status, len(whole.body), tag)
	}
	if whole.header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(whole.header.Get("Content-Disposition"), "attachment") {
		t.Error("a browser may look into it")
	}
	part := r.get(link.URL, "Range", "bytes=5-14", "If-Range", tag)
	if part.status != 206 || part.body != content[5:15] || part.header.Get("Content-Range") != "bytes 5-14/"+strconv.Itoa(len(content)) {
		t.Errorf("%d %q %s", part.status, part.body, part.header.Get("Content-Range"))
	}
	if other := r.get(link.URL, "Range", "bytes=5-14", "If-Range", `"other"`); other.status != 200 || len(other.body) != len(content) {
		t.Errorf("another validator: %d", other.status)
	}
	if beyond := r.get(link.URL, "Range", "bytes=99999999-"); beyond.status != 416 {
		t.Errorf("beyond the end: %d", beyond.status)
	}
	if head := r.send("HEAD", link.URL, ""); head.status != 200 || head.header.Get("Content-Length") != strconv.Itoa(len(content)) {
		t.Errorf("HEAD: %d", head.status)
	}
	many := r.get(link.URL, "Range", "bytes=0-0"+strings.Repeat(",2-3", 8))
	if many.status != 416 || many.problem(t).Type != api.ProblemRange {
		t.Errorf("nine ranges: %d", many.status)
	}
}

func TestLinkHoldsForItsFilePersonAndTime(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	r.publish("other", "main", "tools.bin", "other bytes")
	_, link := r.ready("anna")
	u, err := url.Parse(link.URL)
	if err != nil {
		t.Fatal(err)
	}
	if left := link.Expires.Sub(r.clock()); left > 15*time.Minute || left < 14*time.Minute {
		t.Errorf("the link lives %v", left)
	}
	change := func(f func(q url.Values, u *url.URL)) string {
		v := *u
		q := v.Query()
		f(q, &v)
		v.RawQuery = q.Encode()
		return v.String()
	}
	for name, address := range map[string]string{
		"another person":    change(func(q url.Values, _ *url.URL) { q.Set("u", r.id("bert")) }),
		"another expiry":    change(func(q url.Values, _ *url.URL) { q.Set("e", strconv.FormatInt(r.clock().Add(time.Hour).Unix(), 10)) }),
		"other terms":       change(func(q url.Values, _ *url.URL) { q.Set("t", "00") }),
		"another key":       change(func(q url.Values, _ *url.URL) { q.Set("k", "00") }),
		"another signature": change(func(q url.Values, _ *url.URL) { q.Set("s", strings.Repeat("0", 64)) }),
		"no signature":      change(func(q url.Values, _ *url.URL) { q.Del("s") }),
		"two signatures":    change(func(q url.Values, _ *url.URL) { q.Add("s", q.Get("s")) }),
		"another package":   change(func(_ url.Values, u *url.URL) { u.Path = "/files/other/tools.bin" }),
		"nothing":           r.server.URL + "/files/tools/tools.bin",
	} {
		if a := r.get(address); a.status != 403 || a.problem(t).Type != api.ProblemLink {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	r.pass(15*time.Minute + time.Second)
	if a := r.get(link.URL); a.status != 403 || a.problem(t).Type != api.ProblemLink {
		t.Errorf("after its time: %d", a.status)
	}
}

func TestEachRangeIsCheckedAgain(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, link := r.ready("anna")
	if a := r.get(link.URL, "Range", "bytes=0-0"); a.status != 206 {
		t.Fatal(a.status)
	}
	if err := r.service.Revoke(ctx(t), "anna@people.example", "", "left the company"); err != nil {
		t.Fatal(err)
	}
	a := r.get(link.URL, "Range", "bytes=1-1")
	if p := a.problem(t); a.status != 403 || p.Type != api.ProblemAccess || p.Contact != "owner@program.example" || !strings.Contains(p.Detail, "left the company") {
		t.Errorf("after the right was withdrawn: %d %+v", a.status, p)
	}
	_, err := c.Link(ctx(t), "tools", "tools.bin")
	_ = refused(t, err, fault.Permission, "program.access")
	_, err = c.RequestAccess(ctx(t), "please")
	_ = refused(t, err, fault.Permission, "program.access")
	if err := r.service.Approve(ctx(t), r.id("anna"), "", ""); err != nil {
		t.Fatal(err)
	}
	if a := r.get(link.URL, "Range", "bytes=1-1"); a.status != 206 {
		t.Errorf("after access was given back: %d", a.status)
	}
	if err := r.service.WithdrawPackage(ctx(t), "tools", ""); err != nil {
		t.Fatal(err)
	}
	if a := r.get(link.URL, "Range", "bytes=1-1"); a.status != 404 {
		t.Errorf("a withdrawn package: %d", a.status)
	}
}

func TestExpiredPackageIsShownWithoutLinks(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna")
	_, err := r.service.PublishPackage(ctx(t), api.Package{ID: "old", Engagement: "main", Title: "Old", Type: "tool", Version: "1", Expires: r.clock().Add(time.Hour)},
		[]service.NewFile{{Name: "old.bin", Bytes: strings.NewReader("old")}})
	if err != nil {
		t.Fatal(err)
	}
	link, err := c.Link(ctx(t), "old", "old.bin")
	if err != nil {
		t.Fatal(err)
	}
	r.pass(2 * time.Minute)
	if a := r.get(link.URL); a.body != "old" {
		t.Error(a.status)
	}
	r.pass(time.Hour)
	k, err := c.Package(ctx(t), "old")
	if err != nil || k.Status != api.PackageExpired {
		t.Errorf("%+v %v", k, err)
	}
	_, err = c.Link(ctx(t), "old", "old.bin")
	_ = refused(t, err, fault.Usage, "program.conflict")
}

func TestPackagesSayWhatBlocksThem(t *testing.T) {
	r := newRig(t)
	r.program(strings.Repeat("x", 5<<20))
	stranger := r.person("bert")
	_, err := stranger.Packages(ctx(t))
	_ = refused(t, err, fault.Registration, "program.registration")
	c := r.registered("anna")
	list, err := c.Packages(ctx(t))
	if err != nil || len(list) != 1 || list[0].Blocked != api.ProblemTerms || list[0].Agreement != "eula" || list[0].Files[0].Pieces != nil {
		t.Fatalf("%+v %v", list, err)
	}
	k, err := c.Package(ctx(t), "tools")
	if err != nil || len(k.Files[0].Pieces) != 2 || k.Files[0].PieceSize != 4<<20 || k.Files[0].Pieces[1] != sum(strings.Repeat("x", 1<<20)) {
		t.Fatalf("%+v %v", k, err)
	}
	_, err = c.Package(ctx(t), "none")
	_ = refused(t, err, fault.Usage, "program.not-found")
	_, err = c.Link(ctx(t), "tools", "..")
	_ = refused(t, err, fault.Usage, "program.not-found")
}

func TestLimitsOfOnePerson(t *testing.T) {
	r := newRig(t, func(c *service.Config) { c.Limits.FilesAtOnce = 1; c.Limits.RequestsPerSecond = 5 })
	r.program(strings.Repeat("x", 32<<20))
	_, link := r.ready("anna")
	q, err := http.NewRequestWithContext(ctx(t), http.MethodGet, link.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	slow, err := r.server.Client().Do(q) // its body is not read, so the request stays open
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = slow.Body.Close() }()
	a := r.get(link.URL, "Range", "bytes=0-0")
	if a.status != 429 || a.header.Get("Retry-After") == "" || a.problem(t).Type != api.ProblemQuota {
		t.Errorf("a second connection: %d", a.status)
	}
	limited := false
	for range 60 {
		if a := r.get("/api/v1/status", "Authorization", "Bearer token-anna"); a.status == 429 {
			limited = a.problem(t).Type == api.ProblemQuota
			break
		}
	}
	if !limited {
		t.Error("60 requests in no time were all answered")
	}
	if a := r.get("/api/v1/status", "Authorization", "Bearer token-none"); a.status != 401 {
		t.Errorf("somebody unknown: %d", a.status)
	}
}

func TestPublishRefusesFileNames(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	for _, name := range []string{"", "../x", "a/b", `a\b`, "a:b", ".hidden", "trailing. ", "a\u202eb", "a\x00b", strings.Repeat("x", 151)} {
		_, err := r.service.PublishPackage(ctx(t), api.Package{ID: "p", Engagement: "main", Title: "P"}, []service.NewFile{{Name: name, Bytes: strings.NewReader("x")}})
		_ = refused(t, err, fault.Usage, "service.file")
	}
	_, err := r.service.PublishPackage(ctx(t), api.Package{ID: "p", Engagement: "main", Title: "P"},
		[]service.NewFile{{Name: "a.msi", Bytes: strings.NewReader("x")}, {Name: "A.MSI", Bytes: strings.NewReader("y")}})
	_ = refused(t, err, fault.Usage, "service.file")
}

func TestRevocationByAnotherProcessStopsTheNextRange(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	_, link := r.ready("anna")
	owner, err := r.open(ctx(t), service.Config{Program: api.Program{ID: "test", Name: "Test program"}, Clock: r.clock})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = owner.Close() }()
	for range 3 {
		if a := r.get(link.URL, "Range", "bytes=0-0"); a.status != 206 {
			t.Fatal(a.status)
		}
		if err := owner.Revoke(ctx(t), r.id("anna"), "", ""); err != nil {
			t.Fatal(err)
		}
		if a := r.get(link.URL, "Range", "bytes=0-0"); a.status != 403 {
			t.Fatalf("after it was withdrawn: %d", a.status)
		}
		if err := owner.Approve(ctx(t), r.id("anna"), "", ""); err != nil {
			t.Fatal(err)
		}
	}
	r.pass(16 * time.Minute)
	if a := r.get(link.URL, "Range", "bytes=0-0"); a.status != 403 {
		t.Errorf("after its time: %d", a.status)
	}
}

func TestDownloadOutlivesTheWriteTimeout(t *testing.T) {
	r := newRig(t)
	content := strings.Repeat("0123456789abcdef", 1<<16)
	r.program(content)
	_, link := r.ready("anna")
	hurried := httptest.NewUnstartedServer(r.service.Handler())
	hurried.Config.WriteTimeout = time.Nanosecond // over before anything is written
	hurried.Start()
	defer hurried.Close()
	if a := r.get(strings.Replace(link.URL, r.server.URL, hurried.URL, 1)); a.status != 200 || a.body != content {
		t.Errorf("%d, %d bytes", a.status, len(a.body))
	}
}
