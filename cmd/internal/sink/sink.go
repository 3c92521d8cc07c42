// Package sink holds the standard output of a command: an answer that nobody got is no success.
package sink

import "io"

// Writer is standard output. It remembers the first error of writing, which whoever writes may overlook.
type Writer struct {
	to  io.Writer
	err error
}

// New returns a Writer over to.
func New(to io.Writer) *Writer { return &Writer{to: to} }

// Write writes to what is underneath.
func (w *Writer) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	if err != nil && w.err == nil {
		w.err = err
	}
	return n, err
}

// Err returns the first error of writing; nil while all was written.
func (w *Writer) Err() error { return w.err }
