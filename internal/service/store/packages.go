package store

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// File is a file of a package, with the place of its bytes.
type File struct {
	api.File
	Content string // ContentObject, or the name of a content made on demand
}

// ContentObject marks a file whose bytes are kept under their SHA-256.
const ContentObject = "object"

// Packages are the catalogue. A package that was withdrawn is not in it until it is published again.
type Packages interface {
	// Packages returns all without their files, newest first; SupersededBy is filled in.
	Packages(ctx context.Context) ([]api.Package, error)
	// AllFiles returns the files of all packages in their order, by package, without the hashes of pieces.
	AllFiles(ctx context.Context) (map[string][]File, error)
	// Package returns one by id, without its files and SupersededBy.
	Package(ctx context.Context, id string) (api.Package, error)
	// PackageIDs returns the ids of an engagement's packages in their order.
	PackageIDs(ctx context.Context, engagement string) ([]string, error)
	// Files returns the files of a package in their order.
	Files(ctx context.Context, id string) ([]File, error)
	// File returns one file of a package; the case of its name does not count.
	File(ctx context.Context, id, name string) (File, error)
	// Contents returns the SHA-256 of every file of the catalogue.
	Contents(ctx context.Context) ([]string, error)
	// Publish adds a package with its files, or replaces it with all its files.
	Publish(ctx context.Context, p api.Package, files []File) error
	// Withdraw takes a package out of the catalogue.
	Withdraw(ctx context.Context, id string, at time.Time) error
}
