package authority

import "time"

// Kind is what sort of account it is, as a person would say it.
type Kind string

// The kinds of account, seen from the tenant that was signed in to.
const (
	Personal Kind = "personal" // a Microsoft account of one's own
	Work     Kind = "work"     // an account of an organisation, in that organisation
	Guest    Kind = "guest"    // an account of somewhere else, invited into this organisation
)

// Identity is whom an access token speaks for.
type Identity struct {
	TenantID  string // that was signed in to
	ObjectID  string // in that tenant
	Name      string
	Address   string
	Kind      Kind
	Contexts  []string  // authentication contexts fulfilled ("acrs"), for a claims challenge
	MFA       bool      // a second proof was given
	IssuedAt  time.Time // of the token
	SignedIn  time.Time // when the password was typed
	ClientID  string    // the application that asked
	CanHandle bool      // the application handles claims challenges (CP1)
}

// TokenError is why Verify refused a token. It never holds the token.
type TokenError struct {
	Expired bool   // the token was good once: a silent renewal is worth trying
	Reason  string // for a log, such as "the signature does not match"
}

func (e *TokenError) Error() string { return "the access token was not accepted: " + e.Reason }

func kindOf(tenantID string, guest bool) Kind {
	switch {
	case guest:
		return Guest
	case tenantID == TenantPersonal:
		return Personal
	default:
		return Work
	}
}
