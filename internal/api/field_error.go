package api

import "github.com/programconnect/programconnect/internal/i18n"

// NewFieldError returns what is wrong with a field, by one of the field codes. pairs are the names and values of its message.
func NewFieldError(field, code string, pairs ...any) FieldError {
	e := FieldError{Field: field, Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			if e.Values == nil {
				e.Values = map[string]any{}
			}
			e.Values[name] = pairs[i+1]
		}
	}
	e.Message = e.Text().String()
	return e
}

// Text returns what is wrong as a message: that of the code, or the service's own words where this app does not know the code.
func (e FieldError) Text() i18n.Text { return fieldText(e.Code, e.Values, e.Message) }

// Text returns why the name can't be used, as a message; an empty one when it can.
func (n NameCheck) Text() i18n.Text { return fieldText(n.Code, n.Values, n.Problem) }

func fieldText(code string, values map[string]any, own string) i18n.Text {
	if m, ok := fieldMessages[code]; ok {
		if t := messageWith(m.Message, values); t.Complete() {
			return t
		}
	}
	return verbatim(own)
}
