// Package telemetry is what a program service tells those who run it: figures in the form of Prometheus, and traces in that of
// OpenTelemetry.
//
// It promises that nothing in either names a person, a token, a code or the query of a link: figures are by the pattern of a
// route, and a span holds method, pattern, status, bytes and time. Traces go nowhere until an address for them is set, and a
// collector that is slow or away costs requests nothing: spans that find no room are dropped.
//
// The figures come from Prometheus's own library, for its collectors of the process and of Go. Spans are sent as OTLP over HTTP in
// JSON by this package: the library's exporter would bring gRPC and its generated code into the server, which is more than all of
// the rest of it.
//
// Only cmd/program-service imports it. Start reading at Metrics and Traces.
package telemetry
