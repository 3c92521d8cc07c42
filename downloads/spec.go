package downloads

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
	"unicode/utf8"
)

// SourceKey names a file to the Source that knows how to reach it, e.g. "program/package/file". It is kept
// with the entry and never interpreted here.
type SourceKey string

// Refresh tells a Source why a link is asked for.
type Refresh string

// The reasons for asking for a link.
const (
	RefreshFirst        Refresh = "first"        // the first of this run
	RefreshExpired      Refresh = "expired"      // the last one expired, or was answered 403, 404 or 410
	RefreshUnauthorised Refresh = "unauthorised" // the last one was answered 401: renew the token
)

// Source gives links for files that have no lasting address of their own.
type Source interface {
	// Link gives a link for key. An error that is a *fault.Error of kind SignIn, Registration, Terms or
	// Permission makes the entry wait (see Wait); of kind Network it is tried again; others stop the entry.
	Link(ctx context.Context, key SourceKey, why Refresh) (Link, error)
}

// Link is where a file can be fetched from for a while.
type Link struct {
	URL     string
	Header  http.Header // sent to URL's exact origin only
	ETag    string      // the validator, when known before the first byte
	Size    int64       // bytes; 0 or less: not told
	Expires time.Time   // zero: not known
	Mirrors []string    // other addresses of the same bytes; used together only when a hash is known
}

// Pieces are the hashes of equal parts of a file, so that a damaged part can be found and mended alone.
type Pieces struct {
	Size   int64    `json:"size"`   // bytes of each piece but the last
	SHA256 []string `json:"sha256"` // hexadecimal, in order
}

// IfExists is what to do when another file has the wanted name. A file that has the wanted SHA-256 is taken as it is.
type IfExists string

// What can be done then. Replace is the one exception to the rule that no file is ever replaced; it happens only after the
// new one is verified.
const (
	Number  IfExists = ""        // the new one becomes "name (2)"
	Refuse  IfExists = "refuse"  // the entry stops with a fault of kind Verification
	Replace IfExists = "replace" // the new one takes its place
)

// Spec is one file to bring. URL or Source must be given.
type Spec struct {
	URL         string    `json:"url,omitempty"`         // https, or http to loopback; kept with its query
	Source      SourceKey `json:"source,omitempty"`      // asked for links instead of URL
	Name        string    `json:"name,omitempty"`        // file name wanted; "": from the address. Always made legal.
	Dir         string    `json:"dir"`                   // folder, absolute; made when it is missing
	Size        int64     `json:"size"`                  // bytes; -1: not known (0 with no SHA256 is taken as not known, too)
	SHA256      string    `json:"sha256,omitempty"`      // hexadecimal; "": not known
	Pieces      Pieces    `json:"pieces,omitzero"`       // optional
	Title       string    `json:"title,omitempty"`       // what a person calls it; "": the name
	Origin      string    `json:"origin,omitempty"`      // given to Config.Mark; "": the address without its query
	Group       string    `json:"group,omitempty"`       // what belongs together, e.g. the program; free text
	Priority    int       `json:"priority,omitempty"`    // higher first
	Connections int       `json:"connections,omitempty"` // 1 to 16; 0: Settings.Connections
	Limit       int64     `json:"limit,omitempty"`       // bytes a second; 0: none of its own
	Mirrors     []string  `json:"mirrors,omitempty"`     // other addresses of the same bytes
	IfExists    IfExists  `json:"if_exists,omitempty"`   // what to do when another file has the name; "": number the new one
	Paused      bool      `json:"-"`                     // add it paused
}

// keptSpec is the JSON form of a Spec. JSON holds text only, and the name of a folder may be no valid text.
type keptSpec struct {
	plainSpec
	DirBytes []byte `json:"dir_bytes,omitempty"` // Dir, where JSON can't hold it
}

type plainSpec Spec

// MarshalJSON returns the form that is kept on disk.
func (s Spec) MarshalJSON() ([]byte, error) {
	kept := keptSpec{plainSpec: plainSpec(s)}
	if !utf8.ValidString(s.Dir) {
		kept.DirBytes = []byte(s.Dir)
	}
	return json.Marshal(kept)
}

// UnmarshalJSON reads the form that is kept on disk.
func (s *Spec) UnmarshalJSON(b []byte) error {
	var kept keptSpec
	if err := json.Unmarshal(b, &kept); err != nil {
		return err
	}
	*s = Spec(kept.plainSpec)
	if len(kept.DirBytes) > 0 {
		s.Dir = string(kept.DirBytes)
	}
	return nil
}
