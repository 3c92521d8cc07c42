package service_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

func (r *rig) feedback() {
	r.t.Helper()
	r.program("bytes")
	if err := r.service.PutEngagement(ctx(r.t), service.NewEngagement{ID: "main", Title: "Main", Join: api.JoinEveryone, Feedback: true}); err != nil {
		r.t.Fatal(err)
	}
}

func bug(title string) api.NewItem {
	return api.NewItem{Type: "bug", Title: title, Package: "tools", Version: "1", Fields: map[string]string{"priority": "2 middle", "steps": "One.\nTwo.", "happened": "<b>Nothing</b> & more"}}
}

func TestFeedbackItem(t *testing.T) {
	r := newRig(t)
	r.feedback()
	anna, _ := r.ready("anna")
	bert, _ := r.ready("bert")
	_, err := anna.SendItem(ctx(t), "main", "k0", api.NewItem{Type: "bug", Title: " ", Fields: map[string]string{"priority": "9", "other": "x"}})
	var p *api.Problem
	if !errors.As(err, &p) || len(p.Fields) != 5 {
		t.Fatalf("%+v %v", p, err)
	}
	sent, err := anna.SendItem(ctx(t), "main", "k1", bug("The tool stops"))
	if err != nil || sent.State != api.ItemNew || !sent.Mine || !sent.Following || sent.Author != "anna Software" {
		t.Fatalf("%+v %v", sent, err)
	}
	if again, err := anna.SendItem(ctx(t), "main", "k1", bug("The tool stops")); err != nil || again.ID != sent.ID {
		t.Errorf("sent twice: %v", err)
	}
	_, err = anna.SendItem(ctx(t), "main", "k1", bug("Something else"))
	_ = refused(t, err, fault.Usage, "program.conflict")
	other, err := bert.SendItem(ctx(t), "main", "k1", api.NewItem{Type: "suggestion", Title: "100% faster", Fields: map[string]string{"description": "ÄRGER_"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		query client.ItemQuery
		want  []string
	}{
		"all": {client.ItemQuery{}, []string{other.ID, sent.ID}}, "mine": {client.ItemQuery{Mine: true}, []string{sent.ID}}, "type": {client.ItemQuery{Type: "suggestion"}, []string{other.ID}},
		"words": {client.ItemQuery{Text: "ärger_"}, []string{other.ID}}, "percent": {client.ItemQuery{Text: "0%"}, []string{other.ID}}, "nothing": {client.ItemQuery{Text: "%x"}, nil},
		"state": {client.ItemQuery{State: "closed"}, nil}, "followed": {client.ItemQuery{Follow: true}, []string{sent.ID}},
	} {
		page, err := anna.Items(ctx(t), "main", c.query)
		var got []string
		for _, i := range page.Items {
			got = append(got, i.ID)
		}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
	if _, err := bert.Comment(ctx(t), sent.ID, "c1", "Here too."); err != nil {
		t.Fatal(err)
	}
	if _, err := bert.Comment(ctx(t), sent.ID, "c1", "Here too."); err != nil {
		t.Fatal(err)
	}
	if i, err := bert.Vote(ctx(t), sent.ID, true); err != nil || i.Votes != 1 || !i.Voted || i.Mine {
		t.Errorf("%+v %v", i, err)
	}
	if i, err := bert.Vote(ctx(t), sent.ID, true); err != nil || i.Votes != 1 {
		t.Errorf("voted twice: %+v %v", i, err)
	}
	if _, err := bert.Follow(ctx(t), sent.ID, true); err != nil {
		t.Fatal(err)
	}
	r.pass(time.Hour)
	if err := r.service.Reply(ctx(t), sent.ID, "We look into it."); err != nil {
		t.Fatal(err)
	}
	r.pass(time.Hour)
	if err := r.service.SetState(ctx(t), sent.ID, api.ItemActive); err != nil {
		t.Fatal(err)
	}
	i, err := anna.Item(ctx(t), sent.ID)
	if err != nil || i.State != api.ItemActive || len(i.Comments) != 2 || i.Comments[0].Author != "bert Software" || !i.Comments[1].Owner || i.Fields["happened"] != "<b>Nothing</b> & more" {
		t.Errorf("%+v %v", i, err)
	}
	if n := len(r.mailsTo("anna@people.example")); n != 1+3 { // the code, a comment, a reply, a state
		t.Errorf("%d mails to the author", n)
	}
	if n := len(r.mailsTo("bert@people.example")); n != 1+2 {
		t.Errorf("%d mails to the follower", n)
	}
	all, err := r.service.Feedback(ctx(t), "", "")
	if err != nil || len(all) != 2 {
		t.Errorf("%d items for the owner: %v", len(all), err)
	}
	_ = refused(t, r.service.SetState(ctx(t), sent.ID, "lost"), fault.Usage, "service.state")
	_ = refused(t, r.service.Reply(ctx(t), "none", "x"), fault.Usage, "service.item")
}

func TestFeedbackNeedsAccessToTheEngagement(t *testing.T) {
	r := newRig(t)
	r.engagements()
	if err := r.service.PutEngagement(ctx(t), service.NewEngagement{ID: "approval", Title: "approval", Join: api.JoinApproval, Feedback: true}); err != nil {
		t.Fatal(err)
	}
	anna, _ := r.ready("anna")
	bert, _ := r.ready("bert")
	if err := r.service.Approve(ctx(t), "anna@people.example", "approval", ""); err != nil {
		t.Fatal(err)
	}
	i, err := anna.SendItem(ctx(t), "approval", "k", bug("Inside"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = bert.Item(ctx(t), i.ID)
	_ = refused(t, err, fault.Permission, "program.access")
	_, err = bert.Items(ctx(t), "approval", client.ItemQuery{})
	_ = refused(t, err, fault.Permission, "program.access")
	_, err = bert.Comment(ctx(t), i.ID, "c", "x")
	_ = refused(t, err, fault.Permission, "program.access")
	_, err = anna.Form(ctx(t), "main")
	_ = refused(t, err, fault.Usage, "program.conflict")
}

// cutting loses every second answer after the service has made it, and every third request before.
type cutting struct {
	inner http.RoundTripper
	mu    sync.Mutex
	n     int
}

func (c *cutting) RoundTrip(q *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.n++
	n := c.n
	c.mu.Unlock()
	if n%3 == 0 {
		return nil, errors.New("cut before")
	}
	w, err := c.inner.RoundTrip(q)
	if err == nil && n%2 == 0 {
		_, _ = io.Copy(io.Discard, w.Body)
		_ = w.Body.Close()
		return nil, errors.New("cut after")
	}
	return w, err
}

func TestItemsArriveOnceOverACutNetwork(t *testing.T) {
	r := newRig(t)
	r.feedback()
	r.ready("anna")
	c := client.NewClient(client.Options{Address: r.server.URL, HTTP: &cutting{inner: r.server.Client().Transport},
		Token: func(context.Context, string, string, bool) (string, error) { return "token-anna", nil }})
	const each = 50
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for n := range each {
				key := fmt.Sprint(worker, "-", n)
				for tries := 0; ; tries++ {
					if _, err := c.SendItem(ctx(t), "main", key, bug("Item "+key)); err == nil {
						break
					} else if !fault.Is(err, fault.Network) || tries > 100 {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	group.Wait()
	all, err := r.service.Feedback(ctx(t), "main", "")
	titles := map[string]int{}
	for _, i := range all {
		titles[i.Title]++
	}
	if err != nil || len(all) != 4*each || len(titles) != 4*each {
		t.Errorf("%d items, %d titles, %v", len(all), len(titles), err)
	}
}

func TestAttachmentResumes(t *testing.T) {
	r := newRig(t)
	r.feedback()
	c, _ := r.ready("anna")
	i, err := c.SendItem(ctx(t), "main", "k", bug("With a log"))
	if err != nil {
		t.Fatal(err)
	}
	content := bytes.Repeat([]byte("a line of the log\n"), 600_000) // 10.8 MB
	a, err := c.Attach(ctx(t), i.ID, "a", api.NewAttachment{Name: "app.log", Size: int64(len(content)), SHA256: sum(string(content))})
	if err != nil {
		t.Fatal(err)
	}
	for offset := int64(0); offset < a.Size; {
		end := min(offset+api.AttachmentChunk, a.Size)
		got, err := c.SendBytes(ctx(t), i.ID, a.ID, offset, content[offset:end])
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.SendBytes(ctx(t), i.ID, a.ID, offset, content[offset:end]) // its answer was lost
		_ = refused(t, err, fault.Usage, "program.conflict")
		now, err := c.Attachment(ctx(t), i.ID, a.ID)
		if err != nil || now.Received != got.Received {
			t.Fatal(now, err)
		}
		offset = now.Received
	}
	i, err = c.Item(ctx(t), i.ID)
	if err != nil || len(i.Attachments) != 1 || !i.Attachments[0].Complete {
		t.Fatalf("%+v %v", i.Attachments, err)
	}
	got := r.get("/api/v1/feedback/"+i.ID+"/attachments/"+a.ID+"/bytes", "Authorization", "Bearer token-anna")
	if got.status != 200 || got.body != string(content) || got.header.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("%d, %d bytes", got.status, len(got.body))
	}
}

func TestAttachmentRules(t *testing.T) {
	r := newRig(t)
	r.feedback()
	c, _ := r.ready("anna")
	i, err := c.SendItem(ctx(t), "main", "k", bug("With a log"))
	if err != nil {
		t.Fatal(err)
	}
	hash := strings.Repeat("0", 64)
	_, err = c.Attach(ctx(t), i.ID, "1", api.NewAttachment{Name: "a.log", Size: 1 << 30, SHA256: hash})
	_ = refused(t, err, fault.Usage, "program.too-large")
	for n, a := range []api.NewAttachment{{Name: "a.exe", Size: 1, SHA256: hash}, {Name: ".log", Size: 1, SHA256: hash}, {Name: "a.log", Size: 0, SHA256: hash}, {Name: "a.log", Size: 1, SHA256: "x"}, {Name: "a\x00.log", Size: 1, SHA256: hash}} {
		_, err = c.Attach(ctx(t), i.ID, fmt.Sprint("x", n), a)
		_ = refused(t, err, fault.Usage, "program.fields")
	}
	a, err := c.Attach(ctx(t), i.ID, "2", api.NewAttachment{Name: "a.png", Size: 4, SHA256: hash})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.SendBytes(ctx(t), i.ID, a.ID, 0, []byte("MZxx"))
	_ = refused(t, err, fault.Usage, "program.fields")
	_, err = c.SendBytes(ctx(t), i.ID, a.ID, 0, []byte("\x89PNG\r\n\x1a\n"))
	_ = refused(t, err, fault.Usage, "program.too-large")
	b, err := c.Attach(ctx(t), i.ID, "3", api.NewAttachment{Name: "a.log", Size: 4, SHA256: hash})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.SendBytes(ctx(t), i.ID, b.ID, 0, []byte("text"))
	if f := refused(t, err, fault.Usage, "program.fields"); f.Field != "sha256" {
		t.Error(f.Field)
	}
	if b, err = c.Attachment(ctx(t), i.ID, b.ID); err != nil || b.Received != 0 || b.Complete {
		t.Errorf("%+v %v", b, err)
	}
}

// TestAttachmentKindIsJudgedFromItsBeginning sends programs whose first part is one byte.
func TestAttachmentKindIsJudgedFromItsBeginning(t *testing.T) {
	r := newRig(t)
	r.feedback()
	c, _ := r.ready("anna")
	i, err := c.SendItem(ctx(t), "main", "k", bug("With a picture"))
	if err != nil {
		t.Fatal(err)
	}
	for n, file := range []struct{ name, content string }{{"a.png", "MZ\x90\x00 a program"}, {"a.log", "\x7fELF a program"}, {"a.pdf", "<html>no</html>"}} {
		a, err := c.Attach(ctx(t), i.ID, fmt.Sprint("a", n), api.NewAttachment{Name: file.name, Size: int64(len(file.content)), SHA256: sum(file.content)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.SendBytes(ctx(t), i.ID, a.ID, 0, []byte(file.content[:1])); err != nil {
			t.Fatal(err)
		}
		_, err = c.SendBytes(ctx(t), i.ID, a.ID, 1, []byte(file.content[1:]))
		var p *api.Problem
		if f := refused(t, err, fault.Usage, "program.fields"); f.Field != "name" || !errors.As(err, &p) || p.Fields[0].Code != api.CodeFieldContent {
			t.Errorf("%s: %+v", file.name, f)
		}
		_, err = c.Attachment(ctx(t), i.ID, a.ID)
		_ = refused(t, err, fault.Usage, "program.not-found")
		if a := r.get("/api/v1/feedback/"+i.ID+"/attachments/"+a.ID+"/bytes", "Authorization", "Bearer token-anna"); a.status != 404 {
			t.Errorf("%s is still there: %d", file.name, a.status)
		}
	}
	if left := must(filepath.Glob(filepath.Join(r.dir, "files", "attachments", "*"))); len(left) > 0 {
		t.Errorf("bytes are left: %v", left)
	}
}

// TestAttachmentNamesAreNoPaths asks for names that were taken before, and for one that stands.
func TestAttachmentNamesAreNoPaths(t *testing.T) {
	r := newRig(t)
	r.feedback()
	c, _ := r.ready("anna")
	i, err := c.SendItem(ctx(t), "main", "k", bug("With a log"))
	if err != nil {
		t.Fatal(err)
	}
	for n, name := range []string{"../../x.txt", `..\x.txt`, "/x.txt", "C:x.txt", ".x.txt", "nul.txt", "a\u202ex.txt"} {
		_, err := c.Attach(ctx(t), i.ID, fmt.Sprint("a", n), api.NewAttachment{Name: name, Size: 1, SHA256: sum("x")})
		if f := refused(t, err, fault.Usage, "program.fields"); f.Field != "name" {
			t.Errorf("%q: %+v", name, f)
		}
	}
	a, err := c.Attach(ctx(t), i.ID, "fine", api.NewAttachment{Name: "x.txt", Size: 1, SHA256: sum("x")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SendBytes(ctx(t), i.ID, a.ID, 0, []byte("x")); err != nil {
		t.Fatal(err)
	}
	rename := "UPDATE attachments SET name='../../x.txt' WHERE id=$1"
	r.older(rename, rename, a.ID)
	got := r.get("/api/v1/feedback/"+i.ID+"/attachments/"+a.ID+"/bytes", "Authorization", "Bearer token-anna")
	if got.status != 200 || got.header.Get("Content-Disposition") != "attachment; filename=_.._.._x.txt" {
		t.Errorf("%d %q", got.status, got.header.Get("Content-Disposition"))
	}
	if i, err = c.Item(ctx(t), i.ID); err != nil || i.Attachments[0].Name != "_.._.._x.txt" {
		t.Errorf("%+v %v", i.Attachments, err)
	}
}

// TestFeedbackAnswersStayBounded sends what once made the list longer than a client reads: 45 items of 40,000 characters, and
// comments of 20,000 characters each.
func TestFeedbackAnswersStayBounded(t *testing.T) {
	r := newRig(t)
	r.feedback()
	c, _ := r.ready("anna")
	long := strings.Repeat("ä", 20_000)
	var id string
	for n := range 45 {
		i := bug(fmt.Sprint("item ", n))
		i.Fields["steps"], i.Fields["happened"] = long, long
		sent, err := c.SendItem(ctx(t), "main", fmt.Sprint("k", n), i)
		if err != nil {
			t.Fatal(err)
		}
		id = sent.ID
	}
	page, err := c.Items(ctx(t), "main", client.ItemQuery{})
	if err != nil || len(page.Items) != 45 || page.Items[0].Fields["priority"] != "2 middle" || page.Items[0].Fields["steps"] != "" {
		t.Fatalf("%d items, %v", len(page.Items), err)
	}
	for n := range 60 {
		if _, err := c.Comment(ctx(t), id, fmt.Sprint("c", n), long); err != nil {
			t.Fatal(err)
		}
	}
	token := []string{"Authorization", "Bearer token-anna"}
	for _, path := range []string{"/api/v1/engagements/main/feedback", "/api/v1/feedback/" + id, "/api/v1/feedback/" + id + "/comments"} {
		if got := r.get(path, token...); got.status != 200 || len(got.body) > 500_000 {
			t.Errorf("%s: status %d, %d bytes", path, got.status, len(got.body))
		}
	}
	i, err := c.Item(ctx(t), id)
	if err != nil || len(i.Comments) != 60 || i.CommentCount != 60 || i.CommentsNext != "" || i.Fields["steps"] != long {
		t.Errorf("%d comments of %d, %v", len(i.Comments), i.CommentCount, err)
	}
	for _, after := range []string{"x", "-1", "0"} {
		if got := r.get("/api/v1/feedback/"+id+"/comments?after="+after, token...); got.problem(t).Status != 422 {
			t.Errorf("after=%s: %d", after, got.status)
		}
	}
}

func TestFeedbackQuotas(t *testing.T) {
	r := newRig(t, func(c *service.Config) {
		c.Limits.ItemsPerDay, c.Limits.CommentsPerDay, c.Limits.CommentsPerItem, c.Limits.FeedbackPerDay = 2, 3, 4, 5000
	})
	r.feedback()
	anna, _ := r.ready("anna")
	bert, _ := r.ready("bert")
	first, err := anna.SendItem(ctx(t), "main", "k1", bug("One"))
	if err != nil {
		t.Fatal(err)
	}
	over := func(err error, code string) {
		t.Helper()
		var p *api.Problem
		if !errors.As(err, &p) || p.Code != code || p.Status != 429 {
			t.Errorf("not over the quota %s: %v", code, err)
		}
	}
	for n := range 3 {
		if _, err := anna.Comment(ctx(t), first.ID, fmt.Sprint("c", n), "Text"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = anna.Comment(ctx(t), first.ID, "c4", "Text")
	over(err, api.CodeQuotaFeedback)
	if again, err := anna.Comment(ctx(t), first.ID, "c2", "Text"); err != nil || again.ID == "" {
		t.Errorf("what was sent is not answered again: %v", err)
	}
	if _, err := bert.Comment(ctx(t), first.ID, "c", "Text"); err != nil {
		t.Fatal(err)
	}
	_, err = bert.Comment(ctx(t), first.ID, "d", "Text")
	over(err, api.CodeQuotaItem)
	r.pass(25 * time.Hour)
	for n := range 2 {
		if _, err := anna.SendItem(ctx(t), "main", fmt.Sprint("n", n), bug("More")); err != nil {
			t.Fatal(err)
		}
	}
	_, err = anna.SendItem(ctx(t), "main", "n3", bug("More"))
	over(err, api.CodeQuotaFeedback)
	large := bug("Large")
	large.Fields["steps"] = strings.Repeat("x", 6000)
	if _, err := bert.SendItem(ctx(t), "main", "l", large); err != nil {
		t.Fatal(err)
	}
	_, err = bert.SendItem(ctx(t), "main", "l2", bug("After it"))
	over(err, api.CodeQuotaFeedback)
}

func TestOwnerModeratesWithATrace(t *testing.T) {
	r := newRig(t)
	r.feedback()
	anna, _ := r.ready("anna")
	i, err := anna.SendItem(ctx(t), "main", "k1", bug("One"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := anna.Comment(ctx(t), i.ID, "c1", "Rude words")
	if err != nil {
		t.Fatal(err)
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do(r.service.HideComment(ctx(t), c.ID, "rude", "olga"))
	if got, err := anna.Item(ctx(t), i.ID); err != nil || len(got.Comments) != 0 || got.CommentCount != 0 {
		t.Errorf("%+v %v", got, err)
	}
	if list, _, err := r.service.Comments(ctx(t), i.ID, 0); err != nil || len(list) != 1 || !list[0].Hidden {
		t.Errorf("%+v %v", list, err)
	}
	do(r.service.LockItem(ctx(t), i.ID, "enough", "olga"))
	_, err = anna.Comment(ctx(t), i.ID, "c2", "More")
	var p *api.Problem
	if !errors.As(err, &p) || p.Code != api.CodeFeedbackLocked {
		t.Errorf("a locked item takes a comment: %v", err)
	}
	do(r.service.HideItem(ctx(t), i.ID, "for now", "olga"))
	_, err = anna.Item(ctx(t), i.ID)
	_ = refused(t, err, fault.Usage, "program.not-found")
	if page, err := anna.Items(ctx(t), "main", client.ItemQuery{}); err != nil || len(page.Items) != 0 {
		t.Errorf("%+v %v", page, err)
	}
	if all, err := r.service.Feedback(ctx(t), "", ""); err != nil || len(all) != 1 || !all[0].Hidden {
		t.Errorf("the owner sees %+v %v", all, err)
	}
	do(r.service.ShowItem(ctx(t), i.ID, "again", "olga"))
	do(r.service.DeleteItem(ctx(t), i.ID, "for good", "olga"))
	_ = refused(t, r.service.ShowItem(ctx(t), i.ID, "x", "olga"), fault.Usage, "service.item")
	_ = refused(t, r.service.HideComment(ctx(t), "999", "x", "olga"), fault.Usage, "service.comment")
	_ = refused(t, r.service.HideItem(ctx(t), i.ID, " ", "olga"), fault.Usage, "service.reason")
	trace, err := r.service.ModerationTrace(ctx(t), i.ID)
	var acts []string
	for _, m := range trace {
		acts = append(acts, m.Act+" "+m.Reason+" by "+m.Who)
	}
	if err != nil || fmt.Sprint(acts) != "[delete for good by olga show again by olga hide for now by olga lock enough by olga hide rude by olga]" {
		t.Errorf("%v %v", acts, err)
	}
}

// TestListSaysWhichItemsItShortened is what an export goes by.
func TestListSaysWhichItemsItShortened(t *testing.T) {
	r := newRig(t)
	r.feedback()
	c, _ := r.ready("anna")
	long := bug("Long")
	long.Fields["steps"] = strings.Repeat("x", 201)
	for n, i := range []api.NewItem{bug("Short"), long} {
		if _, err := c.SendItem(ctx(t), "main", fmt.Sprint("k", n), i); err != nil {
			t.Fatal(err)
		}
	}
	page, err := c.AllItems(ctx(t), "main", client.ItemQuery{})
	if err != nil || len(page) != 2 || !page[0].Shortened || page[1].Shortened || len(page[1].Fields) != 3 {
		t.Errorf("%+v %v", page, err)
	}
}
