package authority

import (
	"net"
	"net/url"
	"strings"

	"github.com/programconnect/programconnect/internal/urlcheck"
)

// site is where an authority is found: by the browser, and by the app's back channel.
type site struct{ cfg Config }

// base returns where the browser finds the pages, without a trailing slash.
func (s site) base() string {
	if s.cfg.BaseURL != nil {
		if b := strings.TrimRight(s.cfg.BaseURL(), "/"); b != "" {
			return b
		}
	}
	return "http://127.0.0.1"
}

// path returns the path part of base, such as "/sign-in".
func (s site) path() string {
	u, err := url.Parse(s.base())
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}

func (s site) issuer(tenantID string) string { return s.cfg.Origin + "/" + tenantID + "/v2.0" }

func (s site) deviceURL() string { return s.base() + "/device" }

// hostAllowed keeps out pages of other sites whose name was made to point here (DNS rebinding).
func (s site) hostAllowed(host string) bool {
	if !loopbackHost(host) {
		return false
	}
	if s.cfg.BaseURL == nil || s.cfg.BaseURL() == "" {
		return true
	}
	u, err := url.Parse(s.base())
	if err != nil {
		return false
	}
	_, port, _ := strings.Cut(strings.TrimPrefix(host, "[::1]"), ":")
	return port == u.Port()
}

// loopbackHost reports whether host names this computer.
func loopbackHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.Trim(name, "[]")
	return urlcheck.Loopback(name)
}

// originOf returns scheme and host for a content security policy, "" for what is no address.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
