package service

import (
	"io"
	"log"
	"net/http"
	"time"
)

// NewServer returns an http.Server with this service's bounds: headers within 10 s and 64 KiB, answers within
// a minute unless they are files, idle connections for 2 minutes. Bodies have the bounds that each route sets.
func NewServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       log.New(io.Discard, "", 0)} // its lines can hold addresses with queries
}
