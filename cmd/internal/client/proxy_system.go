package client

import (
	"strings"

	"golang.org/x/net/http/httpproxy"
)

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
