package client

import (
	"context"
	"net/http"
	"net/url"
	"os"

	"golang.org/x/net/http/httpproxy"
)

// proxyFunc returns the proxy of a request, nil for none. This computer itself is never reached through one.
type proxyFunc func(*http.Request) (*url.URL, error)

// proxyFor reads the setting: "" or "system", "environment", "none", or the address of a proxy. It has been checked before.
func proxyFor(ctx context.Context, setting string) proxyFunc {
	switch setting {
	case "none":
		return func(*http.Request) (*url.URL, error) { return nil, nil }
	case "environment":
		return http.ProxyFromEnvironment
	case "", "system":
		if inEnvironment(os.Getenv) {
			return http.ProxyFromEnvironment
		}
		return byConfig(systemProxy(ctx))
	default:
		return byConfig(httpproxy.Config{HTTPProxy: setting, HTTPSProxy: setting, NoProxy: noProxy(os.Getenv)})
	}
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
