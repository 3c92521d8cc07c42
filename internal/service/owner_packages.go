package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// NewFile is a file on its way in: its bytes from a reader, or a content made on demand.
type NewFile struct {
	Name, ContentType, Publisher, Description string
	Bytes                                     io.Reader
	Content                                   string // name in Config.Content, when Bytes is nil
}

// PublishPackage adds a package with its files, or replaces one with the same id. The bytes are kept for good before the
// catalogue names them.
func (o *Owner) PublishPackage(ctx context.Context, k api.Package, files []NewFile) (api.Package, error) {
	if err := checkPackage(k, files); err != nil {
		return k, err
	}
	kept := make([]store.File, len(files))
	for i, f := range files {
		var err error
		if kept[i], err = o.keep(ctx, f); err != nil {
			return k, ownerError(err)
		}
	}
	if k.Created.IsZero() {
		k.Created = o.now()
	}
	if k.Modified.IsZero() {
		k.Modified = k.Created
	}
	err := o.store.Write(ctx, func(d store.Data) error {
		if err := engagementThere(ctx, d, k.Engagement); err != nil {
			return err
		}
		if err := o.bytesThere(ctx, kept); err != nil {
			return err
		}
		return d.Packages.Publish(ctx, k, kept)
	})
	if errors.Is(err, store.ErrText) {
		err = refusedCommand("package",
			i18n.T(&goi18n.Message{ID: "service.package.text.cause", Other: "A text of the package holds characters that are no text."}))
	}
	k.Files = apiFiles(kept, true)
	return k, ownerError(err)
}

// bytesThere returns an error unless the bytes of files are there still: between being kept and being named, nothing names them.
func (o *Owner) bytesThere(ctx context.Context, files []store.File) error {
	ctx, cancel := context.WithTimeout(ctx, bytesWait) // writers wait meanwhile
	defer cancel()
	for _, f := range files {
		if f.Content != store.ContentObject {
			continue
		}
		if _, err := o.blobs.Stat(ctx, f.SHA256); err != nil {
			return bytesFault(err)
		}
	}
	return nil
}

func checkPackage(k api.Package, files []NewFile) error {
	if k.ID == "" || k.Engagement == "" || k.Title == "" || len(files) == 0 {
		return refusedCommand("package", i18n.T(&goi18n.Message{ID: "service.package.incomplete.cause",
			Other: "A package needs an id without spaces and slashes, an engagement, a title and at least one file."}))
	}
	if err := checkID("package", k.ID); err != nil {
		return err
	}
	if err := checkLines("package", k.Title, k.Type, k.Version, k.Series, k.Category); err != nil {
		return err
	}
	if err := checkTexts("package", k.Description, k.ReleaseNotes); err != nil {
		return err
	}
	for _, region := range k.Regions {
		if _, known := api.CountryName(region); !known && region != everywhere {
			return refusedCommand("regions", i18n.T(&goi18n.Message{ID: "service.regions.cause",
				Other: "“{{.Region}}” is no country or region. They are named by codes of two capital letters, as in FI, or Everywhere."}, "Region", api.CleanLine(region, api.IDLength)))
		}
	}
	if !k.PublishUntil.IsZero() && !k.PublishUntil.After(k.PublishFrom) {
		return refusedCommand("publish_until", i18n.T(&goi18n.Message{ID: "service.publish-until.cause", Other: "It would go before it comes: publish_until is not after publish_from."}))
	}
	names := map[string]bool{}
	for _, f := range files {
		if !api.PlainFileName(f.Name) {
			return refusedCommand("file", i18n.T(&goi18n.Message{ID: "service.file.name.cause",
				Other: "A file's name can't hold a slash, a colon or control characters, or begin with a dot."}))
		}
		key := api.FoldFileName(f.Name)
		if names[key] {
			return refusedCommand("file",
				i18n.T(&goi18n.Message{ID: "service.file.twice.cause", Other: "Two files have names that differ in case alone."}))
		}
		names[key] = true
	}
	return nil
}

