package downloads_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/testing/downloadtest"
)

// gather holds requests until as many are there as it waits for, or no more come.
type gather struct {
	mu     sync.Mutex
	waits  int
	all    chan struct{}
	giveUp time.Duration
}

func newGather(n int) *gather {
	return &gather{waits: n, all: make(chan struct{}), giveUp: 3 * time.Second}
}

func (g *gather) join() {
	g.mu.Lock()
	g.waits--
	if g.waits == 0 {
		close(g.all)
	}
	g.mu.Unlock()
	select {
	case <-g.all:
	case <-time.After(g.giveUp): // fewer workers ask at once on this machine: no harm
	}
}

// TestATokenThatExpiresIsRenewedOnceForAllWorkers lets eight workers meet a 401 at once.
func TestATokenThatExpiresIsRenewedOnceForAllWorkers(t *testing.T) {
	content := downloadtest.NewContent(21, 64<<20)
	server := serve(t, downloadtest.ServerOptions{})
	tokens := downloadtest.NewTokens()
	together := newGather(8)
	var expired atomic.Bool
	old := "Bearer " + tokens.Current()
	file := &downloadtest.File{Content: content}
	file.Intercept = func(w http.ResponseWriter, r *http.Request) bool {
		if expired.Load() && r.Header.Get("Authorization") == old {
			together.join()
		}
		return tokens.Allow(w, r)
	}
	file.BeforeChunk = func(*http.Request, int64) error {
		if file.Sent.Load() > content.Size/6 && expired.CompareAndSwap(false, true) {
			tokens.Expire()
		}
		return nil
	}
	server.Handle("/file", file)
	var renewals atomic.Int64
	source := linkFunc(func(ctx context.Context, _ downloads.SourceKey, why downloads.Refresh) (downloads.Link, error) {
		if why == downloads.RefreshUnauthorised {
			renewals.Add(1)
		}
		token, err := tokens.Issue(ctx)
		return downloads.Link{URL: server.URL + "/file", Header: http.Header{"Authorization": {"Bearer " + token}}}, err
	})
	home := t.TempDir()
	queue := openQueue(t, downloads.Config{Dir: home, Sources: func(downloads.SourceKey) downloads.Source { return source }})
	id := add(t, queue, downloads.Spec{Source: "file", Name: "file", Dir: t.TempDir(), Size: content.Size, SHA256: content.SHA256(), Connections: 8})[0]
	entry := finished(t, queue, id)
	same(t, content, entry.Path)
	if !expired.Load() {
		t.Fatal("the token never expired")
	}
	if n := renewals.Load(); n != 1 {
		t.Errorf("%d renewals, one expected (%d requests were refused)", n, tokens.Refused.Load())
	}
	t.Logf("%d requests refused, %.3f times the bytes fetched", tokens.Refused.Load(), float64(entry.Fetched)/float64(entry.Size))
	if strict() && entry.Fetched > entry.Size*102/100 {
		t.Errorf("%d bytes fetched for %d", entry.Fetched, entry.Size)
	}
	noCanary(t, home)
}

// TestALinkThatExpiresAgainAndAgainCostsNoByte gives links that each serve a part of the file only.
func TestALinkThatExpiresAgainAndAgainCostsNoByte(t *testing.T) {
	content := downloadtest.NewContent(22, 24<<20)
	server := serve(t, downloadtest.ServerOptions{})
	var serial, since atomic.Int64
	var used atomic.Bool // each link serves something: only then does it run out
	file := &downloadtest.File{Content: content, NoHead: true}
	file.Intercept = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Query().Get("sig") == fmt.Sprint(downloadtest.Canary, serial.Load()) {
			used.Store(true)
			return true
		}
		http.Error(w, "the link has expired", http.StatusForbidden)
		return false
	}
	file.BeforeChunk = func(*http.Request, int64) error {
		if used.Load() && since.Add(128<<10) > content.Size/6 {
			since.Store(0)
			used.Store(false)
			serial.Add(1)
		}
		return nil
	}
	server.Handle("/file", file)
	source := linkFunc(func(context.Context, downloads.SourceKey, downloads.Refresh) (downloads.Link, error) {
		return downloads.Link{URL: fmt.Sprintf("%s/file?sig=%s%d", server.URL, downloadtest.Canary, serial.Load())}, nil
	})
	home := t.TempDir()
	queue := openQueue(t, downloads.Config{Dir: home, Sources: func(downloads.SourceKey) downloads.Source { return source }})
	id := add(t, queue, downloads.Spec{Source: "file", Name: "file", Dir: t.TempDir(), Size: content.Size, SHA256: content.SHA256()})[0]
	entry := finished(t, queue, id)
	same(t, content, entry.Path)
	if serial.Load() == 0 {
		t.Error("no link expired")
	}
	t.Logf("%d links expired, %.3f times the bytes fetched", serial.Load(), float64(entry.Fetched)/float64(entry.Size))
	if strict() && entry.Fetched > entry.Size*102/100 {
		t.Errorf("%d bytes fetched for %d", entry.Fetched, entry.Size)
	}
	noCanary(t, home)
}

