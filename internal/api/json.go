package api

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Limits of JSON between client and service, for both sides.
const (
	MaxJSON  = 5_000_000 // bytes
	MaxDepth = 32
)

// What Decode returns about JSON that breaks a rule.
var (
	ErrJSONSize  = errors.New("api: more JSON than 5 MB")
	ErrJSONRules = errors.New("api: JSON that breaks the rules")
)

// Encode returns a value as the JSON that client and service send each other.
func Encode(v any) ([]byte, error) { return json.Marshal(v, jsontext.EscapeForHTML(true)) }

// Decode reads one JSON value of at most limit bytes (0: MaxJSON) into v. It refuses a name that comes twice, a name with
// a capital letter (no name has one), more than MaxDepth levels, broken UTF-8, and anything after the value.
// Unknown names are skipped, so that an older app reads a newer service.
func Decode(r io.Reader, limit int64, v any) error {
	if limit <= 0 {
		limit = MaxJSON
	}
	text, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return err
	}
	if int64(len(text)) > limit {
		return ErrJSONSize
	}
	if err := checkShape(text); err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return errors.Join(ErrJSONRules, err)
	}
	return nil
}

// checkShape walks over the tokens before anything is built from them.
func checkShape(text []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errors.Join(ErrJSONRules, err)
		}
		if d.StackDepth() > MaxDepth {
			return ErrJSONRules
		}
		if kind, index := d.StackIndex(d.StackDepth()); kind == '{' && index%2 == 1 && token.Kind() == '"' && capital(token.String()) {
			return ErrJSONRules
		}
	}
}

func capital(name string) bool {
	for i := range len(name) {
		if name[i] >= 'A' && name[i] <= 'Z' {
			return true
		}
	}
	return false
}
