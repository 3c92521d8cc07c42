package api

// The codes of problem details, in Problem.Code. A type sorts problems by what the app does about them; a code says exactly
// what happened, so that a client says it in its own language. Beside each code stands its English pattern: the names in
// braces are those of Problem.Values. A code never changes its meaning.
const (
	CodeSignIn                 = "sign-in.required"         // Sign in. The request carries no token that is good here.
	CodeTrouble                = "service.trouble"          // The program has trouble of its own.
	CodeUnavailable            = "service.unavailable"      // The program has trouble of its own.
	CodeQuotaRequests          = "quota.requests"           // Too much at once. You ask more often than this program answers one person.
	CodeQuotaFiles             = "quota.files"              // Too much at once. So many connections for files are open that the next must wait.
	CodeQuotaCodes             = "quota.codes"              // Too much at once. So many codes were mailed to you that the next must wait. The newest still counts.
	CodeQuotaFeedback          = "quota.feedback"           // Too much at once. You have sent as much feedback in a day as one person can.
	CodeQuotaItem              = "quota.item"               // Too much at once. This item has as many comments as it can have.
	CodeQuotaDecisions         = "quota.decisions"          // Too much at once. You have answered agreements as often in a day as one person can.
	CodeFeedbackLocked         = "feedback.locked"          // This item takes no more comments.
	CodeNotFound               = "request.not-found"        // There is no such thing at this program.
	CodeMethod                 = "request.method"           // The request can't be read. This address knows other methods: {{.allowed}}.
	CodeHost                   = "request.host"             // The request can't be read. The request was meant for another host.
	CodeContentType            = "request.content-type"     // The request can't be read. A body of the type application/json is wanted.
	CodeJSON                   = "request.json"             // The request can't be read. The body is not the JSON that is wanted here.
	CodeText                   = "request.text"             // The request can't be read. A text holds characters that are no text.
	CodeCutOff                 = "request.cut-off"          // The request can't be read. The bytes broke off.
	CodeKeyMissing             = "request.key-missing"      // The request can't be read. A header Idempotency-Key of 1 to {{.limit}} characters is wanted.
	CodeKeyUsed                = "request.key-used"         // This key belongs to something else. Each thing that is sent has a key of its own.
	CodeTooLarge               = "request.too-large"        // This is too large. At most {{.limit}} bytes are taken here.
	CodeFields                 = "request.fields"           // A field needs another value.
	CodeRegister               = "registration.required"    // Register first. You are signed in, but not registered at this program.
	CodeRegistered             = "registration.present"     // You are registered already. Change the registration instead.
	CodeNameTaken              = "registration.name-taken"  // This publisher display name is taken.
	CodeFixed                  = "registration.fixed"       // Country or region and account type stay as they are.
	CodeVerify                 = "verification.required"    // Verify your e-mail address first. A code was mailed to the address of your registration.
	CodeVerified               = "verification.done"        // Your e-mail address is verified already.
	CodeNoMail                 = "verification.no-mail"     // This program sends no codes. It can't send mail. Its owner verifies addresses by hand: ask the program's contact.
	CodeCodeExpired            = "verification.expired"     // This code is no longer good. A code is good for {{.minutes}} minutes, and only the newest counts.
	CodeCodeUsedUp             = "verification.used-up"     // This code is used up. It was entered wrongly five times.
	CodeCodeWrong              = "verification.wrong"       // This is not the code that was mailed.
	CodeTerms                  = "agreement.waiting"        // An agreement waits for an answer. {{.title}}, version {{.version}}
	CodeChanged                = "agreement.changed"        // The agreement has changed. Read the present text before you answer.
	CodeProgramAccessNone      = "access.program-none"      // No access. You are signed in, but have no access to this program.
	CodeProgramAccessRequested = "access.program-requested" // No access. Your request for access to this program waits for its owner.
	CodeProgramAccessDeclined  = "access.program-declined"  // No access. Your request for access to this program was declined.
	CodeProgramAccessLapsed    = "access.program-lapsed"    // No access. Your access to this program has lapsed, because it was not used for {{.days}} days.
	CodeProgramAccessRevoked   = "access.program-revoked"   // No access. Your access to this program was withdrawn.
	CodeAccessNone             = "access.none"              // No access. You are signed in, but have no access to “{{.engagement}}”.
	CodeAccessRequested        = "access.requested"         // No access. Your request for access to “{{.engagement}}” waits for its owner.
	CodeAccessDeclined         = "access.declined"          // No access. Your request for access to “{{.engagement}}” was declined.
	CodeAccessLapsed           = "access.lapsed"            // No access. Your access to “{{.engagement}}” has lapsed, because it was not used for {{.days}} days.
	CodeAccessRevoked          = "access.revoked"           // No access. Your access to “{{.engagement}}” was withdrawn.
	CodeLink                   = "file.link"                // The link is no longer good. It has run out, or it was changed. A new one can be had.
	CodeRange                  = "file.range"               // The file has no such part.
	CodeRanges                 = "file.ranges"              // So many ranges at once are not given.
	CodeRegion                 = "package.region"           // This package is not given to your country or region. Your registration says {{.country}}, and it is given to: {{.regions}}.
	CodePackageExpired         = "package.expired"          // This package has expired. Its files are no longer given out. See whether a newer version is there.
	CodeFeedbackOff            = "feedback.off"             // This engagement takes no feedback.
	CodeAttachmentAuthor       = "attachment.author"        // Only the author attaches files to an item.
	CodeAttachmentCount        = "attachment.count"         // Too much at once. This item has as many attachments as it can have.
	CodeAttachmentTooLarge     = "attachment.too-large"     // This is too large. A file of 1 byte to {{.limit}} MiB is taken.
	CodeAttachmentPart         = "attachment.part"          // This is too large. At most {{.limit}} MiB are taken at once.
	CodeAttachmentLonger       = "attachment.longer"        // This is too large. More bytes than were announced.
	CodeAttachmentOffset       = "attachment.offset"        // Other bytes are wanted. Ask how much has arrived, and go on from there.
	CodeAttachmentWaiting      = "attachment.waiting"       // The attachment is not all there yet.
)

