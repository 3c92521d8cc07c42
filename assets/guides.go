package assets

import (
	"embed"
	"io/fs"
)

//go:embed guides
var guides embed.FS

// Guides returns the guides with one folder per language at its root: en/register.md, de/register.md and so on.
// Package guide reads them and describes how they are written.
func Guides() fs.FS {
	root, err := fs.Sub(guides, "guides")
	if err != nil {
		panic(err) // "guides" is a valid path, so this can't be
	}
	return root
}
