package service

import "github.com/programconnect/programconnect/internal/api"

// pattern is how a problem is said: its type, its status, and its English with the names of the values in braces.
type pattern struct {
	kind          string
	status        int
	title, detail string
}

// problemTable is every problem that the service answers with, by code. openapi.json lists the same; a test walks both.
var problemTable = map[string]pattern{
	api.CodeSignIn:                 {api.ProblemSignIn, 401, "Sign in.", "The request carries no token that is good here."},
	api.CodeTrouble:                {api.ProblemService, 500, "The program has trouble of its own.", ""},
	api.CodeUnavailable:            {api.ProblemService, 503, "The program has trouble of its own.", ""},
	api.CodeQuotaRequests:          {api.ProblemQuota, 429, "Too much at once.", "You ask more often than this program answers one person."},
	api.CodeQuotaFiles:             {api.ProblemQuota, 429, "Too much at once.", "So many connections for files are open that the next must wait."},
	api.CodeQuotaCodes:             {api.ProblemQuota, 429, "Too much at once.", "So many codes were mailed to you that the next must wait. The newest still counts."},
	api.CodeQuotaFeedback:          {api.ProblemQuota, 429, "Too much at once.", "You have sent as much feedback in a day as one person can."},
	api.CodeQuotaItem:              {api.ProblemQuota, 429, "Too much at once.", "This item has as many comments as it can have."},
	api.CodeQuotaDecisions:         {api.ProblemQuota, 429, "Too much at once.", "You have answered agreements as often in a day as one person can."},
	api.CodeFeedbackLocked:         {api.ProblemConflict, 409, "This item takes no more comments.", ""},
	api.CodeNotFound:               {api.ProblemNotFound, 404, "There is no such thing at this program.", ""},
	api.CodeMethod:                 {api.ProblemRequest, 405, "The request can't be read.", "This address knows other methods: {{.allowed}}."},
	api.CodeHost:                   {api.ProblemRequest, 421, "The request can't be read.", "The request was meant for another host."},
	api.CodeContentType:            {api.ProblemRequest, 415, "The request can't be read.", "A body of the type application/json is wanted."},
	api.CodeJSON:                   {api.ProblemRequest, 400, "The request can't be read.", "The body is not the JSON that is wanted here."},
	api.CodeText:                   {api.ProblemRequest, 400, "The request can't be read.", "A text holds characters that are no text."},
	api.CodeCutOff:                 {api.ProblemRequest, 400, "The request can't be read.", "The bytes broke off."},
	api.CodeKeyMissing:             {api.ProblemRequest, 400, "The request can't be read.", "A header Idempotency-Key of 1 to {{.limit}} characters is wanted."},
	api.CodeKeyUsed:                {api.ProblemConflict, 409, "This key belongs to something else.", "Each thing that is sent has a key of its own."},
	api.CodeTooLarge:               {api.ProblemTooLarge, 413, "This is too large.", "At most {{.limit}} bytes are taken here."},
	api.CodeFields:                 {api.ProblemFields, 422, "A field needs another value.", ""},
	api.CodeRegister:               {api.ProblemRegistration, 403, "Register first.", "You are signed in, but not registered at this program."},
	api.CodeRegistered:             {api.ProblemConflict, 409, "You are registered already.", "Change the registration instead."},
	api.CodeNameTaken:              {api.ProblemNameTaken, 409, "This publisher display name is taken.", ""},
	api.CodeFixed:                  {api.ProblemFixed, 409, "Country or region and account type stay as they are.", ""},
	api.CodeVerify:                 {api.ProblemVerification, 403, "Verify your e-mail address first.", "A code was mailed to the address of your registration."},
	api.CodeVerified:               {api.ProblemConflict, 409, "Your e-mail address is verified already.", ""},
	api.CodeNoMail:                 {api.ProblemConflict, 409, "This program sends no codes.", "It can't send mail. Its owner verifies addresses by hand: ask the program's contact."},
	api.CodeCodeExpired:            {api.ProblemCode, 422, "This code is no longer good.", "A code is good for {{.minutes}} minutes, and only the newest counts."},
	api.CodeCodeUsedUp:             {api.ProblemCode, 422, "This code is used up.", "It was entered wrongly five times."},
	api.CodeCodeWrong:              {api.ProblemCode, 422, "This is not the code that was mailed.", ""},
	api.CodeTerms:                  {api.ProblemTerms, 403, "An agreement waits for an answer.", "{{.title}}, version {{.version}}"},
	api.CodeChanged:                {api.ProblemChanged, 409, "The agreement has changed.", "Read the present text before you answer."},
	api.CodeProgramAccessNone:      {api.ProblemAccess, 403, "No access.", "You are signed in, but have no access to this program."},
	api.CodeProgramAccessRequested: {api.ProblemAccess, 403, "No access.", "Your request for access to this program waits for its owner."},
	api.CodeProgramAccessDeclined:  {api.ProblemAccess, 403, "No access.", "Your request for access to this program was declined."},
	api.CodeProgramAccessLapsed:    {api.ProblemAccess, 403, "No access.", "Your access to this program has lapsed, because it was not used for {{.days}} days."},
	api.CodeProgramAccessRevoked:   {api.ProblemAccess, 403, "No access.", "Your access to this program was withdrawn."},
	api.CodeAccessNone:             {api.ProblemAccess, 403, "No access.", "You are signed in, but have no access to “{{.engagement}}”."},
	api.CodeAccessRequested:        {api.ProblemAccess, 403, "No access.", "Your request for access to “{{.engagement}}” waits for its owner."},
	api.CodeAccessDeclined:         {api.ProblemAccess, 403, "No access.", "Your request for access to “{{.engagement}}” was declined."},
	api.CodeAccessLapsed:           {api.ProblemAccess, 403, "No access.", "Your access to “{{.engagement}}” has lapsed, because it was not used for {{.days}} days."},
	api.CodeAccessRevoked:          {api.ProblemAccess, 403, "No access.", "Your access to “{{.engagement}}” was withdrawn."},
	api.CodeLink:                   {api.ProblemLink, 403, "The link is no longer good.", "It has run out, or it was changed. A new one can be had."},
	api.CodeRange:                  {api.ProblemRange, 416, "The file has no such part.", ""},
	api.CodeRanges:                 {api.ProblemRange, 416, "So many ranges at once are not given.", ""},
	api.CodeRegion:                 {api.ProblemRegion, 403, "This package is not given to your country or region.", "Your registration says {{.country}}, and it is given to: {{.regions}}."},
	api.CodePackageExpired:         {api.ProblemConflict, 409, "This package has expired.", "Its files are no longer given out. See whether a newer version is there."},
	api.CodeFeedbackOff:            {api.ProblemConflict, 409, "This engagement takes no feedback.", ""},
	api.CodeAttachmentAuthor:       {api.ProblemConflict, 409, "Only the author attaches files to an item.", ""},
	api.CodeAttachmentCount:        {api.ProblemQuota, 429, "Too much at once.", "This item has as many attachments as it can have."},
	api.CodeAttachmentTooLarge:     {api.ProblemTooLarge, 413, "This is too large.", "A file of 1 byte to {{.limit}} MiB is taken."},
	api.CodeAttachmentPart:         {api.ProblemTooLarge, 413, "This is too large.", "At most {{.limit}} MiB are taken at once."},
	api.CodeAttachmentLonger:       {api.ProblemTooLarge, 413, "This is too large.", "More bytes than were announced."},
	api.CodeAttachmentOffset:       {api.ProblemConflict, 409, "Other bytes are wanted.", "Ask how much has arrived, and go on from there."},
	api.CodeAttachmentWaiting:      {api.ProblemConflict, 409, "The attachment is not all there yet.", ""},
}

