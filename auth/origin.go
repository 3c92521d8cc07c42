package auth

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Origin is where a program is: the scheme, host and port of its own address, or the sample program in this process. An
// account belongs to one origin, and its tokens go to no other. The zero Origin is nobody's: nothing is given out for it.
// Origins may be compared with ==.
type Origin struct{ text string }

const sampleOrigin = "sample:"

// SampleOrigin returns the origin of the sample program that this process has started. It has no address of its own, since
// its port changes.
func SampleOrigin() Origin { return Origin{sampleOrigin} }

// OriginOf returns the origin of an address: https anywhere, or http on this computer.
func OriginOf(address string) (Origin, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Origin{}, faultOrigin()
	}
	host := strings.ToLower(u.Hostname())
	scheme := strings.ToLower(u.Scheme)
	if host == "" || u.User != nil || u.Opaque != "" || !plainHost(host) || (scheme != "https" && (scheme != "http" || !loopback(host))) {
		return Origin{}, faultOrigin()
	}
	port := u.Port()
	if port == "" || (scheme == "https" && port == "443") || (scheme == "http" && port == "80") {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return Origin{scheme + "://" + host}, nil
	}
	return Origin{scheme + "://" + net.JoinHostPort(host, port)}, nil
}

// plainHost reports whether a host is written in the characters of host names and addresses, and in one way only: two
// spellings of one name must not become two origins, nor two names one.
func plainHost(host string) bool {
	for _, r := range host {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("-.:_", r) {
			return false
		}
	}
	return !strings.HasSuffix(host, ".")
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// String returns the origin as it is shown: "https://program.example", or "sample:".
func (o Origin) String() string { return o.text }

// IsZero reports whether there is no origin.
func (o Origin) IsZero() bool { return o.text == "" }

// local reports whether the origin is an address on this computer.
func (o Origin) local() bool {
	u, err := url.Parse(o.text)
	return err == nil && u.Scheme == "http"
}

// serves reports whether a program at o may have its API at api: at o itself or, with https, at a subdomain of it and the
// same port. The sample program's is on this computer.
func (o Origin) serves(api Origin) bool {
	if o.text == sampleOrigin {
		return api.local()
	}
	if o == api {
		return true
	}
	mine, err := url.Parse(o.text)
	theirs, err2 := url.Parse(api.text)
	if err != nil || err2 != nil || mine.Scheme != "https" || theirs.Scheme != "https" {
		return false
	}
	_, notName := netip.ParseAddr(mine.Hostname())
	return notName != nil && strings.HasSuffix(theirs.Hostname(), "."+mine.Hostname()) && mine.Port() == theirs.Port()
}

// Channel is a back channel to an authority that is not the authority's own https address. The zero Channel is that
// address. An account that was made through a channel is used through the same one and no other, and there is a channel
// only to authorities under the name .invalid, which no network can have (RFC 2606): a program can't name one to get
// what belongs to a real authority.
type Channel struct {
	name      string // empty: none
	at        Origin
	transport http.RoundTripper
}

// SampleChannel is the way to the authority of the sample program in this process. It goes with SampleOrigin.
func SampleChannel(transport http.RoundTripper) Channel {
	return Channel{name: sampleOrigin, at: SampleOrigin(), transport: transport}
}

// LoopbackChannel is the way to the authority of a sample program in another process of this computer, which the person
// named by its address. It goes with that address's origin.
func LoopbackChannel(program Origin, transport http.RoundTripper) Channel {
	return Channel{name: program.text, at: program, transport: transport}
}

// fits reports whether the channel may be used for a program at origin and an authority at this address.
func (c Channel) fits(origin Origin, authority *url.URL) bool {
	if c.name == "" {
		return origin.text != sampleOrigin
	}
	ours := c.name == sampleOrigin || c.at.local()
	return ours && c.transport != nil && c.at == origin && strings.HasSuffix(strings.ToLower(authority.Hostname()), ".invalid")
}

// shows reports whether the authority behind the channel may show its pages at an address: over plain http on this
// computer.
func (c Channel) shows(address string) bool {
	u, err := url.Parse(address)
	return err == nil && c.name != "" && u.Scheme == "http" && u.User == nil && loopback(u.Hostname())
}

// check returns the address of the authority, or the fault of an authority that can't be used: its address is not https
// with a path, its program's API is elsewhere, or its back channel is not one.
func (a Authority) check() (*url.URL, error) {
	u, err := url.Parse(a.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") == "" ||
		u.RawQuery != "" || a.ClientID == "" {
		return nil, faultAddress()
	}
	switch {
	case a.Origin.IsZero():
		return nil, faultOrigin()
	case !a.API.IsZero() && !a.Origin.serves(a.API):
		return nil, faultAPI(a.API)
	case !a.Channel.fits(a.Origin, u):
		return nil, faultChannel()
	}
	return u, nil
}

// api returns where the program's API is.
func (a Authority) api() Origin {
	if a.API.IsZero() {
		return a.Origin
	}
	return a.API
}

// owns reports whether an account was made for this program, at this authority, in this way.
func (a Authority) owns(r *record) bool {
	mine, err := url.Parse(a.URL)
	theirs, err2 := url.Parse(r.Authority)
	return err == nil && err2 == nil && !a.Origin.IsZero() && r.Origin == a.Origin.text && r.Channel == a.Channel.name &&
		strings.EqualFold(mine.Host, theirs.Host) && a.ClientID == r.ClientID
}

func faultOrigin() error {
	return &fault.Error{Kind: fault.Usage, Code: "auth.origin", Guide: "program-address", Safe: keptSafe(), Steps: []i18n.Text{checkProgramAddress()},
		Title: i18n.T(&goi18n.Message{ID: "auth.origin.title", Other: "The program's address can't be used for a sign-in."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.origin.cause", Other: "It has to be an https address, or one on this computer."}),
		Err:   &Details{Stage: "discovery"}}
}

func faultAPI(api Origin) error {
	return &fault.Error{Kind: fault.Verification, Code: "auth.api-elsewhere", Guide: "program-address", Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "auth.api-elsewhere.title", Other: "The program wants its sign-in sent to another address."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.api-elsewhere.cause", Other: "It names {{.Address}}, which is not part of its own. Nothing was sent there."}, "Address", api.text),
		Steps: []i18n.Text{checkProgramAddress(), i18n.T(&goi18n.Message{ID: "auth.api-elsewhere.step", Other: "Ask the program's contact."})},
		Err:   &Details{Stage: "discovery"}}
}

func faultChannel() error {
	return &fault.Error{Kind: fault.Verification, Code: "auth.channel", Guide: "program-address", Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "auth.channel.title", Other: "The program names a way to sign in that only a sample program has."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.channel.cause", Other: "A sign-in goes to the authority's own address and to no other. Nothing was sent."}),
		Steps: []i18n.Text{checkProgramAddress(), i18n.T(&goi18n.Message{ID: "auth.channel.step", Other: "Ask the program's contact."})},
		Err:   &Details{Stage: "discovery"}}
}

// faultWrongHost is the fault of a token that was asked for an address that it is not for.
func faultWrongHost() error {
	return &fault.Error{Kind: fault.Verification, Code: "auth.token-elsewhere", Guide: "program-address", Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "auth.token-elsewhere.title", Other: "The sign-in was not sent: the address belongs to somebody else."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.token-elsewhere.cause", Other: "A sign-in goes to the program that it was made for and to no other."}),
		Steps: []i18n.Text{checkProgramAddress()},
		Err:   &Details{Stage: "token"}}
}

// faultOriginUnknown is the fault of an account of version 0.1 whose program is not known.
func faultOriginUnknown() *fault.Error {
	return &fault.Error{Kind: fault.SignIn, Code: "auth.origin-unknown", Guide: "sign-in-again", Steps: []i18n.Text{signInAgain()},
		Title: i18n.T(&goi18n.Message{ID: "auth.origin-unknown.title", Other: "It is not known for which program this account signed in."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.origin-unknown.cause", Other: "An older version of Program Connect kept the sign-in and did not note it."}),
		Safe:  i18n.T(&goi18n.Message{ID: "auth.origin-unknown.safe", Other: "It is given to no program. Nothing else is lost."}),
		Err:   &Details{Stage: "accounts", err: errSignedOut}}
}
