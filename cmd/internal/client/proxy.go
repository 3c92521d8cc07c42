package client

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api/client"
)

// proxyFunc gives what finds the proxy of a request. This computer itself is never reached through one.
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

// inEnvironment tells whether the environment names a proxy: that goes before the system's, as in other command-line tools.
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

// transports are the carriers of the program's and the authority's calls, and of downloads.
type transports struct{ calls, files http.RoundTripper }

// newTransports makes both with one proxy; given is what a test brings instead.
func newTransports(given http.RoundTripper, proxy proxyFunc) transports {
	if given != nil {
		return transports{given, given}
	}
	calls := client.NewTransport()
	calls.Proxy = proxy
	return transports{calls, downloads.NewTransport(proxy)}
}

// close lets go of the connections that are kept open for the next call.
func (t transports) close() {
	for _, one := range []http.RoundTripper{t.calls, t.files} {
		if own, ok := one.(*http.Transport); ok && own != http.DefaultTransport {
			own.CloseIdleConnections()
		}
	}
}

// scutilProxy reads what "scutil --proxy" tells on macOS.
func scutilProxy(text string) httpproxy.Config {
	values := map[string]string{}
	var except []string
	inList := false
	for l := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimSpace(l), " : ")
		switch {
		case !ok:
			inList = false
		case strings.HasPrefix(value, "<array>"):
			inList = name == "ExceptionsList"
		case inList:
			except = append(except, value)
		default:
			values[name] = value
		}
	}
	address := func(kind string) string {
		if values[kind+"Enable"] != "1" || values[kind+"Proxy"] == "" {
			return ""
		}
		return values[kind+"Proxy"] + ":" + values[kind+"Port"]
	}
	return httpproxy.Config{HTTPProxy: address("HTTP"), HTTPSProxy: address("HTTPS"), NoProxy: exceptions(except)}
}

// windowsProxy reads the values of Internet Settings: "host:port" or "http=host:port;https=host:port", and exceptions with ";" between.
func windowsProxy(server, override string) httpproxy.Config {
	c := httpproxy.Config{NoProxy: exceptions(strings.Split(override, ";"))}
	if !strings.Contains(server, "=") {
		c.HTTPProxy, c.HTTPSProxy = server, server
		return c
	}
	for part := range strings.SplitSeq(server, ";") {
		switch kind, address, _ := strings.Cut(strings.TrimSpace(part), "="); kind {
		case "http":
			c.HTTPProxy = address
		case "https":
			c.HTTPSProxy = address
		}
	}
	return c
}

// exceptions writes the system's list as NO_PROXY is written: "*.example.com" is ".example.com" there.
func exceptions(list []string) string {
	var out []string
	for _, one := range list {
		if one = strings.TrimSpace(one); one != "" && one != "<local>" {
			out = append(out, strings.TrimPrefix(one, "*"))
		}
	}
	return strings.Join(out, ",")
}
