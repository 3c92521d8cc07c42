package auth

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
)

// Texts that several faults share.

func keptSafe() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.kept.safe", Other: "Accounts that are signed in stay signed in, and nothing is lost."})
}

func signInAgain() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.sign-in-again.step", Other: "Sign in again."})
}

func tryAgain() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.try-again.step", Other: "Try again."})
}

func thenTryAgain() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.then-try-again.step", Other: "Then choose Try again."})
}

func waitAMoment() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.wait.step", Other: "Wait a moment."})
}

func pasteIntoHelp() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.paste.step", Other: "If the browser showed a message, paste it into Help."})
}

func sendToIT() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.details-to-it.step", Other: "Copy the details and send them to your IT."})
}

func acceptPermissions() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.accept.step", Other: "Sign in again and accept the permissions."})
}

func finishQuestions() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.questions.step", Other: "Sign in again and finish every question in the browser."})
}

func chooseAnother() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.choose-another.step", Other: "Choose another organization or account."})
}

func checkProgramAddress() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.check-address.step", Other: "Check the program's address among your programs."})
}

func makeFolderWritable() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.folder.step", Other: "Make the folder of Program Connect writable."})
}

func folderTitle() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.folder.title", Other: "The folder for sign-ins can't be written."})
}

func noPermissionTitle() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.consent.title", Other: "Program Connect has no permission to sign this account in yet."})
}

func sessionEndedTitle() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.session-ended.title", Other: "The session of this account has ended."})
}

func sessionEndedCause() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "auth.session-ended.cause", Other: "It was not used for long, the password was changed, or an administrator ended it."})
}
