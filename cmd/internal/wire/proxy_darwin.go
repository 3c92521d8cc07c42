package wire

import (
	"context"
	"os/exec"

	"golang.org/x/net/http/httpproxy"
)

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
