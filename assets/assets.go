// Package assets holds the files that are built into the programs: the icon, the guides, the messages in other languages, and
// the sample program's files and texts.
//
// It promises that everything it returns was there at build time; it reads nothing from the disk and imports nothing of the
// project.
//
// Start reading at Catalogue and Guides.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed icon.png
var icon []byte

//go:embed sample/*.msi sample/*.md
var sample embed.FS

// Icon returns the app's icon, a PNG of 512 by 512 pixels. The bytes are shared: do not change them.
func Icon() []byte { return icon }

// Sample returns the sample program's files at its root: WindowsDeveloperProgramforIoT.msi, built from
// sample/wix by "make sample", and its texts eula.md and privacy.md.
func Sample() fs.FS {
	root, err := fs.Sub(sample, "sample")
	if err != nil {
		panic(err) // "sample" is a valid path, so this can't be
	}
	return root
}

//go:embed translations/*.json
var translations embed.FS

// Catalogue returns the messages of a language ("de", "fi", "ja") by id, as goi18n writes them; internal/i18n reads it.
func Catalogue(language string) []byte {
	data, err := translations.ReadFile("translations/active." + language + ".json")
	if err != nil {
		panic(err) // a test asks for every language
	}
	return data
}
