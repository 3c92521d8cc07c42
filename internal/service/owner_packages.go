package service

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
)

// objectContent marks a file whose bytes lie in the folder, named by their SHA-256.
const objectContent = "object"

// NewFile is a file on its way in: its bytes from a reader, or a content made on demand.
type NewFile struct {
	Name, ContentType, Publisher, Description string
	Bytes                                     io.Reader
	Content                                   string // name in Config.Content, when Bytes is nil
}

// PublishPackage adds a package with its files, or replaces one with the same id. The bytes are in the folder, and synced,
// before the catalogue names them.
func (s *Service) PublishPackage(ctx context.Context, k api.Package, files []NewFile) (api.Package, error) {
	if err := checkPackage(k, files); err != nil {
		return k, err
	}
	entries := make([]stored, 0, len(files))
	for _, f := range files {
		entry, err := s.takeIn(f)
		if err != nil {
			return k, ownerError(err)
		}
		entries = append(entries, entry)
	}
	now := s.now()
	if k.Created.IsZero() {
		k.Created = now
	}
	if k.Modified.IsZero() {
		k.Modified = k.Created
	}
	k.Files = nil
	data, err := json.Marshal(k)
	if err != nil {
		return k, usage("package", "A text of the package holds characters that are no text.")
	}
	err = s.store.write(ctx, func(tx *sql.Tx) error {
		if err := engagementThere(ctx, tx, k.Engagement); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO packages VALUES (?,?,?,?,?,?,0) ON CONFLICT(id) DO UPDATE SET engagement=excluded.engagement,
			data=excluded.data, created=excluded.created, modified=excluded.modified, expires=excluded.expires, withdrawn=0`,
			k.ID, k.Engagement, string(data), stamp(k.Created), stamp(k.Modified), stamp(k.Expires)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM files WHERE package=?", k.ID); err != nil {
			return err
		}
		for i, f := range entries {
			if err := insertFile(ctx, tx, k.ID, i, f); err != nil {
				return err
			}
			k.Files = append(k.Files, f.File)
		}
		return nil
	})
	return k, ownerError(err)
}

func insertFile(ctx context.Context, tx *sql.Tx, id string, position int, f stored) error {
	pieces, err := hex.DecodeString(strings.Join(f.Pieces, ""))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO files VALUES (?,?,?,?,?,?,?,?,?,?,?)", id, position, f.Name, api.FoldFileName(f.Name), f.Size, f.SHA256,
		pieces, f.ContentType, f.Publisher, f.Description, f.content)
	return err
}

func checkPackage(k api.Package, files []NewFile) error {
	if k.ID == "" || strings.ContainsAny(k.ID, "/?#% ") || k.Engagement == "" || k.Title == "" || len(files) == 0 {
		return usage("package", "A package needs an id without spaces and slashes, an engagement, a title and at least one file.")
	}
	names := map[string]bool{}
	for _, f := range files {
		if !plainFileName(f.Name) {
			return usage("file", "A file's name can't hold a slash, a colon or control characters, or begin with a dot.")
		}
		if key := api.FoldFileName(f.Name); names[key] {
			return usage("file", "Two files have names that differ in case alone.")
		}
		names[api.FoldFileName(f.Name)] = true
	}
	return nil
}

// plainFileName tells whether every system takes the name as it is.
func plainFileName(name string) bool {
	if name == "" || len(name) > 150 || strings.HasPrefix(name, ".") || strings.ContainsAny(name, `"*/:<>?\|`) || strings.TrimRight(name, ". ") != name {
		return false
	}
	for _, r := range name {
		if r < 0x20 || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return false
		}
	}
	return true
}

// takeIn brings a file's bytes into the folder and gives its entry.
func (s *Service) takeIn(f NewFile) (stored, error) {
	entry := stored{File: api.File{Name: f.Name, ContentType: f.ContentType, Publisher: f.Publisher, Description: f.Description, PieceSize: api.PieceSize}}
	if entry.ContentType == "" {
		entry.ContentType = "application/octet-stream"
	}
	if f.Bytes == nil {
		made, ok := s.config.Content[f.Content]
		if !ok {
			return entry, usage("file", "It is not said where the file's bytes are.")
		}
		entry.content, entry.Size, entry.SHA256, entry.Pieces = f.Content, made.Size(), made.SHA256(), made.Pieces()
		return entry, nil
	}
	entry.content = objectContent
	name, err := s.random(8)
	if err != nil {
		return entry, err
	}
	temporary := "incoming-" + hex.EncodeToString(name)
	file, err := s.files.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return entry, folderFault(err)
	}
	hashes := newPieces()
	entry.Size, err = io.Copy(io.MultiWriter(file, hashes), f.Bytes)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return entry, errors.Join(folderFault(err), s.files.Remove(temporary))
	}
	entry.SHA256, entry.Pieces = hashes.sums()
	if err := s.files.Rename(temporary, entry.SHA256); err != nil {
		return entry, errors.Join(folderFault(err), s.files.Remove(temporary))
	}
	return entry, nil
}

// pieces hashes a stream whole and piece by piece.
type pieces struct {
	whole, piece hash.Hash
	in           int
	done         []string
}

func newPieces() *pieces { return &pieces{whole: sha256.New(), piece: sha256.New()} }

// Write takes the next bytes; it can't go wrong.
func (p *pieces) Write(b []byte) (int, error) {
	_, _ = p.whole.Write(b)
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

func (p *pieces) finish() {
	p.done = append(p.done, hex.EncodeToString(p.piece.Sum(nil)))
	p.piece.Reset()
	p.in = 0
}

// sums ends the stream.
func (p *pieces) sums() (whole string, done []string) {
	if p.in > 0 {
		p.finish()
	}
	return hex.EncodeToString(p.whole.Sum(nil)), p.done
}
