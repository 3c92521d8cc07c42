package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// faultKeyring says what the matter with the keyring is, and that the session lives in memory meanwhile;
// nil for nil.
func faultKeyring(err error) *fault.Error {
	if err == nil {
		return nil
	}
	f := &fault.Error{Kind: fault.Other, Safe: i18n.Verbatim("Sign-in works. Until the keyring is back, accounts are kept in memory only and end with Program Connect.")}
	switch {
	case errors.Is(err, ErrLocked):
		f.Code, f.Guide, f.Title = "auth.keyring-locked", "keyring-locked", i18n.Verbatim("The keyring is locked.")
		f.Cause = i18n.Verbatim("Perhaps it waits for its password in another window.")
		f.Steps = []i18n.Text{i18n.Verbatim("Unlock the keyring."), i18n.Verbatim("Then choose Try again.")}
		f.Err = &Details{Stage: "keyring", err: ErrLocked}
	case errors.Is(err, ErrSilent), errors.Is(err, context.DeadlineExceeded):
		f.Code, f.Guide, f.Title = "auth.keyring-silent", "no-keyring", i18n.Verbatim("The keyring does not answer.")
		f.Cause = i18n.Verbatim("The service that keeps secrets on this computer hangs or was ended.")
		f.Steps = []i18n.Text{i18n.Verbatim("Sign out of the desktop and in again, or restart the keyring."), i18n.Verbatim("Then choose Try again.")}
		f.Err = &Details{Stage: "keyring", err: ErrSilent}
	case errors.Is(err, ErrNoKeyring):
		f.Code, f.Guide, f.Title = "auth.no-keyring", "no-keyring", i18n.Verbatim("There is no keyring on this computer.")
		f.Cause = i18n.Verbatim("Program Connect keeps sign-ins nowhere else, and never in a file.")
		f.Steps = []i18n.Text{i18n.Verbatim("Install and start a keyring, for example GNOME Keyring or KWallet."), i18n.Verbatim("Then choose Try again.")}
		f.Err = &Details{Stage: "keyring", err: ErrNoKeyring}
	case errors.Is(err, errBusy):
		f.Code, f.Guide, f.Title = "auth.busy", "another-instance", i18n.Verbatim("Another Program Connect is working with the keyring.")
		f.Steps = []i18n.Text{i18n.Verbatim("Wait a moment."), i18n.Verbatim("Then choose Try again.")}
		f.Err = &Details{Stage: "keyring", err: errBusy}
	case errors.Is(err, errFolder):
		f.Code, f.Title = "auth.folder", i18n.Verbatim("The folder for sign-ins can't be written.")
		f.Steps = []i18n.Text{i18n.Verbatim("Make the folder of Program Connect writable."), i18n.Verbatim("Then choose Try again.")}
		f.Err = &Details{Stage: "keyring", err: errFolder}
	default:
		f.Code, f.Guide, f.Title = "auth.keyring", "no-keyring", i18n.Verbatim("The keyring did not keep the sign-in.")
		f.Steps = []i18n.Text{i18n.Verbatim("Choose Try again."), i18n.Verbatim("If it comes back, restart the keyring.")}
		f.Err = &Details{Stage: "keyring", err: known(err)}
	}
	return f
}

// known passes this package's own errors and no others.
func known(err error) error {
	for _, e := range []error{ErrDamaged, ErrTooLong, errTooMany, context.Canceled} {
		if errors.Is(err, e) {
			return e
		}
	}
	return errKeyring
}

func faultDamaged(n int) *fault.Error {
	title := "A saved sign-in can't be read."
	if n > 1 {
		title = fmt.Sprintf("%d saved sign-ins can't be read.", n)
	}
	return &fault.Error{
		Kind: fault.Other, Code: "auth.keyring-damaged", Title: i18n.Verbatim(title), Cause: i18n.Verbatim("Its item in the keyring was changed or cut."),
		Safe: i18n.Verbatim("The other accounts work. The item was set aside and is replaced at the next sign-in."), Steps: []i18n.Text{i18n.Verbatim("Sign in with that account again.")},
		Guide: "sign-in-again", Err: &Details{Stage: "keyring", err: ErrDamaged},
	}
}

// faultStillStored: an account was signed out here, but its item is still in a keyring that does not answer.
func faultStillStored(err error) error {
	f := faultKeyring(err)
	return &fault.Error{
		Kind: f.Kind, Code: "auth.still-stored", Title: i18n.Verbatim("The account is signed out here, but its item is still in the keyring."),
		Cause: f.Title, Safe: i18n.Verbatim("Program Connect does not use the item any more, and removes it as soon as the keyring answers while it runs."),
		Steps: f.Steps, Guide: f.Guide, Err: f.Err,
	}
}