// keep keeps a file's bytes and returns its entry for the catalogue.
func (o *Owner) keep(ctx context.Context, f NewFile) (store.File, error) {
	kept := store.File{File: api.File{Name: f.Name, ContentType: f.ContentType, Publisher: f.Publisher, Description: f.Description,
		PieceSize: api.PieceSize}}
	if kept.ContentType == "" {
		kept.ContentType = "application/octet-stream"
	}
	if f.Bytes == nil {
		made, ok := o.config.Content[f.Content]
		if !ok {
			return kept, refusedCommand("file",
				i18n.T(&goi18n.Message{ID: "service.file.bytes.cause", Other: "It is not said where the file's bytes are."}))
		}
		kept.Content = f.Content
		kept.Size = made.Size()
		kept.SHA256 = made.SHA256()
		kept.Pieces = made.Pieces()
		return kept, nil
	}
	pieces := &pieceHashes{piece: sha256.New()}
	info, err := o.blobs.Put(ctx, "", pieces.tee(f.Bytes))
	if err != nil {
		return kept, bytesFault(err)
	}
	kept.Content = store.ContentObject
	kept.Size = info.Size
	kept.SHA256 = info.Key
	kept.Pieces = pieces.sums()
	return kept, nil
}

// pieceHashes hashes a stream piece by piece.
type pieceHashes struct {
	piece hash.Hash
	in    int
	done  []string
}

// tee returns a reader of r that hashes what is read. Where r can be read again, the hashes begin anew with it.
func (p *pieceHashes) tee(r io.Reader) io.Reader {
	tee := io.TeeReader(r, p)
	if seeker, ok := r.(io.Seeker); ok {
		return seekTee{tee, seeker, p}
	}
	return tee
}

// seekTee is a tee that can go back to its beginning.
type seekTee struct {
	io.Reader
	seeker io.Seeker
	pieces *pieceHashes
}

// Seek goes to where the hashes begin, or says where it is.
func (s seekTee) Seek(offset int64, whence int) (int64, error) {
	if whence != io.SeekCurrent || offset != 0 {
		*s.pieces = pieceHashes{piece: sha256.New()}
	}
	return s.seeker.Seek(offset, whence)
}

// Write takes the next bytes; it can't go wrong.
func (p *pieceHashes) Write(b []byte) (int, error) {
	n := len(b)
	for len(b) > 0 {
		part := b[:min(len(b), api.PieceSize-p.in)]
		_, _ = p.piece.Write(part)
		p.in += len(part)
		b = b[len(part):]
		if p.in == api.PieceSize {
			p.finish()
		}
	}
	return n, nil
}

func (p *pieceHashes) finish() {
	p.done = append(p.done, hex.EncodeToString(p.piece.Sum(nil)))
	p.piece.Reset()
	p.in = 0
}

// sums ends the stream and returns the hash of each piece.
func (p *pieceHashes) sums() []string {
	if p.in > 0 {
		p.finish()
	}
	return p.done
}

// WithdrawPackage takes a package out of the catalogue; links to it stop at once. Those who hold it are told not to use it, with
// the reason. A draft was never given to anybody.
func (o *Owner) WithdrawPackage(ctx context.Context, id, reason string) error {
	reason = strings.TrimSpace(reason)
	if !api.PlainText(reason) || api.CountCharacters(reason) > reasonLength {
		return refusedCommand("reason", i18n.T(&goi18n.Message{ID: "service.withdrawal.reason.cause", Other: "A reason has at most 1,000 characters, none of which control a terminal."}))
	}
	err := o.store.Write(ctx, func(d store.Data) error {
		k, err := d.Packages.Package(ctx, id)
		if err != nil {
			return err
		}
		if !k.Draft {
			if err := d.Withdrawals.AddWithdrawal(ctx, id, reason, o.now()); err != nil {
				return err
			}
		}
		return d.Packages.Withdraw(ctx, id, o.now())
	})
	if errors.Is(err, store.ErrNotFound) {
		err = noPackage()
	}
	return ownerError(err)
}
