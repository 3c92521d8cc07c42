package s3

import (
	"context"
	"encoding/hex"
	"errors"
	"iter"
	"strings"

	"github.com/minio/minio-go/v7"

	"github.com/programconnect/programconnect/internal/service/blob"
)

// List asks for the objects, the parts, and the uploads that were not ended.
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[blob.Info, error] {
	return func(yield func(blob.Info, error) bool) {
		for _, list := range []iter.Seq2[blob.Info, error]{s.objects(ctx, prefix), s.unfinished(ctx), s.uploads(ctx)} {
			for info, err := range list {
				if !yield(info, err) || err != nil {
					return
				}
			}
		}
	}
}

// names returns what has a prefix, in the order of names.
func (s *site) names(ctx context.Context, prefix string) iter.Seq2[minio.ObjectInfo, error] {
	return func(yield func(minio.ObjectInfo, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(minio.ObjectInfo{}, s.said("list", err))
			return
		}
		for o := range s.core.ListObjectsIter(ctx, s.address.Bucket, minio.ListObjectsOptions{Prefix: s.address.Prefix + prefix, Recursive: true}) {
			if o.Err != nil {
				yield(o, s.said("list", o.Err))
				return
			}
			o.Key = strings.TrimPrefix(o.Key, s.address.Prefix)
			if !yield(o, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(minio.ObjectInfo{}, s.said("list", err))
		}
	}
}

// objects returns what is whole.
func (s *site) objects(ctx context.Context, prefix string) iter.Seq2[blob.Info, error] {
	return func(yield func(blob.Info, error) bool) {
		for o, err := range s.names(ctx, prefix) {
			if err == nil && (strings.HasPrefix(o.Key, partsPrefix) || strings.HasPrefix(o.Key, probePrefix)) {
				continue
			}
			if !yield(blob.Info{Key: o.Key, Size: o.Size, Modified: o.LastModified, Whole: true}, err) {
				return
			}
		}
	}
}

// unfinished returns what has parts, once for each key, and what Writable left.
func (s *site) unfinished(ctx context.Context) iter.Seq2[blob.Info, error] {
	return func(yield func(blob.Info, error) bool) {
		var last blob.Info
		for o, err := range s.names(ctx, partsPrefix) {
			if err != nil {
				yield(blob.Info{}, err)
				return
			}
			key := strings.TrimPrefix(o.Key, partsPrefix)
			key = key[:max(0, strings.LastIndexByte(key, '/'))]
			if key == "" {
				continue // not ours
			}
			if key != last.Key {
				if last.Key != "" && !yield(last, nil) {
					return
				}
				last = blob.Info{Key: key}
			}
			last.Size += o.Size
			if o.LastModified.After(last.Modified) {
				last.Modified = o.LastModified
			}
		}
		if last.Key != "" && !yield(last, nil) {
			return
		}
		for o, err := range s.names(ctx, probePrefix) {
			if !yield(blob.Info{Key: o.Key, Size: o.Size, Modified: o.LastModified}, err) {
				return
			}
		}
	}
}

// uploads returns what was begun in parts and not put together. Its length is not known.
func (s *site) uploads(ctx context.Context) iter.Seq2[blob.Info, error] {
	return func(yield func(blob.Info, error) bool) {
		for after := (minio.ListMultipartUploadsResult{}); ; {
			list, err := s.core.ListMultipartUploads(ctx, s.address.Bucket, s.address.Prefix, after.NextKeyMarker, after.NextUploadIDMarker, "", 1000)
			if err = s.said("list uploads", err); errors.Is(err, blob.ErrNotFound) {
				return // as some servers say that there is none
			}
			if err != nil {
				yield(blob.Info{}, err)
				return
			}
			for _, u := range list.Uploads {
				if !yield(blob.Info{Key: uploadKey(u.Key, u.UploadID), Modified: u.Initiated}, nil) {
					return
				}
			}
			if !list.IsTruncated || list.NextKeyMarker == after.NextKeyMarker && list.NextUploadIDMarker == after.NextUploadIDMarker {
				return
			}
			after = list
		}
	}
}

// uploadKey returns the key by which an upload is known: its object's name and its id, in hex.
func uploadKey(name, id string) string {
	return uploads + hex.EncodeToString([]byte(name)) + "-" + hex.EncodeToString([]byte(id))
}

// endUpload ends an upload by what follows the beginning of its key.
func (s *site) endUpload(ctx context.Context, key string) error {
	first, second, _ := strings.Cut(key, "-")
	name, err := hex.DecodeString(first)
	id, err2 := hex.DecodeString(second)
	if err = errors.Join(err, err2); err != nil || len(id) == 0 || !strings.HasPrefix(string(name), s.address.Prefix) {
		return errors.New("s3: that is no key of an upload")
	}
	err = s.said("end an upload", s.core.AbortMultipartUpload(ctx, s.address.Bucket, string(name), string(id)))
	if errors.Is(err, blob.ErrNotFound) {
		return nil
	}
	return err
}
