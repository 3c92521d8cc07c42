package main

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
)

// proxies are the addresses of the proxies in front of a server. What a request says of its way counts from them alone.
type proxies []netip.Prefix

// parseProxies reads addresses and networks: 10.0.0.0/8, 192.0.2.7, ::1.
func parseProxies(list []string) (proxies, error) {
	var all proxies
	for _, text := range list {
		text = strings.TrimSpace(text)
		one, err := netip.ParsePrefix(text)
		if err != nil {
			var address netip.Addr
			if address, err = netip.ParseAddr(text); err == nil {
				one = netip.PrefixFrom(address.Unmap(), address.Unmap().BitLen())
			}
		}
		if err != nil {
			return nil, flagFault("service.proxies", "--proxies", i18n.T(&goi18n.Message{ID: "service.proxies.title", Other: "“{{.Address}}” is no address of a proxy."}, "Address", text),
				i18n.T(&goi18n.Message{ID: "service.proxies.cause", Other: "Addresses and networks are wanted, as in 10.0.0.0/8 or 192.0.2.7."}))
		}
		all = append(all, one.Masked())
	}
	return all, nil
}

func (p proxies) contain(a netip.Addr) bool {
	for _, one := range p {
		if one.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// wayHeaders say where a request came from before it was sent on. Anybody can write them.
var wayHeaders = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-Ip"}

// behind has a request's address be that of the client, where a proxy that is known names it. From anybody else, and afterwards,
// no such header is left.
func (p proxies) behind(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if from, err := netip.ParseAddrPort(r.RemoteAddr); err == nil && p.contain(from.Addr()) {
			if client, ok := p.client(r.Header.Values("X-Forwarded-For")); ok {
				r.RemoteAddr = net.JoinHostPort(client.String(), "0")
			}
			if host := r.Header.Values("X-Forwarded-Host"); len(host) == 1 && !strings.ContainsAny(host[0], ", /\\@") && host[0] != "" {
				r.Host = host[0]
			}
		}
		for _, name := range wayHeaders {
			r.Header.Del(name)
		}
		next.ServeHTTP(w, r)
	})
}

// client returns the address that the last proxy of ours met: each adds the one that it sees at the end, and what stands before the
// first that is none of ours may be made up.
func (p proxies) client(headers []string) (netip.Addr, bool) {
	way := strings.Split(strings.Join(headers, ","), ",")
	for i := len(way) - 1; i >= 0; i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(way[i]))
		if err != nil {
			return netip.Addr{}, false
		}
		if !p.contain(a) || i == 0 {
			return a.Unmap(), true
		}
	}
	return netip.Addr{}, false
}
