package guide

import (
	"context"
	"encoding/json"

	"github.com/programconnect/programconnect/internal/i18n"
)

// State is the outcome of a check.
type State string

// The outcomes.
const (
	Passed  State = "passed"
	Open    State = "open"    // looked at, and not there yet
	Unknown State = "unknown" // could not be looked at: nobody is signed in, or no network
)

// Outcome is what a check found.
type Outcome struct {
	State  State
	Detail i18n.Text // one plain sentence, e.g. "Signed in with a personal account."; may be empty
}

// MarshalJSON returns the outcome with its sentence in English.
func (o Outcome) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		State  State  `json:"state"`
		Detail string `json:"detail,omitempty"`
	}{o.State, o.Detail.String()})
}

// Checker looks at the things that checks name. The caller has it: it knows accounts, program and disk.
type Checker interface {
	// Check answers one check. It must return when ctx ends; what it can not look at is Unknown, never an error.
	Check(ctx context.Context, check Check) Outcome
}

// CheckerFunc makes a Checker of a function.
type CheckerFunc func(ctx context.Context, check Check) Outcome

// Check calls f.
func (f CheckerFunc) Check(ctx context.Context, check Check) Outcome { return f(ctx, check) }

// Run asks the checker about every step that carries a check, in order, and returns the outcomes by step id. A check that several
// steps carry is asked once. When ctx ends, the rest is Unknown.
func (g Guide) Run(ctx context.Context, with Checker) map[string]Outcome {
	found := map[string]Outcome{}
	asked := map[Check]Outcome{}
	for _, step := range g.Steps {
		if step.Check == "" {
			continue
		}
		outcome, known := asked[step.Check]
		if !known {
			outcome = Outcome{State: Unknown}
			if ctx.Err() == nil {
				outcome = with.Check(ctx, step.Check)
			}
			asked[step.Check] = outcome
		}
		found[step.ID] = outcome
	}
	return found
}
