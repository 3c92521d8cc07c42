package service

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store"
)

// handler answers requests: it guards them, finds out who asks, and writes what a route answers.
type handler struct {
	*base
	people  *people
	limits  *limits
	answers *keptAnswers
}

// defaultBody is how many bytes a request's body has at most where its route says nothing else.
const defaultBody = 64 << 10

// newHandler returns the handler of all routes, and an answer with problem details for everything else.
func newHandler(b *base, r *rules) http.Handler {
	s := &handler{b, r.people, r.limits, newKeptAnswers()}
	mux := http.NewServeMux()
	for _, r := range routeTable(b, r) {
		mux.HandleFunc(r.method+" "+r.path, func(w http.ResponseWriter, h *http.Request) { s.serve(w, h, r) })
	}
	outer := http.NewServeMux()
	outer.HandleFunc("/", func(w http.ResponseWriter, h *http.Request) {
		if _, pattern := mux.Handler(h); pattern != "" {
			mux.ServeHTTP(w, h)
			return
		}
		if allowed := otherMethods(mux, h); allowed != "" {
			w.Header().Set("Allow", allowed)
			s.answerError(w, h, refuse(api.CodeMethod, values{"allowed": allowed}))
			return
		}
		s.answerError(w, h, notFound())
	})
	return s.guard(outer)
}

// otherMethods returns the methods that an address knows.
func otherMethods(mux *http.ServeMux, h *http.Request) string {
	var allowed []string
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		other := h.Clone(h.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "" {
			allowed = append(allowed, method)
		}
	}
	return strings.Join(allowed, ", ")
}

// guard stands in front of every route: host, headers, a bound on the body's time, and a way back from a panic.
func (s *handler) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, h *http.Request) {
		id, err := s.random(8)
		if err != nil {
			http.Error(w, "no random numbers", http.StatusInternalServerError)
			return
		}
		number := hex.EncodeToString(id)
		header := w.Header()
		header.Set("Request-Id", number)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		boundBody(w, h)
		defer func() {
			if trouble := recover(); trouble != nil {
				if trouble == http.ErrAbortHandler { //nolint:errorlint // the documented sentinel
					panic(trouble)
				}
				s.config.Log.Error("a request broke off", "request", number, "path", h.URL.Path)
				s.answerError(w, h, refuse(api.CodeTrouble, nil))
			}
		}()
		if len(s.config.Hosts) > 0 && !slices.Contains(s.config.Hosts, hostName(h.Host)) {
			s.answerError(w, h, refuse(api.CodeHost, nil))
			return
		}
		next.ServeHTTP(w, h)
	})
}

// boundBody sets for a body the time that 16 KiB a second needs, and a minute. A request without one gets no deadline for reading:
// it would end the request's context in the middle of a long answer. Writing is bounded by NewServer and pacedWriter.
func boundBody(w http.ResponseWriter, h *http.Request) {
	if h.ContentLength == 0 {
		return
	}
	length := h.ContentLength
	if length < 0 || length > api.AttachmentChunk {
		length = api.AttachmentChunk
	}
	last := time.Now().Add(time.Minute + time.Duration(length>>14)*time.Second)
	bound := http.NewResponseController(w)
	_ = bound.SetReadDeadline(last) // not every writer has deadlines; those of the server's own stay
	_ = bound.SetWriteDeadline(last.Add(time.Minute))
}

func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

// serve answers one route: who asks, how much, then the route's own answer.
func (s *handler) serve(w http.ResponseWriter, h *http.Request, r route) {
	started := time.Now()
	ctx, end := s.config.Observer.Begin(h.Context(), h.Method, r.path, h.Header)
	h = h.WithContext(ctx)
	seen := &observedWriter{ResponseWriter: w}
	defer func() { // a panic ends a request, too
		took := time.Since(started)
		end(Seen{Status: seen.status, Bytes: seen.bytes, Took: took})
		s.config.Log.LogAttrs(ctx, slog.LevelInfo, "request", slog.String("method", h.Method), slog.String("route", r.path), slog.String("remote", hostName(h.RemoteAddr)),
			slog.Int("status", seen.status), slog.Int64("bytes", seen.bytes), slog.Duration("took", took), slog.String("request", w.Header().Get("Request-Id")))
	}()
	answer, err := s.run(&request{Request: h, w: seen}, r) //nolint:contextcheck // the request carries its context
	if err != nil {
		s.answerError(seen, h, err)
	} else if a, kept := answer.(keptAnswer); kept {
		writeKept(seen, h, a)
	} else if _, done := answer.(written); !done {
		s.answer(seen, h, answer)
	}
}

