package downloads

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// networkFault types an error of the transport. TLS errors are told apart: trying again blindly would only help
// somebody who listens in.
func networkFault(err error, host string) *outcome {
	var (
		invalid x509.CertificateInvalidError
		dns     *net.DNSError
		refusal *proxyError
		typed   *fault.Error
	)
	switch {
	case errors.As(err, &typed): // the transport refused the address
		return stopped(typed)
	case tooManyFiles(err): // no server and no proxy was asked
		return again(&fault.Error{Kind: fault.Network, Code: codeTooManyFiles, Safe: keptSafe(), Err: err, Title: tooManyFilesTitle(), Steps: steps(triedAgain())})
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return stopped(expiredCertificateFault(host, err))
	case isTLS(err):
		return stopped(tlsFault(host, err))
	case errors.As(err, &refusal):
		return proxyFault(refusal)
	case proxyTrouble(err):
		return again(proxyDownFault(err))
	case errors.As(err, &dns) && dns.IsNotFound:
		return again(noSuchHostFault(host, err))
	case strings.Contains(err.Error(), "server response headers exceeded"): // net/http has no type for it
		return badAnswer(host, becauseLongHeader(), err)
	}
	return again(lostFault(host, err))
}

// proxyFault names a proxy that refuses: with a fault of the gateway it is tried again.
func proxyFault(p *proxyError) *outcome {
	f := &fault.Error{Kind: fault.Network, Code: "downloads.proxy", Safe: keptSafe(), Guide: "proxy", Err: p,
		Title: i18n.T(&goi18n.Message{ID: "downloads.proxy.refused.title", Other: "The proxy {{.Proxy}} does not let the download through."}, "Proxy", p.proxy),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.proxy.refused.cause", Other: "It answers {{.Status}} ({{.Words}})."}, "Status", p.status, "Words", http.StatusText(p.status)),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.proxy.step", Other: "Ask whoever runs the proxy."}), thenRetry())}
	if p.status == http.StatusProxyAuthRequired {
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.proxy.sign-in.title", Other: "The proxy {{.Proxy}} asks for a sign-in."}, "Proxy", p.proxy)
	}
	if p.status >= http.StatusInternalServerError {
		f.Steps = steps(triedAgain())
		return again(f)
	}
	return stopped(f)
}

// proxyTrouble reports whether an error is about the proxy and not about the server.
func proxyTrouble(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "proxyconnect" // how net/http marks it
}

// proxyDownFault names the proxy: the server was not reached at all.
func proxyDownFault(err error) *fault.Error {
	var (
		op, dial *net.OpError
		dns      *net.DNSError
	)
	address := ""
	switch { // net/http wraps the error of the dial in one of its own, which names nothing
	case errors.As(err, &dns):
		address = dns.Name
	case errors.As(err, &op) && errors.As(op.Err, &dial) && dial.Addr != nil:
		address = dial.Addr.String()
	}
	f := &fault.Error{Kind: fault.Network, Code: "downloads.proxy-down", Safe: keptSafe(), Guide: "proxy", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "downloads.proxy-down.title", Other: "The proxy of this network can't be reached."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.proxy-down.step", Other: "Check the proxy in the settings and in the environment."}), thenRetry())}
	if address != "" {
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.proxy-down.cause", Other: "It is {{.Address}}."}, "Address", address)
	}
	return f
}

// isTLS reports whether an error is one of certificates or encryption.
func isTLS(err error) bool {
	var (
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		verify   *tls.CertificateVerificationError
		record   tls.RecordHeaderError
		alert    tls.AlertError
		op       *net.OpError
	)
	return errors.As(err, &unknown) || errors.As(err, &hostname) || errors.As(err, &invalid) || errors.As(err, &verify) ||
		errors.As(err, &record) || errors.As(err, &alert) || errors.Is(err, http.ErrSchemeMismatch) ||
		errors.As(err, &op) && (op.Op == "local error" || op.Op == "remote error") // how crypto/tls marks alerts
}

func lostFault(host string, err error) *fault.Error {
	return &fault.Error{Kind: fault.Network, Code: "downloads.network", Safe: keptSafe(), Guide: "network", Err: err, Steps: steps(triedAgain()),
		Title: i18n.T(&goi18n.Message{ID: "downloads.network.title", Other: "The connection to {{.Host}} was lost."}, "Host", host),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.network.cause", Other: "The server or the network closed it, or did not answer."})}
}

// serviceFault is the outcome of a program's service that gave no link.
func serviceFault(err error) *outcome {
	o := networkFault(err, "")
	if o.fault.Code == "downloads.network" {
		o.fault.Title = i18n.T(&goi18n.Message{ID: "downloads.network.service.title", Other: "The connection to the program's service was lost."})
	}
	return o
}

func expiredCertificateFault(host string, err error) *fault.Error {
	return &fault.Error{Kind: fault.Network, Code: "downloads.certificate-expired", Safe: keptSafe(), Guide: "clock", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "downloads.certificate-expired.title", Other: "The certificate of {{.Host}} is not valid now."}, "Host", host),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.certificate-expired.cause", Other: "It has expired, or the clock of this computer is wrong."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.certificate-expired.step", Other: "Check the date and time of this computer."}),
			i18n.T(&goi18n.Message{ID: "downloads.certificate-expired.step2", Other: "If they are right, tell whoever runs the server; then retry."}))}
}

