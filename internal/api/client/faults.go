package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func nothingLost() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.safe.nothing-lost", Other: "Nothing is lost."})
}

func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.safe.nothing-changed", Other: "Nothing was changed."})
}

// addressFault is for an address that a program can't have, with one of the causes below.
func addressFault(cause i18n.Text) error {
	return &fault.Error{
		Kind: fault.Usage, Code: "program.address", Guide: "program-address", Field: "address",
		Title: i18n.T(&goi18n.Message{ID: "program.address.title", Other: "This is not the address of a program."}),
		Cause: cause, Safe: nothingChanged(),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "program.address.step", Other: "Copy the address from the program's page or invitation."})},
	}
}

func noAddress() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.address.form.cause", Other: "It is not an address such as https://program.example.com."})
}

func onlyHTTPS() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.address.https.cause",
		Other: "Only https is used, so that nobody on the way can read or change anything."})
}

func hostAlone() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.address.path.cause", Other: "A program is named by its host alone, without a path."})
}

// noProgramFault is for an address where no program is, with one of the causes below.
func noProgramFault(cause i18n.Text) error {
	return &fault.Error{
		Kind: fault.Usage, Code: "program.none", Guide: "program-address", Field: "address",
		Title: i18n.T(&goi18n.Message{ID: "program.none.title", Other: "There is no program at this address."}),
		Cause: cause, Safe: nothingChanged(),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "program.none.step", Other: "Check the address for a typing error."}),
			i18n.T(&goi18n.Message{ID: "program.none.step2", Other: "Ask the program's contact for the right one."}),
		},
	}
}

// apiElsewhereFault is for a program that names an API of somebody else.
func apiElsewhereFault(api string) error {
	return &fault.Error{
		Kind: fault.Verification, Code: "program.api-elsewhere", Guide: "program-address", Field: "address",
		Title: i18n.T(&goi18n.Message{ID: "program.api-elsewhere.title", Other: "The program sends this app to somebody else's address."}),
		Cause: i18n.T(&goi18n.Message{ID: "program.api-elsewhere.cause",
			Other: "It names {{.Address}}, which is not part of its own. Nothing was sent there."}, "Address", api),
		Safe: nothingChanged(),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "program.api-elsewhere.step", Other: "Check the program's address."}),
			i18n.T(&goi18n.Message{ID: "program.api-elsewhere.step2", Other: "Ask the program's contact."}),
		},
	}
}

func notServed() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.none.served.cause", Other: "The address answers, but no program is served there."})
}

func noAPI() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.none.api.cause", Other: "Its description names no API that can be used."})
}

func noAuthority() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.none.authority.cause", Other: "Its description names no authority to sign in to."})
}

func incomplete() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "program.none.incomplete.cause", Other: "Its description is not complete."})
}

func encodeFault(err error) error {
	return &fault.Error{
		Kind: fault.Usage, Code: "program.encode", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "program.encode.title", Other: "This can't be sent."}),
		Cause: i18n.T(&goi18n.Message{ID: "program.encode.cause", Other: "It holds characters that are no text."}),
		Safe:  i18n.T(&goi18n.Message{ID: "program.encode.safe", Other: "Nothing was sent."}),
	}
}

func textFault() error {
	return &fault.Error{
		Kind: fault.Verification, Code: "program.agreement-text", Guide: "accept-terms",
		Title: i18n.T(&goi18n.Message{ID: "program.agreement-text.title", Other: "The agreement's text was changed on its way."}),
		Cause: i18n.T(&goi18n.Message{ID: "program.agreement-text.cause", Other: "Its SHA-256 is not the one that the program names."}),
		Safe:  i18n.T(&goi18n.Message{ID: "program.agreement-text.safe", Other: "Nothing was answered."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "program.agreement-text.step", Other: "Open the agreement again."}),
			i18n.T(&goi18n.Message{ID: "program.agreement-text.step2",
				Other: "If it comes back, use another network and tell the program's contact."}),
		},
	}
}

func notFound() error {
	return (&api.Problem{Type: api.ProblemNotFound, Status: http.StatusNotFound, Code: api.CodeNotFound}).Fault()
}

