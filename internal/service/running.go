package service

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

const (
	recheckEvery = time.Second      // between two looks at whether a running answer may go on
	recheckDates = 10 * time.Second // after which dates are looked at while no data change
)

// download is content that is sent to somebody who may have it.
type download struct {
	name, contentType, hash string
	content                 io.ReadSeeker
	still                   func(context.Context) error // returns a refusal when they may have it no longer
	sent                    func(span)                  // told which bytes were sent; nil: nobody wants to know
}

// send sends what a request asks of some content, as a download that no browser opens. It ends when the person may have it no
// longer.
func (b *base) send(q *request, d download) error {
	header := q.w.Header()
	ranges := q.Header.Get("Range")
	if strings.Count(ranges, ",") >= maxRanges {
		if size, err := d.content.Seek(0, io.SeekEnd); err == nil {
			header.Set("Content-Range", "bytes */"+strconv.FormatInt(size, 10))
		}
		return refuse(api.CodeRanges, nil)
	}
	if unit, set, ok := strings.Cut(ranges, "="); !ok || !strings.EqualFold(strings.TrimSpace(unit), "bytes") {
		q.Header.Del("Range") // RFC 9110, 14.2: a unit that is not known here is ignored
	} else {
		q.Header.Set("Range", "bytes="+set)
	}
	header.Set("ETag", strongTag(d.hash))
	header.Set("Content-Type", d.contentType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": d.name}))
	w := &pacedWriter{ResponseWriter: q.w, rate: b.config.Limits.MinimumRate}
	stop := b.watch(q.Context(), w, d.still)
	http.ServeContent(w, q.Request, d.name, time.Time{}, d.content)
	stop()
	if w.refused {
		return refuse(api.CodeRange, nil)
	}
	if d.sent != nil && q.Method == http.MethodGet {
		d.sent(sentOf(header, w.sent))
	}
	return nil
}

// watch ends an answer that runs when the person may no longer have it: a second after the data say so. stop ends the watching.
func (b *base) watch(ctx context.Context, w *pacedWriter, still func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() {
		ticker := time.NewTicker(recheckEvery)
		defer ticker.Stop()
		var known int64
		var checked time.Time
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			version, err := b.store.Version(ctx)
			if err == nil && version == known && time.Since(checked) < recheckDates {
				continue
			}
			var refusal *api.Problem
			if err := still(ctx); errors.As(err, &refusal) {
				w.end()
				return
			}
			known = version // of before the check: what was written meanwhile is not missed
			checked = time.Now()
		}
	})
	return func() {
		cancel()
		group.Wait()
	}
}
