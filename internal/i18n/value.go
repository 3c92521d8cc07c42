package i18n

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Values are the named values of a message. A value that is a Text itself is said in the same language; a number with
// a fraction has the language's decimal sign.
type Values map[string]any

// Bytes is a count of bytes as a value of a message. It is said in binary units: "512 B", "12.3 MiB".
type Bytes int64

// MarshalJSON returns the count in a form that restoreValue can distinguish from a number.
func (b Bytes) MarshalJSON() ([]byte, error) { return json.Marshal(storedBytes{Bytes: int64(b)}) }

type storedBytes struct {
	Bytes int64 `json:"bytes"`
}

// valuesOf panics on a list that is not of pairs: that is a mistake in the source, which the first call shows.
func valuesOf(id string, pairs []any) Values {
	if len(pairs) == 0 {
		return nil
	}
	if len(pairs)%2 != 0 {
		panic("i18n: message " + id + " has a name without a value")
	}
	values := make(Values, len(pairs)/2+1)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			panic("i18n: message " + id + " has a value without a name")
		}
		values[name] = simple(pairs[i+1])
	}
	return values
}

// simple returns a value as one of the few types that can be stored and read again: string, bool, int, float64, Text, Bytes.
func simple(value any) any {
	switch v := value.(type) {
	case string, bool, int, float64, Text, Bytes:
		return v
	case nil:
		return ""
	case error:
		return v.Error()
	case fmt.Stringer:
		return v.String()
	}
	r := reflect.ValueOf(value)
	switch {
	case r.CanInt():
		return int(r.Int())
	case r.CanUint():
		return int(r.Uint())
	case r.CanFloat():
		return r.Float()
	case r.Kind() == reflect.String:
		return r.String()
	}
	return fmt.Sprint(value)
}

// maxNesting bounds texts within texts that are read from a file or another process.
const maxNesting = 8

// restoreValue returns what a decoded value was before it was stored.
func restoreValue(value any, depth int) (any, error) {
	switch v := value.(type) {
	case json.Number:
		if n, err := strconv.Atoi(v.String()); err == nil {
			return n, nil
		}
		return v.Float64()
	case map[string]any:
		if n, ok := v["bytes"].(json.Number); ok && len(v) == 1 {
			count, err := n.Int64()
			return Bytes(count), err
		}
		return restoreText(v, depth+1)
	case []any:
		return nil, errStored
	}
	return value, nil
}

// value returns a value as it is said in the language.
func (l *Language) value(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case float64:
		return l.number(v, -1)
	case Bytes:
		return l.bytes(int64(v))
	case Text:
		return l.Text(v)
	}
	return fmt.Sprint(value)
}

func (l *Language) number(f float64, decimals int) string {
	return strings.Replace(strconv.FormatFloat(f, 'f', decimals, 64), ".", l.decimal, 1)
}

func (l *Language) bytes(n int64) string {
	const kib, mib, gib = 1 << 10, 1 << 20, 1 << 30
	switch {
	case n < 0:
		return "?"
	case n < kib:
		return strconv.FormatInt(n, 10) + " B"
	case n < mib:
		return strconv.FormatInt((n+kib/2)/kib, 10) + " KiB"
	case n < 100*mib:
		return l.number(float64(n)/mib, 1) + " MiB"
	case n < gib:
		return strconv.FormatInt(n/mib, 10) + " MiB"
	}
	return l.number(float64(n)/gib, 2) + " GiB"
}