func tlsFault(host string, err error) *fault.Error {
	return &fault.Error{Kind: fault.Network, Code: "downloads.tls", Safe: keptSafe(), Guide: "proxy", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "downloads.tls.title", Other: "The connection to {{.Host}} is not secure."}, "Host", host),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.tls.cause", Other: "Its certificate or its encryption can't be trusted, so nothing was fetched over it."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.tls.step", Other: "Check that you are in the network you mean to be in."}),
			i18n.T(&goi18n.Message{ID: "downloads.tls.step2", Other: "Ask your administrator whether a proxy inspects connections."}), thenRetry())}
}

func noSuchHostFault(host string, err error) *fault.Error {
	return &fault.Error{Kind: fault.Network, Code: "downloads.no-such-host", Safe: keptSafe(), Guide: "network", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "downloads.no-such-host.title", Other: "The name {{.Host}} was not found."}, "Host", host),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.no-such-host.cause", Other: "This computer may be offline, or the address is misspelt."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.no-such-host.step", Other: "Check the network."}), checkTheAddress())}
}

// endlessFault is the end of a download of which much was fetched again and again in vain. last is why its last run ended.
func endlessFault(origin string, again int64, last *fault.Error) *fault.Error {
	f := &fault.Error{Kind: fault.Network, Code: "downloads.endless", Safe: keptSafe(), Guide: "network", Err: last,
		Title: i18n.T(&goi18n.Message{ID: "downloads.endless.title", Other: "The same bytes came again and again, and the file did not get whole."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.endless.cause", Other: "{{.MiB}} MiB of {{.Address}} were fetched in vain."}, "MiB", again>>20, "Address", origin),
		Steps: steps(retryLaterStep(), tellServerOwner())}
	if last != nil {
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.endless.last.cause", Other: "{{.MiB}} MiB of {{.Address}} were fetched in vain. The last time: {{.Last}}"},
			"MiB", again>>20, "Address", origin, "Last", last.Title)
	}
	return f
}

func stallFault(host string, after time.Duration) *outcome {
	return again(&fault.Error{Kind: fault.Network, Code: "downloads.stalled", Safe: keptSafe(), Guide: "network", Steps: steps(triedAgain()),
		Title: i18n.T(&goi18n.Message{ID: "downloads.stalled.title", Other: "{{.Host}} stopped sending."}, "Host", host),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.stalled.cause", Other: "No byte came for {{.Time}}."}, "Time", after.Round(time.Second).String())})
}

func redirectFault(host string, why i18n.Text) *outcome {
	return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.redirect", Guide: "proxy", Cause: why, Steps: steps(checkTheAddress(), tellServerOwner()),
		Title: i18n.T(&goi18n.Message{ID: "downloads.redirect.title", Other: "{{.Host}} sends the download somewhere it must not go."}, "Host", host),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.redirect.safe", Other: "What came so far is kept. Nothing was sent there."})})
}

func becauseRedirectsAgain() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.redirect.again.cause", Other: "It redirects again and again."})
}

func becauseRedirectsNowhere() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.redirect.nowhere.cause", Other: "It does not say where to."})
}

func addressFault(why i18n.Text) *fault.Error {
	return &fault.Error{Kind: fault.Network, Code: "downloads.address", Guide: "program-address", Cause: why, Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "downloads.address.title", Other: "The address of the file can't be used."}),
		Steps: steps(checkTheAddress(), i18n.T(&goi18n.Message{ID: "downloads.address.step", Other: "Tell the program's contact."}))}
}

func addressUnreadable() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.address.unreadable.cause", Other: "It can't be read."})
}

func addressNoServer() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.address.no-server.cause", Other: "The address names no server."})
}

func addressWithUser() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.address.user.cause", Other: "The address holds a name or a password."})
}

func addressNotEncrypted() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.address.not-encrypted.cause", Other: "The address is not encrypted (http)."})
}

func addressOtherScheme() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.address.scheme.cause", Other: "The address is not an https address."})
}
