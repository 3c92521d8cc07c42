package service_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

// late is how long after a change was committed it may still be unknown to another instance.
const late = time.Second

// ranger asks for ranges of one file again and again.
type ranger struct {
	link atomic.Pointer[string]

	mu     sync.Mutex
	last   time.Time // when the last request that is answered began
	served int64     // bytes of requests that began after since
	soon   int64     // bytes of requests that began before that, but after the commit
	commit time.Time // of a change that ends the right; zero while there is one
}

func (a *ranger) run(ctx context.Context, t *testing.T) {
	for n := 0; ctx.Err() == nil; n++ {
		begun := time.Now()
		got := a.ask(ctx, t, n)
		a.mu.Lock()
		a.last = begun
		switch {
		case a.commit.IsZero() || begun.Before(a.commit):
		case begun.Before(a.commit.Add(late)):
			a.soon += got
		default:
			a.served += got
		}
		a.mu.Unlock()
	}
}

// ask asks for one range and returns how many bytes of the file came.
func (a *ranger) ask(ctx context.Context, t *testing.T, n int) int64 {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, *a.link.Load(), http.NoBody)
	if err != nil {
		t.Error(err)
		return 0
	}
	first := n % 1000
	q.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", first, first+4095))
	w, err := http.DefaultClient.Do(q)
	if err != nil {
		if ctx.Err() == nil {
			t.Error(err)
		}
		return 0
	}
	got, _ := io.Copy(io.Discard, w.Body) // one that breaks off has the bytes that came
	_ = w.Body.Close()
	if w.StatusCode != http.StatusPartialContent {
		return 0
	}
	return got
}

// changed notes the commit, or that there is a right again.
func (a *ranger) changed(at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.commit = at
}

// after reports whether a request that began after a time was answered.
func (a *ranger) after(at time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.last.After(at)
}

func (a *ranger) bytes() (served, soon int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.served, a.soon
}

// onTwo serves one program in PostgreSQL by two instances, whose mails nobody reads.
func onTwo(t *testing.T) (first, second *service.Service, server *httptest.Server) {
	t.Helper()
	d := testData{dir: t.TempDir(), database: pgtest.Address(t)}
	var all []*service.Service
	for range 2 {
		c := instanceConfig(func() string { return server.URL })
		c.Mail = service.MailerFunc(func(context.Context, service.Mail) error { return nil })
		s, err := d.open(ctx(t), c)
		noError(t, err)
		t.Cleanup(func() { noError(t, s.Close()) })
		all = append(all, s)
	}
	server = httptest.NewServer(all[0].Handler())
	t.Cleanup(server.Close)
	return all[0], all[1], server
}

// TestRightsEndOnEveryInstance downloads ranges from one instance while another changes the terms and revokes.
func TestRightsEndOnEveryInstance(t *testing.T) {
	oncePerRun(t)
	many, rounds := amount(20, 100), amount(2, 20)
	_, second, server := onTwo(t)
	noError(t, second.PutEngagement(ctx(t), service.NewEngagement{ID: "main", Title: "Main", Join: api.JoinEveryone}))
	_, err := second.PublishAgreement(ctx(t), serviceAgreement("eula", "0", "Text 0"))
	noError(t, err)
	_, err = second.PublishPackage(ctx(t), api.Package{ID: "tools", Engagement: "main", Title: "T", Type: "tool", Version: "1"},
		[]service.NewFile{{Name: "tools.bin", Bytes: strings.NewReader(strings.Repeat("0123456789abcdef", 1<<12))}})
	noError(t, err)
	c := client.NewClient(client.Options{Address: server.URL, Token: func(context.Context, string, string, bool) (string, error) { return "token-anna", nil }})
	_, err = c.Register(ctx(t), form("anna"))
	noError(t, err)
	_, err = second.VerifyPerson(ctx(t), "anna@people.example")
	noError(t, err)
	link := func() string {
		a, err := c.Agreement(ctx(t), "eula")
		noError(t, err)
		_, err = c.Decide(ctx(t), "eula", a.SHA256, true, api.Device{})
		noError(t, err)
		l, err := c.Link(ctx(t), "tools", "tools.bin")
		noError(t, err)
		return l.URL
	}
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()
	rangers := make([]*ranger, many)
	good := link()
	for i := range rangers {
		rangers[i] = &ranger{}
		rangers[i].link.Store(&good)
		group.Go(func() { rangers[i].run(ctx, t) })
	}
	for n := range rounds {
		eachAfter(t, rangers, time.Now()) // all of them download
		if n%2 == 0 {
			_, err := second.PublishAgreement(ctx, serviceAgreement("eula", fmt.Sprint(n+1), fmt.Sprint("Text ", n+1)))
			noError(t, err)
		} else {
			noError(t, second.Revoke(ctx, "anna@people.example", "", "Over"))
		}
		committed := time.Now()
		for _, r := range rangers {
			r.changed(committed)
		}
		eachAfter(t, rangers, committed.Add(late+100*time.Millisecond))
		for _, r := range rangers {
			r.changed(time.Time{}) // before the right is there again: the links are good then
		}
		if n%2 == 1 {
			noError(t, second.Approve(ctx, "anna@people.example", "", ""))
		}
		good := link()
		for _, r := range rangers {
			r.link.Store(&good)
		}
	}
	var served, soon int64
	for _, r := range rangers {
		s, n := r.bytes()
		served, soon = served+s, soon+n
	}
	t.Logf("%d rangers, %d changes: %d bytes on requests that began more than %v after the commit, %d on those that began sooner", many, rounds, served, late, soon)
	if served > 0 {
		t.Errorf("%d bytes were sent without a right", served)
	}
}

// eachAfter waits until each has been answered a request that began after a time.
func eachAfter(t *testing.T, rangers []*ranger, at time.Time) {
	t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	patience := time.Now().Add(2 * time.Minute)
	for _, r := range rangers {
		for ; !r.after(at); <-ticker.C {
			if time.Now().After(patience) {
				t.Fatal("requests are not answered")
			}
		}
	}
}
