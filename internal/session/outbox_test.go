package session

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/outbox"
)

// badLine is a network that fails by chance: before a request arrives, after the service has acted on it, or in the middle of its body.
type badLine struct {
	under http.RoundTripper
	mu    sync.Mutex
	dice  *rand.Rand
	bad   atomic.Bool
	sent  atomic.Int64 // bytes of bodies that left
}

func newBadLine() *badLine {
	return &badLine{under: http.DefaultTransport, dice: rand.New(rand.NewPCG(1, 2))}
}

func (l *badLine) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	throw := l.dice.Float64()
	l.mu.Unlock()
	if !l.bad.Load() {
		throw = 1
	}
	if throw < 0.15 {
		return nil, errors.New("the line is cut before the request")
	}
	if r.Method == http.MethodPut {
		l.sent.Add(r.ContentLength)
	}
	answer, err := l.under.RoundTrip(r)
	if err == nil && throw < 0.30 {
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		return nil, errors.New("the line is cut after the service acted")
	}
	return answer, err
}

// reporter is a signed-in, registered person with a bad line to the program, and an engagement that takes feedback.
func reporter(t *testing.T) (*stage, *Session, *badLine, string) {
	t.Helper()
	st := newStage(t)
	line := newBadLine()
	st.opts.Transport = line
	s := st.signIn(t, "rita")
	return st, s, line, takesFeedback(t, s)
}

func takesFeedback(t *testing.T, s *Session) string {
	t.Helper()
	engagements, err := s.Engagements.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range engagements {
		if e.Feedback && e.Access.Granted() {
			return e.ID
		}
	}
	t.Fatal("no engagement takes feedback")
	return ""
}

// exactlyOnce asserts that "Item 0" and the rest are there once each.
func exactlyOnce(t *testing.T, all []api.Item, count int) {
	t.Helper()
	times := map[string]int{}
	for _, i := range all {
		times[i.Title]++
	}
	for i := range count {
		if n := times["Item "+strconv.Itoa(i)]; n != 1 {
			t.Errorf("item %d is there %d times", i, n)
		}
	}
}

// item answers the first type of an engagement's form.
func item(t *testing.T, s *Session, engagement, title string) api.NewItem {
	t.Helper()
	form, err := s.Feedback.Form(t.Context(), engagement)
	if err != nil {
		t.Fatal(err)
	}
	i := api.NewItem{Type: form.Types[0].ID, Title: title, Fields: map[string]string{}}
	for _, f := range form.Types[0].Fields {
		switch {
		case len(f.Choices) > 0:
			i.Fields[f.ID] = f.Choices[0]
		case f.Kind == "number":
			i.Fields[f.ID] = "1"
		default:
			i.Fields[f.ID] = "What I saw."
		}
	}
	if wrong := form.Check(i); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return i
}

// sendUntilSent tries again as the background does, without its waits.
func sendUntilSent(t *testing.T, o *outbox.Outbox, key string) outbox.Draft {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); {
		d, err := o.Send(t.Context(), key)
		if err == nil {
			return d
		}
		if d.State != outbox.StateQueued {
			t.Fatalf("a lost line left the draft %q: %v", d.State, err)
		}
	}
	t.Fatal("never sent")
	return outbox.Draft{}
}

func TestFeedbackOverABadLineArrivesOnce(t *testing.T) {
	st, s, line, engagement := reporter(t)
	count := 30
	if n, err := strconv.Atoi(os.Getenv("FEEDBACK_ITEMS")); err == nil {
		count = n // 200 in the long form
	}
	template := item(t, s, engagement, "A title")
	line.bad.Store(true)
	for i := range count {
		template.Title = "Item " + strconv.Itoa(i)
		d, err := st.Outbox.Save(outbox.Draft{Program: s.Name(), Account: s.Snapshot().Account.ID, Engagement: engagement, Item: template})
		if err != nil {
			t.Fatal(err)
		}
		sendUntilSent(t, st.Outbox, d.Key)
	}
	line.bad.Store(false)
	all, err := s.Feedback.AllItems(t.Context(), engagement, client.ItemQuery{Mine: true})
	if err != nil {
		t.Fatal(err)
	}
	exactlyOnce(t, all, count)
	if left, err := st.Outbox.Drafts(); err != nil || len(left) != 0 {
		t.Errorf("the outbox still holds %d drafts, %v", len(left), err)
	}
}

