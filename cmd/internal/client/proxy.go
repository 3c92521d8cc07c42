package client

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/net/http/httpproxy"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/settings"
)

// proxyFunc returns the proxy of a request, nil for none. This computer itself is never reached through one.
type proxyFunc func(*http.Request) (*url.URL, error)

// proxyFor reads the setting: "" or "system", "environment", "none", or the address of a proxy. One that can't be read is a fault, and so
// is every request that it would be for: nothing goes out directly that was meant for a proxy.
func proxyFor(ctx context.Context, setting string) (proxyFunc, error) {
	var config httpproxy.Config
	from := "proxy"
	switch setting {
	case "none":
		return func(*http.Request) (*url.URL, error) { return nil, nil }, nil
	case "environment":
		config, from = *httpproxy.FromEnvironment(), "HTTPS_PROXY, HTTP_PROXY"
	case "", "system":
		if inEnvironment(os.Getenv) {
			config, from = *httpproxy.FromEnvironment(), "HTTPS_PROXY, HTTP_PROXY"
		} else {
			config = systemProxy(ctx)
		}
	default:
		config = httpproxy.Config{HTTPProxy: setting, HTTPSProxy: setting, NoProxy: noProxy(os.Getenv)}
	}
	if !settings.ReadableProxy(setting) || !readable(config.HTTPProxy) || !readable(config.HTTPSProxy) {
		err := proxyFault(from)
		return refusing(config, err), err
	}
	return byConfig(config), nil
}

// readable reports whether the address of a proxy can be read, as http does it: httpproxy goes without one that can't.
func readable(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" || u.Host == "" {
		if strings.Contains(address, "://") {
			return false
		}
		if u, err = url.Parse("http://" + address); err != nil {
			return false
		}
	}
	port := u.Port()
	number, err := strconv.Atoi(port)
	return slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) && u.Hostname() != "" && !strings.ContainsAny(u.Hostname(), " \t") &&
		(port == "" || err == nil && number > 0 && number < 1<<16)
}

// refusing refuses each request that would go by a proxy of the configuration. This computer and the exceptions are reached as ever.
func refusing(c httpproxy.Config, err error) proxyFunc {
	for _, address := range []*string{&c.HTTPProxy, &c.HTTPSProxy} {
		if *address != "" {
			*address = "http://unreadable.invalid"
		}
	}
	find := c.ProxyFunc()
	return func(r *http.Request) (*url.URL, error) {
		if proxy, _ := find(r.URL); proxy != nil { // it fails on no address of ours
			return nil, err
		}
		return nil, nil
	}
}

// proxyFault names where the address stands, and never the address: it may hold a password.
func proxyFault(from string) error {
	return &fault.Error{Kind: fault.Usage, Code: "client.proxy", Field: "proxy",
		Title: i18n.T(&goi18n.Message{ID: "client.proxy.title", Other: "The address of the proxy can't be read ({{.From}})."}, "From", from),
		Cause: i18n.T(&goi18n.Message{ID: "client.proxy.cause", Other: "Going on without it would send directly what was meant for the proxy."}),
		Safe:  nothingSent(),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "client.proxy.step",
			Other: "Write it as http://HOST:PORT, or set it to none: pconnect settings set proxy=none."})}}
}

// inEnvironment reports whether the environment names a proxy: that goes before the system's, as in other command-line tools.
func inEnvironment(getenv func(string) string) bool {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if getenv(name) != "" {
			return true
		}
	}
	return false
}

func noProxy(getenv func(string) string) string {
	if list := getenv("NO_PROXY"); list != "" {
		return list
	}
	return getenv("no_proxy")
}

func byConfig(c httpproxy.Config) proxyFunc {
	find := c.ProxyFunc()
	return func(r *http.Request) (*url.URL, error) { return find(r.URL) }
}
