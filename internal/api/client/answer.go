package client

import (
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// maxProblem is the size of problem details at most, in bytes.
const maxProblem = 256 << 10

// read takes an answer apart: out is filled with what was asked for, or the fault of the problem details is returned. Either
// is checked and cleaned here, before anybody looks at it.
func read(answer *http.Response, out api.Answer, local bool) error {
	if answer.StatusCode < 200 || answer.StatusCode >= 300 {
		return readProblem(answer, local)
	}
	if out == nil || answer.StatusCode == http.StatusNoContent {
		return nil
	}
	if contentType(answer) != "application/json" || answer.Header.Get("Content-Encoding") != "" {
		return strangeAnswer(answer, nil)
	}
	if err := api.Decode(answer.Body, api.MaxJSON, out); err != nil {
		return strangeAnswer(answer, err)
	}
	if err := out.Sanitize(local); err != nil {
		return strangeAnswer(answer, err)
	}
	return nil
}

// readProblem returns the fault of an answer with problem details.
func readProblem(answer *http.Response, local bool) error {
	problem := &api.Problem{}
	if contentType(answer) != api.ProblemType || api.Decode(answer.Body, maxProblem, problem) != nil || problem.Sanitize(local) != nil {
		return strangeAnswer(answer, nil)
	}
	problem.Status = answer.StatusCode
	f := problem.Fault()
	if f.RetryAfter == 0 {
		f.RetryAfter = retryAfter(answer.Header.Get("Retry-After"))
	}
	f.RetryAfter = min(f.RetryAfter, time.Hour)
	return f
}

func contentType(answer *http.Response) string {
	kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// retryAfter reads seconds; the service never sends the form with a date.
func retryAfter(text string) time.Duration {
	seconds, err := strconv.Atoi(text)
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, 3600)) * time.Second
}

func discard(answer *http.Response) {
	_, _ = io.CopyN(io.Discard, answer.Body, 64<<10)
	_ = answer.Body.Close()
}
