package auth

import (
	"context"
	"errors"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// The faults of this package, one maker each. Their Err is a *Details, never another library's error.

var (
	errClosed    = errors.New("accounts are closed")
	errSignedOut = errors.New("not signed in")
)

func faultConfig() error {
	return &fault.Error{Kind: fault.Usage, Code: "auth.config",
		Title: i18n.T(&goi18n.Message{ID: "auth.config.title", Other: "Sign-in needs a folder and a keyring."})}
}

func faultAddress() error {
	return &fault.Error{
		Kind: fault.Usage, Code: "auth.authority-address", Safe: keptSafe(), Guide: "wrong-tenant",
		Title: i18n.T(&goi18n.Message{ID: "auth.authority-address.title", Other: "The program's sign-in address can't be used."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.authority-address.cause", Other: "It has to be an https address with a path, and the program has to name its client id."}),
		Steps: []i18n.Text{checkProgramAddress(), i18n.T(&goi18n.Message{ID: "auth.authority-address.step", Other: "Tell the program's contact."})},
		Err:   &Details{Stage: "discovery"},
	}
}

func faultClosed() error {
	return &fault.Error{Kind: fault.Interrupted, Code: "auth.closed", Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "auth.closed.title", Other: "Program Connect is closing."}),
		Err:   &Details{Stage: "closed", err: errClosed}}
}

// faultStopped is the fault of a call that its context ended.
func faultStopped(cause error, stage string) error {
	if errors.Is(cause, context.DeadlineExceeded) {
		return &fault.Error{Kind: fault.Network, Code: "auth.no-answer", Safe: keptSafe(), Guide: "network",
			Title: i18n.T(&goi18n.Message{ID: "auth.no-answer.title", Other: "The sign-in service did not answer in time."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.no-answer.step", Other: "Check the network."}), tryAgain()},
			Err:   &Details{Stage: stage, err: context.DeadlineExceeded}}
	}
	return &fault.Error{Kind: fault.Interrupted, Code: "auth.cancelled", Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "auth.cancelled.title", Other: "The sign-in was cancelled."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.cancelled.step", Other: "Sign in when you are ready."})},
		Err:   &Details{Stage: stage, err: context.Canceled}}
}

func faultTimeout() error {
	return &fault.Error{
		Kind: fault.SignIn, Code: "auth.sign-in-timeout", Safe: keptSafe(), Guide: "sign-in-again",
		Title: i18n.T(&goi18n.Message{ID: "auth.sign-in-timeout.title", Other: "The sign-in was not finished in time."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.sign-in-timeout.cause", Other: "The browser did not come back to Program Connect. Perhaps its window was closed, or it stopped at a page with a question."}),
		Steps: []i18n.Text{signInAgain(), pasteIntoHelp(),
			i18n.T(&goi18n.Message{ID: "auth.sign-in-timeout.step", Other: "Or sign in with a code on another device."})},
		Err: &Details{Stage: "authorize", err: context.DeadlineExceeded},
	}
}

var errBrowserSlow = errors.New("the browser has not started yet")

// faultBrowser says how a browser did not start: ErrOpenerFailed, errBrowserSlow, or anything else, which is certain.
func faultBrowser(err error) *fault.Error {
	f := &fault.Error{
		Kind: fault.Other, Guide: "no-browser",
		Safe: i18n.T(&goi18n.Message{ID: "auth.no-browser.safe", Other: "The sign-in goes on waiting."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "auth.no-browser.step", Other: "Choose Open again."}),
			i18n.T(&goi18n.Message{ID: "auth.no-browser.step2", Other: "Or copy the link into any browser on this computer."}),
			i18n.T(&goi18n.Message{ID: "auth.no-browser.step3", Other: "Or use a code on another device."}),
		},
	}
	switch {
	case errors.Is(err, errBrowserSlow):
		f.Code, f.Err = "auth.browser-slow", &Details{Stage: "authorize", err: errBrowserSlow}
		f.Title = i18n.T(&goi18n.Message{ID: "auth.browser-slow.title", Other: "The browser has not opened yet."})
	case errors.Is(err, ErrOpenerFailed):
		f.Code, f.Err = "auth.opener-failed", &Details{Stage: "authorize", err: ErrOpenerFailed}
		f.Title = i18n.T(&goi18n.Message{ID: "auth.opener-failed.title", Other: "The browser may not have opened."})
		f.Cause = i18n.T(&goi18n.Message{ID: "auth.opener-failed.cause", Other: "The program that opens it ended with an error. If the page is there, go on in it."})
	default:
		f.Code, f.Err = "auth.no-browser", &Details{Stage: "authorize", err: ErrNoBrowser}
		f.Title = i18n.T(&goi18n.Message{ID: "auth.no-browser.title", Other: "No browser could be started."})
		f.Cause = i18n.T(&goi18n.Message{ID: "auth.no-browser.cause", Other: "This computer has no default browser, or this session has no screen to show one on."})
	}
	return f
}

func faultPort() error {
	return &fault.Error{
		Kind: fault.Other, Code: "auth.no-port", Safe: keptSafe(), Guide: "device-code",
		Title: i18n.T(&goi18n.Message{ID: "auth.no-port.title", Other: "The sign-in could not open a port on this computer."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.no-port.cause", Other: "The browser hands the sign-in back over the address localhost, and security software may forbid that."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "auth.no-port.step", Other: "Use a code on another device."}),
			i18n.T(&goi18n.Message{ID: "auth.no-port.step2", Other: "Or ask IT to allow Program Connect to listen on localhost."}),
		},
		Err: &Details{Stage: "authorize"},
	}
}

func faultRandom() error {
	return &fault.Error{Kind: fault.Other, Code: "auth.random", Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "auth.random.title", Other: "This computer gave no random numbers, so the sign-in was not started."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.random.step", Other: "Start the computer again."})},
		Err:   &Details{Stage: "authorize"}}
}

func faultNetwork(d *Details) error {
	return &fault.Error{
		Kind: fault.Network, Code: "auth.network", Safe: keptSafe(), Guide: "network", Err: d,
		Title: i18n.T(&goi18n.Message{ID: "auth.network.title", Other: "The sign-in service could not be reached."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.network.cause", Other: "The network, a proxy or a firewall stands in between."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.network.step", Other: "Check the network and the proxy in Settings."}), tryAgain()},
	}
}

func faultAnswer(d *Details) error {
	f := &fault.Error{
		Kind: fault.Network, Code: "auth.authority-answer", Safe: keptSafe(), Guide: "proxy", Err: d,
		Title: i18n.T(&goi18n.Message{ID: "auth.authority-answer.title", Other: "The sign-in service gave an answer that Program Connect can't use."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.authority-answer.cause", Other: "Often a proxy or the sign-in page of a network answers in its place."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "auth.authority-answer.step", Other: "Open any web page to see whether the network asks for a sign-in."}),
			i18n.T(&goi18n.Message{ID: "auth.authority-answer.step2", Other: "Check the proxy in Settings."}), tryAgain(),
		},
	}
	if errors.Is(d, errForeignHost) || errors.Is(d, errRedirect) {
		f.Cause = i18n.T(&goi18n.Message{ID: "auth.authority-elsewhere.cause", Other: "It pointed to another address. Nothing was sent there."})
	}
	return f
}

func faultIDToken(d *Details) error {
	return &fault.Error{
		Kind: fault.Verification, Code: "auth.id-token", Safe: keptSafe(), Guide: "sign-in-again", Err: d,
		Title: i18n.T(&goi18n.Message{ID: "auth.id-token.title", Other: "The sign-in could not be trusted, so it was not kept."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.id-token.cause", Other: "The proof of who signed in did not pass the checks."}),
		Steps: []i18n.Text{signInAgain(), i18n.T(&goi18n.Message{ID: "auth.id-token.step", Other: "If it comes back, send the details to the program's contact."})},
	}
}

// faultClock is the fault of a clock that is wrong by off; a positive off is ahead.
func faultClock(d *Details, off time.Duration) error {
	cause := i18n.T(&goi18n.Message{ID: "auth.clock.cause-ahead", Other: "It is about {{.Off}} ahead, so the sign-in looks too old or too new."}, "Off", SpanText(off.Abs()))
	if off < 0 {
		cause = i18n.T(&goi18n.Message{ID: "auth.clock.cause-behind", Other: "It is about {{.Off}} behind, so the sign-in looks too old or too new."}, "Off", SpanText(off.Abs()))
	}
	return &fault.Error{
		Kind: fault.SignIn, Code: "auth.clock", Cause: cause, Safe: keptSafe(), Guide: "clock", Err: d,
		Title: i18n.T(&goi18n.Message{ID: "auth.clock.title", Other: "This computer's clock is wrong."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.clock.step", Other: "Set the date, the time and the time zone."}), signInAgain()},
	}
}

// SpanText returns a span of time in words, in the one unit that fits.
func SpanText(d time.Duration) i18n.Text {
	const day, year = 24 * time.Hour, 8766 * time.Hour
	count := func(unit time.Duration) int { return int((d + unit/2) / unit) }
	switch {
	case d < 2*time.Hour:
		return i18n.N(&goi18n.Message{ID: "auth.span.minutes", One: "{{.Count}} minute", Other: "{{.Count}} minutes"}, count(time.Minute))
	case d < 3*day:
		return i18n.N(&goi18n.Message{ID: "auth.span.hours", One: "{{.Count}} hour", Other: "{{.Count}} hours"}, count(time.Hour))
	case d < 10*year/11:
		return i18n.N(&goi18n.Message{ID: "auth.span.days", One: "{{.Count}} day", Other: "{{.Count}} days"}, count(day))
	default:
		return i18n.N(&goi18n.Message{ID: "auth.span.years", One: "a year", Other: "{{.Count}} years"}, count(year))
	}
}

func faultBusy(err error) error {
	if errors.Is(err, errFolder) {
		return &fault.Error{Kind: fault.Disk, Code: "auth.folder", Guide: "folder-not-writable", Title: folderTitle(), Safe: keptSafe(),
			Steps: []i18n.Text{makeFolderWritable(), tryAgain()}, Err: &Details{Stage: "keyring", err: errFolder}}
	}
	return &fault.Error{Kind: fault.Busy, Code: "auth.busy", Safe: keptSafe(), Guide: "another-instance",
		Title: i18n.T(&goi18n.Message{ID: "auth.busy.title", Other: "Another Program Connect is working with this account."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "auth.busy.step", Other: "Wait a moment and try again."}),
			i18n.T(&goi18n.Message{ID: "auth.busy.step2", Other: "Or close the other one."}),
		},
		Err: &Details{Stage: "keyring", err: errBusy}}
}

func faultUnknown() error {
	return &fault.Error{Kind: fault.SignIn, Code: "auth.unknown-account", Guide: "sign-in-again",
		Title: i18n.T(&goi18n.Message{ID: "auth.unknown-account.title", Other: "This account is not signed in."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.unknown-account.step", Other: "Choose an account of the list."})},
		Err:   &Details{Stage: "accounts", err: errSignedOut}}
}

func faultSignedOut() error {
	return &fault.Error{
		Kind: fault.SignIn, Code: "auth.signed-out", Guide: "sign-in-again", Steps: []i18n.Text{signInAgain()},
		Title: i18n.T(&goi18n.Message{ID: "auth.signed-out.title", Other: "The account is not signed in any more."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.signed-out.cause", Other: "It was signed out here, or in another window of Program Connect."}),
		Safe:  i18n.T(&goi18n.Message{ID: "auth.signed-out.safe", Other: "Downloads that wait for it go on after the sign-in."}),
		Err:   &Details{Stage: "accounts", err: errSignedOut},
	}
}

func faultForeign() error {
	return &fault.Error{
		Kind: fault.SignIn, Code: "auth.other-program", Safe: keptSafe(), Guide: "sign-in-again",
		Title: i18n.T(&goi18n.Message{ID: "auth.other-program.title", Other: "This account belongs to another program's sign-in."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.other-program.step", Other: "Sign in to this program."})},
		Err:   &Details{Stage: "accounts", err: errSignedOut},
	}
}

func faultTooMany() error {
	return &fault.Error{
		Kind: fault.Usage, Code: "auth.too-many", Safe: keptSafe(),
		Title: i18n.T(&goi18n.Message{ID: "auth.too-many.title", Other: "There are {{.Count}} accounts already."}, "Count", maxAccounts),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.too-many.step", Other: "Sign out of an account that is not needed."}), signInAgain()},
		Err:   &Details{Stage: "keyring", err: errTooMany},
	}
}
