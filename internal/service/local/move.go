package local

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/relational"
)

// Side is where a program is, or where it goes to.
type Side struct {
	Data  store.Store
	Bytes blob.Store
	Name  string // of its database, as it can be shown
}

// Moved is what Move has done.
type Moved struct {
	Tables  int      `json:"tables"`
	Rows    int64    `json:"rows"`
	Objects int      `json:"objects"`          // whose bytes are at the target now
	Copied  int64    `json:"copied"`           // bytes that were copied; those that lay there already were not
	Again   int      `json:"again,omitzero"`   // attachments that were on their way: they begin again
	Missing []Object `json:"missing,omitzero"` // objects whose bytes are at neither side
}

// whole is a store of data that can be copied table by table.
type whole interface{ Whole() relational.Whole }

// sealer is a store that can be made to refuse every change.
type sealer interface {
	Seal(ctx context.Context, tx relational.Tx, to string) error
	Unseal(ctx context.Context) error
}

// attachmentPrefix begins the keys of attachments, whose bytes are not kept under their SHA-256.
const attachmentPrefix = "attachments/"

// Move takes a program from one side to another, while it may be served from the first:
//
//  1. The target must be empty.
//  2. The bytes of every object are copied, each compared by its SHA-256. What lies at the target from a move that broke off stays.
//  3. In one unit of work of the target, and one of the source, which lets nobody write any more: every row is copied and
//     compared; the source is sealed, when it can be.
//  4. Objects that came since step 2 are copied, and every object that a row names is looked for.
//  5. The target's unit of work is committed.
//
// An error, or the end of the process, before step 5 leaves the target's database empty; the same command goes on then. With
// lenient, objects whose bytes are nowhere are no error.
func Move(ctx context.Context, from, to Side, lenient bool) (m Moved, err error) {
	source, readable := from.Data.(whole)
	target, writable := to.Data.(whole)
	if !readable || !writable {
		return m, errors.ErrUnsupported
	}
	if err := relational.Empty(ctx, target.Whole()); err != nil {
		return m, moveFault(to, err)
	}
	b := bytesMove{from: from.Bytes, to: to.Bytes, moved: &m}
	if b.hashes, _, err = relational.AttachmentHashes(ctx, source.Whole()); err != nil {
		return m, moveFault(to, err)
	}
	if err := b.all(ctx); err != nil {
		return m, moveFault(to, err)
	}
	seal, _ := from.Data.(sealer)
	sealed := false
	err = target.Whole().Transact(ctx, func(into relational.Tx) error {
		err := source.Whole().Transact(ctx, func(out relational.Tx) error {
			if err := m.rows(ctx, source.Whole(), out, target.Whole(), into); err != nil || seal == nil {
				return err
			}
			return seal.Seal(ctx, out, to.Name)
		})
		if err != nil {
			return err
		}
		sealed = seal != nil
		if err := m.rest(ctx, b, into); err != nil {
			return err
		}
		if len(m.Missing) > 0 && !lenient {
			return fmt.Errorf("%w: %s", blob.ErrNotFound, m.Missing[0].Key)
		}
		return nil
	})
	if err != nil && sealed {
		err = errors.Join(err, seal.Unseal(context.WithoutCancel(ctx)))
	}
	return m, moveFault(to, err)
}

// rows copies and compares every row.
func (m *Moved) rows(ctx context.Context, source relational.Whole, out relational.Reader, target relational.Whole, into relational.Tx) error {
	copied, err := relational.Copy(ctx, source, out, target, into)
	m.Tables, m.Rows = copied.Tables, copied.Rows
	return err
}

// rest copies the objects that came since, has attachments that are on their way begin again, since only whole objects move, and
// looks for what the rows name.
func (m *Moved) rest(ctx context.Context, b bytesMove, into relational.Tx) error {
	hashes, coming, err := relational.AttachmentHashes(ctx, into)
	if err != nil {
		return err
	}
	b.hashes = hashes
	if err := b.all(ctx); err != nil {
		return err
	}
	if err := relational.BeginAgain(ctx, into, coming); err != nil {
		return err
	}
	m.Again = len(coming)
	named, err := relational.NamedObjects(ctx, into)
	if err != nil {
		return err
	}
	for id := range hashes {
		named[attachmentPrefix+id] = -1
	}
	m.Missing = nil
	for key, size := range named {
		info, err := b.to.Stat(ctx, key)
		switch {
		case errors.Is(err, blob.ErrNotFound), err == nil && size >= 0 && info.Size != size:
			m.Missing = append(m.Missing, Object{Key: key, Size: size})
		case err != nil:
			return err
		}
	}
	return nil
}

// bytesMove copies objects.
type bytesMove struct {
	from, to blob.Store
	hashes   map[string]string // of attachments
	moved    *Moved
}

// all copies every whole object that is not at the target yet.
func (b bytesMove) all(ctx context.Context) error {
	b.moved.Objects = 0
	for i, err := range b.from.List(ctx, "") {
		if err != nil {
			return err
		}
		if !i.Whole {
			continue
		}
		want := i.Key
		if id, attachment := strings.CutPrefix(i.Key, attachmentPrefix); attachment {
			if want = b.hashes[id]; want == "" {
				continue // no row names it, or it is not complete
			}
		}
		if err := b.one(ctx, i, want); err != nil && !errors.Is(err, blob.ErrNotFound) { // it was collected meanwhile
			return fmt.Errorf("%s: %w", i.Key, err)
		}
	}
	return nil
}

func (b bytesMove) one(ctx context.Context, i blob.Info, want string) (err error) {
	there, err := b.to.Stat(ctx, i.Key)
	if err == nil && there.Size == i.Size {
		b.moved.Objects++
		return nil
	}
	if err != nil && !errors.Is(err, blob.ErrNotFound) {
		return err
	}
	object, size, err := b.from.Open(ctx, i.Key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, object.Close()) }()
	if want == i.Key {
		_, err = b.to.Put(ctx, want, object)
	} else {
		err = b.parts(ctx, i.Key, object, size, want)
	}
	if err == nil {
		b.moved.Objects++
		b.moved.Copied += size
	}
	return err
}

// parts copies an object whose key is not its SHA-256.
func (b bytesMove) parts(ctx context.Context, key string, from io.Reader, size int64, want string) error {
	hash := sha256.New()
	buffer := make([]byte, api.AttachmentChunk)
	for offset := int64(0); offset < size; {
		n, err := io.ReadFull(from, buffer[:min(int64(len(buffer)), size-offset)])
		if err != nil {
			return err
		}
		_, _ = hash.Write(buffer[:n]) // never returns an error
		if err := b.to.WritePart(ctx, key, offset, buffer[:n]); err != nil {
			return err
		}
		offset += int64(n)
	}
	if hex.EncodeToString(hash.Sum(nil)) != want {
		return errors.Join(blob.ErrMismatch, b.to.Delete(ctx, key))
	}
	return b.to.Finish(ctx, key, size, want)
}
