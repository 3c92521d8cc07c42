// Package loadtest measures how an HTTP server answers under load: so many connections, each asking again as soon as it has
// been answered.
//
// It promises that every answer is read to its end and that an answer with another status than 200 ends the run with an error,
// so that refusals never look like speed. It judges nothing: its figures are benchmarks.
//
// Start reading at Run; cmd/bench-service is the program behind "make bench-service".
package loadtest
