package service

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// maxRanges is how many ranges one request may ask for.
const maxRanges = 8

// fileAPI answers with the bytes of files.
type fileAPI struct {
	*base
	links  *links
	limits *limits
	record *record
}

func (a *fileAPI) routes() []route {
	return []route{{method: "GET", path: "/files/{package}/{name}", answer: a.getFile, open: true}} // the link is signed
}

// getFile sends a file's bytes. Each request is checked, so each range: the link, then what the person may have now, so that a
// withdrawn right or a new agreement counts at once.
func (a *fileAPI) getFile(q *request) (any, error) {
	p, err := a.links.admit(q.Context(), q.PathValue("package"), q.PathValue("name"), q.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	end, ok := a.limits.startFile(q.Context(), p.person.ID(), a.now())
	if !ok {
		return nil, quotaProblem(api.CodeQuotaFiles, 5)
	}
	defer end()
	f := p.file
	content, err := a.open(q.Context(), f)
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }()
	q.w.Header().Set("Cache-Control", "private, no-transform")
	return written{}, a.send(q, download{f.Name, f.ContentType, f.SHA256, content, func(ctx context.Context) error { return a.links.still(ctx, p) },
		func(s span) { a.record.sent(q.Context(), p, clientOf(q.Request), s) }})
}

// open opens a file's bytes.
func (a *fileAPI) open(ctx context.Context, f store.File) (io.ReadSeekCloser, error) {
	if f.Content != store.ContentObject {
		made, ok := a.config.Content[f.Content]
		if !ok || made.Size() != f.Size || made.SHA256() != f.SHA256 {
			return nil, fmt.Errorf("service: the content of a file is not there: %s", f.Content)
		}
		return sectionCloser{io.NewSectionReader(made, 0, f.Size)}, nil
	}
	object, size, err := a.blobs.Open(ctx, f.SHA256)
	if err != nil {
		return nil, fmt.Errorf("service: the bytes of a file are not there: %w", err)
	}
	if size != f.Size {
		return nil, errors.Join(errors.New("service: the bytes of a file have another length"), object.Close())
	}
	return object, nil
}

// sectionCloser is a part of a content made on demand, which needs no closing.
type sectionCloser struct{ *io.SectionReader }

// Close does nothing.
func (sectionCloser) Close() error { return nil }
