//go:build !linux

package downloads_test

import (
	"errors"
	"io"
)

const fewFilesRole = "few files"

func playFewFiles(io.Reader, io.Writer) error {
	return errors.New("this system's limit of open files is not set here")
}
