package telemetry

import (
	"context"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	oteltrace "go.opentelemetry.io/otel/trace"

	"github.com/programconnect/programconnect/internal/service"
)

// Traces makes a span of each request and sends them to a collector. It implements service.Observer.
type Traces struct {
	provider *trace.TracerProvider
	tracer   oteltrace.Tracer
	from     propagation.TraceContext
}

// NewTraces returns traces that go to the address of a collector, which speaks OTLP over HTTP. part is the share of requests that
// begin a trace of their own; those that belong to one already follow it. Close sends the last.
func NewTraces(version, address string, part float64, client *http.Client) *Traces {
	return tracesTo(version, part, trace.NewBatchSpanProcessor(&exporter{address: address, client: client}))
}

func tracesTo(version string, part float64, to trace.SpanProcessor) *Traces {
	about := resource.NewSchemaless(attribute.String("service.name", "program-service"), attribute.String("service.version", version))
	p := trace.NewTracerProvider(trace.WithResource(about), trace.WithSpanProcessor(to), trace.WithSampler(trace.ParentBased(trace.TraceIDRatioBased(part))))
	return &Traces{provider: p, tracer: p.Tracer("program-service")}
}

// Begin begins a request's span, as part of the trace that its header names.
func (t *Traces) Begin(ctx context.Context, method, route string, header http.Header) (context.Context, func(service.Seen)) {
	ctx = t.from.Extract(ctx, propagation.HeaderCarrier(header))
	ctx, span := t.tracer.Start(ctx, method+" "+route, oteltrace.WithSpanKind(oteltrace.SpanKindServer),
		oteltrace.WithAttributes(attribute.String("http.request.method", method), attribute.String("http.route", route)))
	return ctx, func(s service.Seen) {
		span.SetAttributes(attribute.Int("http.response.status_code", s.Status), attribute.Int64("http.response.body.size", s.Bytes))
		if s.Status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, "")
		}
		span.End()
	}
}

// Count counts nothing: traces are of requests.
func (*Traces) Count(service.Event) {}

// Close sends what waits, for a moment.
func (t *Traces) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return t.provider.Shutdown(ctx)
}

// Both returns an Observer that is several.
func Both(observers ...service.Observer) service.Observer { return both(observers) }

type both []service.Observer

// Begin lets each begin.
func (b both) Begin(ctx context.Context, method, route string, header http.Header) (context.Context, func(service.Seen)) {
	ends := make([]func(service.Seen), len(b))
	for i, o := range b {
		ctx, ends[i] = o.Begin(ctx, method, route, header) //nolint:fatcontext // as many as there are observers
	}
	return ctx, func(s service.Seen) {
		for _, end := range ends {
			end(s)
		}
	}
}

// Count lets each count.
func (b both) Count(e service.Event) {
	for _, o := range b {
		o.Count(e)
	}
}
