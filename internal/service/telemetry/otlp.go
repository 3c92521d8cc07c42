package telemetry

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/trace"
)

// exporter sends spans as OTLP over HTTP in JSON (opentelemetry-proto, "JSON Protobuf Encoding"): ids as hex, 64-bit numbers as
// text, names in camel case.
type exporter struct {
	address string
	client  *http.Client
}

type (
	otlpValue struct {
		Text   *string `json:"stringValue,omitzero"`
		Number *string `json:"intValue,omitzero"`
	}
	otlpAttribute struct {
		Key   string    `json:"key"`
		Value otlpValue `json:"value"`
	}
	otlpStatus struct {
		Code int `json:"code,omitzero"` // 2: an error
	}
	otlpSpan struct {
		TraceID    string          `json:"traceId"`
		SpanID     string          `json:"spanId"`
		Parent     string          `json:"parentSpanId,omitzero"`
		Name       string          `json:"name"`
		Kind       int             `json:"kind"`
		Start      string          `json:"startTimeUnixNano"`
		End        string          `json:"endTimeUnixNano"`
		Attributes []otlpAttribute `json:"attributes"`
		Status     otlpStatus      `json:"status"`
	}
	otlpScope struct {
		Name string `json:"name"`
	}
	otlpScopeSpans struct {
		Scope otlpScope  `json:"scope"`
		Spans []otlpSpan `json:"spans"`
	}
	otlpResource struct {
		Attributes []otlpAttribute `json:"attributes"`
	}
	otlpResourceSpans struct {
		Resource otlpResource     `json:"resource"`
		Scopes   []otlpScopeSpans `json:"scopeSpans"`
	}
	otlpRequest struct {
		Resources []otlpResourceSpans `json:"resourceSpans"`
	}
)

// ExportSpans sends spans. What the collector does not take is lost: the next ones are not kept waiting for it.
func (e *exporter) ExportSpans(ctx context.Context, spans []trace.ReadOnlySpan) error {
	if len(spans) == 0 {
		return nil
	}
	list := make([]otlpSpan, len(spans))
	for i, s := range spans {
		list[i] = otlpOf(s)
	}
	text, err := json.Marshal(otlpRequest{Resources: []otlpResourceSpans{{Resource: otlpResource{attributesOf(spans[0].Resource().Attributes())},
		Scopes: []otlpScopeSpans{{Scope: otlpScope{spans[0].InstrumentationScope().Name}, Spans: list}}}}})
	if err != nil {
		return err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, e.address, bytes.NewReader(text))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/json")
	w, err := e.client.Do(q)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, io.LimitReader(w.Body, 64<<10))
	if w.StatusCode/100 != 2 {
		err = errors.Join(err, errors.New("telemetry: the collector answered "+strconv.Itoa(w.StatusCode)))
	}
	return errors.Join(err, w.Body.Close())
}

// Shutdown has nothing to end.
func (e *exporter) Shutdown(context.Context) error { return nil }

func otlpOf(s trace.ReadOnlySpan) otlpSpan {
	span := otlpSpan{TraceID: s.SpanContext().TraceID().String(), SpanID: s.SpanContext().SpanID().String(), Name: s.Name(), Kind: int(s.SpanKind()),
		Start: strconv.FormatInt(s.StartTime().UnixNano(), 10), End: strconv.FormatInt(s.EndTime().UnixNano(), 10), Attributes: attributesOf(s.Attributes())}
	if s.Parent().SpanID().IsValid() {
		span.Parent = s.Parent().SpanID().String()
	}
	if s.Status().Code.String() == "Error" {
		span.Status.Code = 2
	}
	return span
}

func attributesOf(list []attribute.KeyValue) []otlpAttribute {
	all := make([]otlpAttribute, len(list))
	for i, a := range list {
		text := a.Value.String()
		all[i].Key = string(a.Key)
		if a.Value.Type() == attribute.INT64 {
			all[i].Value.Number = &text
		} else {
			all[i].Value.Text = &text
		}
	}
	return all
}
