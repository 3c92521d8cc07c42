//go:build !cgo

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "This program-connect was built without cgo, which its window needs. "+insteadOfScreens)
	os.Exit(1)
}
