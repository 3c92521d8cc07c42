package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// The faults of this package, one maker each. Their Err is a *Details, never another library's error.

const keptSafe = "Accounts that are signed in stay signed in, and nothing is lost."

func faultOf(err error) *fault.Error { return fault.Of(err) }

func faultConfig() error {
	return &fault.Error{Kind: fault.Usage, Code: "auth.config", Title: i18n.Verbatim("Sign-in needs a folder and a keyring.")}
}

func faultAddress(authority Authority) error {
	return &fault.Error{
		Kind: fault.Usage, Code: "auth.authority-address", Title: i18n.Verbatim("The program's sign-in address can't be used."),
		Cause: i18n.Verbatim("It has to be an https address with a path, and the program has to name its client id."),
		Safe:  i18n.Verbatim(keptSafe), Steps: []i18n.Text{i18n.Verbatim("Check the program's address among your programs."), i18n.Verbatim("Tell the program's contact.")}, Guide: "wrong-tenant",
		Err: &Details{Stage: "discovery"},
	}
}

func faultClosed() error {
	return &fault.Error{Kind: fault.Interrupted, Code: "auth.closed", Title: i18n.Verbatim("Program Connect is closing."), Safe: i18n.Verbatim(keptSafe),
		Err: &Details{Stage: "closed", err: errClosed}}
}

func faultStopped(cause error, stage string) error {
	if errors.Is(cause, context.DeadlineExceeded) {
		return &fault.Error{Kind: fault.Network, Code: "auth.no-answer", Title: i18n.Verbatim("The sign-in service did not answer in time."), Safe: i18n.Verbatim(keptSafe),
			Steps: []i18n.Text{i18n.Verbatim("Check the network."), i18n.Verbatim("Try again.")}, Guide: "network", Err: &Details{Stage: stage, err: context.DeadlineExceeded}}
	}
	return &fault.Error{Kind: fault.Interrupted, Code: "auth.cancelled", Title: i18n.Verbatim("The sign-in was cancelled."), Safe: i18n.Verbatim(keptSafe),
		Steps: []i18n.Text{i18n.Verbatim("Sign in when you are ready.")}, Err: &Details{Stage: stage, err: context.Canceled}}
}

func faultTimeout() error {
	return &fault.Error{
		Kind: fault.SignIn, Code: "auth.sign-in-timeout", Title: i18n.Verbatim("The sign-in was not finished in time."),
		Cause: i18n.Verbatim("The browser did not come back to Program Connect. Perhaps its window was closed, or it stopped at a page with a question."),
		Safe:  i18n.Verbatim(keptSafe), Steps: []i18n.Text{i18n.Verbatim("Sign in again."), i18n.Verbatim("If the browser showed a message, paste it into Help."), i18n.Verbatim("Or sign in with a code on another device.")},
		Guide: "sign-in-again", Err: &Details{Stage: "authorize", err: context.DeadlineExceeded},
	}
}

// faultBrowser: sure tells whether the browser is known not to have started.
func faultBrowser(sure bool) *fault.Error {
	f := &fault.Error{
		Kind: fault.Other, Code: "auth.no-browser", Title: i18n.Verbatim("The browser has not opened yet."), Safe: i18n.Verbatim("The sign-in goes on waiting."),
		Steps: []i18n.Text{i18n.Verbatim("Choose Open again."), i18n.Verbatim("Or copy the link into any browser on this computer."), i18n.Verbatim("Or use a code on another device.")},
		Guide: "no-browser", Err: &Details{Stage: "authorize", err: errNoBrowser},
	}
	if sure {
		f.Title = i18n.Verbatim("No browser could be started.")
		f.Cause = i18n.Verbatim("This computer has no default browser, or it did not start.")
	}
	return f
}

func faultPort() error {
	return &fault.Error{
		Kind: fault.Other, Code: "auth.no-port", Title: i18n.Verbatim("The sign-in could not open a port on this computer."),
		Cause: i18n.Verbatim("The browser hands the sign-in back over the address localhost, and security software may forbid that."),
		Safe:  i18n.Verbatim(keptSafe), Steps: []i18n.Text{i18n.Verbatim("Use a code on another device."), i18n.Verbatim("Or ask IT to allow Program Connect to listen on localhost.")},
		Guide: "device-code", Err: &Details{Stage: "authorize"},
	}
}

func faultRandom() error {
	return &fault.Error{Kind: fault.Other, Code: "auth.random", Title: i18n.Verbatim("This computer gave no random numbers, so the sign-in was not started."),
		Safe: i18n.Verbatim(keptSafe), Steps: []i18n.Text{i18n.Verbatim("Start the computer again.")}, Err: &Details{Stage: "authorize"}}
}

func faultNetwork(d *Details) error {
	return &fault.Error{
		Kind: fault.Network, Code: "auth.network", Title: i18n.Verbatim("The sign-in service could not be reached."),
		Cause: i18n.Verbatim("The network, a proxy or a firewall stands in between."), Safe: i18n.Verbatim(keptSafe),
		Steps: []i18n.Text{i18n.Verbatim("Check the network and the proxy in Settings."), i18n.Verbatim("Try again.")}, Guide: "network", Err: d,
	}
}