// strangeAnswer is for whatever is not an answer of a program service: a login page of a network, a proxy's page, a broken
// body, values that no service gives.
func strangeAnswer(answer *http.Response, err error) error {
	if err != nil && isTimeout(err) {
		return transportFault(err)
	}
	f := &fault.Error{
		Kind: fault.Network, Code: "program.answer", Guide: "proxy", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "program.answer.title", Other: "The answer is not the program's."}),
		Cause: i18n.T(&goi18n.Message{ID: "program.answer.cause",
			Other: "Something between here and the program answered in its place, or the answer was cut short (status {{.Status}})."},
			"Status", answer.StatusCode),
		Safe: nothingLost(),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "program.answer.step", Other: "If this network wants you to sign in, open any web page and do so."}),
			i18n.T(&goi18n.Message{ID: "program.answer.step2", Other: "Try again."}),
		},
		RetryAfter: retryAfter(answer.Header.Get("Retry-After")),
	}
	if errors.Is(err, api.ErrAnswer) {
		f.Cause = i18n.T(&goi18n.Message{ID: "program.answer.rules.cause",
			Other: "It holds values that no program service sends, so nothing of it is shown."})
	}
	if answer.StatusCode == http.StatusUnauthorized {
		f.Kind, f.Code, f.Guide = fault.SignIn, "program.sign-in", "sign-in-again"
	}
	return f
}

// transportFault is for a request that got no answer. The error's text is never shown: it can hold an address with a query.
func transportFault(err error) error {
	if errors.Is(err, context.Canceled) {
		return fault.Of(context.Canceled)
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	f := &fault.Error{
		Kind: fault.Network, Code: "program.unreachable", Guide: "network", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "program.unreachable.title", Other: "The program can't be reached."}),
		Cause: i18n.T(&goi18n.Message{ID: "program.unreachable.cause", Other: "The connection was refused or broke off."}),
		Safe:  nothingLost(),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "program.unreachable.step", Other: "Check the network and try again."})},
	}
	var unknownHost *net.DNSError
	switch {
	case isCertificate(err):
		f.Code, f.Guide = "program.tls", "proxy"
		f.Title = i18n.T(&goi18n.Message{ID: "program.tls.title", Other: "The connection to the program is not safe."})
		f.Cause = i18n.T(&goi18n.Message{ID: "program.tls.cause", Other: "The certificate that answered is not one this computer trusts for that address. A network that reads along, or a wrong clock, looks like this."})
		f.Steps = []i18n.Text{
			i18n.T(&goi18n.Message{ID: "program.tls.step", Other: "Check the clock of this computer."}),
			i18n.T(&goi18n.Message{ID: "program.tls.step2", Other: "Ask your IT whether a proxy opens https, or use another network."}),
		}
	case errors.As(err, &unknownHost):
		f.Cause = i18n.T(&goi18n.Message{ID: "program.unreachable.name.cause", Other: "Its name has no address on this network."})
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "program.unreachable.name.step",
			Other: "Check the network, and the program's address for a typing error."})}
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		f.Code, f.Guide = "program.timeout", "network"
		f.Cause = i18n.T(&goi18n.Message{ID: "program.timeout.cause", Other: "No answer came in time."})
	}
	return f
}

// isCertificate reports whether a connection failed because the other side could not show that it is who it should be.
func isCertificate(err error) bool {
	var wrongCertificate *tls.CertificateVerificationError
	var recordHeader tls.RecordHeaderError
	var authority x509.UnknownAuthorityError
	return errors.As(err, &wrongCertificate) || errors.As(err, &authority) || errors.As(err, &recordHeader)
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

// endlessFault is the fault of a list that does not end.
func endlessFault() error {
	return &fault.Error{
		Kind: fault.Network, Code: "program.list-endless", Guide: "network",
		Title: i18n.T(&goi18n.Message{ID: "program.list-endless.title", Other: "The program's list does not end."}),
		Cause: i18n.T(&goi18n.Message{ID: "program.list-endless.cause",
			Other: "The program answers with more pages than a list can have, or names the same page again."}),
		Safe: nothingLost(),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "program.list-endless.step", Other: "Try again. If it stays so, tell the program's owner."}),
		},
	}
}