// TestALinkThatLivesShortlyCostsNoByte: answers that are on their way are cut when their link's time is over, too.
// DOWNLOADS_LINK_LIFE sets the time, e.g. 5s.
func TestALinkThatLivesShortlyCostsNoByte(t *testing.T) {
	life, err := time.ParseDuration(os.Getenv("DOWNLOADS_LINK_LIFE"))
	if err != nil {
		life = 300 * time.Millisecond
	}
	const rate = 2 << 20 // bytes a second of one connection
	content := downloadtest.NewContent(24, int64(4*4*rate*life.Seconds()))
	server := serve(t, downloadtest.ServerOptions{Throttle: downloadtest.Throttle{Rate: rate, SendBuf: 64 << 10}})
	var expired atomic.Int64
	alive := func(r *http.Request) bool {
		signed, err := strconv.ParseInt(r.URL.Query().Get("signed"), 10, 64)
		return err == nil && time.Since(time.UnixMicro(signed)) < life
	}
	file := &downloadtest.File{Content: content, NoHead: true}
	file.Intercept = func(w http.ResponseWriter, r *http.Request) bool {
		if alive(r) {
			return true
		}
		expired.Add(1)
		http.Error(w, "the link has expired", http.StatusForbidden)
		return false
	}
	file.BeforeChunk = func(r *http.Request, _ int64) error {
		if alive(r) {
			return nil
		}
		return errors.New("the link has expired")
	}
	server.Handle("/file", file)
	var links atomic.Int64
	source := linkFunc(func(context.Context, downloads.SourceKey, downloads.Refresh) (downloads.Link, error) {
		links.Add(1)
		return downloads.Link{URL: fmt.Sprintf("%s/file?signed=%d&sig=%s", server.URL, time.Now().UnixMicro(), downloadtest.Canary)}, nil
	})
	home := t.TempDir()
	queue := openQueue(t, downloads.Config{Dir: home, Sources: func(downloads.SourceKey) downloads.Source { return source }})
	id := add(t, queue, downloads.Spec{Source: "file", Name: "file", Dir: t.TempDir(), Size: content.Size, SHA256: content.SHA256()})[0]
	entry := finished(t, queue, id)
	same(t, content, entry.Path)
	part := float64(entry.Fetched) / float64(entry.Size)
	t.Logf("%d links of %v each, %d requests came too late, %.3f times the bytes fetched", links.Load(), life, expired.Load(), part)
	if links.Load() < 3 {
		t.Errorf("only %d links were asked for", links.Load())
	}
	if part > 1.02 {
		t.Errorf("%d bytes fetched for %d", entry.Fetched, entry.Size)
	}
	noCanary(t, home)
}

// TestAnEntryThatWaitsForAPersonGoesOnAfterRelease covers sign-in, terms and access.
func TestAnEntryThatWaitsForAPersonGoesOnAfterRelease(t *testing.T) {
	content := downloadtest.NewContent(23, 4<<20)
	for kind, wait := range map[fault.Kind]downloads.Wait{fault.SignIn: downloads.WaitSignIn, fault.Terms: downloads.WaitTerms, fault.Permission: downloads.WaitAccess} {
		t.Run(string(kind), func(t *testing.T) {
			server := serve(t, downloadtest.ServerOptions{})
			tokens := downloadtest.NewTokens()
			var allowed atomic.Bool
			allowed.Store(true)
			file := &downloadtest.File{Content: content, Intercept: tokens.Allow}
			var once sync.Once
			file.BeforeChunk = func(*http.Request, int64) error {
				if file.Sent.Load() > content.Size/2 {
					once.Do(func() {
						allowed.Store(false)
						tokens.Expire()
					})
				}
				if !allowed.Load() { // what is on its way ends too, so that every worker has to ask again
					return errors.New("the session ended")
				}
				return nil
			}
			server.Handle("/file", file)
			source := linkFunc(func(ctx context.Context, _ downloads.SourceKey, _ downloads.Refresh) (downloads.Link, error) {
				if !allowed.Load() {
					return downloads.Link{}, &fault.Error{Kind: kind, Code: "test.wait", Title: i18n.Verbatim("Wait."), Safe: i18n.Verbatim("Kept."), Steps: []i18n.Text{i18n.Verbatim("Do it.")}}
				}
				token, err := tokens.Issue(ctx)
				return downloads.Link{URL: server.URL + "/file", Header: http.Header{"Authorization": {"Bearer " + token}}}, err
			})
			queue := openQueue(t, downloads.Config{Sources: func(downloads.SourceKey) downloads.Source { return source }})
			id := add(t, queue, downloads.Spec{Source: "file", Name: "file", Dir: t.TempDir(), Size: content.Size, SHA256: content.SHA256()})[0]
			snapshot := until(t, queue, "the wait", func(s *downloads.Snapshot) bool { return rests(s.Entry(id)) })
			e := snapshot.Entry(id)
			if e.State != downloads.Waiting || e.Wait != wait || e.Fault == nil || e.Fault.Code != "test.wait" {
				t.Fatalf("%s", describe(queue, snapshot))
			}
			allowed.Store(true)
			queue.Release(wait)
			same(t, content, finished(t, queue, id).Path)
		})
	}
}
