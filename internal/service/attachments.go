package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// attachmentsFolder lies beside the packages' files, inside the same root.
const attachmentsFolder = "attachments"

const attachmentColumns = "id, name, size, sha256, received, complete"

func scanAttachment(row interface{ Scan(...any) error }) (api.Attachment, error) {
	var a api.Attachment
	return a, row.Scan(&a.ID, &a.Name, &a.Size, &a.SHA256, &a.Received, &a.Complete)
}

func attachments(ctx context.Context, r reader, item string) ([]api.Attachment, error) {
	rows, err := r.QueryContext(ctx, "SELECT "+attachmentColumns+" FROM attachments WHERE item=? ORDER BY created, id", item)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []api.Attachment
	for rows.Next() {
		a, err := scanAttachment(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

// postAttachment announces an attachment: name and size are checked here, before a byte of it is sent.
func (s *Service) postAttachment(q *request) (any, error) {
	var in api.NewAttachment
	if err := q.read(&in); err != nil {
		return nil, err
	}
	i, err := s.myItem(q)
	if err != nil {
		return nil, err
	}
	if !i.Mine {
		return nil, conflictProblem("Only the author attaches files to an item.", "")
	}
	f, err := s.form(q.Context(), q.person, i.Engagement)
	if err != nil {
		return nil, err
	}
	if wrong := f.Attachments.Check(in); len(wrong) > 0 {
		if wrong[0].Field == "size" && in.Size > 0 {
			p := tooLargeProblem(wrong[0].Message)
			p.Fields = wrong
			return nil, p
		}
		return nil, fieldsProblem(wrong...)
	}
	name, err := s.random(12)
	if err != nil {
		return nil, err
	}
	return s.oncePer(q, in, func(tx *sql.Tx) (any, error) {
		there, err := attachments(q.Context(), tx, i.ID)
		if err != nil {
			return nil, err
		}
		if len(there) >= f.Attachments.Count {
			return nil, quotaProblem("This item has as many attachments as it can have.", 0)
		}
		a := api.Attachment{ID: hex.EncodeToString(name), Name: in.Name, Size: in.Size, SHA256: in.SHA256}
		_, err = tx.ExecContext(q.Context(), "INSERT INTO attachments VALUES (?,?,?,?,?,?,0,0,?)", a.ID, i.ID, q.person.ID(), a.Name, a.Size, a.SHA256, stamp(s.now()))
		return a, err
	})
}

// myAttachment gives an attachment of an item that the person may see.
func (s *Service) myAttachment(q *request) (api.Item, api.Attachment, error) {
	i, err := s.myItem(q)
	if err != nil {
		return i, api.Attachment{}, err
	}
	a, err := scanAttachment(s.store.db.QueryRowContext(q.Context(), "SELECT "+attachmentColumns+" FROM attachments WHERE id=? AND item=?", q.PathValue("attachment"), i.ID))
	if errors.Is(err, sql.ErrNoRows) {
		return i, a, notFoundProblem()
	}
	return i, a, err
}

func (s *Service) getAttachment(q *request) (any, error) {
	_, a, err := s.myAttachment(q)
	return a, err
}

// putAttachmentBytes takes the next bytes. They are in the file, and synced, before the database counts them; what a broken
// connection left behind is written over.
func (s *Service) putAttachmentBytes(q *request) (any, error) {
	i, a, err := s.myAttachment(q)
	if err != nil {
		return nil, err
	}
	offset, err := strconv.ParseInt(q.URL.Query().Get("offset"), 10, 64)
	if err != nil || offset < 0 {
		return nil, fieldsProblem(api.FieldError{Field: "offset", Message: "Say at which byte this part begins."})
	}
	if !i.Mine {
		return nil, conflictProblem("Only the author attaches files to an item.", "")
	}
	chunk, err := io.ReadAll(q.Body)
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return nil, tooLargeProblem("At most 4 MiB are taken at once.")
	}
	if err != nil {
		return nil, requestProblem(http.StatusBadRequest, "The bytes broke off.")
	}
	if offset == 0 && !likely(a.Name, chunk) {
		return nil, fieldsProblem(api.FieldError{Field: "name", Message: "The file is not what its name says."})
	}
	err = s.store.write(q.Context(), func(tx *sql.Tx) error {
		fresh, err := scanAttachment(tx.QueryRowContext(q.Context(), "SELECT "+attachmentColumns+" FROM attachments WHERE id=?", a.ID))
		if err != nil {
			return err
		}
		if offset != fresh.Received || fresh.Complete {
			return conflictProblem("Other bytes are wanted.", "Ask how much has arrived, and go on from there.")
		}
		if fresh.Received+int64(len(chunk)) > fresh.Size {
			return tooLargeProblem("More bytes than were announced.")
		}
		if a, err = s.appendBytes(fresh, chunk); err != nil {
			return err
		}
		_, err = tx.ExecContext(q.Context(), "UPDATE attachments SET received=?, complete=? WHERE id=?", a.Received, a.Complete, a.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	if a.Received == 0 && len(chunk) > 0 {
		return nil, fieldsProblem(api.FieldError{Field: "sha256", Message: "The file changed while it was sent. Send it again from the start."})
	}
	return a, nil
}

// appendBytes writes bytes at their place. With the last of them the whole is hashed; when it is not what was announced, it begins again.
func (s *Service) appendBytes(a api.Attachment, chunk []byte) (api.Attachment, error) {
	if err := s.files.MkdirAll(attachmentsFolder, 0o700); err != nil {
		return a, err
	}
	file, err := s.files.OpenFile(filepath.Join(attachmentsFolder, a.ID), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return a, err
	}
	defer func() { _ = file.Close() }() // what counts was synced
	if _, err := file.WriteAt(chunk, a.Received); err != nil {
		return a, err
	}
	if err := file.Sync(); err != nil {
		return a, err
	}
	a.Received += int64(len(chunk))
	if a.Received < a.Size {
		return a, nil
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, io.NewSectionReader(file, 0, a.Size)); err != nil {
		return a, err
	}
	if a.Complete = hex.EncodeToString(hash.Sum(nil)) == a.SHA256; !a.Complete {
		a.Received = 0
	}
	return a, nil
}

// likely tells whether the first bytes of a file can be what its name says. Programs are never taken.
func likely(name string, head []byte) bool {
	for _, start := range []string{"MZ", "\x7fELF", "#!", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe", "\xd0\xcf\x11\xe0"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return false
		}
	}
	kind := http.DetectContentType(head[:min(len(head), 512)])
	switch ending := strings.ToLower(filepath.Ext(name)); ending {
	case ".png", ".gif", ".pdf", ".zip":
		return strings.Contains(kind, ending[1:])
	case ".jpg", ".jpeg":
		return kind == "image/jpeg"
	}
	return true
}

// getAttachmentBytes gives a complete attachment, as a download that no browser opens.
func (s *Service) getAttachmentBytes(q *request) (any, error) {
	_, a, err := s.myAttachment(q)
	if err != nil {
		return nil, err
	}
	if !a.Complete {
		return nil, conflictProblem("The attachment is not all there yet.", "")
	}
	file, err := s.files.Open(filepath.Join(attachmentsFolder, a.ID))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	header := q.w.Header()
	header.Set("Content-Type", "application/octet-stream")
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	header.Set("ETag", strongTag(a.SHA256))
	http.ServeContent(&pacedWriter{ResponseWriter: q.w, rate: s.config.Limits.MinimumRate}, q.Request, a.Name, time.Time{}, file)
	return written{}, nil
}
