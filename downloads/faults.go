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
		return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.certificate-expired", Title: "The certificate of " + host + " is not valid now.",
			Cause: "It has expired, or the clock of this computer is wrong.", Safe: keptText, Guide: "clock", Err: err,
			Steps: []string{"Check the date and time of this computer.", "If they are right, tell whoever runs the server; then retry."}})
	case errors.As(err, &unknown), errors.As(err, &hostname), errors.As(err, &invalid), errors.As(err, &verify), errors.As(err, &record), errors.As(err, &alert),
		errors.As(err, &op) && (op.Op == "local error" || op.Op == "remote error"), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.tls", Title: "The connection to " + host + " is not secure.",
			Cause: "Its certificate or its encryption can't be trusted, so nothing was fetched over it.", Safe: keptText, Guide: "proxy", Err: err,
			Steps: []string{"Check that you are in the network you mean to be in.", "Ask your administrator whether a proxy inspects connections.", "Then retry."}})
	case errors.As(err, &dns) && dns.IsNotFound:
		return again(&fault.Error{Kind: fault.Network, Code: "downloads.no-such-host", Title: "The name " + host + " was not found.",
			Cause: "This computer may be offline, or the address is misspelt.", Safe: keptText, Guide: "network", Err: err,
			Steps: []string{"Check the network.", "Check the address."}})
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return badAnswer(host, "The header of its answer is far too large.", err)
	}
	return again(&fault.Error{Kind: fault.Network, Code: "downloads.network", Title: "The connection to " + host + " was lost.",
		Cause: "The server or the network closed it, or did not answer.", Safe: keptText, Guide: "network", Err: err,
		Steps: []string{"Nothing: it is tried again by itself."}})
}

func stallFault(host string, after time.Duration) *outcome {
	return again(&fault.Error{Kind: fault.Network, Code: "downloads.stalled", Title: host + " stopped sending.",
		Cause: fmt.Sprintf("No byte came for %s.", after.Round(time.Second)), Safe: keptText, Guide: "network", Steps: []string{"Nothing: it is tried again by itself."}})
}

func badAnswer(host, what string, err error) *outcome {
	return again(&fault.Error{Kind: fault.Network, Code: "downloads.bad-answer", Title: host + " gave an answer that can't be right.",
		Cause: what, Safe: keptText + " None of that answer was used.", Err: err, Steps: []string{"Nothing: it is tried again a few times by itself."}})
}

func encodedFault(host string) *outcome {
	return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.encoded", Title: host + " sends the file in another form than asked for.",
		Cause: "It compressed the answer although that was declined.", Safe: keptText, Steps: []string{"Tell whoever runs the server.", "Retry later."}})
}

func pageFault(host string) *outcome {
	return waitFor(WaitNetwork, &fault.Error{Kind: fault.Network, Code: "downloads.page-instead", Title: "A web page came instead of the file.",
		Cause: "This network may want you to sign in first, or " + host + " shows a page for this address.", Safe: keptText + " The page was thrown away.",
		Guide: "network", Steps: []string{"Open a web page in the browser and sign in to this network if it asks.", "Then retry."}})
}

func lengthFault(host string, want, got int64) *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.wrong-length", Title: "The server has a file of another length.",
		Cause: fmt.Sprintf("%d bytes are expected, %s has %d.", want, host, got), Safe: "Nothing of it was used.", Guide: "changed-file",
		Steps: []string{"Refresh the list of packages.", "Retry; if it stays so, tell the program's contact."}})
}

func changedFault(why string) *outcome {
	return fromZero(&fault.Error{Kind: fault.Network, Code: "downloads.changed", Title: "The file changed on the server, so it starts again.",
		Cause: why, Safe: "What came of the old version was thrown away, so that the two are never mixed.", Guide: "changed-file",
		Steps: []string{"Nothing: it starts again by itself."}})
}

func keepsChangingFault() *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.keeps-changing", Title: "The file changes on the server again and again.",
		Cause: "No whole version of it could be fetched.", Safe: "Nothing of the mixed versions was kept.", Guide: "changed-file", Steps: []string{"Retry later."}})
}

func hashFault() *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.wrong-hash", Title: "The file that came is not the one that was promised.",
		Cause: "Its SHA-256 does not match.", Safe: "It was deleted; nothing wrong was kept.", Guide: "verification",
		Steps: []string{"Retry once.", "If it stays so, tell the program's contact; don't use a copy from elsewhere."}})
}

func unauthorisedFault() *fault.Error {
	return &fault.Error{Kind: fault.SignIn, Code: "downloads.sign-in", Title: "The server asks you to sign in again.",
		Cause: "The session ended, or it does not know this account.", Safe: keptText, Guide: "sign-in-again", Steps: []string{"Sign in again; the download goes on by itself."}}
}

func forbiddenFault(host string, linked bool) *outcome {
	f := &fault.Error{Kind: fault.Permission, Code: "downloads.forbidden", Title: host + " does not let this file be fetched.", Safe: keptText, Guide: "not-authorised"}
	if linked {
		f.Cause, f.Steps = "The link may have expired, or it needs a sign-in.", []string{"Copy a fresh link from the page it came from.", "Add it again."}
		return stopped(f)
	}
	f.Cause, f.Steps = "Your access may have changed.", []string{"Look at the state of your access.", "Ask the program's contact."}
	return waitFor(WaitAccess, f)
}

func missingFault(host string, status int) *outcome {
	return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.missing", Title: "The file is not there any more.",
		Cause: fmt.Sprintf("%s answers %d.", host, status), Safe: keptText, Guide: "expired-link", Steps: []string{"Refresh the list, or copy a fresh link.", "Then retry."}})
}

func statusFault(host string, status int, after time.Duration) *outcome {
	f := &fault.Error{Kind: fault.Network, Code: "downloads.status", Title: fmt.Sprintf("%s can't give the file now (%d).", host, status), Cause: http.StatusText(status) + ".",
		Safe: keptText, RetryAfter: after, Steps: []string{"Nothing: it is tried again by itself."}}
	switch {
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status == http.StatusTooEarly, status >= 500:
		return again(f)
	case status == http.StatusProxyAuthRequired:
		f.Code, f.Title, f.Cause, f.Guide = "downloads.proxy", "The proxy of this network asks for a sign-in.", "", "proxy"
	}
	f.Steps = []string{"Check the address.", "Retry later."}
	return stopped(f)
}

func redirectFault(host, why string) *outcome {
	return stopped(&fault.Error{Kind: fault.Network, Code: "downloads.redirect", Title: host + " sends the download somewhere it must not go.",
		Cause: why, Safe: keptText + " Nothing was sent there.", Steps: []string{"Check the address.", "Tell whoever runs the server."}})
}

func tooLongFault(host string, size int64) *outcome {
	return stopped(&fault.Error{Kind: fault.Verification, Code: "downloads.too-long", Title: host + " sends more bytes than the file has.",
		Cause: fmt.Sprintf("The file has %d bytes.", size), Safe: "The surplus was not kept.", Guide: "verification", Steps: []string{"Retry; if it stays so, tell whoever runs the server."}})
}

func usageFault(field, title, step string) *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "downloads.usage", Title: title, Field: field, Safe: "Nothing was changed.", Steps: []string{step}}
}

func unknownEntry(id ID) *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "downloads.unknown", Title: "There is no download " + id.String() + ".", Safe: "Nothing was changed.",
		Steps: []string{"Look at the list for the right number."}}
}
