package service

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// keyLength is how many bytes an idempotency key has at most.
const keyLength = 100

// once carries changes out once for a person's key.
type once struct{ *base }

// do carries a change out once for the key of a request. The answer is kept with the change in one unit of work, so whoever
// asks again, because the answer was lost, is answered the same.
func (o *once) do(q *request, body any, change func(d store.Data) (any, error)) ([]byte, error) {
	key := q.Header.Get("Idempotency-Key")
	if key == "" || len(key) > keyLength || !utf8.ValidString(key) {
		return nil, refuse(api.CodeKeyMissing, values{"limit": keyLength})
	}
	text, err := json.Marshal(body, json.Deterministic(true))
	if err != nil {
		return nil, refuse(api.CodeJSON, nil)
	}
	sum := sha256.Sum256(append([]byte(q.Method+" "+q.URL.Path+"\n"), text...))
	asked := hex.EncodeToString(sum[:])
	var answer []byte
	err = o.store.Write(q.Context(), func(d store.Data) error {
		kept, err := d.Answers.Answer(q.Context(), q.person.ID(), key)
		if err == nil && kept.Request != asked {
			return refuse(api.CodeKeyUsed, nil)
		}
		if err == nil {
			answer = []byte(kept.Body)
			return nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		made, err := change(d)
		if err != nil {
			return err
		}
		if answer, err = json.Marshal(made, jsontext.EscapeForHTML(true)); err != nil {
			return err
		}
		return d.Answers.Keep(q.Context(), store.Answer{Person: q.person.ID(), Key: key, Request: asked, Body: string(answer), Time: o.now()})
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}
