package session

import (
	"net/netip"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
)

func TestLinksOfAProgramLeadNoNearerThanItself(t *testing.T) {
	for _, c := range []struct {
		program, at, link string // at: where the program was reached
		fine              bool
	}{
		{"https://far.example", "93.184.216.34", "https://files.example/a", true},
		{"https://far.example", "93.184.216.34", "http://127.0.0.1:8080/a", false},
		{"https://far.example", "93.184.216.34", "https://localhost/a", false},
		{"https://far.example", "93.184.216.34", "https://10.0.0.1/a", false},
		{"https://far.example", "93.184.216.34", "https://169.254.169.254/a", false},
		{"https://far.example", "93.184.216.34", "https://[::1]/a", false},
		{"https://far.example", "", "https://192.168.1.1/a", false},
		{"https://corp.example", "10.0.0.5", "https://10.0.0.1/a", true},
		{"https://corp.example", "10.0.0.5", "http://127.0.0.1/a", false},
		{"https://10.0.0.5", "", "https://10.0.0.1/a", true},
		{"https://10.0.0.5", "", "https://169.254.169.254/a", false},
		{"http://127.0.0.1:80", "", "http://127.0.0.1:81/a", true},
	} {
		r := NewReach()
		r.name(c.program)
		if c.at != "" {
			r.Reached(hostPort(c.program), netip.MustParseAddr(c.at))
		}
		err := r.follow(c.program, c.link)
		if err == nil {
			err = r.CheckHost(hostPort(c.link))
		}
		if (err == nil) != c.fine || (err != nil && fault.Of(err).Code != nearCode) {
			t.Errorf("%s at %q, %s: %v", c.program, c.at, c.link, err)
		}
	}
}

// TestNameThatComesToANearAddressIsRefused: what a name of a link has come to is judged where the connection is made.
func TestNameThatComesToANearAddressIsRefused(t *testing.T) {
	r := NewReach()
	r.name("https://far.example")
	r.Reached("far.example:443", netip.MustParseAddr("93.184.216.34"))
	r.Reached("far.example:443", netip.MustParseAddr("10.0.0.1")) // it says so once; it was outside before
	if err := r.follow("https://far.example", "https://files.example/a"); err != nil {
		t.Fatal(err)
	}
	for address, fine := range map[string]bool{"93.184.216.35": true, "127.0.0.1": false, "::1": false, "10.0.0.1": false, "fe80::1": false, "0.0.0.0": false, "224.0.0.1": false} {
		if err := r.CheckDial("files.example:443", netip.MustParseAddr(address)); (err == nil) != fine {
			t.Errorf("%s: %v", address, err)
		}
	}
	r.permit("https://files.corp.example/a", "private")
	for address, fine := range map[string]bool{"10.0.0.1": true, "127.0.0.1": false, "169.254.1.1": false, "0.0.0.0": false} {
		if err := r.CheckDial("files.corp.example:443", netip.MustParseAddr(address)); (err == nil) != fine {
			t.Errorf("a private network, %s: %v", address, err)
		}
	}
}
