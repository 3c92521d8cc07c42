package service

import (
	"context"
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

// Collect deletes the bytes that nothing names and that are older than a day: those of packages that were replaced or withdrawn, of what was
// published by a process that was killed, and of attachments that are gone.
func (o *Owner) Collect(ctx context.Context) (Collected, error) {
	var c Collected
	old, err := o.unusedSince(ctx, o.now().Add(-unusedKept))
	if err != nil || len(old) == 0 {
		return c, err
	}
	named, err := namedObjects(ctx, o.data())
	if err != nil {
		return c, ownerError(err)
	}
	if !slices.ContainsFunc(old, func(i blob.Info) bool { return !named[i.Key] }) {
		return c, nil // as nearly always: no writer waits for it
	}
	// In one unit of work: nothing is named meanwhile, and what is published afterwards looks whether its bytes are there.
	err = o.store.Write(ctx, func(d store.Data) error {
		c = Collected{}
		named, err := namedObjects(ctx, d)
		if err != nil {
			return err
		}
		still, err := o.unusedSince(ctx, o.now().Add(-unusedKept)) // some may have been kept again
		if err != nil {
			return err
		}
		for _, i := range still {
			if named[i.Key] {
				continue
			}
			if err := o.blobs.Delete(ctx, i.Key); err != nil {
				return FolderFault(err)
			}
			c.Objects++
			c.Bytes += i.Size
		}
		return nil
	})
	return c, ownerError(err)
}

// unusedSince returns the objects that were last kept before a time.
func (o *Owner) unusedSince(ctx context.Context, before time.Time) ([]blob.Info, error) {
	var old []blob.Info
	for i, err := range o.blobs.List(ctx, "") {
		if err != nil {
			return nil, FolderFault(err)
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
