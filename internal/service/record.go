package service

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// The bounds of what record remembers of files on their way.
const (
	fetchingMost  = 10_000
	fetchingLife  = 24 * time.Hour
	clientLength  = 200 // characters of what a client calls itself
	unknownClient = "unknown"
)

// record writes down who is given a link to which file, and who has it whole. A file is taken for whole when every byte of it
// was sent to the person by this process, or when their client says that it has it.
type record struct {
	*base

	mu       sync.Mutex
	fetching map[fetchKey]*fetch
}

func newRecord(b *base) *record { return &record{base: b, fetching: map[fetchKey]*fetch{}} }

// fetchKey names a file on its way to a person.
type fetchKey struct{ person, pack, sha256 string }

// fetch is which bytes of a file were sent.
type fetch struct {
	sent []span // in order, none touching another
	seen time.Time
}

// span is the bytes from one to before another.
type span struct{ from, to int64 }

// add adds bytes to those that were sent and reports whether they are all of size now.
func (f *fetch) add(s span, size int64) bool {
	if s.to <= s.from {
		return false
	}
	first := 0
	for first < len(f.sent) && f.sent[first].to < s.from {
		first++
	}
	last := first
	for last < len(f.sent) && f.sent[last].from <= s.to {
		s.from = min(s.from, f.sent[last].from)
		s.to = max(s.to, f.sent[last].to)
		last++
	}
	f.sent = slices.Replace(f.sent, first, last, s)
	return len(f.sent) == 1 && f.sent[0] == span{0, size}
}

// clientOf returns how the client of a request calls itself.
func clientOf(h *http.Request) string {
	if name := api.CleanLine(strings.ToValidUTF8(h.UserAgent(), ""), clientLength); name != "" {
		return name
	}
	return unknownClient
}

// linked writes down that a link was given. A link that can't be written down is not given.
func (r *record) linked(ctx context.Context, p Identity, id, name, client string) error {
	d, err := r.seen(ctx, p.ID())
	if err != nil {
		return err
	}
	k, err := r.packageOf(ctx, d, id)
	if err != nil {
		return err
	}
	f, err := fileOf(ctx, d, id, name)
	if err != nil {
		return err
	}
	r.config.Observer.Count(EventLink)
	return r.data().Downloads.Add(ctx, r.row(store.DownloadLink, p, k, f, client))
}

func (r *record) row(act string, p Identity, k api.Package, f store.File, client string) store.Download {
	return store.Download{Act: act, Person: p.ID(), Package: k.ID, Version: k.Version, File: f.Name, SHA256: f.SHA256, Bytes: f.Size, Client: client, Time: r.now()}
}

// sent notes bytes of a file that were sent, and writes the file down when it was the last that it lacked.
func (r *record) sent(ctx context.Context, p pass, client string, s span) {
	if !r.complete(fetchKey{p.person.ID(), p.pack, p.file.SHA256}, s, p.file.Size) {
		return
	}
	ctx = context.WithoutCancel(ctx) // the reader may be gone already
	k, err := r.data().Packages.Package(ctx, p.pack)
	if err == nil {
		err = r.data().Downloads.Finish(ctx, r.row(store.DownloadWhole, p.person, k, p.file, client))
	}
	r.config.Observer.Count(EventWhole)
	if err != nil {
		r.config.Log.Error("a download was not written down", "package", p.pack, "file", p.file.Name, "error", err)
	}
}

// complete adds bytes to what was sent of a file and reports whether that is all of it now. What is complete begins anew.
func (r *record) complete(key fetchKey, s span, size int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	f := r.fetching[key]
	if f == nil {
		if len(r.fetching) >= fetchingMost {
			r.forget(now)
		}
		f = &fetch{}
		r.fetching[key] = f
	}
	f.seen = now
	if !f.add(s, size) {
		return false
	}
	delete(r.fetching, key)
	return true
}

// forget makes room: files that nobody asked for in a day go, or all where that does not help. mu is held.
func (r *record) forget(now time.Time) {
	for key, f := range r.fetching {
		if now.Sub(f.seen) > fetchingLife {
			delete(r.fetching, key)
		}
	}
	if len(r.fetching) >= fetchingMost {
		clear(r.fetching)
	}
}

// told writes down that a person's client has a file whole. They must have been given a link to it.
func (r *record) told(ctx context.Context, p Identity, id, hash, client string) error {
	held, err := r.data().Downloads.Held(ctx, p.ID())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(held, func(h store.Held) bool { return h.Package == id && h.SHA256 == hash })
	if at < 0 {
		return notFound()
	}
	given, err := r.data().Downloads.List(ctx, store.DownloadFilter{Person: p.ID(), Package: id, File: hash, Limit: 1})
	if err != nil || len(given) == 0 {
		return err
	}
	return r.data().Downloads.Finish(ctx, store.Download{Person: p.ID(), Package: id, Version: held[at].Version, File: held[at].File, SHA256: hash,
		Bytes: given[0].Bytes, Client: client, Time: r.now()})
}

// sentOf returns which bytes of a file an answer held, by its header and how many were written. An answer of several ranges counts
// for nothing: no client of ours asks for one.
func sentOf(header http.Header, written int64) span {
	ranges := header.Get("Content-Range")
	if ranges == "" {
		if strings.HasPrefix(header.Get("Content-Type"), "multipart/byteranges") {
			return span{}
		}
		return span{0, written}
	}
	text, _, _ := strings.Cut(strings.TrimPrefix(ranges, "bytes "), "-")
	from, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return span{}
	}
	return span{from, from + written}
}
