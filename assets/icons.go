package assets

import (
	"embed"
	"io/fs"
)

//go:embed icons
var icons embed.FS

// Icons returns the drawings of the desktop app at its root: ui/NAME.svg is an icon of one colour on a grid of 20,
// type-KIND.svg the tile of a package type, and program-KIND.svg the tile of a kind of program.
func Icons() fs.FS {
	root, err := fs.Sub(icons, "icons")
	if err != nil {
		panic(err) // "icons" is a valid path, so this can't be
	}
	return root
}