func TestAttachmentResumesWhereTheLineWasCut(t *testing.T) {
	st, s, line, engagement := reporter(t)
	const size = 10 << 20
	path := filepath.Join(t.TempDir(), "trace.log")
	if err := os.WriteFile(path, bytes.Repeat([]byte("0123456789abcdef"), size/16), 0o600); err != nil {
		t.Fatal(err)
	}
	form, err := s.Feedback.Form(t.Context(), engagement)
	if err != nil {
		t.Fatal(err)
	}
	f, err := outbox.Attach(path, form.Attachments, 0)
	if err != nil {
		t.Fatal(err)
	}
	d, err := st.Outbox.Save(outbox.Draft{Program: s.Name(), Engagement: engagement, Item: item(t, s, engagement, "With a trace"), Files: []outbox.File{f}, Diagnostics: "App: test"})
	if err != nil {
		t.Fatal(err)
	}
	line.bad.Store(true)
	sent := sendUntilSent(t, st.Outbox, d.Key)
	line.bad.Store(false)
	there, err := s.Feedback.Item(t.Context(), sent.Sent)
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for _, a := range there.Attachments {
		if a.Complete && (a.SHA256 == f.SHA256 || a.Name == "diagnostics.txt") {
			whole++
		}
	}
	if whole != 2 || len(there.Attachments) != 2 {
		t.Errorf("attachments: %+v", there.Attachments)
	}
	if most := int64(size * 13 / 10); line.sent.Load() > most {
		t.Errorf("%d bytes were sent for %d", line.sent.Load(), size)
	}
}

func TestDraftWaitsForSignInAcrossRestarts(t *testing.T) {
	home, keyring := t.TempDir(), auth.MemoryKeyring()
	first := openStage(t, home, keyring, true)
	d, err := first.Outbox.Save(outbox.Draft{Program: SampleName, Engagement: "x", Item: api.NewItem{Type: "bug", Title: "Half"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := openStage(t, home, keyring, true)
	drafts, err := second.Outbox.Drafts()
	if err != nil || len(drafts) != 1 || drafts[0].Item.Title != "Half" || drafts[0].State != outbox.StateOpen {
		t.Fatalf("%+v, %v", drafts, err)
	}
	after, err := second.Outbox.Send(t.Context(), d.Key)
	if !fault.Is(err, fault.SignIn) || after.State != outbox.StateQueued || after.Fault == nil {
		t.Errorf("nobody is signed in: %v, %+v", err, after)
	}
	if _, err := second.Outbox.Draft("../../etc/passwd"); !fault.Is(err, fault.Usage) {
		t.Errorf("a key that is a path: %v", err)
	}
	if err := second.Outbox.Delete(d.Key); err != nil {
		t.Fatal(err)
	}
	if left, _ := second.Outbox.Drafts(); len(left) != 0 {
		t.Error("a deleted draft is still there")
	}
}

func TestSaveOfSentFeedbackIsRefused(t *testing.T) {
	st, s, _, engagement := reporter(t)
	d, err := st.Outbox.Save(outbox.Draft{Program: s.Name(), Engagement: engagement, Item: item(t, s, engagement, "First words")})
	if err != nil {
		t.Fatal(err)
	}
	open := d // as a form on the screen holds it
	sendUntilSent(t, st.Outbox, d.Key)
	open.Item.Title = "Better words"
	if _, err := st.Outbox.Save(open); err == nil || fault.Of(err).Code != "feedback.sent" {
		t.Errorf("saving it gave %v", err)
	}
	if left, _ := st.Outbox.Drafts(); len(left) != 0 {
		t.Error("a draft of what was sent came back")
	}
}

func TestRefusedFeedbackKeepsTheDraft(t *testing.T) {
	st, s, _, engagement := reporter(t)
	wrong := item(t, s, engagement, "A title")
	wrong.Title = ""
	d, err := st.Outbox.Save(outbox.Draft{Program: s.Name(), Engagement: engagement, Item: wrong})
	if err != nil {
		t.Fatal(err)
	}
	after, err := st.Outbox.Send(t.Context(), d.Key)
	if !fault.Is(err, fault.Usage) || after.State != outbox.StateStuck {
		t.Fatalf("an item without a title: %v, %+v", err, after)
	}
	after.Item.Title = "Now with a title"
	if _, err := st.Outbox.Save(after); err != nil {
		t.Fatal(err)
	}
	if sent := sendUntilSent(t, st.Outbox, d.Key); sent.Sent == "" {
		t.Error("the mended draft did not go out")
	}
}

func TestDiagnosticsHoldNoSecretAndNoName(t *testing.T) {
	st := newStage(t)
	s := st.signIn(t, "rita")
	if err := os.MkdirAll(filepath.Join(st.home, "log"), 0o700); err != nil {
		t.Fatal(err)
	}
	line := "refresh_token=CANARY-token-0123456789 url=https://x.example/f?sig=CANARYSIG home=" + st.home + " who=" + s.Snapshot().Account.Address + "\n"
	if err := os.WriteFile(filepath.Join(st.home, "log", "test.log"), []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	text := st.Diagnostics()
	for _, secret := range []string{"CANARY", s.Snapshot().Account.Address, st.home} {
		if strings.Contains(text, secret) {
			t.Errorf("the diagnostics hold %q", secret)
		}
	}
	for _, wanted := range []string{"App: test 1", "Queue: ", "Log:"} {
		if !strings.Contains(text, wanted) {
			t.Errorf("the diagnostics lack %q:\n%s", wanted, text)
		}
	}
}
