package api

import goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

// fieldMessage is what a code says of a field.
type fieldMessage struct{ *goi18n.Message }

// fieldMessages are the messages by the code of a field. A name in braces is the value of that name in lower case.
var fieldMessages = map[string]fieldMessage{
	CodeFieldNameTaken:         {&goi18n.Message{ID: "program.field.publisher-name.taken", Other: "This publisher display name is taken."}},
	CodeFieldCountryFixed:      {&goi18n.Message{ID: "program.field.country.fixed", Other: "The country or region can't be changed after registering."}},
	CodeFieldAccountTypeFixed:  {&goi18n.Message{ID: "program.field.account-type.fixed", Other: "The account type can't be changed after registering."}},
	CodeFieldCodeExpired:       {&goi18n.Message{ID: "program.field.code.expired", Other: "This code is no longer good."}},
	CodeFieldCodeUsedUp:        {&goi18n.Message{ID: "program.field.code.used-up", Other: "This code is used up."}},
	CodeFieldCodeWrong:         {&goi18n.Message{ID: "program.field.code.wrong", Other: "This is not the code that was mailed."}},
	CodeFieldDevice:            {&goi18n.Message{ID: "program.field.device.text", Other: "Use at most {{.Limit}} characters without control characters."}},
	CodeFieldJustification:     {&goi18n.Message{ID: "program.field.justification.missing", Other: "Write why you need access: the owner decides by it."}},
	CodeFieldJustificationLong: {&goi18n.Message{ID: "program.field.justification.too-long", Other: "This is too long. Shorten it to {{.Limit}} characters."}},
	CodeFieldComment:           {&goi18n.Message{ID: "program.field.comment.length", Other: "Write a comment of 1 to 20,000 characters."}},
	CodeFieldPage:              {&goi18n.Message{ID: "program.field.page.unknown", Other: "This page is not there."}},
	CodeFieldOffset:            {&goi18n.Message{ID: "program.field.offset.missing", Other: "Say at which byte this part begins."}},
	CodeFieldContent:           {&goi18n.Message{ID: "program.field.attachment.content", Other: "The file is not what its name says."}},
	CodeFieldFileChanged:       {&goi18n.Message{ID: "program.field.attachment.changed", Other: "The file changed while it was sent. Send it again from the start."}},
	CodeFieldCountry:           {&goi18n.Message{ID: "program.field.country.unknown", Other: "Choose a country or region from the list."}},
	CodeFieldAccountType:       {&goi18n.Message{ID: "program.field.account-type.unknown", Other: "Choose individual or company."}},
	CodeFieldNameUnreadable:    {&goi18n.Message{ID: "program.field.publisher-name.unreadable", Other: "The publisher display name holds characters that can't be read."}},
	CodeFieldNameMissing:       {&goi18n.Message{ID: "program.field.publisher-name.missing", Other: "Enter a publisher display name of 1 to {{.Limit}} characters."}},
	CodeFieldNameLong:          {&goi18n.Message{ID: "program.field.publisher-name.too-long", Other: "The publisher display name has more than {{.Limit}} characters. Shorten it."}},
	CodeFieldNameHidden:        {&goi18n.Message{ID: "program.field.publisher-name.hidden", Other: "The publisher display name holds a control character or an invisible one. Type it again."}},
	CodeFieldNameSpaces:        {&goi18n.Message{ID: "program.field.publisher-name.spaces", Other: "The publisher display name begins or ends with a space. Remove it."}},
	CodeFieldContactName:       {&goi18n.Message{ID: "program.field.contact.name-missing", Other: "Enter the name of the contact."}},
	CodeFieldStreet:            {&goi18n.Message{ID: "program.field.contact.street-missing", Other: "Enter the street and the number."}},
	CodeFieldCity:              {&goi18n.Message{ID: "program.field.contact.city-missing", Other: "Enter the town."}},
	CodeFieldCompanyName:       {&goi18n.Message{ID: "program.field.company.name-missing", Other: "Enter the company's registered name."}},
	CodeFieldApprover:          {&goi18n.Message{ID: "program.field.company.approver-missing", Other: "Enter the name of the person who approves for the company."}},
	CodeFieldNoCompany:         {&goi18n.Message{ID: "program.field.company.unwanted", Other: "Leave the company empty for an individual account."}},
	CodeFieldEmail:             {&goi18n.Message{ID: "program.field.email.wrong", Other: "Enter an e-mail address such as name@example.com."}},
	CodeFieldPhoneCharacters:   {&goi18n.Message{ID: "program.field.phone.characters", Other: "Write the phone number with digits, spaces and + - ( ) / . alone."}},
	CodeFieldPhoneDigits:       {&goi18n.Message{ID: "program.field.phone.digits", Other: "Write the phone number with 4 to 20 digits, with the country's code."}},
	CodeFieldHidden:            {&goi18n.Message{ID: "program.field.text.hidden", Other: "This holds a control character or an invisible one. Type it again."}},
	CodeFieldLong:              {&goi18n.Message{ID: "program.field.text.too-long", Other: "This is too long. Shorten it."}},
	CodeFieldType:              {&goi18n.Message{ID: "program.field.feedback.type", Other: "Choose a type from the list."}},
	CodeFieldTitle:             {&goi18n.Message{ID: "program.field.feedback.title", Other: "Enter a title."}},
	CodeFieldUnknown:           {&goi18n.Message{ID: "program.field.feedback.field-unknown", Other: "This form has no such field."}},
	CodeFieldEmpty:             {&goi18n.Message{ID: "program.field.feedback.field-missing", Other: "Fill in “{{.Title}}”."}},
	CodeFieldChoice:            {&goi18n.Message{ID: "program.field.feedback.choice", Other: "Choose from the list."}},
	CodeFieldNumber:            {&goi18n.Message{ID: "program.field.feedback.number", Other: "Enter a number."}},
	CodeFieldNoAttachments:     {&goi18n.Message{ID: "program.field.attachment.none-taken", Other: "This engagement takes no attachments."}},
	CodeFieldFileType:          {&goi18n.Message{ID: "program.field.attachment.type", Other: "Files of this type are not taken. These are: {{.Endings}}"}},
	CodeFieldFileName:          {&goi18n.Message{ID: "program.field.attachment.name-missing", Other: "Enter a name."}},
	CodeFieldFileSize:          {&goi18n.Message{ID: "program.field.attachment.size", Other: "A file of 1 byte to {{.Limit}} MiB is taken."}},
	CodeFieldFileHash:          {&goi18n.Message{ID: "program.field.attachment.sha256", Other: "The file's SHA-256 is missing."}},
}
