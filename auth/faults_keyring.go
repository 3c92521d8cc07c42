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
	f := &fault.Error{Kind: fault.Other, Steps: []i18n.Text{}}
	f.Safe = i18n.T(&goi18n.Message{ID: "auth.keyring.safe", Other: "Sign-in works. Until the keyring is back, accounts are kept in memory only and end with Program Connect."})
	switch {
	case errors.Is(err, ErrLocked):
		f.Code, f.Guide = "auth.keyring-locked", "keyring-locked"
		f.Title = i18n.T(&goi18n.Message{ID: "auth.keyring-locked.title", Other: "The keyring is locked."})
		f.Cause = i18n.T(&goi18n.Message{ID: "auth.keyring-locked.cause", Other: "Perhaps it waits for its password in another window."})
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.keyring-locked.step", Other: "Unlock the keyring."}), thenTryAgain()}
		f.Err = &Details{Stage: "keyring", err: ErrLocked}
	case errors.Is(err, ErrSilent), errors.Is(err, context.DeadlineExceeded):
		f.Code, f.Guide = "auth.keyring-silent", "no-keyring"
		f.Title = i18n.T(&goi18n.Message{ID: "auth.keyring-silent.title", Other: "The keyring does not answer."})
		f.Cause = i18n.T(&goi18n.Message{ID: "auth.keyring-silent.cause", Other: "The service that keeps secrets on this computer hangs or was ended."})
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.keyring-silent.step", Other: "Sign out of the desktop and in again, or restart the keyring."}), thenTryAgain()}
		f.Err = &Details{Stage: "keyring", err: ErrSilent}
	case errors.Is(err, ErrNoKeyring):
		f.Code, f.Guide = "auth.no-keyring", "no-keyring"
		f.Title = i18n.T(&goi18n.Message{ID: "auth.no-keyring.title", Other: "There is no keyring on this computer."})
		f.Cause = i18n.T(&goi18n.Message{ID: "auth.no-keyring.cause", Other: "Program Connect keeps sign-ins nowhere else, and never in a file."})
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.no-keyring.step", Other: "Install and start a keyring, for example GNOME Keyring or KWallet."}), thenTryAgain()}
		f.Err = &Details{Stage: "keyring", err: ErrNoKeyring}
	case errors.Is(err, ErrNewer):
		return faultNewer()
	case errors.Is(err, errBusy):
		f.Code, f.Guide = "auth.busy", "another-instance"
		f.Title = i18n.T(&goi18n.Message{ID: "auth.keyring-busy.title", Other: "Another Program Connect is working with the keyring."})
		f.Steps = []i18n.Text{waitAMoment(), thenTryAgain()}
		f.Err = &Details{Stage: "keyring", err: errBusy}
	case errors.Is(err, errFolder):
		f.Code, f.Title = "auth.folder", folderTitle()
		f.Steps = []i18n.Text{makeFolderWritable(), thenTryAgain()}
		f.Err = &Details{Stage: "keyring", err: errFolder}
	default:
		f.Code, f.Guide = "auth.keyring", "no-keyring"
		f.Title = i18n.T(&goi18n.Message{ID: "auth.keyring.title", Other: "The keyring did not keep the sign-in."})
		f.Steps = []i18n.Text{
			i18n.T(&goi18n.Message{ID: "auth.keyring.step", Other: "Choose Try again."}),
			i18n.T(&goi18n.Message{ID: "auth.keyring.step2", Other: "If it comes back, restart the keyring."}),
		}
		f.Err = &Details{Stage: "keyring", err: known(err)}
	}
	return f
}

func faultNewer() *fault.Error {
	return &fault.Error{
		Kind: fault.Other, Code: "auth.keyring-newer", Err: &Details{Stage: "keyring", err: ErrNewer},
		Title: i18n.T(&goi18n.Message{ID: "auth.keyring-newer.title", Other: "The saved sign-ins were written by a newer version of Program Connect."}),
		Cause: i18n.T(&goi18n.Message{ID: "auth.keyring-newer.cause", Other: "This version can't read them."}),
		Safe:  i18n.T(&goi18n.Message{ID: "auth.keyring-newer.safe", Other: "They were left as they are. A sign-in with this version ends with Program Connect."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.keyring-newer.step", Other: "Update Program Connect."})},
	}
}

// known returns this package's own error in err; the text of another library's is not kept.
func known(err error) error {
	for _, e := range []error{ErrDamaged, ErrTooLong, errTooMany, context.Canceled} {
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

// faultStillStored: an account was signed out here, but its item is still in a keyring that does not answer.
func faultStillStored(err error) error {
	f := faultKeyring(err)
	return &fault.Error{
		Kind: f.Kind, Code: "auth.still-stored", Cause: f.Title, Steps: f.Steps, Guide: f.Guide, Err: f.Err,
		Title: i18n.T(&goi18n.Message{ID: "auth.still-stored.title", Other: "The account is signed out here, but its item is still in the keyring."}),
		Safe:  i18n.T(&goi18n.Message{ID: "auth.still-stored.safe", Other: "Program Connect does not use the item any more, and removes it as soon as the keyring answers while it runs."}),
	}
}
