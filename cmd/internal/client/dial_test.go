package client

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
)

const nearHost = "session.near-host"

// secret is a server of this computer that nobody outside can reach, and how often it was asked.
func secret(t *testing.T) (address string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = io.WriteString(w, "the secret")
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

func get(t *testing.T, rt http.RoundTripper, address string) error {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := rt.RoundTrip(r)
	if err == nil {
		_ = answer.Body.Close()
	}
	return err
}

func TestNearHostIsNotAskedUnlessItWasNamed(t *testing.T) {
	address, asked := secret(t)
	direct := func(*http.Request) (*url.URL, error) { return nil, nil }
	both := newTransports(nil, direct, session.NewReach())
	defer both.close()
	for name, rt := range map[string]http.RoundTripper{"calls": both.calls, "files": both.files} {
		for _, near := range []string{address, strings.Replace(address, "127.0.0.1", "localhost", 1), "https://10.1.2.3/", "https://169.254.169.254/latest/meta-data",
			"https://[::ffff:127.0.0.1]/", "https://[fd00::1]/", "https://0.0.0.0/", "https://a.localhost/"} {
			if err := get(t, rt, near); fault.Of(err).Code != nearHost {
				t.Errorf("%s, %s: %v", name, near, err)
			}
		}
		own, ok := rt.(guarded)
		if !ok {
			t.Fatalf("%s is %T", name, rt)
		}
		host := strings.TrimPrefix(address, "http://")
		if _, err := own.DialContext(t.Context(), "tcp", host); fault.Of(err).Code != nearHost {
			t.Errorf("%s: a name that has come to loopback: %v", name, err)
		}
		if _, err := own.DialContext(t.Context(), "tcp", host); err == nil {
			t.Errorf("%s: dialled", name)
		}
	}
	if own := both.files.(guarded); own.DialTLSContext != nil { //nolint:forcetypeassert // checked above
		if _, err := own.DialTLSContext(t.Context(), "tcp", strings.TrimPrefix(address, "http://")); fault.Of(err).Code != nearHost {
			t.Errorf("with TLS: %v", err)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("it was asked %d times", n)
	}
}

// TestProxyIsReachedAndNearHostsAreNotAskedOfIt: a proxy is the person's own choice; nothing is resolved here, so names go to it.
func TestProxyIsReachedAndNearHostsAreNotAskedOfIt(t *testing.T) {
	var asked atomic.Value
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r.URL.Host)
		w.WriteHeader(http.StatusNoContent)
	}))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	both := newTransports(nil, func(*http.Request) (*url.URL, error) { return at, nil }, session.NewReach())
	defer both.close()
	if err := get(t, both.calls, "http://program.example/"); err != nil || asked.Load() != "program.example" {
		t.Errorf("%v, %v", err, asked.Load())
	}
	for _, near := range []string{"http://10.0.0.1/", "http://127.0.0.1:9/", "http://localhost:9/"} {
		if err := get(t, both.calls, near); fault.Of(err).Code != nearHost || asked.Load() != "program.example" {
			t.Errorf("%s: %v, the proxy was asked for %v", near, err, asked.Load())
		}
	}
}

// TestPastedLinkGoesNearButItsRedirectDoesNot: the person named the one host, and not the other.
func TestPastedLinkGoesNearButItsRedirectDoesNot(t *testing.T) {
	address, asked := secret(t)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/there" {
			http.Redirect(w, r, address+"/file.bin", http.StatusFound)
			return
		}
		_, _ = io.WriteString(w, "the file")
	}))
	defer front.Close()
	home := t.TempDir()
	c, err := Open(t.Context(), Config{Home: home, App: "test", Keyring: auth.MemoryKeyring(), Policy: filepath.Join(home, "no-policy")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	end := func(link string) *downloads.Entry {
		id, err := c.DownloadLink(t.Context(), link, session.DownloadOptions{Dir: t.TempDir(), Name: "file.bin"})
		if err != nil {
			t.Fatal(err)
		}
		_ = c.Queues.Own().Wait(t.Context(), id) // how it ended is in the entry
		return c.Queues.Own().Snapshot().Entry(id)
	}
	if e := end(front.URL + "/here"); e.State != downloads.Done {
		t.Errorf("a named host: %s, %v", e.State, e.Fault)
	}
	if e := end(front.URL + "/there"); e.State != downloads.Stopped || e.Fault == nil || e.Fault.Code != nearHost {
		t.Errorf("a redirect: %s, %v", e.State, e.Fault)
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("the other host was asked %d times", n)
	}
}
