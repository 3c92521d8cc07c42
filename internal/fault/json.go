package fault

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/programconnect/programconnect/internal/i18n"
)

// encoded is a fault as JSON: English texts for whoever reads it, and the messages with their values, so that another
// process, or this one after a restart, can say it in another language.
type encoded struct {
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
	out := encoded{
		Kind: e.Kind, Code: e.Code, Title: e.Title.String(), Cause: e.Cause.String(), Safe: e.Safe.String(), Steps: i18n.Strings(e.Steps),
		Commands: e.Commands, Guide: e.Guide, Field: e.Field, Agreement: e.Agreement, Correlation: e.Correlation, RetryAfter: e.RetryAfter,
	}
	if slices.ContainsFunc(e.texts(), func(t i18n.Text) bool { return t.ID() != "" }) {
		out.Messages = &messages{e.Title, e.Cause, e.Safe, e.Steps}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote. Without messages, as version 0.1 wrote it, the English texts are kept as they are.
func (e *Error) UnmarshalJSON(data []byte) error {
	var in encoded
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*e = Error{
		Kind: in.Kind, Code: in.Code, Title: i18n.Verbatim(in.Title), Cause: i18n.Verbatim(in.Cause), Safe: i18n.Verbatim(in.Safe),
		Commands: in.Commands, Guide: in.Guide, Field: in.Field, Agreement: in.Agreement, Correlation: in.Correlation, RetryAfter: in.RetryAfter,
	}
	if in.Steps != nil {
		e.Steps = i18n.Verbatims(in.Steps)
	}
	if m := in.Messages; m != nil {
		e.Title, e.Cause, e.Safe, e.Steps = m.Title, m.Cause, m.Safe, m.Steps
	}
	return nil
}
