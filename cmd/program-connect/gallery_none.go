//go:build cgo && !gallery

package main

import "flag"

// addGallery adds no flag: see gallery.go, which is built under the tag gallery.
func addGallery(*flag.FlagSet) *bool { return new(bool) }

func showGallery() int { return 0 }