// fieldTable is every field error that the service makes itself, by code. Those that the app makes too are in package api.
var fieldTable = map[string]string{
	api.CodeFieldNameTaken:         "This publisher display name is taken.",
	api.CodeFieldNameShared:        "This name looks like that of a publisher who was there first. It stays yours, but people may mix you up: choose another.",
	api.CodeFieldCountryFixed:      "The country or region can't be changed after registering.",
	api.CodeFieldAccountTypeFixed:  "The account type can't be changed after registering.",
	api.CodeFieldCodeExpired:       "This code is no longer good.",
	api.CodeFieldCodeUsedUp:        "This code is used up.",
	api.CodeFieldCodeWrong:         "This is not the code that was mailed.",
	api.CodeFieldDevice:            "Use at most {{.limit}} characters without control characters.",
	api.CodeFieldJustification:     "Write why you need access: the owner decides by it.",
	api.CodeFieldJustificationLong: "This is too long. Shorten it to {{.limit}} characters.",
	api.CodeFieldComment:           "Write a comment of 1 to 20,000 characters.",
	api.CodeFieldPage:              "This page is not there.",
	api.CodeFieldOffset:            "Say at which byte this part begins.",
	api.CodeFieldContent:           "The file is not what its name says.",
	api.CodeFieldFileChanged:       "The file changed while it was sent. Send it again from the start.",
}
