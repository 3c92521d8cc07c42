package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

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

// ID returns the id of the message; empty for somebody's own words.
func (t Text) ID() string { return t.id }

// Values returns a copy of the named values.
func (t Text) Values() Values { return maps.Clone(t.values) }

// IsZero reports whether the text is empty.
func (t Text) IsZero() bool { return t.id == "" && t.english == "" }

// Complete reports whether there is a value for each name in the text's message. A message whose values come from somebody
// else is checked by it before it is shown.
func (t Text) Complete() bool {
	if t.message == nil {
		return true
	}
	read, err := parsePattern(t.message.Other)
	for i := 1; i < len(read); i += 2 {
		if _, ok := t.values[read[i]]; !ok {
			return false
		}
	}
	return err == nil
}

// String returns the text in English: for logs, copied notes and machines.
func (t Text) String() string { return English().Text(t) }

// stored is a Text as JSON: with its id and values, so that it can be said in another language later.
type stored struct {
	ID      string `json:"id"`
	English string `json:"text"`
	Values  Values `json:"values,omitempty"`
	Count   any    `json:"count,omitempty"`
}

var errStored = errors.New("i18n: a stored text has a form that is not known")

// MarshalJSON returns the id, the English text and the values; somebody's own words are a plain string.
func (t Text) MarshalJSON() ([]byte, error) {
	if t.id == "" {
		return json.Marshal(t.english)
	}
	return json.Marshal(stored{t.id, t.String(), t.values, t.count})
}

// UnmarshalJSON reads what MarshalJSON wrote, and a plain string as somebody's own words.
func (t *Text) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return fmt.Errorf("i18n: a stored text: %w", err)
	}
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		*t = Verbatim(v)
		return nil
	case map[string]any:
		read, err := restoreText(v, 0)
		if err == nil {
			*t = read
		}
		return err
	}
	return errStored
}

// restoreText returns the text of a decoded object.
func restoreText(object map[string]any, depth int) (Text, error) {
	id, named := object["id"].(string)
	english, said := object["text"].(string)
	if !named || !said || depth > maxNesting {
		return Text{}, errStored
	}
	t := Text{id: id, english: english}
	if n, ok := object["count"].(json.Number); ok {
		count, err := restoreValue(n, depth)
		if err != nil {
			return Text{}, errStored
		}
		if whole, ok := count.(int); ok {
			t.count = whole
		}
	}
	values, _ := object["values"].(map[string]any)
	if len(values) > 0 {
		t.values = make(Values, len(values))
	}
	for name, value := range values {
		restored, err := restoreValue(value, depth)
		if err != nil {
			return Text{}, err
		}
		t.values[name] = restored
	}
	return t, nil
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
