package service_test

import (
	"net/http/httptest"
	"testing"
	"time"

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
