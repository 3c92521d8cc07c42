package client

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// proxyAnswer is a hook of a transport: it looks at a proxy's answer to the wish for a connection.
type proxyAnswer = func(ctx context.Context, proxy *url.URL, request *http.Request, answer *http.Response) error

// integratedSchemes are the sign-ins of a Windows domain. They take several steps on one connection, with the ticket or the password of
// the account at this computer; net/http has no place for them, and no password of a domain is kept here.
var integratedSchemes = []string{"Kerberos", "Negotiate", "NTLM"} //nolint:gochecknoglobals // a table

// refusedByProxy names a sign-in that is not supported. Everything else is for next; where there is none, it names the proxy.
func refusedByProxy(next proxyAnswer) proxyAnswer {
	return func(ctx context.Context, proxy *url.URL, request *http.Request, answer *http.Response) error {
		if schemes := integratedAlone(answer); len(schemes) > 0 {
			return integratedFault(proxy.Host, schemes)
		}
		switch {
		case next != nil:
			return next(ctx, proxy, request, answer)
		case answer.StatusCode != http.StatusOK:
			return refusedFault(proxy.Host, answer.StatusCode)
		}
		return nil
	}
}

// integratedAlone returns the schemes of a proxy that takes a domain's sign-in and nothing else; none where it takes a name and password.
func integratedAlone(answer *http.Response) []string {
	if answer.StatusCode != http.StatusProxyAuthRequired {
		return nil
	}
	var schemes []string
	for _, offer := range answer.Header.Values("Proxy-Authenticate") {
		for part := range strings.SplitSeq(offer, ",") {
			scheme, _, _ := strings.Cut(strings.TrimSpace(part), " ")
			if strings.Contains(scheme, "=") {
				continue // a parameter of the scheme before
			}
			at := slices.IndexFunc(integratedSchemes, func(one string) bool { return strings.EqualFold(one, scheme) })
			if at < 0 {
				return nil
			}
			schemes = append(schemes, integratedSchemes[at])
		}
	}
	slices.Sort(schemes)
	return slices.Compact(schemes)
}

func integratedFault(proxy string, schemes []string) error {
	return &fault.Error{Kind: fault.Network, Code: "client.proxy-sign-in", Guide: "proxy",
		Title: i18n.T(&goi18n.Message{ID: "client.proxy-sign-in.title",
			Other: "The proxy {{.Proxy}} asks for a sign-in that Program Connect can't do ({{.Schemes}})."}, "Proxy", proxy, "Schemes", strings.Join(schemes, ", ")),
		Cause: i18n.T(&goi18n.Message{ID: "client.proxy-sign-in.cause", Other: "It takes the account of the Windows domain alone, as browsers give it."}),
		Safe:  nothingSent(),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "client.proxy-sign-in.step",
				Other: "Ask whoever runs the proxy to let this computer or this program's address through without that sign-in."}),
			i18n.T(&goi18n.Message{ID: "client.proxy-sign-in.step2",
				Other: "Or run a helper on this computer that signs in at the proxy, such as Px, and set its address: pconnect settings set proxy=http://127.0.0.1:3128."}),
		}}
}

func refusedFault(proxy string, status int) error {
	f := &fault.Error{Kind: fault.Network, Code: "client.proxy-refused", Guide: "proxy", Safe: nothingSent(),
		Title: i18n.T(&goi18n.Message{ID: "client.proxy-refused.title", Other: "The proxy {{.Proxy}} does not let the connection through."}, "Proxy", proxy),
		Cause: i18n.T(&goi18n.Message{ID: "client.proxy-refused.cause", Other: "It answers {{.Status}} ({{.Words}})."}, "Status", status, "Words", http.StatusText(status)),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "client.proxy-refused.step", Other: "Ask whoever runs the proxy."})}}
	if status == http.StatusProxyAuthRequired {
		f.Title = i18n.T(&goi18n.Message{ID: "client.proxy-password.title", Other: "The proxy {{.Proxy}} asks for a name and a password."}, "Proxy", proxy)
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "client.proxy-password.step",
			Other: "Put both into the environment's variable HTTPS_PROXY: http://NAME:PASSWORD@HOST:PORT"})}
	}
	return f
}

func nothingSent() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "client.proxy.safe", Other: "Nothing was sent."})
}
