package service

import (
	"errors"
	"net/http"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
)

// request is one request with the person who sent it.
type request struct {
	*http.Request
	w      http.ResponseWriter
	person Identity
	limit  int64 // bytes of its body at most
}

// written is what an answer function returns when it has written the answer itself.
type written struct{}

// challenge returns the refusal of a request without a good token, with what the client needs.
func (q *request) challenge(authenticate string) error {
	q.w.Header().Set("WWW-Authenticate", authenticate)
	return refuse(api.CodeSignIn, nil)
}

func (q *request) tooLarge() error { return refuse(api.CodeTooLarge, values{"limit": q.limit}) }

// read reads a JSON body strictly.
func (q *request) read(v any) error {
	kind, _, _ := strings.Cut(q.Header.Get("Content-Type"), ";")
	if strings.TrimSpace(kind) != "application/json" {
		return refuse(api.CodeContentType, nil)
	}
	err := api.Decode(q.Body, 0, v)
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long), errors.Is(err, api.ErrJSONSize):
		return q.tooLarge()
	case err != nil:
		return refuse(api.CodeJSON, nil)
	}
	return nil
}
