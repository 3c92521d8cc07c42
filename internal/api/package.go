package api

import (
	"cmp"
	"time"
)

// PieceSize is the length of a piece in bytes; a file's last piece may be shorter.
const PieceSize = 4 << 20

// The states of a package.
const (
	PackagePublished = "published"
	PackageExpired   = "expired"
	PackageWithdrawn = "withdrawn"
)

// Package is a titled, versioned set of files.
type Package struct {
	ID              string    `json:"id"`
	Engagement      string    `json:"engagement"`
	EngagementTitle string    `json:"engagement_title,omitzero"` // what people call the engagement
	Title           string    `json:"title"`
	Type            string    `json:"type"` // "installer", "image", "document", "symbols", "tool"
	Version         string    `json:"version"`
	Series          string    `json:"series,omitzero"`        // what versions of one thing share
	Supersedes      string    `json:"supersedes,omitzero"`    // id of the version before
	SupersededBy    string    `json:"superseded_by,omitzero"` // id of the version after
	Category        string    `json:"category,omitzero"`
	Description     string    `json:"description,omitzero"`
	ReleaseNotes    string    `json:"release_notes,omitzero"`
	Created         time.Time `json:"created"`
	Modified        time.Time `json:"modified"`
	Expires         time.Time `json:"expires,omitzero"`
	Status          string    `json:"status"`
	Files           []File    `json:"files"`
	Regions         []string  `json:"regions,omitzero"`   // codes of the countries or regions it is given to; none: to all
	Agreement       string    `json:"agreement,omitzero"` // id of the agreement that keeps its files waiting now
	Blocked         string    `json:"blocked,omitzero"`   // why its files can't be had now, as a Problem's type; empty when they can

	// What only its owner sees: people see a package while it is on show, and nothing of it before and after.
	Draft        bool      `json:"draft,omitzero"`
	PublishFrom  time.Time `json:"publish_from,omitzero"`  // zero: from now on
	PublishUntil time.Time `json:"publish_until,omitzero"` // zero: for good
}

// Withdrawn is a file that its owner withdrew and that the person holds, or may hold: it must not be used any more.
type Withdrawn struct {
	Package string    `json:"package"`
	Title   string    `json:"title"`
	Version string    `json:"version"`
	File    string    `json:"file"`
	SHA256  string    `json:"sha256"`
	Reason  string    `json:"reason,omitzero"` // the owner's words
	Time    time.Time `json:"time"`
}

// PackageList is the packages that the person can see, without piece hashes, newest first; expired ones too.
type PackageList struct {
	Packages []Package `json:"packages"`
	Next     string    `json:"next,omitzero"` // names the page after; empty on the last one
}

// File is one file of a package. Lists of packages leave Pieces out; a single package has them.
type File struct {
	Name        string   `json:"name"`
	Size        int64    `json:"size"` // in bytes
	SHA256      string   `json:"sha256"`
	PieceSize   int64    `json:"piece_size,omitzero"`
	Pieces      []string `json:"pieces,omitzero"` // SHA-256 of each piece in order
	ContentType string   `json:"content_type"`
	Publisher   string   `json:"publisher,omitzero"` // who signed it, when it is signed
	Description string   `json:"description,omitzero"`
}

// Link is a signed address of one file, good for a short time.
type Link struct {
	URL     string    `json:"url"` // holds a signature: never log it
	Expires time.Time `json:"expires"`
	ETag    string    `json:"etag"` // strong, with its quotes; empty where another server answers
	Size    int64     `json:"size"`
	SHA256  string    `json:"sha256"`
	Mirrors []string  `json:"mirrors,omitzero"`
}

// EngagementName returns what to call the package's engagement: its title, or its id where the service does not tell the title.
func (p *Package) EngagementName() string { return cmp.Or(p.EngagementTitle, p.Engagement) }

// Find returns the file of that name; names match without regard to case.
func (p Package) Find(name string) (File, bool) {
	for _, f := range p.Files {
		if FoldFileName(f.Name) == FoldFileName(name) {
			return f, true
		}
	}
	return File{}, false
}

// Finished is what a client tells when it has a file whole and has checked it.
type Finished struct {
	SHA256 string `json:"sha256"`
}
