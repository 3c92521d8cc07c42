package downloads

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Every fault of this package is made in this file and in faults_disk.go, so that their words can be read side by side.

const keptText = "What came so far is kept."

// networkFault types an error of the transport. TLS errors are told apart: trying again blindly would only
// help somebody who listens in.
func networkFault(err error, host string) *outcome {
	var (
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		verify   *tls.CertificateVerificationError
		record   tls.RecordHeaderError
		alert    tls.AlertError
		op       *net.OpError
		dns      *net.DNSError
	)
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.certificate-expired", Title: i18n.Verbatim("The certificate of " + host + " is not valid now."),
			Cause: i18n.Verbatim("It has expired, or the clock of this computer is wrong."), Safe: i18n.Verbatim(keptText), Guide: "clock", Err: err,
			Steps: []i18n.Text{i18n.Verbatim("Check the date and time of this computer."), i18n.Verbatim("If they are right, tell whoever runs the server; then retry.")}})
	case errors.As(err, &unknown), errors.As(err, &hostname), errors.As(err, &invalid), errors.As(err, &verify), errors.As(err, &record), errors.As(err, &alert),
		errors.As(err, &op) && (op.Op == "local error" || op.Op == "remote error"), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.tls", Title: i18n.Verbatim("The connection to " + host + " is not secure."),
			Cause: i18n.Verbatim("Its certificate or its encryption can't be trusted, so nothing was fetched over it."), Safe: i18n.Verbatim(keptText), Guide: "proxy", Err: err,
			Steps: []i18n.Text{i18n.Verbatim("Check that you are in the network you mean to be in."), i18n.Verbatim("Ask your administrator whether a proxy inspects connections."), i18n.Verbatim("Then retry.")}})
	case errors.As(err, &dns) && dns.IsNotFound:
		return again(&fault.Error{Kind: fault.Network, Code: "downloads.no-such-host", Title: i18n.Verbatim("The name " + host + " was not found."),
			Cause: i18n.Verbatim("This computer may be offline, or the address is misspelt."), Safe: i18n.Verbatim(keptText), Guide: "network", Err: err,
			Steps: []i18n.Text{i18n.Verbatim("Check the network."), i18n.Verbatim("Check the address.")}})
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return badAnswer(host, "The header of its answer is far too large.", err)
	}
	return again(&fault.Error{Kind: fault.Network, Code: "downloads.network", Title: i18n.Verbatim("The connection to " + host + " was lost."),
		Cause: i18n.Verbatim("The server or the network closed it, or did not answer."), Safe: i18n.Verbatim(keptText), Guide: "network", Err: err,
		Steps: []i18n.Text{i18n.Verbatim("Nothing: it is tried again by itself.")}})
}

func stallFault(host string, after time.Duration) *outcome {
	return again(&fault.Error{Kind: fault.Network, Code: "downloads.stalled", Title: i18n.Verbatim(host + " stopped sending."),
		Cause: i18n.Verbatim(fmt.Sprintf("No byte came for %s.", after.Round(time.Second))), Safe: i18n.Verbatim(keptText), Guide: "network", Steps: []i18n.Text{i18n.Verbatim("Nothing: it is tried again by itself.")}})
}

func badAnswer(host, what string, err error) *outcome {
	return again(&fault.Error{Kind: fault.Network, Code: "downloads.bad-answer", Title: i18n.Verbatim(host + " gave an answer that can't be right."),
		Cause: i18n.Verbatim(what), Safe: i18n.Verbatim(keptText + " None of that answer was used."), Err: err, Steps: []i18n.Text{i18n.Verbatim("Nothing: it is tried again a few times by itself.")}})
}

func encodedFault(host string) *outcome {
	return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.encoded", Title: i18n.Verbatim(host + " sends the file in another form than asked for."),
		Cause: i18n.Verbatim("It compressed the answer although that was declined."), Safe: i18n.Verbatim(keptText), Steps: []i18n.Text{i18n.Verbatim("Tell whoever runs the server."), i18n.Verbatim("Retry later.")}})
}

func pageFault(host string) *outcome {
	return waitFor(WaitNetwork, &fault.Error{Kind: fault.Network, Code: "downloads.page-instead", Title: i18n.Verbatim("A web page came instead of the file."),
		Cause: i18n.Verbatim("This network may want you to sign in first, or " + host + " shows a page for this address."), Safe: i18n.Verbatim(keptText + " The page was thrown away."),
		Guide: "network", Steps: []i18n.Text{i18n.Verbatim("Open a web page in the browser and sign in to this network if it asks."), i18n.Verbatim("Then retry.")}})
}

func lengthFault(host string, want, got int64) *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.wrong-length", Title: i18n.Verbatim("The server has a file of another length."),
		Cause: i18n.Verbatim(fmt.Sprintf("%d bytes are expected, %s has %d.", want, host, got)), Safe: i18n.Verbatim("Nothing of it was used."), Guide: "changed-file",
		Steps: []i18n.Text{i18n.Verbatim("Refresh the list of packages."), i18n.Verbatim("Retry; if it stays so, tell the program's contact.")}})
}

