package service

import (
	"errors"
	"io"
	"log"
	"net/http"
	"syscall"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// NewServer gives an http.Server with this service's bounds: headers within 10 s and 64 KiB, answers within
// a minute unless they are files, idle connections for 2 minutes. Bodies have the bounds that each route sets.
func NewServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: log.New(io.Discard, "", 0)} // its lines can hold addresses with queries
}

// windowsInUse is WSAEADDRINUSE, which package syscall does not take for EADDRINUSE.
const windowsInUse = syscall.Errno(10048)

// ListenFault makes the fault for an address that can't be listened on.
func ListenFault(err error) error {
	f := &fault.Error{Kind: fault.Usage, Code: "service.listen", Title: i18n.Verbatim("The address can't be listened on."), Cause: i18n.Verbatim("It is not an address of this computer."),
		Safe: i18n.Verbatim("Nothing was started."), Steps: []i18n.Text{i18n.Verbatim("Name another address or port, or port 0 for any that is free.")}, Field: "--listen", Err: err}
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, windowsInUse):
		f.Kind, f.Cause = fault.Busy, i18n.Verbatim("Another program listens on this port already.")
	case errors.Is(err, syscall.EACCES):
		f.Kind, f.Cause = fault.Permission, i18n.Verbatim("This port needs more rights than this user has.")
	}
	return f
}