func faultAnswer(d *Details) error {
	f := &fault.Error{
		Kind: fault.Network, Code: "auth.authority-answer", Title: i18n.Verbatim("The sign-in service gave an answer that Program Connect can't use."),
		Cause: i18n.Verbatim("Often a proxy or the sign-in page of a network answers in its place."), Safe: i18n.Verbatim(keptSafe),
		Steps: []i18n.Text{i18n.Verbatim("Open any web page to see whether the network asks for a sign-in."), i18n.Verbatim("Check the proxy in Settings."), i18n.Verbatim("Try again.")},
		Guide: "proxy", Err: d,
	}
	if errors.Is(d, errForeignHost) || errors.Is(d, errRedirect) {
		f.Cause = i18n.Verbatim("It pointed to another address. Nothing was sent there.")
	}
	return f
}

func faultIDToken(d *Details) error {
	return &fault.Error{
		Kind: fault.Verification, Code: "auth.id-token", Title: i18n.Verbatim("The sign-in could not be trusted, so it was not kept."),
		Cause: i18n.Verbatim("The proof of who signed in did not pass the checks."), Safe: i18n.Verbatim(keptSafe),
		Steps: []i18n.Text{i18n.Verbatim("Sign in again."), i18n.Verbatim("If it comes back, send the details to the program's contact.")}, Guide: "sign-in-again", Err: d,
	}
}

func faultClock(d *Details, off time.Duration) error {
	direction := "ahead"
	if off < 0 {
		direction = "behind"
	}
	return &fault.Error{
		Kind: fault.SignIn, Code: "auth.clock", Title: i18n.Verbatim("This computer's clock is wrong."),
		Cause: i18n.Verbatim(fmt.Sprintf("It is about %s %s, so the sign-in looks too old or too new.", off.Abs().Round(time.Minute), direction)),
		Safe:  i18n.Verbatim(keptSafe), Steps: []i18n.Text{i18n.Verbatim("Set the date, the time and the time zone."), i18n.Verbatim("Sign in again.")}, Guide: "clock", Err: d,
	}
}

func faultBusy(err error) error {
	if errors.Is(err, errFolder) {
		return &fault.Error{Kind: fault.Disk, Code: "auth.folder", Title: i18n.Verbatim("The folder for sign-ins can't be written."), Safe: i18n.Verbatim(keptSafe),
			Steps: []i18n.Text{i18n.Verbatim("Make the folder of Program Connect writable."), i18n.Verbatim("Try again.")}, Err: &Details{Stage: "keyring", err: errFolder}}
	}
	return &fault.Error{Kind: fault.Busy, Code: "auth.busy", Title: i18n.Verbatim("Another Program Connect is working with this account."), Safe: i18n.Verbatim(keptSafe),
		Steps: []i18n.Text{i18n.Verbatim("Wait a moment and try again."), i18n.Verbatim("Or close the other one.")}, Guide: "another-instance", Err: &Details{Stage: "keyring", err: errBusy}}
}

func faultUnknown() error {
	return &fault.Error{Kind: fault.SignIn, Code: "auth.unknown-account", Title: i18n.Verbatim("This account is not signed in."),
		Steps: []i18n.Text{i18n.Verbatim("Choose an account of the list.")}, Guide: "sign-in-again", Err: &Details{Stage: "accounts", err: errSignedOut}}
}

func faultSignedOut() error {
	return &fault.Error{
		Kind: fault.SignIn, Code: "auth.signed-out", Title: i18n.Verbatim("The account is not signed in any more."),
		Cause: i18n.Verbatim("It was signed out here, or in another window of Program Connect."), Safe: i18n.Verbatim("Downloads that wait for it go on after the sign-in."),
		Steps: []i18n.Text{i18n.Verbatim("Sign in again.")}, Guide: "sign-in-again", Err: &Details{Stage: "accounts", err: errSignedOut},
	}
}

func faultForeign() error {
	return &fault.Error{
		Kind: fault.SignIn, Code: "auth.other-program", Title: i18n.Verbatim("This account belongs to another program's sign-in."),
		Safe: i18n.Verbatim(keptSafe), Steps: []i18n.Text{i18n.Verbatim("Sign in to this program.")}, Guide: "sign-in-again", Err: &Details{Stage: "accounts", err: errSignedOut},
	}
}

func faultTooMany() error {
	return &fault.Error{
		Kind: fault.Usage, Code: "auth.too-many", Title: i18n.Verbatim(fmt.Sprintf("There are %d accounts already.", maxAccounts)), Safe: i18n.Verbatim(keptSafe),
		Steps: []i18n.Text{i18n.Verbatim("Sign out of an account that is not needed."), i18n.Verbatim("Sign in again.")}, Err: &Details{Stage: "keyring", err: errTooMany},
	}
}

var errSignedOut = errors.New("not signed in")
