package auth

import (
	"errors"
	"fmt"
	"time"
)

// Details are what the authority said about a refusal, without its free text: that may hold secrets.
// It is the Err of the *fault.Error values of this package.
type Details struct { //nolint:errname // it is the whole account of a refusal, and an error besides
	Stage       string    // "discovery", "authorize", "token", "refresh", "device", "id-token", "keyring"
	OAuth       string    // the OAuth error code (RFC 6749 section 5.2 and others); "" when there was none
	Suberror    string    // Microsoft's suberror, e.g. "consent_required"
	Number      int       // the AADSTS number, for help texts alone; 0 when there was none
	Correlation string    // a GUID that the authority can find again
	Time        time.Time // when the authority refused
	Tenant      string    // the tenant segment of the authority
	Claims      string    // the claims that a new interactive sign-in must ask for (decoded JSON)
	Status      int       // the HTTP status, 0 when there was no answer
	err         error     // a sentinel of this package or of context; never another library's error
}

// Error is for logs: codes and numbers alone.
func (d *Details) Error() string {
	s := "auth: " + d.Stage
	if d.OAuth != "" {
		s += " " + d.OAuth
	}
	if d.Suberror != "" {
		s += "/" + d.Suberror
	}
	if d.Number != 0 {
		s += fmt.Sprintf(" AADSTS%d", d.Number)
	}
	if d.Status != 0 {
		s += fmt.Sprintf(" (HTTP %d)", d.Status)
	}
	if d.err != nil {
		s += ": " + d.err.Error()
	}
	return s
}

// Unwrap returns the sentinel behind the refusal, e.g. context.Canceled or ErrLocked.
func (d *Details) Unwrap() error { return d.err }

// DetailsOf finds the details in err; nil when there are none.
func DetailsOf(err error) *Details {
	var d *Details
	if errors.As(err, &d) {
		return d
	}
	return nil
}
