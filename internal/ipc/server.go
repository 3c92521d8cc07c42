package ipc

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/changes"
	"github.com/programconnect/programconnect/internal/fault"
)

// Server is the owner's side.
type Server struct {
	queue Queue
	http  *http.Server
	ended chan struct{}
	once  sync.Once
	life  context.Context // ends with Close
	stop  context.CancelFunc

	order changes.Signal // an order was carried out: every watch must send what is new at once
}

// Serve opens the socket of a home folder and answers for queue until Close. The caller owns the queue
// (it holds the lock). The error is a *fault.Error of code control.no-socket; the app works without.
func Serve(home string, queue Queue) (*Server, error) {
	listener, err := listen(home)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{queue: queue, ended: make(chan struct{}), life: ctx, stop: stop}
	s.http = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	go func() {
		defer close(s.ended)
		_ = s.http.Serve(listener) // ends with ErrServerClosed after Close
	}()
	return s, nil
}

// closePatience is how long Close waits for orders that are being carried out.
const closePatience = 5 * time.Second

// Close ends every watch and every wait, lets the orders that are being carried out answer, and removes the socket. It may be called
// more than once.
func (s *Server) Close() error {
	s.once.Do(func() {
		s.stop()
		patience, stop := context.WithTimeout(context.Background(), closePatience)
		defer stop()
		if s.http.Shutdown(patience) != nil {
			_ = s.http.Close() // an order hangs; who gave it is told that the owner left
		}
		<-s.ended
	})
	return nil
}

func (s *Server) routes() http.Handler {
	q := s.queue
	mux := http.NewServeMux()
	verb := func(name string, do func(context.Context, order) (reply, error)) {
		mux.HandleFunc("POST /v1/"+name, func(w http.ResponseWriter, r *http.Request) {
			var o order
			if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<20)).Decode(&o); err != nil {
				answer(w, reply{Fault: orderFault()})
				return
			}
			out, err := do(r.Context(), o)
			if err != nil {
				out.Fault = fault.Of(err)
				if s.life.Err() != nil && errors.Is(err, context.Canceled) {
					out.Fault = fault.Of(LeftFault(err))
				}
			}
			out.After = s.show()
			answer(w, out)
		})
	}
	on := func(name string, do func(...downloads.ID) error) {
		verb(name, func(_ context.Context, o order) (reply, error) { return reply{}, do(o.IDs...) })
	}
	on("pause", q.Pause)
	on("resume", q.Resume)
	on("retry", q.Retry)
	on("cancel", q.Cancel)
	on("remove", q.Remove)
	verb("add", s.add)
	verb("move", one(func(id downloads.ID, o order) error { return q.Move(id, o.Position) }))
	verb("priority", func(_ context.Context, o order) (reply, error) { return reply{}, q.SetPriority(o.Priority, o.IDs...) })
	verb("limit", func(_ context.Context, o order) (reply, error) { return reply{}, q.SetLimit(o.Limit, o.IDs...) })
	verb("settings", func(_ context.Context, o order) (reply, error) {
		if o.Settings == nil {
			return reply{}, nil
		}
		return reply{}, q.SetSettings(*o.Settings)
	})
	verb("wait", func(ctx context.Context, o order) (reply, error) { return reply{}, q.Wait(ctx, o.IDs...) })
	verb("release", func(_ context.Context, o order) (reply, error) { q.Release(o.Why); return reply{}, nil })
	verb("run", func(context.Context, order) (reply, error) { q.Run(); return reply{}, nil })
	verb("verify", s.verify)
	verb("show", func(_ context.Context, o order) (reply, error) {
		if window, ok := q.(Window); ok && window.ShowWindow(o.Link) {
			return reply{}, nil
		}
		return reply{}, noWindowFault()
	})
	mux.HandleFunc("GET /v1/log/{id}", s.log)
	mux.HandleFunc("GET /v1/watch", s.watch)
	return mux
}

// show has every watch send the queue as it is now, and returns the version of that snapshot.
func (s *Server) show() uint64 {
	version := s.queue.Snapshot().Version
	s.order.Notify()
	return version
}

// one is for verbs that take exactly one id.
func one(do func(downloads.ID, order) error) func(context.Context, order) (reply, error) {
	return func(_ context.Context, o order) (reply, error) {
		if len(o.IDs) != 1 {
			return reply{}, oneIDFault()
		}
		return reply{}, do(o.IDs[0], o)
	}
}

func (s *Server) add(ctx context.Context, o order) (reply, error) {
	specs := make([]downloads.Spec, len(o.Specs))
	for i, sp := range o.Specs {
		specs[i] = sp.Spec
		specs[i].Paused = sp.Paused
	}
	ids, err := s.queue.Add(ctx, specs...)
	return reply{IDs: ids}, err
}

func (s *Server) verify(ctx context.Context, o order) (reply, error) {
	if len(o.IDs) != 1 {
		return one(nil)(ctx, o)
	}
	report, err := s.queue.Verify(ctx, o.IDs[0], o.Repair)
	return reply{Report: &report}, err
}

func (s *Server) log(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	answer(w, reply{Lines: s.queue.Log(downloads.ID(id))})
}

// watch streams what changes, one JSON object a line, until either side ends it.
func (s *Server) watch(w http.ResponseWriter, r *http.Request) {
	changed, stop := s.queue.Subscribe()
	defer stop()
	now, stopNow := s.order.Subscribe()
	defer stopNow()
	w.Header().Set("Content-Type", "application/x-ndjson")
	lines, flush := json.NewEncoder(w), http.NewResponseController(w)
	var before *downloads.Snapshot
	for {
		next := s.queue.Snapshot()
		if before == nil || next.Version != before.Version {
			if err := errors.Join(lines.Encode(differ(before, next)), flush.Flush()); err != nil {
				return
			}
			before = next
		}
		select {
		case <-changed:
		case <-now:
		case <-r.Context().Done():
			return
		}
	}
}
