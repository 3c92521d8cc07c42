//go:build cgo && gallery

package main

import (
	"flag"

	"github.com/programconnect/programconnect/ui/widgets/gallery"
)

// addGallery adds the hidden flag --gallery, which shows every component in place of the app. It exists in builds with
// the tag gallery alone, so that no release links the samples.
func addGallery(flags *flag.FlagSet) *bool {
	return flags.Bool("gallery", false, "show every component in its states")
}

// showGallery runs the window with the components.
func showGallery() int {
	gallery.Window(newApp()).ShowAndRun()
	return 0
}
