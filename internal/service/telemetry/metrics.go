package telemetry

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/programconnect/programconnect/internal/service"
)

// standingTime is how long a scrape waits for the stores.
const standingTime = 6 * time.Second

// Metrics are the figures of one server. It implements service.Observer.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	running  prometheus.Gauge
	bytes    *prometheus.CounterVec
	events   *prometheus.CounterVec
}

// NewMetrics returns the figures of a server of a version. standing is asked at each scrape.
func NewMetrics(version string, standing func(context.Context) service.Standing) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "program_service_requests_total", Help: "Requests that were answered."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "program_service_request_seconds", Help: "How long answers took; files are not in it.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}}, []string{"route"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{Name: "program_service_requests_running", Help: "Requests that are being answered."}),
		bytes:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "program_service_answer_bytes_total", Help: "Bytes of answers."}, []string{"route"}),
		events:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "program_service_events_total", Help: "What happened, by kind."}, []string{"event"}),
	}
	about := prometheus.NewGauge(prometheus.GaugeOpts{Name: "program_service_info", Help: "The version that runs.", ConstLabels: prometheus.Labels{"version": version}})
	about.Set(1)
	for _, e := range []service.Event{service.EventLink, service.EventWhole, service.EventMailSent, service.EventMailFailed, service.EventRefused, service.EventBroken} {
		m.events.WithLabelValues(string(e)) // a figure that is not there yet can't be told from one that is gone
	}
	m.registry.MustRegister(m.requests, m.seconds, m.running, m.bytes, m.events, about, &stand{ask: standing},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers scrapes.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 2 * standingTime})
}

// filesRoute is the pattern of the bytes of files: how long those take says how fast people read.
const filesRoute = "/files/{package}/{name}"

// Begin counts a request that runs.
func (m *Metrics) Begin(ctx context.Context, method, route string, _ http.Header) (context.Context, func(service.Seen)) {
	m.running.Inc()
	return ctx, func(s service.Seen) {
		m.running.Dec()
		m.requests.WithLabelValues(method, route, strconv.Itoa(s.Status)).Inc()
		m.bytes.WithLabelValues(route).Add(float64(s.Bytes))
		if route != filesRoute {
			m.seconds.WithLabelValues(route).Observe(s.Took.Seconds())
		}
	}
}

// Count counts an event.
func (m *Metrics) Count(e service.Event) { m.events.WithLabelValues(string(e)).Inc() }

// stand is how the service stands, asked at each scrape.
type stand struct {
	ask func(context.Context) service.Standing
}

// The figures of how a service stands.
var (
	upFigure      = prometheus.NewDesc("program_service_store_writable", "1 while it can be written.", []string{"store"}, nil)
	waitingFigure = prometheus.NewDesc("program_service_mails_waiting", "Mails that are not sent yet.", nil, nil)
	oldestFigure  = prometheus.NewDesc("program_service_mail_oldest_seconds", "How long the oldest of them waits.", nil, nil)
	troubleFigure = prometheus.NewDesc("program_service_mail_trouble", "1 while the last attempt at a mail failed.", nil, nil)
)

// Describe names the figures.
func (s *stand) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{upFigure, waitingFigure, oldestFigure, troubleFigure} {
		to <- d
	}
}

// Collect asks how the service stands.
func (s *stand) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), standingTime)
	defer cancel()
	now := s.ask(ctx)
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	gauge(upFigure, number(now.Database), "database")
	gauge(upFigure, number(now.Files), "files")
	gauge(waitingFigure, float64(now.MailsWaiting))
	oldest := 0.0
	if !now.MailOldest.IsZero() {
		oldest = max(0, time.Since(now.MailOldest).Seconds())
	}
	gauge(oldestFigure, oldest)
	gauge(troubleFigure, number(now.MailTrouble))
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
