package api

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// The kinds of agreement.
const (
	AgreementEULA    = "eula"
	AgreementTerms   = "terms"
	AgreementPrivacy = "privacy"
)

// The decisions on an agreement.
const (
	Undecided = ""
	Accepted  = "accepted"
	Declined  = "declined"
)

// AgreementState is an agreement's current version and the person's answer to it.
type AgreementState struct {
	ID         string     `json:"id"`
	Title      string     `json:"title"`
	Version    string     `json:"version"`
	SHA256     string     `json:"sha256"` // of the text's exact bytes, lower-case hex: the agreement's identity
	Kind       string     `json:"kind"`
	Effective  time.Time  `json:"effective"`
	Grace      *time.Time `json:"grace,omitzero"` // until then the version accepted before still serves; nil without one
	Decision   string     `json:"decision,omitzero"`
	DecidedAt  time.Time  `json:"decided_at,omitzero"`
	Required   bool       `json:"required"`
	Blocking   bool       `json:"blocking"`             // downloads wait for it now
	Changed    bool       `json:"changed"`              // an earlier version was accepted
	Engagement string     `json:"engagement,omitzero"`  // terms of one engagement; empty: of the whole program
	PackageIDs []string   `json:"package_ids,omitzero"` // packages that wait for it; empty for the whole program's agreements
}

// AgreementList is the current agreements.
type AgreementList struct {
	Agreements []AgreementState `json:"agreements"`
	Next       string           `json:"next,omitzero"` // names the page after; empty on the last one
}

// Agreement is an agreement with its text.
type Agreement struct {
	AgreementState
	Text     string           `json:"text"` // exact; its SHA-256 is SHA256
	Previous *PreviousVersion `json:"previous,omitzero"`
}

// PreviousVersion is the version that the person accepted before, for showing what changed.
type PreviousVersion struct {
	Version    string    `json:"version"`
	SHA256     string    `json:"sha256"`
	Text       string    `json:"text"`
	AcceptedAt time.Time `json:"accepted_at"`
}

// TextHash returns the SHA-256 of a text's exact bytes in lower-case hex.
func TextHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Device is the computer and the app with which an agreement was answered.
type Device struct {
	Name   string `json:"name"`   // the computer's name
	System string `json:"system"` // e.g. "linux/amd64"
	App    string `json:"app"`    // the app and its version, e.g. "pconnect 0.1.0"
}

// Decision is an answer to an agreement on its way to the service.
type Decision struct {
	SHA256 string `json:"sha256"`
	Accept bool   `json:"accept"`
	Device Device `json:"device"`
}
