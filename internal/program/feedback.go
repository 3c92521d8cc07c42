package program

import "time"

// The types of a form's fields.
const (
	FieldText   = "text"   // one line
	FieldLong   = "long"   // several lines
	FieldChoice = "choice" // one of Choices
	FieldNumber = "number"
	FieldYesNo  = "yes-no" // "yes" or "no"
)

// The kinds of a feedback item.
const (
	FeedbackBug        = "bug"
	FeedbackSuggestion = "suggestion"
)

// The states of a feedback item. The owner sets them.
const (
	FeedbackNew      = "new"
	FeedbackActive   = "active"
	FeedbackNeedInfo = "need-info" // a question to the author waits
	FeedbackResolved = "resolved"
	FeedbackClosed   = "closed"
)

// Form is what an engagement asks of a feedback item of one kind.
type Form struct {
	ID          string          `json:"id"`
	Engagement  string          `json:"engagement"`
	Kind        string          `json:"kind"` // "bug" or "suggestion"
	Title       string          `json:"title"`
	Help        string          `json:"help,omitzero"`
	Fields      []Field         `json:"fields"`
	Attachments AttachmentRules `json:"attachments"`
}

// Field is one question of a form. The answer to ID "title" is the item's title; every form has it.
type Field struct {
	ID       string   `json:"id"`
	Label    string   `json:"label"`
	Help     string   `json:"help,omitzero"`
	Type     string   `json:"type"`
	Required bool     `json:"required,omitzero"`
	Choices  []string `json:"choices,omitzero"`
	Most     int      `json:"most,omitzero"` // characters; 0: 200 for a line, 20,000 for several
}

// AttachmentRules tell what may be attached. Most of 0 means that nothing may.
type AttachmentRules struct {
	Most  int      `json:"most"`           // files to an item
	Size  int64    `json:"size"`           // bytes of one file
	Types []string `json:"types,omitzero"` // endings such as ".log", lower case; none: any
}

// NewFeedback is an item on its way to the service. Key makes it come once however often it is sent.
type NewFeedback struct {
	Key         string            `json:"key"` // a UUID made by the app
	Form        string            `json:"form"`
	Package     string            `json:"package,omitzero"`
	Version     string            `json:"version,omitzero"`     // of the package
	Answers     map[string]string `json:"answers"`              // by Field.ID
	Diagnostics string            `json:"diagnostics,omitzero"` // exactly what the person saw and allowed
	Attachments []string          `json:"attachments,omitzero"` // ids of finished uploads
}

// FeedbackItem is one item as the service keeps it.
type FeedbackItem struct {
	ID          string            `json:"id"`
	Engagement  string            `json:"engagement"`
	Form        string            `json:"form"`
	Kind        string            `json:"kind"`
	Title       string            `json:"title"`
	State       string            `json:"state"`
	Author      string            `json:"author"` // publisher display name
	Mine        bool              `json:"mine"`
	Package     string            `json:"package,omitzero"`
	Version     string            `json:"version,omitzero"`
	Answers     map[string]string `json:"answers,omitzero"`
	Diagnostics string            `json:"diagnostics,omitzero"` // shown to the author and to owners alone
	Attachments []Attachment      `json:"attachments,omitzero"`
	Comments    []Comment         `json:"comments,omitzero"` // lists leave them out
	Votes       int               `json:"votes"`
	Voted       bool              `json:"voted"`
	Followed    bool              `json:"followed"`
	Created     time.Time         `json:"created"`
	Modified    time.Time         `json:"modified"`
}

// Comment is a remark on an item. It can't be changed once written.
type Comment struct {
	ID      string    `json:"id"`
	Author  string    `json:"author"`
	Owner   bool      `json:"owner"` // written by the program
	Text    string    `json:"text"`
	Created time.Time `json:"created"`
}

// Attachment is a file of an item, or an upload on its way there.
type Attachment struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Size     int64  `json:"size"` // bytes
	SHA256   string `json:"sha256"`
	Received int64  `json:"received"` // bytes that the service has; Size when it is whole
}

// NewAttachment announces an upload. Key makes it come once. The service refuses a name, a type or a size
// that the form does not allow before a byte is sent.
type NewAttachment struct {
	Key    string `json:"key"`
	Form   string `json:"form"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// NewComment is a remark on its way. Key makes it come once.
type NewComment struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// FeedbackQuery asks for items; empty fields ask for all.
type FeedbackQuery struct {
	Engagement string // id
	Kind       string
	State      string
	Author     string // "me" for one's own, as Collaborate's CreatedBy = @user
	Followed   bool
	Text       string // words in title and answers, regardless of case
}

// FeedbackList is the answer to a query, newest first.
type FeedbackList struct {
	Items []FeedbackItem `json:"items"`
}

// FormList is the forms of all engagements that the person may send feedback to.
type FormList struct {
	Forms []Form `json:"forms"`
}
