package downloads

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/programconnect/programconnect/internal/i18n"
)

// origin returns scheme, host and port: what a token belongs to (RFC 6454).
func origin(u *url.URL) string { return u.Scheme + "://" + strings.ToLower(hostPort(u)) }

// hostPort returns the host with its port, the scheme's own when none is given.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// loopback reports whether the host is this computer.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

// checkAddress returns why an address is not acceptable; empty when it is.
func checkAddress(u *url.URL) i18n.Text {
	switch {
	case u.Hostname() == "":
		return addressNoServer()
	case u.User != nil:
		return addressWithUser()
	case u.Scheme == "https":
		return i18n.Text{}
	case u.Scheme == "http" && loopback(u.Hostname()):
		return i18n.Text{}
	case u.Scheme == "http":
		return addressNotEncrypted()
	}
	return addressOtherScheme()
}

// bare returns an address for eyes and logs: without query and fragment, where secrets are.
func bare(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
