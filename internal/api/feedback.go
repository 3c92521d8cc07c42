package api

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The states of a feedback item, in the order in which it usually passes through them.
const (
	ItemNew      = "new"
	ItemActive   = "active"
	ItemResolved = "resolved"
	ItemClosed   = "closed"
)

// ItemStates returns the states.
func ItemStates() []string { return []string{ItemNew, ItemActive, ItemResolved, ItemClosed} }

// Form is how feedback is given in one engagement.
type Form struct {
	Engagement  string           `json:"engagement"`
	Types       []ItemType       `json:"types"`
	Attachments *AttachmentRules `json:"attachments,omitzero"` // nil: none are taken
}

// ItemType is one type of item, e.g. a bug.
type ItemType struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Fields []Field `json:"fields"`
}

// Field is one field of a form beside the item's title.
type Field struct {
	ID       string   `json:"id"` // lower case
	Title    string   `json:"title"`
	Help     string   `json:"help,omitzero"`
	Kind     string   `json:"kind"` // "line", "text", "choice" or "number"
	Required bool     `json:"required"`
	Choices  []string `json:"choices,omitzero"`
	Limit    int      `json:"limit,omitzero"` // characters; 0: 200 for a line, 20,000 for a text
}

// AttachmentRules bound what may be attached to an item.
type AttachmentRules struct {
	Size    int64    `json:"size"`    // of one, in bytes
	Count   int      `json:"count"`   // for an item
	Endings []string `json:"endings"` // of names, lower case with the dot
}

// NewItem is an item on its way to the service.
type NewItem struct {
	Type    string            `json:"type"`
	Title   string            `json:"title"`
	Fields  map[string]string `json:"fields"`
	Package string            `json:"package,omitzero"` // what it is about
	Version string            `json:"version,omitzero"`
}

// Item is a feedback item. Lists leave Comments, Attachments and long fields out; one item holds its first comments, and the
// client asks for the others page by page.
type Item struct {
	ID           string            `json:"id"`
	Engagement   string            `json:"engagement"`
	Type         string            `json:"type"`
	Title        string            `json:"title"`
	Fields       map[string]string `json:"fields"`
	Package      string            `json:"package,omitzero"`
	Version      string            `json:"version,omitzero"`
	State        string            `json:"state"`
	Author       string            `json:"author"` // publisher display name
	Mine         bool              `json:"mine"`
	Created      time.Time         `json:"created"`
	Modified     time.Time         `json:"modified"`
	Votes        int               `json:"votes"`
	Voted        bool              `json:"voted"`
	Following    bool              `json:"following"`
	CommentCount int               `json:"comment_count"`
	Locked       bool              `json:"locked,omitzero"`    // it takes no more comments
	Shortened    bool              `json:"shortened,omitzero"` // in a list: a long field was left out
	Hidden       bool              `json:"hidden,omitzero"`    // by the program's owner, who alone sees it
	Comments     []Comment         `json:"comments,omitzero"`
	CommentsNext string            `json:"comments_next,omitzero"` // names the page of comments after; empty on the last one
	Attachments  []Attachment      `json:"attachments,omitzero"`
}

// CommentPage is one page of an item's comments, oldest first.
type CommentPage struct {
	Comments []Comment `json:"comments"`
	Next     string    `json:"next,omitzero"` // names the page after; empty on the last one
}

// ItemPage is one page of items, newest first.
type ItemPage struct {
	Items []Item `json:"items"`
	Next  string `json:"next,omitzero"` // names the page after; empty on the last one
}

// Comment is a comment on an item; it is never changed.
type Comment struct {
	ID      string    `json:"id"`
	Author  string    `json:"author"`
	Owner   bool      `json:"owner"` // by the program's owner
	Text    string    `json:"text"`
	Created time.Time `json:"created"`
	Hidden  bool      `json:"hidden,omitzero"` // by the program's owner, who alone sees it
}

// NewAttachment announces an attachment before its bytes come.
type NewAttachment struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// AttachmentChunk is how many bytes of an attachment one request carries at most.
const AttachmentChunk = 4 << 20

// Attachment is an attachment and how much of it the service has.
type Attachment struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Size     int64  `json:"size"`
	SHA256   string `json:"sha256"`
	Received int64  `json:"received"`
	Complete bool   `json:"complete"` // all there, and its hash matches
}

// Type returns the item type with this id.
func (f Form) Type(id string) (ItemType, bool) {
	for _, t := range f.Types {
		if t.ID == id {
			return t, true
		}
	}
	return ItemType{}, false
}

// Check returns what keeps an item from being sent, in the order of the form. The app and the service both use it.
func (f Form) Check(i NewItem) []FieldError {
	var c checker
	t, ok := f.Type(i.Type)
	if !ok {
		c.add("type", CodeFieldType)
		return c.errors
	}
	c.text("title", i.Title, CodeFieldTitle, 200)
	for _, field := range t.Fields {
		c.field(field, i.Fields[field.ID])
	}
	for name := range i.Fields {
		if !slices.ContainsFunc(t.Fields, func(f Field) bool { return f.ID == name }) {
			c.add("fields."+name, CodeFieldUnknown)
		}
	}
	c.text("package", i.Package, "", 200)
	c.text("version", i.Version, "", 100)
	return c.errors
}

func (c *checker) field(f Field, value string) {
	name := "fields." + f.ID
	if strings.TrimSpace(value) == "" {
		if f.Required {
			c.add(name, CodeFieldEmpty, "title", f.Title)
		}
		return
	}
	switch f.Kind {
	case "choice":
		if !slices.Contains(f.Choices, value) {
			c.add(name, CodeFieldChoice)
		}
	case "number":
		if _, err := strconv.ParseFloat(value, 64); err != nil || len(value) > 30 {
			c.add(name, CodeFieldNumber)
		}
	case "text":
		limit := f.Limit
		if limit == 0 {
			limit = 20_000
		}
		if !utf8.ValidString(value) || blank(value) || hidden(strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(value)) {
			c.add(name, CodeFieldHidden)
		} else if CountCharacters(value) > limit {
			c.add(name, CodeFieldLong)
		}
	default:
		limit := f.Limit
		if limit == 0 {
			limit = 200
		}
		c.text(name, value, "", limit)
	}
}

// Check returns what keeps a file from being attached.
func (r *AttachmentRules) Check(a NewAttachment) []FieldError {
	var c checker
	if r == nil {
		c.add("name", CodeFieldNoAttachments)
		return c.errors
	}
	name := strings.ToLower(a.Name)
	if !slices.ContainsFunc(r.Endings, func(end string) bool { return strings.HasSuffix(name, end) && len(name) > len(end) }) {
		c.add("name", CodeFieldFileType, "endings", strings.Join(r.Endings, " "))
	} else if c.text("name", a.Name, CodeFieldFileName, fileNameLength); len(c.errors) == 0 && !PlainFileName(a.Name) {
		c.add("name", CodeFieldFilePath)
	}
	if a.Size <= 0 || a.Size > r.Size {
		c.add("size", CodeFieldFileSize, "limit", r.Size>>20)
	}
	if !validHash(a.SHA256) {
		c.add("sha256", CodeFieldFileHash)
	}
	return c.errors
}
