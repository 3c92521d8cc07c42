package store

import (
	"context"
	"time"
)

// What a row of the record of downloads says.
const (
	DownloadLink  = "link"  // a link to the file was given
	DownloadWhole = "whole" // every byte of the file has come to the person
)

// Download is a row of the record of downloads.
type Download struct {
	Number                         int64
	Act                            string
	Person                         string // empty once the person was erased
	Package, Version, File, SHA256 string
	Bytes                          int64  // of the whole file
	Client                         string // as the client calls itself
	Time                           time.Time
	Name, Address                  string // of the person as they are known now; read, not kept
}

// DownloadFilter narrows a list of downloads; zero values do not.
type DownloadFilter struct {
	Package, Person string
	File            string // its name, whose case does not count, or its SHA-256
	Since           time.Time
	After           int64 // only rows after this one: the last page's last number
	Limit           int
}

// Held is a file that a person holds or may hold.
type Held struct {
	Package, Version, File, SHA256 string
	Whole                          bool // it came whole; otherwise a link was given
}

// Downloads are the record of who was given which file.
type Downloads interface {
	// Add adds a row at the end.
	Add(ctx context.Context, d Download) error
	// Finish adds the row of a file that came whole, unless there is one since the last link that the person was given to it.
	Finish(ctx context.Context, d Download) error
	// List returns rows in the order in which they were added.
	List(ctx context.Context, f DownloadFilter) ([]Download, error)
	// Held returns the files of which a person has rows, each SHA-256 of a package once.
	Held(ctx context.Context, person string) ([]Held, error)
	// Forget removes the rows from before a time and returns how many there were.
	Forget(ctx context.Context, before time.Time) (int64, error)
}
