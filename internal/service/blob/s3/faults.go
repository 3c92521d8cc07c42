package s3

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/minio/minio-go/v7"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/blob"
)

// addressFault is the fault of an address that can't be used. It does not hold the address: somebody may have put a password into it.
func addressFault(cause i18n.Text) error {
	return &fault.Error{Kind: fault.Usage, Code: "service.store-address", Field: "--store", Cause: cause,
		Title: i18n.T(&goi18n.Message{ID: "service.store-address.title", Other: "The address of the store for files can't be used."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.store-address.step",
			Other: "Write --store as docs/hosting.md says. Keys come from the environment or a file."})}}
}

// credentialsFault is the fault of credentials that are not there.
func credentialsFault(err error) error {
	return &fault.Error{Kind: fault.Usage, Code: "service.store-credentials", Field: "--store", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "service.store-credentials.title", Other: "There are no keys for the store for files."}),
		Cause: i18n.T(&goi18n.Message{ID: "service.store-credentials.cause",
			Other: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and there is no file with them."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.store-credentials.step",
			Other: "Set both in the service's environment, or name a file with them: credentials=FILE."})}}
}

// ownerFault returns an error as a fault for an owner.
func ownerFault(said *storeError) error {
	if errors.Is(said, blob.ErrAway) {
		return &fault.Error{Kind: fault.Network, Code: "service.store-away", Err: said,
			Title: i18n.T(&goi18n.Message{ID: "service.store-away.title", Other: "The store for files does not answer: {{.Host}}"}, "Host", said.host),
			Cause: i18n.T(&goi18n.Message{ID: "service.store-away.cause", Other: "It can't be reached, or it has trouble of its own."}),
			Safe:  nothingLost(),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.store-away.step", Other: "Try again in a minute. If it goes on, look at the store and at the way to it."})}}
	}
	return &fault.Error{Kind: fault.Permission, Code: "service.store-refused", Err: said,
		Title: i18n.T(&goi18n.Message{ID: "service.store-refused.title", Other: "The store for files said no: {{.Host}}"}, "Host", said.host),
		Cause: i18n.T(&goi18n.Message{ID: "service.store-refused.cause", Other: "Its answer was {{.Code}}."}, "Code", said.code),
		Safe:  nothingLost(),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.store-refused.step",
			Other: "Check the bucket, the region and the keys. The keys need to read, write, list and delete."})}}
}

func nothingLost() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "service.store.nothing-lost.safe", Other: "Nothing is lost."})
}

// storeError is what became of a request: what was asked, and the code of the answer. It holds no address, no header and no text of the
// store's.
type storeError struct {
	asked, host, code string
	status            int
	kind              error // blob.ErrNotFound, blob.ErrAway, the end of a context, or nil
}

// Error says what was asked and what was answered.
func (e *storeError) Error() string {
	if e.status == 0 {
		return fmt.Sprintf("s3: %s: %s: %s", e.asked, e.host, e.code)
	}
	return fmt.Sprintf("s3: %s: %s answered %d %s", e.asked, e.host, e.status, e.code)
}

// Unwrap returns the kind.
func (e *storeError) Unwrap() error { return e.kind }

// said returns the error of a request: a fault, unless it says that something is not there or that the caller ended it.
func (s *site) said(asked string, err error) error {
	if err == nil {
		return nil
	}
	e := &storeError{asked: asked, host: s.address.Server.Host}
	var answer minio.ErrorResponse
	switch {
	case errors.Is(err, context.Canceled):
		e.kind, e.code = context.Canceled, "it was ended"
	case errors.As(err, &answer):
		e.status, e.code = answer.StatusCode, plainCode(answer.Code)
		switch {
		case answer.StatusCode == http.StatusNotFound && answer.Code != minio.NoSuchBucket:
			e.kind = blob.ErrNotFound
		case answer.StatusCode == http.StatusNotImplemented:
		case answer.StatusCode >= http.StatusInternalServerError, answer.StatusCode == http.StatusTooManyRequests, answer.StatusCode == http.StatusRequestTimeout:
			e.kind = blob.ErrAway
		}
	default: // no answer
		e.kind, e.code = blob.ErrAway, "no answer"
	}
	if errors.Is(e, blob.ErrNotFound) || errors.Is(e, context.Canceled) {
		return e
	}
	return ownerFault(e)
}

// plainCode returns a store's code where it is one word, as each is.
func plainCode(code string) string {
	if code == "" || len(code) > 64 || strings.ContainsFunc(code, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
		return "without a code"
	}
	return code
}
