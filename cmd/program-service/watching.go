package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/telemetry"
)

// watchFlags say what those who run a server see of it.
type watchFlags struct {
	log, metrics, traces string
	part                 float64
}

// logger returns the log that the setting asks for. It holds no token, no code, no address of a person and no query.
func (f watchFlags) logger(to io.Writer) (*slog.Logger, error) {
	switch f.log {
	case "", "off", "false":
		return slog.New(slog.DiscardHandler), nil
	case "text", "true":
		return slog.New(slog.NewTextHandler(to, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(to, nil)), nil
	}
	return nil, flagFault("service.log", "--log", i18n.T(&goi18n.Message{ID: "service.log.title", Other: "The log is off, text or json."}), i18n.Text{})
}

// watching is what serves figures and sends traces beside a server.
type watching struct {
	observer service.Observer // nil: nobody watches
	metrics  *http.Server
	listener net.Listener
	traces   *telemetry.Traces
	served   chan struct{}
}

// watch starts what the settings ask for. standing is asked at each scrape.
func (f watchFlags) watch(ctx context.Context, standing func(context.Context) service.Standing) (*watching, error) {
	w := &watching{}
	var observers []service.Observer
	if f.traces != "" {
		if u, err := url.Parse(f.traces); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || f.part < 0 || f.part > 1 {
			return nil, flagFault("service.traces", "--traces",
				i18n.T(&goi18n.Message{ID: "service.traces.title", Other: "--traces wants the address of a collector, and --traces-part a share from 0 to 1."}),
				i18n.T(&goi18n.Message{ID: "service.traces.cause", Other: "A collector that takes OTLP over HTTP is at an address such as http://127.0.0.1:4318/v1/traces."}))
		}
		w.traces = telemetry.NewTraces(version, f.traces, f.part, &http.Client{Timeout: 10 * time.Second})
		observers = append(observers, w.traces)
	}
	if f.metrics != "" {
		m := telemetry.NewMetrics(version, standing)
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.metrics)
		if err != nil {
			return nil, errors.Join(service.ListenFault(err), w.close()) //nolint:contextcheck // see serve.go
		}
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", m.Handler())
		w.listener = listener
		w.metrics = service.NewServer(mux)
		w.served = make(chan struct{})
		go func() {
			defer close(w.served)
			_ = w.metrics.Serve(listener) // it ends when it is closed
		}()
		observers = append(observers, m)
	}
	if len(observers) > 0 {
		w.observer = telemetry.Both(observers...)
	}
	return w, nil
}

// close ends both, and sends the last traces for a moment.
func (w *watching) close() error {
	var err error
	if w.metrics != nil {
		err = w.metrics.Close()
		<-w.served
	}
	if w.traces != nil {
		_ = w.traces.Close() // a collector that is away is no trouble of the server
	}
	return err
}
