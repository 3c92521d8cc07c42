package fault

import (
	"encoding/json"
	"time"

	"github.com/programconnect/programconnect/internal/i18n"
)

// wire is a fault as JSON: English texts for whoever reads it, and the messages with their values, so that another process, or
// this one after a restart, can say it in another language.
type wire struct {
	Kind        Kind          `json:"kind"`
	Code        string        `json:"code"`
	Title       string        `json:"title"`
	Cause       string        `json:"cause,omitempty"`
	Safe        string        `json:"safe,omitempty"`
	Steps       []string      `json:"steps,omitempty"`
	Commands    []string      `json:"commands,omitempty"`
	Guide       string        `json:"guide,omitempty"`
	Field       string        `json:"field,omitempty"`
	Agreement   string        `json:"agreement,omitempty"`
	Correlation string        `json:"correlation,omitempty"`
	RetryAfter  time.Duration `json:"retry_after_ns,omitempty"`
	Messages    *messages     `json:"messages,omitempty"`
}

type messages struct {
	Title i18n.Text   `json:"title"`
	Cause i18n.Text   `json:"cause"`
	Safe  i18n.Text   `json:"safe"`
	Steps []i18n.Text `json:"steps,omitempty"`
}

// MarshalJSON returns the fault in English with its stable code, and under "messages" the ids and values of its texts.
func (e *Error) MarshalJSON() ([]byte, error) {
	w := wire{Kind: e.Kind, Code: e.Code, Title: e.Title.String(), Cause: e.Cause.String(), Safe: e.Safe.String(), Steps: i18n.Strings(e.Steps),
		Commands: e.Commands, Guide: e.Guide, Field: e.Field, Agreement: e.Agreement, Correlation: e.Correlation, RetryAfter: e.RetryAfter}
	if e.known() {
		w.Messages = &messages{e.Title, e.Cause, e.Safe, e.Steps}
	}
	return json.Marshal(w)
}

// known reports whether a text of the fault is a message with an id.
func (e *Error) known() bool {
	for _, t := range append([]i18n.Text{e.Title, e.Cause, e.Safe}, e.Steps...) {
		if t.ID() != "" {
			return true
		}
	}
	return false
}

// UnmarshalJSON reads what MarshalJSON wrote. Without messages, as an older version wrote it, the English texts are kept as they are.
func (e *Error) UnmarshalJSON(data []byte) error {
	var w wire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	*e = Error{Kind: w.Kind, Code: w.Code, Title: i18n.Verbatim(w.Title), Cause: i18n.Verbatim(w.Cause), Safe: i18n.Verbatim(w.Safe),
		Commands: w.Commands, Guide: w.Guide, Field: w.Field, Agreement: w.Agreement, Correlation: w.Correlation, RetryAfter: w.RetryAfter}
	if w.Steps != nil {
		e.Steps = i18n.Verbatims(w.Steps)
	}
	if m := w.Messages; m != nil {
		e.Title, e.Cause, e.Safe, e.Steps = m.Title, m.Cause, m.Safe, m.Steps
	}
	return nil
}
