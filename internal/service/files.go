package service

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// maxRanges is how many ranges one request may ask for.
const maxRanges = 8

// getFile gives a file's bytes. The gate stands in front of each request, so in front of each range: the link, then what the
// person may have now, so that a withdrawn right or a new agreement counts at once.
func (s *Service) getFile(q *request) (any, error) {
	p, err := s.admit(q.Context(), q.PathValue("package"), q.PathValue("name"), q.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	end, ok := s.limits.startFile(p.person.ID(), s.now())
	if !ok {
		return nil, quotaProblem("So many connections for files are open that the next must wait.", 5)
	}
	defer end()
	return s.sendFile(q, p.file)
}

// sendFile sends the bytes asked for.
func (s *Service) sendFile(q *request, f stored) (any, error) {
	if strings.Count(q.Header.Get("Range"), ",") >= maxRanges {
		q.w.Header().Set("Content-Range", fmt.Sprintf("bytes */%d", f.Size))
		return nil, refuse(api.ProblemRange, http.StatusRequestedRangeNotSatisfiable, "So many ranges at once are not given.", "")
	}
	content, done, err := s.content(f)
	if err != nil {
		return nil, err
	}
	defer done()
	header := q.w.Header()
	header.Set("ETag", strongTag(f.SHA256))
	header.Set("Content-Type", f.ContentType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	header.Set("Cache-Control", "private, no-transform")
	http.ServeContent(&pacedWriter{ResponseWriter: q.w, rate: s.config.Limits.MinimumRate}, q.Request, f.Name, time.Time{}, content)
	return written{}, nil
}

// content opens a file's bytes.
func (s *Service) content(f stored) (io.ReadSeeker, func(), error) {
	if f.content != objectContent {
		made, ok := s.config.Content[f.content]
		if !ok || made.Size() != f.Size || made.SHA256() != f.SHA256 {
			return nil, nil, fmt.Errorf("service: the content of a file is not there: %s", f.content)
		}
		return io.NewSectionReader(made, 0, f.Size), func() {}, nil
	}
	file, err := s.files.Open(f.SHA256)
	if err != nil {
		return nil, nil, fmt.Errorf("service: the bytes of a file are not there: %w", err)
	}
	info, err := file.Stat()
	if err != nil || info.Size() != f.Size {
		_ = file.Close()
		return nil, nil, fmt.Errorf("service: the bytes of a file have another length")
	}
	return file, func() { _ = file.Close() }, nil
}

func filesFolder(data string) string { return filepath.Join(data, "files") }
