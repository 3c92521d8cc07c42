package service

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/store"
)

// unusedKept is how old bytes are at least that are deleted when nothing names them: younger ones may be on their way in.
const unusedKept = 24 * time.Hour

// Collected is how much Collect deleted.
type Collected struct {
	Objects int   `json:"objects"`
	Bytes   int64 `json:"bytes"`
}

const (
	collectedAtOnce = 10               // in one unit of work, so that writers wait for a moment only
	bytesWait       = 10 * time.Second // that a store for bytes has in a unit of work
)

// Collect deletes the bytes that nothing names and that are older than a day: those of packages that were replaced or withdrawn, of what was
// published by a process that was killed, and of attachments that are gone.
func (o *Owner) Collect(ctx context.Context) (Collected, error) {
	var c Collected
	before := o.now().Add(-unusedKept)
	old, err := o.unusedSince(ctx, before)
	if err != nil || len(old) == 0 {
		return c, err
	}
	named, err := namedObjects(ctx, o.data())
	if err != nil {
		return c, ownerError(err)
	}
	old = slices.DeleteFunc(old, func(i blob.Info) bool { return named[i.Key] })
	for batch := range slices.Chunk(old, collectedAtOnce) { // nearly always there is none, and no writer waits
		if err := o.deleteUnused(ctx, &c, batch, before); err != nil {
			return c, ownerError(err)
		}
	}
	return c, nil
}

// deleteUnused deletes some objects that nothing names, in one unit of work: nothing is named meanwhile, and what is published afterwards
// looks whether its bytes are there.
func (o *Owner) deleteUnused(ctx context.Context, c *Collected, batch []blob.Info, before time.Time) error {
	return o.store.Write(ctx, func(d store.Data) error {
		ctx, cancel := context.WithTimeout(ctx, bytesWait)
		defer cancel()
		named, err := namedObjects(ctx, d)
		if err != nil {
			return err
		}
		var deleted Collected
		for _, i := range batch {
			if named[i.Key] {
				continue
			}
			if unused, err := o.stillUnused(ctx, i, before); err != nil {
				return bytesFault(err)
			} else if !unused {
				continue
			}
			if err := o.blobs.Delete(ctx, i.Key); err != nil {
				return bytesFault(err)
			}
			deleted.Objects++
			deleted.Bytes += i.Size
		}
		c.Objects += deleted.Objects
		c.Bytes += deleted.Bytes
		return nil
	})
}

// stillUnused reports whether an object was not kept again since it was listed.
func (o *Owner) stillUnused(ctx context.Context, i blob.Info, before time.Time) (bool, error) {
	if !i.Whole {
		return true, nil // what comes again is named
	}
	now, err := o.blobs.Stat(ctx, i.Key)
	if errors.Is(err, blob.ErrNotFound) {
		return false, nil
	}
	return err == nil && now.Modified.Before(before), err
}

// unusedSince returns the objects that were last kept before a time.
func (o *Owner) unusedSince(ctx context.Context, before time.Time) ([]blob.Info, error) {
	var old []blob.Info
	for i, err := range o.blobs.List(ctx, "") {
		if err != nil {
			return nil, bytesFault(err)
		}
		if i.Modified.Before(before) {
			old = append(old, i)
		}
	}
	return old, nil
}

// namedObjects returns the keys of all bytes that something names.
func namedObjects(ctx context.Context, d store.Data) (map[string]bool, error) {
	contents, err := d.Packages.Contents(ctx)
	if err != nil {
		return nil, err
	}
	attached, err := d.Attachments.AttachmentIDs(ctx)
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	for _, key := range contents {
		named[key] = true
	}
	for _, id := range attached {
		named[attachmentKey(id)] = true
	}
	return named, nil
}
