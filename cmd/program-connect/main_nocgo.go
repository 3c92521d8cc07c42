//go:build !cgo

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "This program-connect was built without cgo, which its window needs. Run pconnect, the terminal client: it does everything the screens do.")
	os.Exit(1)
}
