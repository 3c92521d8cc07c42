// Package blob says how the program service keeps the bytes of files and attachments.
//
// It promises to an implementation's callers that:
//   - an object is seen whole or not at all: its bytes are kept for good, and their SHA-256 is right, before it can be opened;
//   - an object is opened once for any number of ranges, each costing what it holds;
//   - what is not there is ErrNotFound; bytes that are not what was announced are ErrMismatch; a store elsewhere that does not
//     answer is ErrAway.
//
// It knows neither names of files nor people. An implementation is a package of its own beneath this one.
//
// Start reading at Store.
package blob

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"
)

// Errors of every implementation.
var (
	ErrNotFound = errors.New("blob: not found")
	ErrMismatch = errors.New("blob: the bytes are not those that were announced")
	ErrAway     = errors.New("blob: the store does not answer") // what was asked is to be asked again later; nothing is known of it
)

// Object is an object that was opened. Several can be open at once.
type Object interface {
	io.ReadSeekCloser
}

// Info is what a list says of an object. One that is not Whole is on its way in, or was left on its way: its key is good for
// Delete.
type Info struct {
	Key      string
	Size     int64
	Modified time.Time
	Whole    bool
}

// Store keeps objects. A key is made of lower-case letters, digits, "-" and "/". It is safe for use by several goroutines.
type Store interface {
	// Put keeps what r holds under the SHA-256 of its bytes, in lower-case hex. want is that SHA-256 where the caller knows it
	// beforehand; when it differs, nothing is kept.
	Put(ctx context.Context, want string, r io.Reader) (Info, error)
	// WritePart writes bytes at an offset of an object that comes in parts: at 0, or where a part ends. They are kept for good
	// when it returns; a part may be written again.
	WritePart(ctx context.Context, key string, offset int64, part []byte) error
	// Finish makes an object of its parts, which have this length and SHA-256. On ErrMismatch it can be written anew.
	Finish(ctx context.Context, key string, size int64, want string) error
	// Open opens an object and returns its length.
	Open(ctx context.Context, key string) (Object, int64, error)
	// Stat returns what List would say of a whole object.
	Stat(ctx context.Context, key string) (Info, error)
	// Delete deletes an object or its parts, by the key that List says; what is not there is no error.
	Delete(ctx context.Context, key string) error
	// List returns every object whose key begins with a prefix, and every one that is not whole, in no order.
	List(ctx context.Context, prefix string) iter.Seq2[Info, error]
	// Writable writes something that counts for nothing, for good, and reports whether that can be done now.
	Writable(ctx context.Context) error
	// Close ends the use of the store.
	Close() error
}

// Sent is how an object is sent to whoever has a link to it.
type Sent struct {
	Name        string // of the file that a browser makes of it
	ContentType string
}

// Linker is a Store that others can reach, too: it gives out links of its own.
type Linker interface {
	Store
	// Links returns addresses at which an object can be read, by GET alone, until life is over: the store's own first, then
	// those of its copies. It asks nobody whether the object is there.
	Links(ctx context.Context, key string, life time.Duration, as Sent) ([]string, error)
}
