package api

import "time"

// Status is all that the service says about the signed-in person. Snapshots of it are immutable.
type Status struct {
	Account       Account          `json:"account"`
	Registration  *Registration    `json:"registration,omitzero"` // nil until registered
	Registered    time.Time        `json:"registered,omitzero"`
	NameNotice    *FieldError      `json:"name_notice,omitzero"` // why the name in the registration, which stays, should be another
	EmailVerified bool             `json:"email_verified"`
	EmailPending  string           `json:"email_pending,omitzero"` // the address a code was sent to, not yet verified
	Agreements    []AgreementState `json:"agreements"`
	Access        Access           `json:"access"`
	Invitations   []Invitation     `json:"invitations"`
	Withdrawn     []Withdrawn      `json:"withdrawn,omitzero"` // files that the person holds and must not use any more, newest first
	Time          time.Time        `json:"time"`               // the service's clock
}

// Account is the signed-in person as the service knows them from the token. Address is for display: people are
// told apart by ID alone.
type Account struct {
	ID      string `json:"id"` // tenant and object id, "tid.oid"
	Name    string `json:"name"`
	Address string `json:"address"`
	Kind    string `json:"kind"` // "personal", "work" or "guest"
}

// The states of access.
const (
	AccessNone      = "none"
	AccessRequested = "requested"
	AccessGranted   = "granted"
	AccessDeclined  = "declined"
	AccessLapsed    = "lapsed"
	AccessRevoked   = "revoked"
)

// Access is whether the person may use the program or an engagement, and who can change that.
type Access struct {
	State         string    `json:"state"`
	Contact       string    `json:"contact,omitzero"` // whom to ask, an e-mail address
	Send          string    `json:"send,omitzero"`    // what to send them: the address that signed in
	Reason        string    `json:"reason,omitzero"`  // the owner's words on declining or revoking
	Justification string    `json:"justification,omitzero"`
	Role          string    `json:"role,omitzero"`
	Requested     time.Time `json:"requested,omitzero"`
	Decided       time.Time `json:"decided,omitzero"`
	Lapses        time.Time `json:"lapses,omitzero"`       // when access lapses if it stays unused
	Warning       int       `json:"warning_days,omitzero"` // 30, 14 or 1 while the lapse is that near, else 0
	First         bool      `json:"first,omitzero"`        // access comes before registration: only known people can register
}

// Granted reports whether access is there.
func (a Access) Granted() bool { return a.State == AccessGranted }

// Invitation is an invitation that waits for the signed-in person.
type Invitation struct {
	ID         string    `json:"id"`
	Engagement string    `json:"engagement,omitzero"` // empty: to the program itself
	Title      string    `json:"title"`
	Address    string    `json:"address"` // the address that was invited
	From       string    `json:"from"`
	Message    string    `json:"message,omitzero"`
	Role       string    `json:"role"`
	Sent       time.Time `json:"sent"`
	Expires    time.Time `json:"expires"`
}
