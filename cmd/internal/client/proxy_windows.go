package client

import (
	"context"

	"golang.org/x/net/http/httpproxy"
	"golang.org/x/sys/windows/registry"
)

// systemProxy reads the person's Internet Settings; none where they name none. A proxy script (PAC) is not run.
func systemProxy(context.Context) httpproxy.Config {
	key, err := registry.OpenKey(registry.CURRENT_USER, `Software\Microsoft\Windows\CurrentVersion\Internet Settings`, registry.QUERY_VALUE)
	if err != nil {
		return httpproxy.Config{}
	}
	defer func() { _ = key.Close() }()
	if on, _, err := key.GetIntegerValue("ProxyEnable"); err != nil || on == 0 {
		return httpproxy.Config{}
	}
	server, _, err := key.GetStringValue("ProxyServer")
	if err != nil {
		return httpproxy.Config{}
	}
	override, _, _ := key.GetStringValue("ProxyOverride") // missing: no exceptions
	return windowsProxy(server, override)
}
