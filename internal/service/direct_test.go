package service_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/blob/s3"
	"github.com/programconnect/programconnect/internal/testing/s3test"
)

// newRigOnStore returns a rig whose bytes are in the stores of a setting.
func newRigOnStore(t *testing.T, setting string, change ...func(*service.Config)) *rig {
	t.Helper()
	s3test.SetKeys(t)
	addresses, err := s3.ParseAddresses(setting)
	if err != nil {
		t.Fatal(err)
	}
	store, err := s3.Open(addresses, s3.Options{Attempts: 1, Patience: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return newRig(t, append(change, func(c *service.Config) { c.Blobs = store })...)
}

// takeFeedback has the engagement take feedback.
func (r *rig) takeFeedback() {
	r.t.Helper()
	if err := r.service.PutEngagement(ctx(r.t), service.NewEngagement{ID: "main", Title: "Main", Join: api.JoinEveryone, Feedback: true}); err != nil {
		r.t.Fatal(err)
	}
}

// testJourney publishes, fetches by the store's own link, and sends an attachment.
func testJourney(t *testing.T, server *s3test.Server) {
	r := newRigOnStore(t, server.Setting("program"))
	content := strings.Repeat("0123456789abcdef", 9<<16)
	r.program(content)
	c, link := r.ready("anna")
	if !strings.HasPrefix(link.URL, server.URL+"/") || link.ETag != "" || link.SHA256 != sum(content) || link.Size != int64(len(content)) {
		t.Fatalf("%+v", link)
	}
	if left := link.Expires.Sub(r.clock()); left > 5*time.Minute || left < 4*time.Minute {
		t.Errorf("the link is good for %v", left)
	}
	whole := r.get(link.URL)
	if whole.status != http.StatusOK || whole.body != content || !strings.Contains(whole.header.Get("Content-Disposition"), `attachment; filename=tools.bin`) {
		t.Errorf("%d, %d bytes, %v", whole.status, len(whole.body), whole.header)
	}
	if part := r.get(link.URL, "Range", "bytes=5-14", "If-Range", whole.header.Get("ETag")); part.status != http.StatusPartialContent || part.body != content[5:15] {
		t.Errorf("%d %q", part.status, part.body)
	}
	k, err := c.Package(ctx(t), "tools")
	if err != nil || len(k.Files[0].Pieces) != 3 || k.Files[0].Pieces[2] != sum(content[8<<20:]) {
		t.Errorf("%+v %v", k.Files, err)
	}
	r.takeFeedback()
	i, err := c.SendItem(ctx(t), "main", "k", bug("With a log"))
	if err != nil {
		t.Fatal(err)
	}
	log := bytes.Repeat([]byte("a line of the log\n"), 600_000)
	a, err := c.Attach(ctx(t), i.ID, "a", api.NewAttachment{Name: "app.log", Size: int64(len(log)), SHA256: sum(string(log))})
	for err == nil && !a.Complete {
		a, err = c.SendBytes(ctx(t), i.ID, a.ID, a.Received, log[a.Received:min(a.Received+api.AttachmentChunk, a.Size)])
	}
	if err != nil {
		t.Fatal(err)
	}
	got := r.get("/api/v1/feedback/"+i.ID+"/attachments/"+a.ID+"/bytes", "Authorization", "Bearer token-anna", "Range", "bytes=-5")
	if got.status != http.StatusPartialContent || got.body != string(log[len(log)-5:]) {
		t.Errorf("%d %q", got.status, got.body)
	}
	for _, secret := range []string{s3test.SecretKey, s3test.AccessKey, "X-Amz"} {
		if strings.Contains(r.log.String(), secret) {
			t.Errorf("%s is in the log", secret)
		}
	}
}

func TestBytesInAStore(t *testing.T) { testJourney(t, s3test.Start(t)) }

// TestBytesInARealStore needs versitygw: S3_SERVER names the program.
func TestBytesInARealStore(t *testing.T) {
	s3test.SetKeys(t)
	testJourney(t, s3test.StartVersity(t, os.Getenv("S3_SERVER")))
}

// TestBytesOfAStoreThroughTheService gives out links of the service, which ask for the person's rights each time.
func TestBytesOfAStoreThroughTheService(t *testing.T) {
	r := newRigOnStore(t, s3test.Start(t).Setting("program"), func(c *service.Config) { c.Proxy = true })
	content := strings.Repeat("0123456789abcdef", 9<<16)
	r.program(content)
	_, link := r.ready("anna")
	if !strings.HasPrefix(link.URL, r.server.URL+"/files/") || link.ETag != `"`+sum(content)+`"` || link.Expires.Sub(r.clock()) < 14*time.Minute {
		t.Fatalf("%+v", link)
	}
	if whole := r.get(link.URL); whole.status != http.StatusOK || whole.body != content {
		t.Errorf("%d, %d bytes", whole.status, len(whole.body))
	}
	if part := r.get(link.URL, "Range", "bytes=8388600-9000000", "If-Range", link.ETag); part.status != http.StatusPartialContent || part.body != content[8388600:9000001] {
		t.Errorf("%d, %d bytes", part.status, len(part.body))
	}
	if several := r.get(link.URL, "Range", "bytes=0-1,9000000-9000001,3-4"); several.status != http.StatusPartialContent || !strings.Contains(several.body, content[9000000:9000002]) {
		t.Errorf("%d", several.status)
	}
	if err := r.service.Revoke(ctx(t), r.id("anna"), "", ""); err != nil {
		t.Fatal(err)
	}
	if gone := r.get(link.URL); gone.status != http.StatusForbidden {
		t.Errorf("%d", gone.status)
	}
}

// TestLinksNameCopies are the mirrors of a link.
func TestLinksNameCopies(t *testing.T) {
	near, far := s3test.Start(t), s3test.Start(t)
	r := newRigOnStore(t, near.Setting("program")+" "+far.Setting("copy"), func(c *service.Config) { c.Limits.LinkLife = time.Minute })
	r.program("bytes")
	_, link := r.ready("anna")
	if len(link.Mirrors) != 1 || !strings.HasPrefix(link.Mirrors[0], far.URL+"/bucket/copy/"+sum("bytes")+"?") || link.Expires.Sub(r.clock()) > time.Minute {
		t.Errorf("%+v", link)
	}
	u, err := url.Parse(link.Mirrors[0])
	if err != nil || u.Query().Get("X-Amz-Expires") != "60" {
		t.Errorf("%v %v", u, err)
	}
}

// TestStoreAway asks for everything while the store does not answer, and again when it does.
func TestStoreAway(t *testing.T) {
	server := s3test.Start(t)
	r := newRigOnStore(t, server.Setting("program"), func(c *service.Config) { c.Proxy = true })
	r.program("bytes")
	r.takeFeedback()
	c, link := r.ready("anna")
	i, err := c.SendItem(ctx(t), "main", "k", bug("With a log"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.Attach(ctx(t), i.ID, "a", api.NewAttachment{Name: "app.log", Size: 8, SHA256: sum("one two\n")})
	if err != nil {
		t.Fatal(err)
	}
	if a, err = c.SendBytes(ctx(t), i.ID, a.ID, 0, []byte("one ")); err != nil || a.Received != 4 {
		t.Fatal(a, err)
	}
	for _, status := range []int{0, http.StatusServiceUnavailable} {
		server.GoAway(status)
		got := r.get(link.URL)
		if p := got.problem(t); got.status != http.StatusServiceUnavailable || p.Code != api.CodeUnavailable || got.header.Get("Retry-After") != "5" {
			t.Errorf("%d %+v", got.status, p)
		}
		sent := r.send("PUT", "/api/v1/feedback/"+i.ID+"/attachments/"+a.ID+"/bytes?offset=4", "two\n", "Authorization", "Bearer token-anna", "Content-Type", "application/octet-stream")
		if p := sent.problem(t); sent.status != http.StatusServiceUnavailable || p.Code != api.CodeUnavailable {
			t.Errorf("%d %+v", sent.status, p)
		}
		if ready := r.get("/readyz"); ready.status != http.StatusOK || !strings.Contains(ready.body, `"files":"can't be written"`) {
			t.Errorf("%d %s", ready.status, ready.body)
		}
		if _, err := c.Packages(ctx(t)); err != nil {
			t.Error(err)
		}
		_, err := r.service.PublishPackage(ctx(t), api.Package{ID: "more", Engagement: "main", Title: "More"}, []service.NewFile{{Name: "a.bin", Bytes: strings.NewReader("more")}})
		if fault.Of(err).Code != "service.store-away" {
			t.Error(err)
		}
		if _, err := r.service.Collect(ctx(t)); fault.Of(err).Code != "service.store-away" {
			t.Error(err)
		}
	}
	server.ComeBack()
	if got := r.get(link.URL); got.status != http.StatusOK || got.body != "bytes" {
		t.Errorf("%d %q", got.status, got.body)
	}
	if a, err = c.SendBytes(ctx(t), i.ID, a.ID, 4, []byte("two\n")); err != nil || !a.Complete {
		t.Errorf("%+v %v", a, err)
	}
}

// TestStoreAwayInTheMiddle breaks an answer off that can't go on: it must not look whole.
func TestStoreAwayInTheMiddle(t *testing.T) {
	server := s3test.Start(t)
	r := newRigOnStore(t, server.Setting("program"), func(c *service.Config) { c.Proxy = true })
	content := strings.Repeat("0123456789abcdef", 9<<16)
	r.program(content)
	_, link := r.ready("anna")
	var parts atomic.Int64
	server.Before(func(q *http.Request) {
		if q.Method == http.MethodGet && q.Header.Get("Range") != "" && parts.Add(1) == 2 {
			server.GoAway(http.StatusServiceUnavailable)
		}
	})
	q, err := http.NewRequestWithContext(ctx(t), http.MethodGet, link.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if n, err := io.Copy(io.Discard, answer.Body); err == nil || n >= int64(len(content)) {
		t.Errorf("%d bytes, %v", n, err)
	}
	server.ComeBack()
	server.Before(nil)
	if rest := r.get(link.URL, "Range", "bytes=1048576-", "If-Range", link.ETag); rest.status != http.StatusPartialContent || rest.body != content[1<<20:] {
		t.Errorf("%d, %d bytes", rest.status, len(rest.body))
	}
}

// TestBytesThatNothingNamesAreCollectedFromAStore leaves what is named.
func TestBytesThatNothingNamesAreCollectedFromAStore(t *testing.T) {
	server := s3test.Start(t)
	r := newRigOnStore(t, server.Setting("program"), func(c *service.Config) {
		c.Clock = func() time.Time { return time.Now().Add(48 * time.Hour) }
		c.Proxy = true
	})
	r.program("first")
	r.publish("tools", "main", "tools.bin", "second")
	for n := range 25 {
		r.publish("more", "main", "more.bin", strings.Repeat("x", n+1))
	}
	server.LeaveUpload(t, "program/"+sum("second")) // of a process that was killed
	if c, err := r.service.Collect(ctx(t)); err != nil || c.Objects != 26 {
		t.Errorf("%+v %v", c, err)
	}
	if c, err := r.service.Collect(ctx(t)); err != nil || c.Objects != 0 {
		t.Errorf("%+v %v", c, err)
	}
	_, link := r.ready("anna")
	if got := r.get(link.URL); got.body != "second" {
		t.Errorf("%q", got.body)
	}
}
