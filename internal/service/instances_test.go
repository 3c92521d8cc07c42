package service_test

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
)

// two returns a rig with a second instance on the same data; the test is skipped where they are in SQLite.
func two(t *testing.T, change ...func(*service.Config)) (r *rig, second *httptest.Server) {
	t.Helper()
	var config service.Config
	r = newRig(t, append(change, func(c *service.Config) { config = *c })...)
	if r.database == "" {
		t.Skip("several instances serve data in PostgreSQL alone")
	}
	other, err := r.open(ctx(t), config)
	noError(t, err)
	second = httptest.NewServer(other.Handler())
	t.Cleanup(func() {
		second.Close()
		noError(t, other.Close())
	})
	return r, second
}

// TestLimitsHoldOverAllInstances: what a person can ask of two instances together is what they could ask of one.
func TestLimitsHoldOverAllInstances(t *testing.T) {
	const each, burst = 5, 21
	r, second := two(t, func(c *service.Config) { c.Limits.RequestsPerSecond = each })
	r.person("anna")
	addresses := []string{r.server.URL, second.URL}
	ask := func(n int) (granted int) {
		for i := range n {
			if r.get(addresses[i%2]+"/api/v1/status", "Authorization", "Bearer token-anna").status != 429 {
				granted++
			}
		}
		return granted
	}
	ask(2) // both are seen
	r.pass(time.Hour)
	if granted := ask(4 * burst); granted > burst || granted < burst-2 {
		t.Errorf("%d requests are granted at once, and one instance grants %d", granted, burst)
	}
	r.pass(2 * time.Second)
	if granted := ask(4 * each); granted > 2*each || granted < 2*each-2 {
		t.Errorf("%d requests are granted in 2 seconds, and one instance grants %d", granted, 2*each)
	}
}

// TestInstancesAnswerAlike: what one instance has written counts for the next request to another.
func TestInstancesAnswerAlike(t *testing.T) {
	r, second := two(t)
	r.program("bytes")
	_, _ = r.ready("anna")
	path := "/api/v1/packages"
	for n := range 5 {
		for _, address := range []string{r.server.URL, second.URL} {
			if got := r.get(address+path, "Authorization", "Bearer token-anna"); got.status != 200 {
				t.Fatalf("%d: %d %s", n, got.status, got.body)
			}
		}
		noError(t, r.service.Revoke(ctx(t), "anna@people.example", "", "Over"))
		if got := r.get(second.URL+path, "Authorization", "Bearer token-anna"); got.status != 403 {
			t.Errorf("%d: after a revocation through the other: %d", n, got.status)
		}
		noError(t, r.service.Approve(ctx(t), "anna@people.example", "", ""))
		if got := r.get(second.URL+path, "Authorization", "Bearer token-anna"); got.status != 200 {
			t.Errorf("%d: after an approval through the other: %d", n, got.status)
		}
	}
}

// race sends the same requests to both instances at once, and counts the answers by their status.
func (r *rig) race(second *httptest.Server, ask func(n int) (method, path, body string, header []string)) map[int]int {
	r.t.Helper()
	const each = 8
	statuses := make(chan int)
	start := make(chan struct{})
	for i, address := range []string{r.server.URL, second.URL} {
		for n := range each {
			go func() {
				<-start
				method, path, body, header := ask(i*each + n)
				statuses <- r.send(method, address+path, body, header...).status
			}()
		}
	}
	close(start)
	all := map[int]int{}
	for range 2 * each {
		all[<-statuses]++
	}
	return all
}

// TestConcurrentUseOfWhatCountsOnce: codes, idempotency keys, invitations and names, asked of two instances at the same time.
func TestConcurrentUseOfWhatCountsOnce(t *testing.T) {
	r, second := two(t)
	r.feedback()
	_, _ = r.ready("anna")
	anna := []string{"Authorization", "Bearer token-anna"}

	text := string(must(api.Encode(bug("Once"))))
	got := r.race(second, func(int) (string, string, string, []string) {
		return "POST", "/api/v1/engagements/main/feedback", text, append(anna, "Idempotency-Key", "one", "Content-Type", "application/json")
	})
	if list := must(r.service.Feedback(ctx(t), "main", "")); len(list) != 1 || got[200]+got[201] != 16 {
		t.Errorf("an idempotency key: %v, %d items", got, len(list))
	}

	_, err := r.person("bert").Register(ctx(t), form("bert"))
	noError(t, err)
	got = r.race(second, func(int) (string, string, string, []string) {
		return "POST", "/api/v1/verification/confirm", `{"code":"000000"}`, []string{"Authorization", "Bearer token-bert", "Content-Type", "application/json"}
	})
	data, err := r.testData.store(ctx(t))
	noError(t, err)
	defer func() { noError(t, data.Close()) }()
	c, err := data.Data().Codes.Code(ctx(t), r.id("bert"))
	noError(t, err)
	if c.Attempts != 5 {
		t.Errorf("a code: %v, %d wrong entries", got, c.Attempts)
	}

	for n := range 16 {
		r.person(fmt.Sprint("c", n))
	}
	got = r.race(second, func(n int) (string, string, string, []string) {
		f := form(fmt.Sprint("c", n))
		f.PublisherName = "The One"
		return "POST", "/api/v1/registration", string(must(api.Encode(f))), []string{"Authorization", fmt.Sprint("Bearer token-c", n), "Content-Type", "application/json"}
	})
	if got[200] != 1 || got[409] != 15 {
		t.Errorf("a name: %v", got)
	}
	got = r.race(second, func(int) (string, string, string, []string) {
		return "POST", "/api/v1/verification", "", []string{"Authorization", "Bearer token-bert"}
	})
	if sent := len(r.mailsTo("bert@people.example")); sent > 10 {
		t.Errorf("codes sent in an hour: %v, %d mails", got, sent)
	}
}
