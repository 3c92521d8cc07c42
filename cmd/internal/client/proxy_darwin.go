package client

import (
	"context"
	"os/exec"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// proxyPatience bounds how long the system may take to tell its proxy.
const proxyPatience = 2 * time.Second

// systemProxy asks the system's configuration; none when it does not answer in time.
func systemProxy(ctx context.Context) httpproxy.Config {
	ctx, stop := context.WithTimeout(ctx, proxyPatience)
	defer stop()
	text, err := exec.CommandContext(ctx, "/usr/sbin/scutil", "--proxy").Output()
	if err != nil {
		return httpproxy.Config{}
	}
	return scutilProxy(string(text))
}
