//go:build !windows && !darwin

package client

import (
	"context"

	"golang.org/x/net/http/httpproxy"
)

// systemProxy is none: on these systems the environment is where the proxy stands.
func systemProxy(context.Context) httpproxy.Config { return httpproxy.Config{} }
