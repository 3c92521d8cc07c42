package s3test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// The keys and the bucket of every server. The secret is a canary: it must be in no output.
const (
	AccessKey = "CANARYACCESSKEYOFATEST"
	SecretKey = "CANARY+secret/key-of-a-test/0123456789"
	Bucket    = "bucket"
	Region    = "eu-north-1"
)

// signed begins the header of each request of these keys.
const signed = "AWS4-HMAC-SHA256 Credential=" + AccessKey + "/"

// Server is an S3 server.
type Server struct {
	URL string

	mu       sync.Mutex
	away     int // 0: it is there; -1: no answers at all; otherwise the status of each
	requests []string
	before   func(*http.Request) // called before each request is answered
	ahead    time.Duration       // of the clock by which links are judged
}

// Start starts the small server with an empty bucket. It ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket(Bucket); err != nil {
		t.Fatal(err)
	}
	s := &Server{}
	server := httptest.NewServer(s.gate(gofakes3.New(backend, gofakes3.WithTimeSkewLimit(0)).Server()))
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Setting returns the address of the bucket with a prefix, as a service is given it.
func (s *Server) Setting(prefix string) string {
	return "s3://" + Bucket + "/" + prefix + "?region=" + Region + "&endpoint=" + url.QueryEscape(s.URL)
}

// SetKeys puts the keys into the test's environment.
func SetKeys(t *testing.T) {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", SecretKey)
	t.Setenv("AWS_SESSION_TOKEN", "")
}

// GoAway has the server answer each request with a status; with 0 the connections break off.
func (s *Server) GoAway(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away = status; status == 0 {
		s.away = -1
	}
}

// ComeBack has the server answer again.
func (s *Server) ComeBack() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = 0
}

// Advance moves the clock by which links are judged.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead += d
}

func (s *Server) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.ahead)
}

// Before sets what is called before each request is answered.
func (s *Server) Before(f func(*http.Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = f
}

// Requests returns what was asked: method and path.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// LeaveUpload begins an upload in parts to the small server, and does not end it.
func (s *Server) LeaveUpload(t testing.TB, name string) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/"+Bucket+"/"+name+"?uploads", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Authorization", signed)
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer.Status, err)
	}
}

func (s *Server) note(r *http.Request) (away int, before func(*http.Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, r.Method+" "+r.URL.Path)
	return s.away, s.before
}

// gate lets requests through that a real server would take.
func (s *Server) gate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		away, before := s.note(r)
		if before != nil {
			before(r)
		}
		switch {
		case away < 0:
			panic(http.ErrAbortHandler)
		case away > 0:
			w.WriteHeader(away)
			return
		}
		if code := s.refusal(r); code != "" {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, "<Error><Code>"+code+"</Code><Message>no</Message></Error>")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refusal returns why a request is not taken: a code of the protocol.
func (s *Server) refusal(r *http.Request) string {
	if r.URL.Query().Get("X-Amz-Signature") != "" {
		return linkRefusal(r, s.now())
	}
	if !strings.HasPrefix(r.Header.Get("Authorization"), signed) {
		return "AccessDenied"
	}
	want := r.Header.Get("X-Amz-Content-Sha256")
	if len(want) != 2*sha256.Size {
		return ""
	}
	body, err := io.ReadAll(r.Body)
	if got := sha256.Sum256(body); err != nil || hex.EncodeToString(got[:]) != want {
		return "XAmzContentSHA256Mismatch"
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return ""
}

// linkRefusal checks a signed link as the protocol says it (AWS Signature Version 4, in the query).
func linkRefusal(r *http.Request, now time.Time) string {
	query := r.URL.Query()
	begun, err := time.Parse("20060102T150405Z", query.Get("X-Amz-Date"))
	life, err2 := strconv.Atoi(query.Get("X-Amz-Expires"))
	scope := strings.Split(query.Get("X-Amz-Credential"), "/")
	if err != nil || err2 != nil || len(scope) != 5 || scope[0] != AccessKey || query.Get("X-Amz-SignedHeaders") != "host" {
		return "AuthorizationQueryParametersError"
	}
	if now.After(begun.Add(time.Duration(life) * time.Second)) {
		return "AccessDenied"
	}
	signature := query.Get("X-Amz-Signature")
	query.Del("X-Amz-Signature")
	canonical := strings.Join([]string{r.Method, r.URL.EscapedPath(), strings.ReplaceAll(query.Encode(), "+", "%20"), "host:" + r.Host, "", "host", "UNSIGNED-PAYLOAD"}, "\n")
	hash := sha256.Sum256([]byte(canonical))
	text := strings.Join([]string{"AWS4-HMAC-SHA256", query.Get("X-Amz-Date"), strings.Join(scope[1:], "/"), hex.EncodeToString(hash[:])}, "\n")
	key := []byte("AWS4" + SecretKey)
	for _, part := range append(scope[1:], text) {
		mac := hmac.New(sha256.New, key)
		_, _ = mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	if hex.EncodeToString(key) != signature {
		return "SignatureDoesNotMatch"
	}
	return ""
}
