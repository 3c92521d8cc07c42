package authority

import "time"

// FaultKind is one way in which an authority, or the network before it, can misbehave.
type FaultKind string

// Faults of the ID token. They strike at the token endpoint.
const (
	ForgedSignature FaultKind = "forged-signature" // one bit of the signature is turned
	UnknownKey      FaultKind = "unknown-key"      // signed by a key that is not in the JWKS, under its own kid
	StolenKeyID     FaultKind = "stolen-key-id"    // signed by a foreign key under the kid of a published one
	AlgNone         FaultKind = "alg-none"
	AlgHS256        FaultKind = "alg-hs256" // keyed with the public modulus
	WrongIssuer     FaultKind = "wrong-issuer"
	WrongTenant     FaultKind = "wrong-tenant" // issuer and tid disagree
	WrongAudience   FaultKind = "wrong-audience"
	ManyAudiences   FaultKind = "many-audiences" // aud is a list
	ExpiredToken    FaultKind = "expired-token"
	NoExpiry        FaultKind = "no-expiry"
	NotYetValid     FaultKind = "not-yet-valid"
	WrongNonce      FaultKind = "wrong-nonce"
	NoNonce         FaultKind = "no-nonce"
	ChangedSubject  FaultKind = "changed-subject" // sub, oid and name of somebody else
	NoSubject       FaultKind = "no-subject"
	NoIDToken       FaultKind = "no-id-token" // the reply has none
	NotAToken       FaultKind = "not-a-token" // the id_token is not three segments of JSON
)

// Faults of the answer to the app, through the browser.
const (
	WrongState FaultKind = "wrong-state"
	NoState    FaultKind = "no-state"
	WrongCode  FaultKind = "wrong-code" // a code that the token endpoint does not know
)

// Faults of the transport. They strike at Fault.Endpoint.
const (
	Redirected  FaultKind = "redirected"   // 307 to Fault.To
	HTMLPage    FaultKind = "html-page"    // 200 and a page, as a captive portal does
	GiantPage   FaultKind = "giant-page"   // Fault.Size bytes, 200 MiB by default
	InvalidJSON FaultKind = "invalid-json" // broken JSON that holds Fault.Canary where the tokens would be
	Hangs       FaultKind = "hangs"        // nothing comes until the caller gives up
	Drips       FaultKind = "drips"        // one byte each Fault.Every, without end
	Cut         FaultKind = "cut"          // the reply breaks off in the middle
	Refused     FaultKind = "refused"      // no connection
	ServerError FaultKind = "server-error" // 500 with a page
	Throttled   FaultKind = "throttled"    // 429 with Retry-After: 7
	EmptyReply  FaultKind = "empty-reply"  // 200 and nothing
	LostReply   FaultKind = "lost-reply"   // the request is carried out and its reply never arrives
)

// Endpoint names where a fault of the transport strikes.
type Endpoint string

// The endpoints of the back channel.
const (
	AnyEndpoint   Endpoint = ""
	MetadataPoint Endpoint = "metadata"
	KeysPoint     Endpoint = "keys"
	TokenPoint    Endpoint = "token"
	DevicePoint   Endpoint = "devicecode"
	UserinfoPoint Endpoint = "userinfo"
)

// Fault is a switch for tests.
type Fault struct {
	Kind     FaultKind
	Endpoint Endpoint      // for faults of the transport; "" strikes everywhere
	Grant    string        // only at the token endpoint, only this grant_type ("refresh_token"); "" strikes at all
	Skip     int           // lets so many requests pass first
	Times    int           // strikes so often, then stops; 0: until ClearFaults
	To       string        // for Redirected
	Canary   string        // for InvalidJSON, HTMLPage, ServerError
	Size     int64         // for GiantPage
	Every    time.Duration // for Drips; 0: 100 ms

	struck int
}

// TokenFaults returns every fault of the ID token: each must be refused by an app that checks. The last two of the
// nonce are no fault at a refresh, which carries none.
func TokenFaults() []FaultKind {
	return []FaultKind{ForgedSignature, UnknownKey, StolenKeyID, AlgNone, AlgHS256, WrongIssuer, WrongTenant, WrongAudience, ManyAudiences,
		ExpiredToken, NoExpiry, NotYetValid, ChangedSubject, NoSubject, NoIDToken, NotAToken, WrongNonce, NoNonce}
}

// TransportFaults returns every fault of the transport.
func TransportFaults() []FaultKind {
	return []FaultKind{Redirected, HTMLPage, GiantPage, InvalidJSON, Hangs, Drips, Cut, Refused, ServerError, Throttled, EmptyReply, LostReply}
}