func (s *handler) run(q *request, r route) (any, error) {
	q.limit = r.body
	if q.limit == 0 {
		q.limit = defaultBody
	}
	if q.ContentLength > q.limit {
		return nil, q.tooLarge()
	}
	q.Body = http.MaxBytesReader(q.w, q.Body, q.limit)
	if !r.open {
		if err := s.signedIn(q); err != nil {
			return nil, err
		}
	}
	if r.kept {
		return s.kept(q, r)
	}
	return r.answer(q)
}

// signedIn reads the token and remembers the person.
func (s *handler) signedIn(q *request) error {
	scheme, bearer, _ := strings.Cut(q.Header.Get("Authorization"), " ")
	bearer = strings.TrimLeft(bearer, " ")
	if !strings.EqualFold(scheme, "Bearer") || bearer == "" || len(q.Header.Values("Authorization")) != 1 || len(bearer) > 32<<10 {
		return q.challenge(`Bearer`)
	}
	person, err := s.config.Verifier.Verify(q.Context(), bearer)
	var challenge *ChallengeError
	switch {
	case errors.As(err, &challenge):
		return q.challenge(`Bearer error="insufficient_claims", claims="` + base64.StdEncoding.EncodeToString([]byte(challenge.Claims)) + `"`)
	case errors.Is(err, ErrVerifierDown), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return refuse(api.CodeUnavailable, nil)
	case err != nil || person.TenantID == "" || person.ObjectID == "":
		s.config.Observer.Count(EventRefused)
		return q.challenge(`Bearer error="invalid_token"`)
	}
	if !s.limits.request(q.Context(), person.ID(), s.now()) {
		return quotaProblem(api.CodeQuotaRequests, 2)
	}
	q.person = person
	return s.people.remember(q.Context(), person)
}

// answer writes a value as JSON; nil is an empty answer.
func (s *handler) answer(w http.ResponseWriter, h *http.Request, value any) {
	if value == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	text, ready := value.([]byte)
	if !ready {
		var err error
		if text, err = api.Encode(value); err != nil {
			s.answerError(w, h, err)
			return
		}
	}
	writeJSON(w, text)
}

func writeJSON(w http.ResponseWriter, text []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = w.Write(text) // a reader that went away is no error of the service
}

// awayPause is in how many seconds to ask again while the store for bytes does not answer.
const awayPause = 5

// answerError writes problem details. An error that is no refusal is the service's own trouble: logged by its kind, told in general words.
func (s *handler) answerError(w http.ResponseWriter, h *http.Request, err error) {
	var problem *api.Problem
	if !errors.As(err, &problem) {
		if h.Context().Err() == nil {
			s.config.Observer.Count(EventBroken)
			s.config.Log.Error("a request went wrong", "request", w.Header().Get("Request-Id"), "path", h.URL.Path, "error", err)
		}
		if problem = refuse(api.CodeTrouble, nil); errors.Is(err, blob.ErrAway) || errors.Is(err, store.ErrAway) {
			problem = quotaProblem(api.CodeUnavailable, awayPause)
		}
	}
	sent := *problem
	sent.Instance = w.Header().Get("Request-Id")
	text, encodeErr := api.Encode(sent)
	if encodeErr != nil {
		text = []byte(`{"type":"` + api.ProblemService + `","title":"The program has trouble of its own.","status":500,"code":"` + api.CodeTrouble + `"}`)
	}
	header := w.Header()
	for _, name := range []string{"ETag", "Last-Modified", "Content-Disposition", "Accept-Ranges"} {
		header.Del(name)
	}
	if sent.Status != http.StatusRequestedRangeNotSatisfiable {
		header.Del("Content-Range") // says how long the file is
	}
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Type", api.ProblemType)
	header.Set("Content-Length", strconv.Itoa(len(text)))
	if sent.RetryAfter > 0 {
		header.Set("Retry-After", strconv.Itoa(sent.RetryAfter))
	}
	w.WriteHeader(sent.Status)
	if h.Method != http.MethodHead {
		_, _ = w.Write(text)
	}
}
