package authority

import (
	"net/url"
	"time"
)

// flow is one sign-in under way in one browser. Pages change it and signIns.step decides what comes next.
type flow struct {
	id      string
	browser string // the hash of the browser's cookie
	req     request
	device  *device // nil: an authorization request
	expires time.Time

	other     bool      // the person wants another account than those listed
	address   string    // as typed or hinted
	user      *user     // the account chosen
	signedIn  time.Time // when its password was typed, here or in an earlier session; zero: not yet
	here      bool      // the password was typed in this flow
	mfa       bool      // a second proof was given
	mfaCode   string    // the code sent for it
	consented bool      // in this flow
	confirmed bool      // the person confirmed that the device is theirs
	signUp    *signUp   // an account being made
	notice    *Trouble  // shown once on the form that comes next
	end       *ending
}

// ending is how a flow ended. Reading its page again shows the same end.
type ending struct {
	trouble *Trouble   // shown on an error page; the app never hears of it
	params  url.Values // sent to the app
	message string     // device code: what the last page says, "done" or "declined"
}

// page names what the browser is shown. The names are in the pages as data-page, for scripts.
type page string

const (
	pageAccounts page = "accounts"
	pageAddress  page = "address"
	pageWhich    page = "which"
	pagePassword page = "password"
	pageMFA      page = "mfa"
	pageApproval page = "approval"
	pageConsent  page = "consent"
	pageConfirm  page = "confirm"
	pageSignUp   page = "sign-up"
	pageVerify   page = "verify"
	pageError    page = "error"
	pageReturn   page = "return" // hands the answer to the app
	pageDone     page = "done"
	pageCode     page = "code" // asks for a device code
)

const (
	flowLifetime = 30 * time.Minute
	maxFlows     = 500
)

// another returns the flow as it began, for another account.
func (f *flow) another() flow {
	return flow{id: f.id, browser: f.browser, req: f.req, device: f.device, expires: f.expires, other: true}
}
