package api

import "time"

// The kinds of program.
const (
	KindHosted = "hosted" // an address with a program service
	KindSample = "sample" // the program service embedded in the app
	KindPortal = "portal" // web pages and no API
)

// Program is a program's public description, served at /.well-known/program-connect.
type Program struct {
	ID              string   `json:"id"`
	Name            string   `json:"name"`
	Description     string   `json:"description,omitzero"`
	Kind            string   `json:"kind"`
	Address         string   `json:"address,omitzero"` // where it was found, without a trailing slash
	API             string   `json:"api"`              // base of the API's addresses, without a trailing slash
	Authority       string   `json:"authority"`        // https address of the sign-in authority, e.g. https://login.microsoftonline.com/common
	ClientID        string   `json:"client_id"`
	Scopes          []string `json:"scopes"`
	Contact         string   `json:"contact,omitzero"`          // the e-mail address of those who can help
	SignUp          string   `json:"sign_up,omitzero"`          // page where a new account is made, when the authority has one
	Accounts        string   `json:"accounts,omitzero"`         // which accounts can sign in: "any", "work" or "personal"
	SampleAuthority string   `json:"sample_authority,omitzero"` // see AuthorityTransport
	Community       string   `json:"community,omitzero"`
	PublisherNote   string   `json:"publisher_note,omitzero"` // the trademark note shown beside the publisher display name
	Keys            []Key    `json:"keys"`                    // public keys that sign receipts, the current one first
	Guides          []string `json:"guides,omitzero"`
}

// Key is a public key that signs receipts.
type Key struct {
	ID        string    `json:"id"`
	Algorithm string    `json:"algorithm"`  // "Ed25519"
	PublicKey []byte    `json:"public_key"` // raw, base64 in JSON
	Since     time.Time `json:"since"`
	Until     time.Time `json:"until,omitzero"` // set when the key no longer signs; its receipts stay good
}
