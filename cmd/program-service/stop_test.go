package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// stoppable serves an answer whose second half waits for a word.
func stoppable(t *testing.T) (server *http.Server, answer *http.Response, goOn chan struct{}) {
	t.Helper()
	goOn = make(chan struct{})
	server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:gosec // of a test
		_, _ = io.WriteString(w, "first ")
		_ = http.NewResponseController(w).Flush()
		select {
		case <-goOn:
			_, _ = io.WriteString(w, "second")
		case <-r.Context().Done():
		}
	})}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	answer, err = http.Get("http://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return server, answer, goOn
}

func TestStopLetsRunningAnswersEnd(t *testing.T) {
	server, answer, goOn := stoppable(t)
	closing := make(chan struct{})
	server.RegisterOnShutdown(func() { close(closing) })
	stopped := make(chan error, 1)
	go func() { stopped <- stop(context.Background(), server, time.Minute) }()
	<-closing
	close(goOn)
	if text, err := io.ReadAll(answer.Body); err != nil || string(text) != "first second" {
		t.Errorf("%q %v", text, err)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestStopEndsWhatDoesNotEnd(t *testing.T) {
	server, answer, _ := stoppable(t)
	if err := stop(context.Background(), server, time.Millisecond); err != nil {
		t.Error(err)
	}
	if text, err := io.ReadAll(answer.Body); !errors.Is(err, io.ErrUnexpectedEOF) || string(text) != "first " {
		t.Errorf("%q %v", text, err)
	}
}
