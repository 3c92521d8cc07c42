package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// NewTransport gives the transport that the client uses when it is given none: TLS 1.2 or newer, the environment's proxies,
// bounded waits.
func NewTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:   15 * time.Second,
		ResponseHeaderTimeout: 30 * time.Second,
		IdleConnTimeout:       60 * time.Second,
		MaxIdleConnsPerHost:   4,
		ForceAttemptHTTP2:     true,
	}
}

// CleanAddress gives a program's address as it is kept: scheme and host, no path, no trailing slash. A bare host becomes
// https; plain http is allowed to this computer alone.
func CleanAddress(address string) (string, error) {
	text := strings.TrimSpace(address)
	if text != "" && !strings.Contains(text, "://") {
		text = "https://" + text
		if host := (&url.URL{Host: strings.TrimPrefix(strings.SplitN(text, "/", 4)[2], "@")}).Hostname(); urlcheck.Loopback(host) {
			text = "http://" + strings.TrimPrefix(text, "https://")
		}
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", addressFault("It is not an address such as https://program.example.com.")
	}
	if !urlcheck.Secure(u) {
		return "", addressFault("Only https is used, so that nobody on the way can read or change anything.")
	}
	path := strings.TrimSuffix(u.Path, "/")
	path = strings.TrimSuffix(path, "/.well-known/program-connect")
	if path != "" {
		return "", addressFault("A program is named by its host alone, without a path.")
	}
	return u.Scheme + "://" + u.Host, nil
}

func addressFault(cause string) error {
	return &fault.Error{Kind: fault.Usage, Code: "program.address", Title: i18n.Verbatim("This is not the address of a program."), Cause: i18n.Verbatim(cause),
		Safe: i18n.Verbatim("Nothing was changed."), Steps: []i18n.Text{i18n.Verbatim("Copy the address from the program's page or invitation.")}, Field: "address"}
}

// transportFault makes the fault for a request that got no answer. The error's text is never shown: it can hold an address
// with a query.
func transportFault(err error) error {
	if errors.Is(err, context.Canceled) {
		return fault.Of(context.Canceled)
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	f := &fault.Error{Kind: fault.Network, Code: "program.unreachable", Title: i18n.Verbatim("The program can't be reached."),
		Safe: i18n.Verbatim("Nothing is lost."), Steps: []i18n.Text{i18n.Verbatim("Check the network and try again.")}, Guide: "network", Err: err}
	var unknownHost *net.DNSError
	var wrongCertificate *tls.CertificateVerificationError
	var recordHeader tls.RecordHeaderError
	var authority x509.UnknownAuthorityError
	switch {
	case errors.As(err, &wrongCertificate), errors.As(err, &authority), errors.As(err, &recordHeader):
		f.Code, f.Title = "program.tls", i18n.Verbatim("The connection to the program is not safe.")
		f.Cause = i18n.Verbatim("The certificate that answered is not one this computer trusts for that address. A network that reads along, or a wrong clock, looks like this.")
		f.Steps = []i18n.Text{i18n.Verbatim("Check the clock of this computer."), i18n.Verbatim("Ask your IT whether a proxy opens https, or use another network.")}
	case errors.As(err, &unknownHost):
		f.Cause = i18n.Verbatim("Its name has no address on this network.")
		f.Steps = []i18n.Text{i18n.Verbatim("Check the network, and the program's address for a typing error.")}
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		f.Code, f.Cause = "program.timeout", i18n.Verbatim("No answer came in time.")
	default:
		f.Cause = i18n.Verbatim("The connection was refused or broke off.")
	}
	return f
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}
