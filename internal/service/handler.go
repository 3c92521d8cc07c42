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
	"github.com/programconnect/programconnect/internal/api/client"
)

// Challenge is a Verifier's error that asks for more claims: a 401 with a claims challenge (OpenID Connect, RFC 9470 in spirit).
type Challenge struct{ Claims string }

// Error says that more claims are wanted.
func (*Challenge) Error() string { return "service: the token lacks claims" }

// ErrVerifierDown is a Verifier's error when it can't tell whether a token is good.
var ErrVerifierDown = errors.New("service: the authority's keys can't be had")

// request is one request with the person who sent it.
type request struct {
	*http.Request
	w      http.ResponseWriter
	person Identity
}

// written is what an answer function returns when it has written the answer itself.
type written struct{}

// guard stands in front of every route: host, headers, a bound on the body's time, and a way back from a panic.
func (s *Service) guard(next http.Handler) http.Handler {
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
				s.answerError(w, h, serviceProblem(http.StatusInternalServerError))
			}
		}()
		if len(s.config.Hosts) > 0 && !slices.Contains(s.config.Hosts, hostName(h.Host)) {
			s.answerError(w, h, requestProblem(http.StatusMisdirectedRequest, "The request was meant for another host."))
			return
		}
		next.ServeHTTP(w, h)
	})
}

// boundBody gives a body the time that 16 KiB a second needs, and a minute. A request without one gets no deadline for reading:
// it would end the request's context in the middle of a long answer. Writing is bounded by NewServer and pacedWriter.
func boundBody(w http.ResponseWriter, h *http.Request) {
	if h.ContentLength == 0 {
		return
	}
	length := h.ContentLength
	if length < 0 || length > client.AttachmentChunk {
		length = client.AttachmentChunk
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
func (s *Service) serve(w http.ResponseWriter, h *http.Request, r route) {
	started := time.Now()
	q := &request{Request: h, w: w}
	answer, err := s.run(q, r)
	status := http.StatusOK
	if err != nil {
		status = s.answerError(w, h, err)
	} else if _, done := answer.(written); !done {
		s.answer(w, h, answer)
	}
	s.config.Log.LogAttrs(h.Context(), slog.LevelInfo, "request", slog.String("method", h.Method), slog.String("route", r.path),
		slog.Int("status", status), slog.Duration("took", time.Since(started)), slog.String("request", w.Header().Get("Request-Id")))
}

func (s *Service) run(q *request, r route) (any, error) {
	limit := r.body
	if limit == 0 {
		limit = 64 << 10
	}
	if q.ContentLength > limit {
		return nil, tooLargeProblem("At most " + strconv.FormatInt(limit, 10) + " bytes are taken here.")
	}
	q.Body = http.MaxBytesReader(q.w, q.Body, limit)
	if !r.open {
		if err := s.signedIn(q); err != nil {
			return nil, err
		}
	}
	return r.answer(s, q)
}

// signedIn reads the token and remembers the person.
func (s *Service) signedIn(q *request) error {
	bearer, ok := strings.CutPrefix(q.Header.Get("Authorization"), "Bearer ")
	if !ok || bearer == "" || len(q.Header.Values("Authorization")) != 1 || len(bearer) > 32<<10 {
		q.w.Header().Set("WWW-Authenticate", `Bearer`)
		return signInProblem()
	}
	person, err := s.config.Verifier.Verify(q.Context(), bearer)
	var challenge *Challenge
	switch {
	case errors.As(err, &challenge):
		q.w.Header().Set("WWW-Authenticate", `Bearer error="insufficient_claims", claims="`+base64.StdEncoding.EncodeToString([]byte(challenge.Claims))+`"`)
		return signInProblem()
	case errors.Is(err, ErrVerifierDown), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return serviceProblem(http.StatusServiceUnavailable)
	case err != nil || person.TenantID == "" || person.ObjectID == "":
		q.w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		return signInProblem()
	}
	if !s.limits.request(person.ID(), s.now()) {
		return quotaProblem("You ask more often than this program answers one person.", 2)
	}
	q.person = person
	return s.remember(q.Context(), person)
}

// answer writes a value as JSON; nil is an empty answer.
func (s *Service) answer(w http.ResponseWriter, h *http.Request, value any) {
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
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = w.Write(text) // a reader that went away is no error of the service
}

// answerError writes problem details. An error that is no refusal is the service's own trouble: logged by its kind, told in general words.
func (s *Service) answerError(w http.ResponseWriter, h *http.Request, err error) int {
	var problem *api.Problem
	if !errors.As(err, &problem) {
		if h.Context().Err() == nil {
			s.config.Log.Error("a request went wrong", "request", w.Header().Get("Request-Id"), "path", h.URL.Path, "error", err)
		}
		problem = serviceProblem(http.StatusInternalServerError)
	}
	sent := *problem
	sent.Instance = w.Header().Get("Request-Id")
	text, encodeErr := api.Encode(sent)
	if encodeErr != nil {
		text = []byte(`{"type":"` + api.ProblemService + `","title":"The program has trouble of its own.","status":500}`)
	}
	header := w.Header()
	for _, name := range []string{"ETag", "Last-Modified", "Content-Range", "Content-Disposition", "Accept-Ranges"} {
		header.Del(name)
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
	return sent.Status
}

// read reads a JSON body strictly.
func (q *request) read(v any) error {
	kind, _, _ := strings.Cut(q.Header.Get("Content-Type"), ";")
	if strings.TrimSpace(kind) != "application/json" {
		return requestProblem(http.StatusUnsupportedMediaType, "A body of the type application/json is wanted.")
	}
	err := api.Decode(q.Body, 0, v)
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long), errors.Is(err, api.ErrJSONSize):
		return tooLargeProblem("")
	case err != nil:
		return requestProblem(http.StatusBadRequest, "The body is not the JSON that is wanted here.")
	}
	return nil
}
