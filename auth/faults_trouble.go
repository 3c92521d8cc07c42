package auth

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
)

// keyringTrouble is what is said of one way in which a keyring fails.
type keyringTrouble struct {
	err          error
	code, guide  string
	title, cause i18n.Text
	safe         i18n.Text // when it is not the usual one
	steps        []i18n.Text
}

func keyringTroubles() []keyringTrouble { //nolint:funlen // a table
	return []keyringTrouble{
		{err: ErrLocked, code: "auth.keyring-locked", guide: "keyring-locked",
			title: i18n.T(&goi18n.Message{ID: "auth.keyring-locked.title", Other: "The keyring is locked."}),
			cause: i18n.T(&goi18n.Message{ID: "auth.keyring-locked.cause", Other: "Its password was not given, or it could not be asked for here."}),
			steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.keyring-locked.step", Other: "Unlock the keyring."}), thenTryAgain()}},
		{err: ErrNoDialog, code: "auth.keyring-no-dialog", guide: "keyring-locked",
			title: i18n.T(&goi18n.Message{ID: "auth.keyring-no-dialog.title", Other: "The keychain is locked, and it can't ask for its password here."}),
			cause: i18n.T(&goi18n.Message{ID: "auth.keyring-no-dialog.cause", Other: "This session has no screen for its question, as over SSH."}),
			steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.keyring-no-dialog.step", Other: "Unlock it with the command security unlock-keychain, or sign in at the computer itself."}),
				thenTryAgain(),
			}},
		{err: ErrNoLogon, code: "auth.keyring-no-logon", guide: "no-keyring",
			title: i18n.T(&goi18n.Message{ID: "auth.keyring-no-logon.title", Other: "Windows keeps no sign-ins for a session like this one."}),
			cause: i18n.T(&goi18n.Message{ID: "auth.keyring-no-logon.cause", Other: "The Credential Manager is closed to sessions over SSH without a password, to services and to scheduled tasks."}),
			steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.keyring-no-logon.step", Other: "Sign in to Windows at the computer or by remote desktop, or over SSH with the password."}),
				thenTryAgain(),
			}},
		{err: ErrNoCollection, code: "auth.keyring-no-collection", guide: "no-keyring",
			title: i18n.T(&goi18n.Message{ID: "auth.keyring-no-collection.title", Other: "The keyring has no collection to keep sign-ins in."}),
			cause: i18n.T(&goi18n.Message{ID: "auth.keyring-no-collection.cause", Other: "It runs, but its login keyring was never made or was deleted."}),
			steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.keyring-no-collection.step", Other: "Make a default keyring in Passwords and Keys (Seahorse), or choose a group for the Secret Service in KeePassXC."}),
				thenTryAgain(),
			}},
		{err: ErrNoWallet, code: "auth.keyring-no-wallet", guide: "no-keyring",
			title: i18n.T(&goi18n.Message{ID: "auth.keyring-no-wallet.title", Other: "KWallet has no wallet yet."}),
			cause: i18n.T(&goi18n.Message{ID: "auth.keyring-no-wallet.cause", Other: "It runs, but there is no wallet that it could keep sign-ins in."}),
			steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.keyring-no-wallet.step", Other: "Make a wallet in the System Settings under KDE Wallet, or with KWalletManager."}),
				thenTryAgain(),
			}},
		{err: ErrNoKeychain, code: "auth.keyring-no-keychain", guide: "no-keyring",
			title: i18n.T(&goi18n.Message{ID: "auth.keyring-no-keychain.title", Other: "There is no default keychain."}),
			cause: i18n.T(&goi18n.Message{ID: "auth.keyring-no-keychain.cause", Other: "It was deleted or moved, or this session is not one of a user who has signed in."}),
			steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.keyring-no-keychain.step", Other: "Make the login keychain the default one in Keychain Access."}),
				thenTryAgain(),
			}},
		{err: ErrSilent, code: "auth.keyring-silent", guide: "no-keyring",
			title: i18n.T(&goi18n.Message{ID: "auth.keyring-silent.title", Other: "The keyring does not answer."}),
			cause: i18n.T(&goi18n.Message{ID: "auth.keyring-silent.cause", Other: "The service that keeps secrets on this computer hangs or was ended."}),
			steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.keyring-silent.step", Other: "Sign out of the desktop and in again, or restart the keyring."}), thenTryAgain(),
			}},
		{err: ErrNoKeyring, code: "auth.no-keyring", guide: "no-keyring",
			title: i18n.T(&goi18n.Message{ID: "auth.no-keyring.title", Other: "There is no keyring on this computer."}),
			cause: i18n.T(&goi18n.Message{ID: "auth.no-keyring.cause", Other: "Program Connect keeps sign-ins nowhere else, and never in a file."}),
			steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.no-keyring.step", Other: "Install and start a keyring, for example GNOME Keyring or KWallet."}), thenTryAgain(),
			}},
		{err: ErrNewer, code: "auth.keyring-newer", guide: "newer-version",
			title: i18n.T(&goi18n.Message{ID: "auth.keyring-newer.title", Other: "The saved sign-ins were written by a newer version of Program Connect."}),
			cause: i18n.T(&goi18n.Message{ID: "auth.keyring-newer.cause", Other: "This version can't read them."}),
			safe:  i18n.T(&goi18n.Message{ID: "auth.keyring-newer.safe", Other: "They were left as they are. A sign-in with this version ends with Program Connect."}),
			steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.keyring-newer.step", Other: "Update Program Connect."})}},
		{err: errBusy, code: "auth.busy", guide: "another-instance",
			title: i18n.T(&goi18n.Message{ID: "auth.keyring-busy.title", Other: "Another Program Connect is working with the keyring."}),
			steps: []i18n.Text{waitAMoment(), thenTryAgain()}},
		{err: errFolder, code: "auth.folder", guide: "folder-not-writable", title: folderTitle(), steps: []i18n.Text{makeFolderWritable(), thenTryAgain()}},
	}
}