func changedFault(why string) *outcome {
	return fromZero(&fault.Error{Kind: fault.Network, Code: "downloads.changed", Title: i18n.Verbatim("The file changed on the server, so it starts again."),
		Cause: i18n.Verbatim(why), Safe: i18n.Verbatim("What came of the old version was thrown away, so that the two are never mixed."), Guide: "changed-file",
		Steps: []i18n.Text{i18n.Verbatim("Nothing: it starts again by itself.")}})
}

func keepsChangingFault() *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.keeps-changing", Title: i18n.Verbatim("The file changes on the server again and again."),
		Cause: i18n.Verbatim("No whole version of it could be fetched."), Safe: i18n.Verbatim("Nothing of the mixed versions was kept."), Guide: "changed-file", Steps: []i18n.Text{i18n.Verbatim("Retry later.")}})
}

func hashFault() *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.wrong-hash", Title: i18n.Verbatim("The file that came is not the one that was promised."),
		Cause: i18n.Verbatim("Its SHA-256 does not match."), Safe: i18n.Verbatim("It was deleted; nothing wrong was kept."), Guide: "verification",
		Steps: []i18n.Text{i18n.Verbatim("Retry once."), i18n.Verbatim("If it stays so, tell the program's contact; don't use a copy from elsewhere.")}})
}

func unauthorisedFault() *fault.Error {
	return &fault.Error{Kind: fault.SignIn, Code: "downloads.sign-in", Title: i18n.Verbatim("The server asks you to sign in again."),
		Cause: i18n.Verbatim("The session ended, or it does not know this account."), Safe: i18n.Verbatim(keptText), Guide: "sign-in-again", Steps: []i18n.Text{i18n.Verbatim("Sign in again; the download goes on by itself.")}}
}

func forbiddenFault(host string, linked bool) *outcome {
	f := &fault.Error{Kind: fault.Permission, Code: "downloads.forbidden", Title: i18n.Verbatim(host + " does not let this file be fetched."), Safe: i18n.Verbatim(keptText), Guide: "not-authorised"}
	if linked {
		f.Cause, f.Steps = i18n.Verbatim("The link may have expired, or it needs a sign-in."), []i18n.Text{i18n.Verbatim("Copy a fresh link from the page it came from."), i18n.Verbatim("Add it again.")}
		return stopped(f)
	}
	f.Cause, f.Steps = i18n.Verbatim("Your access may have changed."), []i18n.Text{i18n.Verbatim("Look at the state of your access."), i18n.Verbatim("Ask the program's contact.")}
	return waitFor(WaitAccess, f)
}

func missingFault(host string, status int) *outcome {
	return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.missing", Title: i18n.Verbatim("The file is not there any more."),
		Cause: i18n.Verbatim(fmt.Sprintf("%s answers %d.", host, status)), Safe: i18n.Verbatim(keptText), Guide: "expired-link", Steps: []i18n.Text{i18n.Verbatim("Refresh the list, or copy a fresh link."), i18n.Verbatim("Then retry.")}})
}

func statusFault(host string, status int, after time.Duration) *outcome {
	f := &fault.Error{Kind: fault.Network, Code: "downloads.status", Title: i18n.Verbatim(fmt.Sprintf("%s can't give the file now (%d).", host, status)), Cause: i18n.Verbatim(http.StatusText(status) + "."),
		Safe: i18n.Verbatim(keptText), RetryAfter: after, Steps: []i18n.Text{i18n.Verbatim("Nothing: it is tried again by itself.")}}
	switch {
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status == http.StatusTooEarly, status >= 500:
		return again(f)
	case status == http.StatusProxyAuthRequired:
		f.Code, f.Title, f.Cause, f.Guide = "downloads.proxy", i18n.Verbatim("The proxy of this network asks for a sign-in."), i18n.Verbatim(""), "proxy"
	}
	f.Steps = []i18n.Text{i18n.Verbatim("Check the address."), i18n.Verbatim("Retry later.")}
	return stopped(f)
}

func redirectFault(host, why string) *outcome {
	return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.redirect", Title: i18n.Verbatim(host + " sends the download somewhere it must not go."),
		Cause: i18n.Verbatim(why), Safe: i18n.Verbatim(keptText + " Nothing was sent there."), Steps: []i18n.Text{i18n.Verbatim("Check the address."), i18n.Verbatim("Tell whoever runs the server.")}})
}

func tooLongFault(host string, size int64) *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.too-long", Title: i18n.Verbatim(host + " sends more bytes than the file has."),
		Cause: i18n.Verbatim(fmt.Sprintf("The file has %d bytes.", size)), Safe: i18n.Verbatim("The surplus was not kept."), Guide: "verification", Steps: []i18n.Text{i18n.Verbatim("Retry; if it stays so, tell whoever runs the server.")}})
}

func usageFault(field, title, step string) *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "downloads.usage", Title: i18n.Verbatim(title), Field: field, Safe: i18n.Verbatim("Nothing was changed."), Steps: []i18n.Text{i18n.Verbatim(step)}}
}

func unknownEntry(id ID) *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "downloads.unknown", Title: i18n.Verbatim("There is no download " + id.String() + "."), Safe: i18n.Verbatim("Nothing was changed."),
		Steps: []i18n.Text{i18n.Verbatim("Look at the list for the right number.")}}
}