// The codes of fields that the service checks alone, in FieldError.Code.
const (
	CodeFieldNameTaken         = "publisher-name.taken"   // This publisher display name is taken.
	CodeFieldNameShared        = "publisher-name.shared"  // This name looks like that of a publisher who was there first. It stays yours, but people may mix you up: choose another.
	CodeFieldCountryFixed      = "country.fixed"          // The country or region can't be changed after registering.
	CodeFieldAccountTypeFixed  = "account-type.fixed"     // The account type can't be changed after registering.
	CodeFieldCodeExpired       = "code.expired"           // This code is no longer good.
	CodeFieldCodeUsedUp        = "code.used-up"           // This code is used up.
	CodeFieldCodeWrong         = "code.wrong"             // This is not the code that was mailed.
	CodeFieldDevice            = "device.text"            // Use at most {{.limit}} characters without control characters.
	CodeFieldJustification     = "justification.missing"  // Write why you need access: the owner decides by it.
	CodeFieldJustificationLong = "justification.too-long" // This is too long. Shorten it to {{.limit}} characters.
	CodeFieldComment           = "comment.length"         // Write a comment of 1 to 20,000 characters.
	CodeFieldPage              = "page.unknown"           // This page is not there.
	CodeFieldOffset            = "offset.missing"         // Say at which byte this part begins.
	CodeFieldContent           = "attachment.content"     // The file is not what its name says.
	CodeFieldFileChanged       = "attachment.changed"     // The file changed while it was sent. Send it again from the start.
)

// The codes of fields that the app and the service check alike (Registration.Check, CheckName, Form.Check,
// AttachmentRules.Check).
const (
	CodeFieldCountry         = "country.unknown"           // Choose a country or region from the list.
	CodeFieldAccountType     = "account-type.unknown"      // Choose individual or company.
	CodeFieldNameUnreadable  = "publisher-name.unreadable" // The publisher display name holds characters that can't be read.
	CodeFieldNameMissing     = "publisher-name.missing"    // Enter a publisher display name of 1 to {{.limit}} characters.
	CodeFieldNameLong        = "publisher-name.too-long"   // The publisher display name has more than {{.limit}} characters. Shorten it.
	CodeFieldNameHidden      = "publisher-name.hidden"     // The publisher display name holds a control character or an invisible one. Type it again.
	CodeFieldNameLetters     = "publisher-name.letters"    // The publisher display name needs a letter or a digit.
	CodeFieldNameSpaces      = "publisher-name.spaces"     // The publisher display name begins or ends with a space. Remove it.
	CodeFieldContactName     = "contact.name-missing"      // Enter the name of the contact.
	CodeFieldStreet          = "contact.street-missing"    // Enter the street and the number.
	CodeFieldCity            = "contact.city-missing"      // Enter the town.
	CodeFieldCompanyName     = "company.name-missing"      // Enter the company's registered name.
	CodeFieldApprover        = "company.approver-missing"  // Enter the name of the person who approves for the company.
	CodeFieldNoCompany       = "company.unwanted"          // Leave the company empty for an individual account.
	CodeFieldEmail           = "email.wrong"               // Enter an e-mail address such as name@example.com.
	CodeFieldPhoneCharacters = "phone.characters"          // Write the phone number with digits, spaces and + - ( ) / . alone.
	CodeFieldPhoneDigits     = "phone.digits"              // Write the phone number with 4 to 20 digits, with the country's code.
	CodeFieldHidden          = "text.hidden"               // This holds a control character or an invisible one. Type it again.
	CodeFieldLong            = "text.too-long"             // This is too long. Shorten it.
	CodeFieldType            = "feedback.type"             // Choose a type from the list.
	CodeFieldTitle           = "feedback.title"            // Enter a title.
	CodeFieldUnknown         = "feedback.field-unknown"    // This form has no such field.
	CodeFieldEmpty           = "feedback.field-missing"    // Fill in “{{.title}}”.
	CodeFieldChoice          = "feedback.choice"           // Choose from the list.
	CodeFieldNumber          = "feedback.number"           // Enter a number.
	CodeFieldNoAttachments   = "attachment.none-taken"     // This engagement takes no attachments.
	CodeFieldFileType        = "attachment.type"           // Files of this type are not taken. These are: {{.endings}}
	CodeFieldFileName        = "attachment.name-missing"   // Enter a name.
	CodeFieldFilePath        = "attachment.name"           // The file's name can't hold a slash, a colon or control characters, or begin with a dot. Rename the file.
	CodeFieldFileSize        = "attachment.size"           // A file of 1 byte to {{.limit}} MiB is taken.
	CodeFieldFileHash        = "attachment.sha256"         // The file's SHA-256 is missing.
)
