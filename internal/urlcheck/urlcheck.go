// Package urlcheck judges addresses: whether they may be used, whether they name this computer, and which belong together.
//
// It promises to look at nothing but the address: it never resolves a name. A name that is no IP address is foreign, the name
// localhost alone is this computer.
//
// Start reading at Secure.
package urlcheck

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// Secure reports whether an address may be used: https, or http to this computer. It says nothing about names, passwords or
// queries in it.
func Secure(u *url.URL) bool {
	switch u.Scheme {
	case "https":
		return u.Hostname() != ""
	case "http":
		return Loopback(u.Hostname())
	}
	return false
}

// Loopback reports whether a host, without a port, is this computer: localhost or a loopback address.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && ClassOf(address) == ThisComputer
}

// Class says how far an IP address reaches.
type Class string

// The classes, from near to far.
const (
	ThisComputer Class = "loopback"
	ThisLink     Class = "link-local" // the same cable or radio cell; also multicast within it
	Private      Class = "private"    // a network of a house or a company (RFC 1918, RFC 4193)
	Public       Class = "public"     // any other host of the internet
	NoHost       Class = "none"       // no single host: unspecified, multicast, or no address at all
)

// ClassOf returns how far an address reaches. An IPv4 address in IPv6 form is judged as the IPv4 address.
func ClassOf(a netip.Addr) Class {
	a = a.Unmap()
	switch {
	case a.IsLoopback():
		return ThisComputer
	case a.IsLinkLocalUnicast(), a.IsLinkLocalMulticast(), a.IsInterfaceLocalMulticast():
		return ThisLink
	case !a.IsValid(), a.IsUnspecified(), a.IsMulticast():
		return NoHost
	case a.IsPrivate(), shared.Contains(a), siteLocal.Contains(a):
		return Private
	}
	if inner, ok := embedded(a); ok && ClassOf(inner) != Public {
		return Private // a gateway of this network passes it on to a host within
	}
	return Public
}

//nolint:gochecknoglobals // constants, in fact
var (
	shared      = netip.MustParsePrefix("100.64.0.0/10") // behind a provider's translation, and private overlays (RFC 6598)
	siteLocal   = netip.MustParsePrefix("fec0::/10")     // private networks before RFC 4193
	translated  = netip.MustParsePrefix("64:ff9b::/96")  // RFC 6052
	translated1 = netip.MustParsePrefix("64:ff9b:1::/48")
	tunnelled   = netip.MustParsePrefix("2002::/16") // RFC 3056
	compatible  = netip.MustParsePrefix("::/96")
)

// embedded returns the IPv4 address that an IPv6 address stands for.
func embedded(a netip.Addr) (netip.Addr, bool) {
	if !a.Is6() {
		return netip.Addr{}, false
	}
	raw := a.As16()
	switch {
	case translated.Contains(a), translated1.Contains(a), compatible.Contains(a):
		return netip.AddrFrom4([4]byte(raw[12:16])), true
	case tunnelled.Contains(a):
		return netip.AddrFrom4([4]byte(raw[2:6])), true
	}
	return netip.Addr{}, false
}

// Origin returns scheme, host and port of an address in one form (RFC 6454): what a token belongs to.
func Origin(u *url.URL) string {
	return strings.ToLower(u.Scheme + "://" + net.JoinHostPort(u.Hostname(), portOf(u)))
}

// PartOf reports whether an https address lies at a subdomain of another https address, with the same port. No address in
// numbers has subdomains.
func PartOf(sub, whole *url.URL) bool {
	host := strings.ToLower(whole.Hostname())
	_, notNumbers := netip.ParseAddr(host)
	return notNumbers != nil && host != "" && sub.Scheme == "https" && whole.Scheme == "https" && portOf(sub) == portOf(whole) &&
		strings.HasSuffix(strings.ToLower(sub.Hostname()), "."+host)
}

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	return map[string]string{"https": "443", "http": "80"}[strings.ToLower(u.Scheme)]
}

// SameOrigin reports whether two addresses have scheme, host and port in common.
func SameOrigin(a, b *url.URL) bool { return Origin(a) == Origin(b) }
