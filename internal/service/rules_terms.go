package service

import "github.com/programconnect/programconnect/internal/api"

// termsState is where a person stands with an agreement.
type termsState string

// The states of terms.
const (
	termsNone     termsState = "none" // there is nothing to answer
	termsDue      termsState = "due"  // the current version waits for an answer
	termsAccepted termsState = "accepted"
	termsDeclined termsState = "declined"
	termsGrace    termsState = "grace" // the current version waits; the acceptance of the one before serves until its date
)

// satisfied reports whether downloads go on.
func (s termsState) satisfied() bool { return s == termsNone || s == termsAccepted || s == termsGrace }

// termsEvent is what changes a state of terms.
type termsEvent string

// The events of terms.
const (
	eventPublished      termsEvent = "published"            // a version came into effect
	eventPublishedGrace termsEvent = "published with grace" // the same, with time to answer for who accepted the one before
	eventAccepted       termsEvent = "accepted"
	eventRefused        termsEvent = "declined"
	eventGraceOver      termsEvent = "grace over"
)

// termsTransition is one row of the table of terms.
type termsTransition struct {
	from  termsState
	event termsEvent
	to    termsState
	by    actor
}

// termsTable holds every transition of terms. Grace follows on accepted alone: who declined the version before, or never
// answered it, has none.
var termsTable = []termsTransition{
	{termsNone, eventPublished, termsDue, actorOwner},
	{termsNone, eventPublishedGrace, termsDue, actorOwner},
	{termsDue, eventPublished, termsDue, actorOwner},
	{termsDue, eventPublishedGrace, termsDue, actorOwner},
	{termsAccepted, eventPublished, termsDue, actorOwner},
	{termsAccepted, eventPublishedGrace, termsGrace, actorOwner},
	{termsDeclined, eventPublished, termsDue, actorOwner},
	{termsDeclined, eventPublishedGrace, termsDue, actorOwner},
	{termsGrace, eventPublished, termsDue, actorOwner},
	{termsGrace, eventPublishedGrace, termsDue, actorOwner},

	{termsDue, eventAccepted, termsAccepted, actorPerson},
	{termsGrace, eventAccepted, termsAccepted, actorPerson},
	{termsDeclined, eventAccepted, termsAccepted, actorPerson},
	{termsAccepted, eventAccepted, termsAccepted, actorPerson},

	{termsDue, eventRefused, termsDeclined, actorPerson},
	{termsGrace, eventRefused, termsDeclined, actorPerson},
	{termsAccepted, eventRefused, termsDeclined, actorPerson},
	{termsDeclined, eventRefused, termsDeclined, actorPerson},

	{termsGrace, eventGraceOver, termsDue, actorClock},
}

// nextTerms returns the state after an event. One that the table does not hold changes nothing.
func nextTerms(from termsState, event termsEvent) termsState {
	for _, t := range termsTable {
		if t.from == from && t.event == event {
			return t.to
		}
	}
	return from
}

// answeredWith is the event of a person's last decision on a text; "" without one.
func answeredWith(decision string) termsEvent {
	switch decision {
	case api.Accepted:
		return eventAccepted
	case api.Declined:
		return eventRefused
	}
	return ""
}

// termsHistory is what the state of terms follows from: the answer to the version before the current one, and what there is of
// the current one. What came earlier does not count, since every publication leads away from what was before.
type termsHistory struct {
	before    bool // there was a version before
	beforeIs  string
	grace     bool // the current version gives time
	graceOver bool
	currentIs string // the answer to it
}

// state walks the table.
func (h termsHistory) state() termsState {
	s := termsNone
	if h.before {
		s = nextTerms(nextTerms(s, eventPublished), answeredWith(h.beforeIs))
	}
	if h.grace {
		s = nextTerms(s, eventPublishedGrace)
	} else {
		s = nextTerms(s, eventPublished)
	}
	if h.graceOver {
		s = nextTerms(s, eventGraceOver)
	}
	return nextTerms(s, answeredWith(h.currentIs))
}
