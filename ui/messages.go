package ui

import goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

// Messages that stand in several places. A message that stands in one place is declared there.
var (
	msgAccountEditRegistration = &goi18n.Message{ID: "ui.account.edit-registration", Other: "Edit the registration"}
	msgAcceptTheInvitation     = &goi18n.Message{ID: "ui.common.accept-the-invitation", Other: "Accept the invitation"}
	msgAccepting               = &goi18n.Message{ID: "ui.common.accepting", Other: "Accepting…"}
	msgAccessReason            = &goi18n.Message{ID: "ui.common.access-reason", Other: "Why do you need access?"}
	msgAccessReasonHint        = &goi18n.Message{ID: "ui.common.access-reason.hint",
		Other: "The people who decide read this."}
	msgAccessReasonMissing = &goi18n.Message{ID: "ui.common.access-reason.missing",
		Other: "Say in a sentence why you need access."}
	msgAccount          = &goi18n.Message{ID: "ui.common.account", Other: "Account"}
	msgAskForAccess     = &goi18n.Message{ID: "ui.common.ask-for-access", Other: "Ask for access"}
	msgAskingTheProgram = &goi18n.Message{ID: "ui.common.asking-the-program", Other: "Asking the program…"}
	msgCancel           = &goi18n.Message{ID: "ui.common.cancel", Other: "Cancel"}
	msgChanged          = &goi18n.Message{ID: "ui.common.changed", Other: "Changed"}
	msgCharacters       = &goi18n.Message{ID: "ui.common.characters",
		Other: "{{.Count}} of {{.Limit}} characters"}
	msgCheckAgain             = &goi18n.Message{ID: "ui.common.check-again", Other: "Check again"}
	msgClose                  = &goi18n.Message{ID: "ui.common.close", Other: "Close"}
	msgCopyCode               = &goi18n.Message{ID: "ui.common.copy-code", Other: "Copy code"}
	msgCopyContact            = &goi18n.Message{ID: "ui.common.copy-contact", Other: "Copy contact"}
	msgCopyLink               = &goi18n.Message{ID: "ui.common.copy-link", Other: "Copy link"}
	msgDownload               = &goi18n.Message{ID: "ui.common.download", Other: "Download"}
	msgDownloads              = &goi18n.Message{ID: "ui.common.downloads", Other: "Downloads"}
	msgEngagements            = &goi18n.Message{ID: "ui.common.engagements", Other: "Engagements"}
	msgExportAsJSON           = &goi18n.Message{ID: "ui.common.export-as-json", Other: "Export as JSON"}
	msgFeedback               = &goi18n.Message{ID: "ui.common.feedback", Other: "Feedback"}
	msgFetchingTheEngagements = &goi18n.Message{ID: "ui.common.fetching-the-engagements",
		Other: "Fetching the engagements…"}
	msgFrom            = &goi18n.Message{ID: "ui.common.from", Other: "From"}
	msgHelp            = &goi18n.Message{ID: "ui.common.help", Other: "Help"}
	msgOpening         = &goi18n.Message{ID: "ui.window.opening", Other: "Opening…"}
	msgMore            = &goi18n.Message{ID: "ui.common.more", Other: "More"}
	msgUndo            = &goi18n.Message{ID: "ui.window.undo", Other: "Undo"}
	msgName            = &goi18n.Message{ID: "ui.common.name", Other: "Name"}
	msgOpen            = &goi18n.Message{ID: "ui.common.open", Other: "Open"}
	msgOpenTheGuide    = &goi18n.Message{ID: "ui.common.open-the-guide", Other: "Open the guide"}
	msgPackages        = &goi18n.Message{ID: "ui.common.packages", Other: "Packages"}
	msgProgramConnect  = &goi18n.Message{ID: "ui.common.program-connect", Other: "Program Connect"}
	msgPrograms        = &goi18n.Message{ID: "ui.common.programs", Other: "Programs"}
	msgReadAndAnswer   = &goi18n.Message{ID: "ui.common.read-and-answer", Other: "Read and answer"}
	msgReadTheTerms    = &goi18n.Message{ID: "ui.common.read-the-terms", Other: "Read the terms"}
	msgReload          = &goi18n.Message{ID: "ui.common.reload", Other: "Reload"}
	msgRemove          = &goi18n.Message{ID: "ui.common.remove", Other: "Remove"}
	msgSave            = &goi18n.Message{ID: "ui.common.save", Other: "Save"}
	msgSaved           = &goi18n.Message{ID: "ui.common.saved", Other: "Saved."}
	msgSendAgain       = &goi18n.Message{ID: "ui.common.send-again", Other: "Send again"}
	msgSendTheRequest  = &goi18n.Message{ID: "ui.common.send-the-request", Other: "Send the request"}
	msgSettings        = &goi18n.Message{ID: "ui.common.settings", Other: "Settings"}
	msgShowEverything  = &goi18n.Message{ID: "ui.common.show-everything", Other: "Show everything"}
	msgSignIn          = &goi18n.Message{ID: "ui.common.sign-in", Other: "Sign in"}
	msgSignInAgain     = &goi18n.Message{ID: "ui.common.sign-in-again", Other: "Sign in again"}
	msgSpeedLimit      = &goi18n.Message{ID: "ui.common.speed-limit", Other: "Speed limit in MiB a second"}
	msgSpeedLimitNone  = &goi18n.Message{ID: "ui.common.speed-limit.none", Other: "no limit"}
	msgSpeedLimitWrong = &goi18n.Message{ID: "ui.common.speed-limit.wrong",
		Other: "Enter a number such as 2 or 0.5, or leave it empty."}
	msgTheirText                   = &goi18n.Message{ID: "ui.common.their-words", Other: "Their words: {{.Reason}}"}
	msgTryAgain                    = &goi18n.Message{ID: "ui.common.try-again", Other: "Try again"}
	msgType                        = &goi18n.Message{ID: "ui.common.type", Other: "Type"}
	msgUseAnotherAccount           = &goi18n.Message{ID: "ui.common.use-another-account", Other: "Use another account"}
	msgUseThisAccount              = &goi18n.Message{ID: "ui.common.use-this-account", Other: "Use this account"}
	msgVersion                     = &goi18n.Message{ID: "ui.common.version", Other: "Version"}
	msgWhatDoesThisMean            = &goi18n.Message{ID: "ui.common.what-does-this-mean", Other: "What does this mean?"}
	msgWhoCanHelp                  = &goi18n.Message{ID: "ui.common.who-can-help", Other: "Who can help: {{.Contact}}"}
	msgDownloadsFinished           = &goi18n.Message{ID: "ui.downloads.finished", Other: "Finished"}
	msgDownloadsRetryNow           = &goi18n.Message{ID: "ui.downloads.retry-now", Other: "Retry now"}
	msgEngagementsLeave            = &goi18n.Message{ID: "ui.engagements.leave", Other: "Leave"}
	msgFaultsCopyThisMessage       = &goi18n.Message{ID: "ui.faults.copy-this-message", Other: "Copy message"}
	msgFeedbackEdit                = &goi18n.Message{ID: "ui.feedback.edit", Other: "Edit"}
	msgFeedbackFetchingTheFeedback = &goi18n.Message{ID: "ui.feedback.fetching-the-feedback",
		Other: "Fetching the feedback…"}
	msgFeedbackSaveThisSearch       = &goi18n.Message{ID: "ui.feedback.save-this-search", Other: "Save this search"}
	msgFeedbackTitle                = &goi18n.Message{ID: "ui.feedback.title", Other: "Title"}
	msgRegisterAccountType          = &goi18n.Message{ID: "ui.register.account-type", Other: "Account type"}
	msgRegisterCompany              = &goi18n.Message{ID: "ui.register.company", Other: "Company"}
	msgRegisterCountryOrRegion      = &goi18n.Message{ID: "ui.register.country-or-region", Other: "Country or region"}
	msgRegisterEMail                = &goi18n.Message{ID: "ui.register.e-mail", Other: "E-mail"}
	msgRegisterFixedLater           = &goi18n.Message{ID: "ui.register.fixed-later", Other: "Can't be changed later."}
	msgRegisterPublisherDisplayName = &goi18n.Message{ID: "ui.register.publisher-display-name",
		Other: "Publisher display name"}
	msgSignInUseACode     = &goi18n.Message{ID: "ui.sign-in.use-a-code", Other: "Use a code"}
	msgFeedbackAttachFile = &goi18n.Message{ID: "ui.feedback.attach-a-file", Other: "Attach a file"}
	msgSettingsFolder     = &goi18n.Message{ID: "ui.settings.folder-for-downloads", Other: "Folder for downloads"}
)
