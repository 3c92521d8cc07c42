package i18n

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Values are the named values of a message. A value that is a Text itself is said in the same language.
type Values map[string]any

// Text is one message with its values, not yet in a language. The zero Text is empty.
type Text struct {
	id      string          // empty: the words are somebody's own and are shown as they are
	message *goi18n.Message // nil when the text was read from disk or is somebody's own words
	english string          // the finished English text where message is nil
	values  Values
	count   any // plural count, nil when the message has one form
}

// T returns the text of a message. pairs are the names and values of its placeholders: "Host", host, "Port", port.
func T(m *goi18n.Message, pairs ...any) Text {
	return Text{id: m.ID, message: m, values: valuesOf(m.ID, pairs)}
}

// N returns the text of a message that has plural forms. The message finds count as {{.Count}}; pairs are further values.
func N(m *goi18n.Message, count int, pairs ...any) Text {
	values := valuesOf(m.ID, pairs)
	if values == nil {
		values = Values{}
	}
	values["Count"] = count
	return Text{id: m.ID, message: m, values: values, count: count}
}

// Verbatim returns a text that is shown as it is in every language: a name, or somebody else's own words.
func Verbatim(text string) Text { return Text{english: text} }

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
		values[pairs[i].(string)] = pairs[i+1]
	}
	return values
}

// ID returns the id of the message; empty for somebody's own words.
func (t Text) ID() string { return t.id }

// Values returns a copy of the named values.
func (t Text) Values() Values { return maps.Clone(t.values) }

// IsZero reports whether the text is empty.
func (t Text) IsZero() bool { return t.message == nil && t.english == "" }

// String returns the text in English: for logs, copied notes and machines.
func (t Text) String() string { return English().Text(t) }

// stored is a Text as JSON: with its id and values, so that it can be said in another language later.
type stored struct {
	ID      string         `json:"id"`
	English string         `json:"text"`
	Values  map[string]any `json:"values,omitempty"`
	Count   any            `json:"count,omitempty"`
}

// MarshalJSON returns the id, the English text and the values; somebody's own words are a plain string.
func (t Text) MarshalJSON() ([]byte, error) {
	if t.id == "" {
		return json.Marshal(t.english)
	}
	return json.Marshal(stored{t.id, t.String(), t.values, t.count})
}

// UnmarshalJSON reads what MarshalJSON wrote, and a plain string as somebody's own words.
func (t *Text) UnmarshalJSON(data []byte) error {
	if data = bytes.TrimSpace(data); len(data) > 0 && data[0] == '"' {
		*t = Text{}
		return json.Unmarshal(data, &t.english)
	}
	var s stored
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&s); err != nil {
		return fmt.Errorf("i18n: a stored text: %w", err)
	}
	values := Values{}
	for name, value := range s.Values {
		v, err := restore(value)
		if err != nil {
			return err
		}
		values[name] = v
	}
	count, err := restore(s.Count)
	if err != nil {
		return err
	}
	*t = Text{id: s.ID, english: s.English, values: values, count: count}
	return nil
}

// restore makes of a decoded value what was stored: whole numbers, and texts within texts.
func restore(value any) (any, error) {
	switch v := value.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return int(n), nil
		}
		return v.Float64()
	case map[string]any:
		data, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		var t Text
		err = t.UnmarshalJSON(data)
		return t, err
	}
	return value, nil
}

// Verbatims returns texts that are shown as they are.
func Verbatims(texts []string) []Text {
	all := make([]Text, len(texts))
	for i, text := range texts {
		all[i] = Verbatim(text)
	}
	return all
}

// Strings returns texts in English.
func Strings(texts []Text) []string {
	if texts == nil {
		return nil
	}
	all := make([]string, len(texts))
	for i, t := range texts {
		all[i] = t.String()
	}
	return all
}
