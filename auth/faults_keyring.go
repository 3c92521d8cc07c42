package auth

import (
	"context"
	"errors"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// faultKeyring says what the matter with the keyring is, and that the session lives in memory meanwhile;
// nil for nil.
func faultKeyring(err error) *fault.Error {
	if err == nil {
		return nil
	}
	t := keyringTrouble{err: known(err), code: "auth.keyring", guide: "no-keyring",
		title: i18n.T(&goi18n.Message{ID: "auth.keyring.title", Other: "The keyring did not keep the sign-in."}),
		steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "auth.keyring.step", Other: "Choose Try again."}),
			i18n.T(&goi18n.Message{ID: "auth.keyring.step2", Other: "If it comes back, restart the keyring."}),
		}}
	for _, one := range keyringTroubles() {
		if errors.Is(err, one.err) {
			t = one
			break
		}
	}
	safe := t.safe
	if safe.IsZero() {
		safe = i18n.T(&goi18n.Message{ID: "auth.keyring.safe", Other: "Sign-in works. Until the keyring is back, accounts are kept in memory only and end with Program Connect."})
	}
	return &fault.Error{Kind: fault.Other, Code: t.code, Guide: t.guide, Title: t.title, Cause: t.cause, Safe: safe, Steps: t.steps,
		Err: &Details{Stage: "keyring", err: t.err}}
}

// known returns this package's own error in err; the text of another library's is not kept.
func known(err error) error {
	for _, e := range []error{ErrDamaged, ErrTooLong, errTooMany} {
		if errors.Is(err, e) {
			return e
		}
	}
	return errKeyring
}

func faultDamaged(n int) *fault.Error {
	return &fault.Error{
		Kind: fault.Other, Code: "auth.keyring-damaged", Guide: "sign-in-again", Err: &Details{Stage: "keyring", err: ErrDamaged},
		Title: i18n.N(&goi18n.Message{ID: "auth.keyring-damaged.title", One: "A saved sign-in can't be read.", Other: "{{.Count}} saved sign-ins can't be read."}, n),
		Cause: i18n.T(&goi18n.Message{ID: "auth.keyring-damaged.cause", Other: "Its item in the keyring was changed or cut."}),
		Safe:  i18n.T(&goi18n.Message{ID: "auth.keyring-damaged.safe", Other: "The other accounts work. The item was set aside and is replaced at the next sign-in."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.keyring-damaged.step", Other: "Sign in with that account again."})},
	}
}

// faultStillStored is the fault of accounts that were signed out here and that a keyring which does not answer still holds.
func faultStillStored(err error, all bool) error {
	f := faultKeyring(err)
	title := i18n.T(&goi18n.Message{ID: "auth.still-stored.title", Other: "The account is signed out here, but its item is still in the keyring."})
	if all {
		title = i18n.T(&goi18n.Message{ID: "auth.all-still-stored.title", Other: "All accounts are signed out here, but the keyring may still hold them."})
	}
	return &fault.Error{
		Kind: f.Kind, Code: "auth.still-stored", Title: title, Cause: f.Title, Steps: f.Steps, Guide: "keyring-locked", Err: f.Err,
		Safe: i18n.T(&goi18n.Message{ID: "auth.still-stored.safe", Other: "Program Connect does not use what is left any more, and removes it as soon as the keyring answers."}),
	}
}

// KeyringWaits is what to say while Snapshot.Waiting is true.
func KeyringWaits() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.keyring-waits.title", Other: "Your keyring asks for its password."})
}

// faultInterrupted is the fault of a call that was ended before the keyring had answered.
func faultInterrupted() error {
	return &fault.Error{
		Kind: fault.Interrupted, Code: "auth.keyring-interrupted", Safe: keptSafe(), Steps: []i18n.Text{tryAgain()},
		Title: i18n.T(&goi18n.Message{ID: "auth.keyring-interrupted.title", Other: "Stopped before the keyring had answered."}),
		Err:   &Details{Stage: "keyring", err: context.Canceled},
	}
}

// faultWaits is the fault of a call that did not wait until the person had answered the keyring.
func faultWaits() *fault.Error {
	return &fault.Error{
		Kind: fault.SignIn, Code: "auth.keyring-waits", Guide: "keyring-locked", Title: KeyringWaits(), Safe: keptSafe(),
		Cause: i18n.T(&goi18n.Message{ID: "auth.keyring-waits.cause", Other: "Until it is answered nobody knows who is signed in. Its window may be behind another one."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.keyring-waits.step", Other: "Answer the keyring."}), tryAgain()},
		Err:   &Details{Stage: "keyring", err: ErrLocked},
	}
}
