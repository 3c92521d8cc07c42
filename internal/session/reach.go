package session

import (
	"net/netip"
	"net/url"
	"strings"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// Reach decides which hosts near this computer a connection may be made to: this computer itself, its link, and private networks. Near
// hosts are those that the person named, by a program's address or by a pasted link, and those that a program which is itself as near
// gives links to. Nobody else's link or redirect leads there. Every other host may be reached. It resolves no name: whoever connects asks
// with the address that a name has come to; see package cmd/internal/client.
type Reach struct {
	mu      sync.Mutex
	allowed map[string]urlcheck.Class // host and port > the nearest class that it may be reached at
	seen    map[string]urlcheck.Class // host and port > the farthest class that it was reached at
	pasted  func(host string) bool    // whether a link of the queue names the host and port
}

// NewReach returns a Reach that allows no near host yet.
func NewReach() *Reach {
	return &Reach{allowed: map[string]urlcheck.Class{}, seen: map[string]urlcheck.Class{}}
}

// distance orders the classes from near to far; what is no host at all is nearest, and never allowed.
func distance(c urlcheck.Class) int {
	switch c {
	case urlcheck.ThisComputer:
		return 1
	case urlcheck.ThisLink:
		return 2
	case urlcheck.Private:
		return 3
	case urlcheck.Public:
		return 4
	}
	return 0
}

// name allows the host that a person named by an address, wherever it is.
func (r *Reach) name(address string) { r.permit(address, urlcheck.ThisComputer) }

// permit allows the host of an address at a class and farther.
func (r *Reach) permit(address string, at urlcheck.Class) {
	host := hostPort(address)
	if host == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if was, ok := r.allowed[host]; !ok || distance(at) < distance(was) {
		r.allowed[host] = at
	}
}

// follow returns a fault when a program's link leads nearer than the program itself is, as far as that shows in the link; else its host
// is allowed at the program's own class.
func (r *Reach) follow(program, link string) error {
	host, own := hostPort(link), hostPort(program)
	if host == own {
		return nil // it was named
	}
	at := r.classOf(own)
	if class, ok := literal(host); ok && distance(class) < distance(at) && !r.allows(host, class) {
		return nearFault(host)
	}
	if at != urlcheck.Public {
		r.permit(link, at)
	}
	return nil
}

// classOf returns where a host is, as its address shows or as it was reached; public while nothing is known.
func (r *Reach) classOf(host string) urlcheck.Class {
	if class, ok := literal(host); ok {
		return class
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if class, ok := r.seen[host]; ok {
		return class
	}
	return urlcheck.Public
}

// CheckHost returns a fault when a host with its port, as it stands in an address, may not be asked for anything. It judges addresses in
// numbers and the name localhost alone.
func (r *Reach) CheckHost(host string) error {
	class, ok := literal(host)
	if !ok || class == urlcheck.Public || r.allows(host, class) {
		return nil
	}
	return nearFault(host)
}

// CheckDial returns a fault when no connection may be made for a host and port to the address that it has come to.
func (r *Reach) CheckDial(host string, to netip.Addr) error {
	class := urlcheck.ClassOf(to)
	if class == urlcheck.Public || r.allows(host, class) {
		return nil
	}
	return nearFault(host)
}

// longestSeen bounds what is remembered of hosts.
const longestSeen = 1000

// Reached notes that a host and port was reached at an address. The farthest one counts: a host outside can't become a near one.
func (r *Reach) Reached(host string, at netip.Addr) {
	host = strings.ToLower(host)
	class := urlcheck.ClassOf(at)
	r.mu.Lock()
	defer r.mu.Unlock()
	was, known := r.seen[host]
	if (!known && len(r.seen) < longestSeen) || (known && distance(class) > distance(was)) {
		r.seen[host] = class
	}
}

func (r *Reach) allows(host string, class urlcheck.Class) bool {
	host = strings.ToLower(host)
	r.mu.Lock()
	at, ok := r.allowed[host]
	pasted := r.pasted
	r.mu.Unlock()
	if distance(class) == 0 {
		return false
	}
	return ok && distance(at) <= distance(class) || pasted != nil && pasted(host)
}

// usePasted sets what reports whether a link of the queue names a host and port.
func (r *Reach) usePasted(pasted func(host string) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pasted = pasted
}

// literal returns the class of a host that is written in numbers, or localhost.
func literal(host string) (urlcheck.Class, bool) {
	u := url.URL{Host: host}
	name := u.Hostname()
	if urlcheck.Loopback(name) || strings.HasSuffix(strings.ToLower(name), ".localhost") { // RFC 6761: each of these is this computer
		return urlcheck.ThisComputer, true
	}
	address, err := netip.ParseAddr(name)
	return urlcheck.ClassOf(address), err == nil
}

// hostPort returns the host of an address with its port, in lower case; empty when it has none.
func hostPort(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	_, host, _ := strings.Cut(urlcheck.Origin(u), "://")
	return host
}

// nearCode is the code of the fault of a near host that nobody named.
const nearCode = "session.near-host"

func nearFault(host string) error {
	return &fault.Error{Kind: fault.Verification, Code: nearCode, Guide: "program-address",
		Title: i18n.T(&goi18n.Message{ID: "session.near-host.title", Other: "An address leads to {{.Host}}, which is on this computer or in your own network."}, "Host", host),
		Cause: i18n.T(&goi18n.Message{ID: "session.near-host.cause", Other: "A server outside sent you there. That is how somebody reaches what only you can reach."}),
		Safe:  i18n.T(&goi18n.Message{ID: "session.near-host.safe", Other: "Nothing was asked there."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "session.near-host.step", Other: "If you know the address and mean it, download its own link."}),
			i18n.T(&goi18n.Message{ID: "session.near-host.step2", Other: "Tell whoever runs the server that sent you there."}),
		}}
}

// namePrograms allows the hosts of the programs on the list: their person named them by their address.
func (a *App) namePrograms() {
	for _, e := range a.programs.book().Programs {
		a.opts.Reach.name(e.Address)
	}
}

// pastedHost reports whether a pasted link in this process's queue names a host and port.
func (a *App) pastedHost(host string) bool {
	queue := a.Queues.Own()
	return queue != nil && queue.NamesHost(host)
}
