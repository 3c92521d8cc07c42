package client

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/urlcheck"
)

// NewTransport returns the transport that the client uses when it is given none: TLS 1.2 or newer, the environment's proxies,
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

// CleanAddress returns a program's address as it is kept: scheme and host, no path, no trailing slash. A bare host becomes
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
		return "", addressFault(noAddress())
	}
	if !urlcheck.Secure(u) {
		return "", addressFault(onlyHTTPS())
	}
	path := strings.TrimSuffix(u.Path, "/")
	path = strings.TrimSuffix(path, WellKnown)
	if path != "" {
		return "", addressFault(hostAlone())
	}
	return u.Scheme + "://" + u.Host, nil
}
