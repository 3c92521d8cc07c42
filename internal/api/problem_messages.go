package api

import goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

// problemMessage is what a code says beside its problem's type. A nil part is the type's own.
type problemMessage struct{ title, cause *goi18n.Message }

// problemMessages are the messages by the code of problem details. A name in braces is the value of that name in lower case.
var problemMessages = map[string]problemMessage{
	CodeSignIn:      {},
	CodeTrouble:     {},
	CodeUnavailable: {},
	CodeQuotaRequests: {
		cause: &goi18n.Message{ID: "program.quota.requests.cause", Other: "You ask more often than this program answers one person."},
	},
	CodeQuotaFiles: {
		cause: &goi18n.Message{ID: "program.quota.files.cause", Other: "So many connections for files are open that the next must wait."},
	},
	CodeQuotaCodes: {
		cause: &goi18n.Message{ID: "program.quota.codes.cause", Other: "So many codes were mailed to you that the next must wait. The newest still counts."},
	},
	CodeQuotaFeedback: {
		cause: &goi18n.Message{ID: "program.quota.feedback.cause", Other: "You have sent as much feedback in a day as one person can."},
	},
	CodeQuotaItem: {
		cause: &goi18n.Message{ID: "program.quota.item.cause", Other: "This item has as many comments as it can have."},
	},
	CodeQuotaDecisions: {
		cause: &goi18n.Message{ID: "program.quota.decisions.cause", Other: "You have answered agreements as often in a day as one person can."},
	},
	CodeFeedbackLocked: {
		title: &goi18n.Message{ID: "program.feedback.locked.title", Other: "This item takes no more comments."},
	},
	CodeNotFound: {
		title: &goi18n.Message{ID: "program.request.not-found.title", Other: "There is no such thing at this program."},
	},
	CodeMethod: {
		title: &goi18n.Message{ID: "program.request.method.title", Other: "The request can't be read."},
		cause: &goi18n.Message{ID: "program.request.method.cause", Other: "This address knows other methods: {{.Allowed}}."},
	},
	CodeHost: {
		title: &goi18n.Message{ID: "program.request.host.title", Other: "The request can't be read."},
		cause: &goi18n.Message{ID: "program.request.host.cause", Other: "The request was meant for another host."},
	},
	CodeContentType: {
		title: &goi18n.Message{ID: "program.request.content-type.title", Other: "The request can't be read."},
		cause: &goi18n.Message{ID: "program.request.content-type.cause", Other: "A body of the type application/json is wanted."},
	},
	CodeJSON: {
		title: &goi18n.Message{ID: "program.request.json.title", Other: "The request can't be read."},
		cause: &goi18n.Message{ID: "program.request.json.cause", Other: "The body is not the JSON that is wanted here."},
	},
	CodeText: {
		title: &goi18n.Message{ID: "program.request.text.title", Other: "The request can't be read."},
		cause: &goi18n.Message{ID: "program.request.text.cause", Other: "A text holds characters that are no text."},
	},
	CodeCutOff: {
		title: &goi18n.Message{ID: "program.request.cut-off.title", Other: "The request can't be read."},
		cause: &goi18n.Message{ID: "program.request.cut-off.cause", Other: "The bytes broke off."},
	},
	CodeKeyMissing: {
		title: &goi18n.Message{ID: "program.request.key-missing.title", Other: "The request can't be read."},
		cause: &goi18n.Message{ID: "program.request.key-missing.cause", Other: "A header Idempotency-Key of 1 to {{.Limit}} characters is wanted."},
	},
	CodeKeyUsed: {
		title: &goi18n.Message{ID: "program.request.key-used.title", Other: "This key belongs to something else."},
		cause: &goi18n.Message{ID: "program.request.key-used.cause", Other: "Each thing that is sent has a key of its own."},
	},
	CodeTooLarge: {
		title: &goi18n.Message{ID: "program.request.too-large.title", Other: "This is too large."},
		cause: &goi18n.Message{ID: "program.request.too-large.cause", Other: "At most {{.Limit}} bytes are taken here."},
	},
	CodeFields:   {},
	CodeRegister: {},
	CodeRegistered: {
		title: &goi18n.Message{ID: "program.registration.present.title", Other: "You are registered already."},
		cause: &goi18n.Message{ID: "program.registration.present.cause", Other: "Change the registration instead."},
	},
	CodeNameTaken: {},
	CodeFixed:     {},
	CodeVerify: {
		cause: &goi18n.Message{ID: "program.verification.required.cause", Other: "A code was mailed to the address of your registration."},
	},
	CodeVerified: {
		title: &goi18n.Message{ID: "program.verification.done.title", Other: "Your e-mail address is verified already."},
	},
	CodeNoMail: {
		title: &goi18n.Message{ID: "program.verification.no-mail.title", Other: "This program sends no codes."},
		cause: &goi18n.Message{ID: "program.verification.no-mail.cause", Other: "It can't send mail. Its owner verifies addresses by hand: ask the program's contact."},
	},
	CodeCodeExpired: {
		title: &goi18n.Message{ID: "program.verification.expired.title", Other: "This code is no longer good."},
		cause: &goi18n.Message{ID: "program.verification.expired.cause", Other: "A code is good for {{.Minutes}} minutes, and only the newest counts."},
	},
	CodeCodeUsedUp: {
		title: &goi18n.Message{ID: "program.verification.used-up.title", Other: "This code is used up."},
		cause: &goi18n.Message{ID: "program.verification.used-up.cause", Other: "It was entered wrongly five times."},
	},
	CodeCodeWrong: {
		title: &goi18n.Message{ID: "program.verification.wrong.title", Other: "This is not the code that was mailed."},
	},
	CodeTerms: {
		cause: &goi18n.Message{ID: "program.agreement.waiting.cause", Other: "{{.Title}}, version {{.Version}}"},
	},
	CodeChanged: {},
	CodeProgramAccessNone: {
		cause: &goi18n.Message{ID: "program.access.program-none.cause", Other: "You are signed in, but have no access to this program."},
	},
	CodeProgramAccessRequested: {
		cause: &goi18n.Message{ID: "program.access.program-requested.cause", Other: "Your request for access to this program waits for its owner."},
	},
	CodeProgramAccessDeclined: {
		cause: &goi18n.Message{ID: "program.access.program-declined.cause", Other: "Your request for access to this program was declined."},
	},
	CodeProgramAccessLapsed: {
		cause: &goi18n.Message{ID: "program.access.program-lapsed.cause", Other: "Your access to this program has lapsed, because it was not used for {{.Days}} days."},
	},
	CodeProgramAccessRevoked: {
		cause: &goi18n.Message{ID: "program.access.program-revoked.cause", Other: "Your access to this program was withdrawn."},
	},
	CodeAccessNone: {
		cause: &goi18n.Message{ID: "program.access.none.cause", Other: "You are signed in, but have no access to “{{.Engagement}}”."},
	},
	CodeAccessRequested: {
		cause: &goi18n.Message{ID: "program.access.requested.cause", Other: "Your request for access to “{{.Engagement}}” waits for its owner."},
	},
	CodeAccessDeclined: {
		cause: &goi18n.Message{ID: "program.access.declined.cause", Other: "Your request for access to “{{.Engagement}}” was declined."},
	},
	CodeAccessLapsed: {
		cause: &goi18n.Message{ID: "program.access.lapsed.cause", Other: "Your access to “{{.Engagement}}” has lapsed, because it was not used for {{.Days}} days."},
	},
	CodeAccessRevoked: {
		cause: &goi18n.Message{ID: "program.access.revoked.cause", Other: "Your access to “{{.Engagement}}” was withdrawn."},
	},
	CodeLink: {
		cause: &goi18n.Message{ID: "program.file.link.cause", Other: "It has run out, or it was changed. A new one can be had."},
	},
	CodeRange: {
		title: &goi18n.Message{ID: "program.file.range.title", Other: "The file has no such part."},
	},
	CodeRanges: {
		title: &goi18n.Message{ID: "program.file.ranges.title", Other: "So many ranges at once are not given."},
	},
	CodeRegion: {
		title: &goi18n.Message{ID: "program.package.region.title", Other: "This package is not given to your country or region."},
		cause: &goi18n.Message{ID: "program.package.region.cause", Other: "Your registration says {{.Country}}, and it is given to: {{.Regions}}."},
	},
	CodePackageExpired: {
		title: &goi18n.Message{ID: "program.package.expired.title", Other: "This package has expired."},
		cause: &goi18n.Message{ID: "program.package.expired.cause", Other: "Its files are no longer given out. See whether a newer version is there."},
	},
	CodeFeedbackOff: {
		title: &goi18n.Message{ID: "program.feedback.off.title", Other: "This engagement takes no feedback."},
	},
	CodeAttachmentAuthor: {
		title: &goi18n.Message{ID: "program.attachment.author.title", Other: "Only the author attaches files to an item."},
	},
	CodeAttachmentCount: {
		cause: &goi18n.Message{ID: "program.attachment.count.cause", Other: "This item has as many attachments as it can have."},
	},
	CodeAttachmentTooLarge: {
		title: &goi18n.Message{ID: "program.attachment.too-large.title", Other: "This is too large."},
		cause: &goi18n.Message{ID: "program.attachment.too-large.cause", Other: "A file of 1 byte to {{.Limit}} MiB is taken."},
	},
	CodeAttachmentPart: {
		title: &goi18n.Message{ID: "program.attachment.part.title", Other: "This is too large."},
		cause: &goi18n.Message{ID: "program.attachment.part.cause", Other: "At most {{.Limit}} MiB are taken at once."},
	},
	CodeAttachmentLonger: {
		title: &goi18n.Message{ID: "program.attachment.longer.title", Other: "This is too large."},
		cause: &goi18n.Message{ID: "program.attachment.longer.cause", Other: "More bytes than were announced."},
	},
	CodeAttachmentOffset: {
		title: &goi18n.Message{ID: "program.attachment.offset.title", Other: "Other bytes are wanted."},
		cause: &goi18n.Message{ID: "program.attachment.offset.cause", Other: "Ask how much has arrived, and go on from there."},
	},
	CodeAttachmentWaiting: {
		title: &goi18n.Message{ID: "program.attachment.waiting.title", Other: "The attachment is not all there yet."},
	},
}
