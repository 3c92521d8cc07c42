package downloads

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// origin is scheme, host and port: what a token belongs to (RFC 6454).
func origin(u *url.URL) string { return u.Scheme + "://" + strings.ToLower(hostPort(u)) }

// hostPort is the host with its port, the scheme's own when none is given.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// loopback tells whether the host is this computer.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

// checkAddress tells in words why an address is not acceptable; "" when it is.
func checkAddress(u *url.URL) string {
	switch {
	case u.Hostname() == "":
		return "The address names no server."
	case u.User != nil:
		return "The address holds a name or a password."
	case u.Scheme == "https":
		return ""
	case u.Scheme == "http" && loopback(u.Hostname()):
		return ""
	case u.Scheme == "http":
		return "The address is not encrypted (http)."
	}
	return "The address is not an https address."
}

// bare is an address for eyes and logs: without query and fragment, where secrets are.
func bare(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
