package client

import (
	"net/http"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
)

func proxyOf(t *testing.T, find proxyFunc, address string) string {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	u, err := find(r)
	if err != nil {
		t.Fatal(err)
	}
	if u == nil {
		return ""
	}
	return u.String()
}

func TestProxySetting(t *testing.T) {
	t.Setenv("NO_PROXY", "inside.example.com")
	find, err := proxyFor(t.Context(), "http://gateway.corp.example:3128")
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"https://program.example.com/x": "http://gateway.corp.example:3128", "http://program.example.com/": "http://gateway.corp.example:3128",
		"https://inside.example.com/": "", "http://127.0.0.1:1234/": "", "http://localhost:1/": "", "http://[::1]:1/": "",
	} {
		if got := proxyOf(t, find, address); got != want {
			t.Errorf("%s goes by %q, not %q", address, got, want)
		}
	}
	if find, err = proxyFor(t.Context(), "none"); err != nil {
		t.Fatal(err)
	}
	if got := proxyOf(t, find, "https://program.example.com/"); got != "" {
		t.Errorf("none gives %q", got)
	}
}

// TestUnreadableProxyIsNeverPassedBy sets what is no address of a proxy: nothing may go out directly instead.
func TestUnreadableProxyIsNeverPassedBy(t *testing.T) {
	t.Setenv("NO_PROXY", "inside.example.com")
	for _, address := range []string{"http://gateway:port", "http://", ":3128", "http://gateway:99999", "gate way:3128", "ftp://gateway:21", "http://%zz:1", "://"} {
		for _, variable := range []string{"", "HTTPS_PROXY"} {
			setting := address
			if variable != "" {
				t.Setenv(variable, address)
				setting = "environment"
			}
			find, err := proxyFor(t.Context(), setting)
			if !fault.Is(err, fault.Usage) || strings.Contains(fault.Of(err).Text(), "gateway:") {
				t.Errorf("%s: %v", address, err)
			}
			for to, refused := range map[string]bool{"https://program.example.com/": true, "https://inside.example.com/": false, "http://127.0.0.1:1/": false} {
				r, _ := http.NewRequest(http.MethodGet, to, nil)
				if proxy, err := find(r); (err != nil) != refused || proxy != nil {
					t.Errorf("%s for %s: %v %v", address, to, proxy, err)
				}
			}
		}
	}
}

func TestSystemProxyFormats(t *testing.T) {
	mac := byConfig(scutilProxy(`<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : inside.example.com
  }
  FTPPassive : 1
  HTTPEnable : 0
  HTTPProxy : old.example.com
  HTTPPort : 1
  HTTPSEnable : 1
  HTTPSPort : 3128
  HTTPSProxy : gateway.corp.example
}
`))
	windows := byConfig(windowsProxy("http=one.example.com:80;https=gateway.corp.example:3128", "*.local;inside.example.com;<local>"))
	for name, find := range map[string]proxyFunc{"macOS": mac, "Windows": windows} {
		if got := proxyOf(t, find, "https://program.example.com/"); got != "http://gateway.corp.example:3128" {
			t.Errorf("%s: %q", name, got)
		}
		for _, address := range []string{"https://a.local/", "https://inside.example.com/"} {
			if got := proxyOf(t, find, address); got != "" {
				t.Errorf("%s: %s goes by %q", name, address, got)
			}
		}
	}
	if got := proxyOf(t, mac, "http://program.example.com/"); got != "" {
		t.Errorf("a proxy that is off is used: %q", got)
	}
	if got := proxyOf(t, byConfig(windowsProxy("gateway.corp.example:3128", "")), "http://program.example.com/"); got != "http://gateway.corp.example:3128" {
		t.Errorf("one for all: %q", got)
	}
}
