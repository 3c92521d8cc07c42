package urlcheck_test

import (
	"net/netip"
	"net/url"
	"testing"

	"github.com/programconnect/programconnect/internal/urlcheck"
)

func parse(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestSecure(t *testing.T) {
	for address, want := range map[string]bool{
		"https://example.com/a?b=c": true, "https://127.0.0.1:1": true, "http://127.0.0.1:80/a": true, "http://127.9.9.9/": true, "http://[::1]/a": true,
		"http://localhost:8080": true, "http://LocalHost": true, "http://[::ffff:127.0.0.1]/": true,
		"http://example.com": false, "http://127.0.0.1.example.com/a": false, "http://localhost.example.com": false, "http://[fe80::1]/": false,
		"http://10.0.0.1/": false, "http://0.0.0.0/": false, "ftp://127.0.0.1/": false, "https://": false, "https:///a": false, "file:///etc/passwd": false, "": false,
		"http://127.1/": false, "http://2130706433/": false, // spellings that some resolvers take for 127.0.0.1
	} {
		if got := urlcheck.Secure(parse(t, address)); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

func TestClassOf(t *testing.T) {
	for address, want := range map[string]urlcheck.Class{
		"127.0.0.1": urlcheck.ThisComputer, "::1": urlcheck.ThisComputer, "::ffff:127.0.0.1": urlcheck.ThisComputer,
		"169.254.169.254": urlcheck.ThisLink, "fe80::1%eth0": urlcheck.ThisLink, "ff02::1": urlcheck.ThisLink, "::ffff:169.254.1.1": urlcheck.ThisLink,
		"10.1.2.3": urlcheck.Private, "172.16.0.1": urlcheck.Private, "192.168.0.1": urlcheck.Private, "fd00::1": urlcheck.Private, "::ffff:10.1.2.3": urlcheck.Private,
		"100.64.0.1": urlcheck.Private, "fec0::1": urlcheck.Private, "64:ff9b::127.0.0.1": urlcheck.Private, "64:ff9b::10.0.0.1": urlcheck.Private,
		"64:ff9b::93.184.216.34": urlcheck.Public, "2002:0a00:0001::1": urlcheck.Private, "2002:5db8:d822::1": urlcheck.Public, "::10.0.0.1": urlcheck.Private,
		"93.184.216.34": urlcheck.Public, "2606:2800:220:1::1": urlcheck.Public, "172.32.0.1": urlcheck.Public,
		"0.0.0.0": urlcheck.NoHost, "::": urlcheck.NoHost, "239.1.1.1": urlcheck.NoHost, "ff0e::1": urlcheck.NoHost,
	} {
		if got := urlcheck.ClassOf(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
	if got := urlcheck.ClassOf(netip.Addr{}); got != urlcheck.NoHost {
		t.Errorf("no address: %s", got)
	}
}

func TestPartOf(t *testing.T) {
	for _, one := range []struct {
		sub, whole string
		part       bool
	}{
		{"https://api.example.com/v1", "https://example.com", true}, {"https://a.b.Example.com:443", "https://example.com/", true},
		{"https://example.com", "https://example.com", false}, {"https://badexample.com", "https://example.com", false},
		{"http://api.example.com", "https://example.com", false}, {"https://api.example.com:8443", "https://example.com", false},
		{"https://1.127.0.0.1", "https://127.0.0.1", false}, {"https://example.com.evil.example", "https://example.com", false},
	} {
		if got := urlcheck.PartOf(parse(t, one.sub), parse(t, one.whole)); got != one.part {
			t.Errorf("%s of %s: %v", one.sub, one.whole, got)
		}
	}
}

func TestSameOrigin(t *testing.T) {
	for _, one := range []struct {
		a, b string
		same bool
	}{
		{"https://Example.com/a", "https://example.com:443/b?c", true}, {"http://example.com", "http://example.com:80", true}, {"https://[::1]:8443/", "https://[::1]:8443/x", true},
		{"https://example.com", "http://example.com", false}, {"https://example.com", "https://example.com:8443", false}, {"https://example.com", "https://www.example.com", false},
		{"http://example.com:443", "https://example.com", false},
	} {
		if got := urlcheck.SameOrigin(parse(t, one.a), parse(t, one.b)); got != one.same {
			t.Errorf("%s and %s: %v", one.a, one.b, got)
		}
	}
}
