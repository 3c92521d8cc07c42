package outbox

import (
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// State is where a draft stands.
type State string

// The states of a draft. A draft that was sent leaves the outbox.
const (
	StateOpen   State = "draft"  // being written
	StateQueued State = "queued" // goes out as soon as it can; Fault says why it has not yet
	StateStuck  State = "stuck"  // the service refused it; Fault says what to change
	StateSent   State = "sent"   // returned once by Send; not kept
)

// Draft is a feedback item on this computer: half-written, or waiting to be sent. Key makes it come once at the service,
// however often it is sent.
type Draft struct {
	Key         string       `json:"key"`
	Program     string       `json:"program"`
	Account     string       `json:"account,omitempty"` // it is sent by this account and no other
	Engagement  string       `json:"engagement"`
	Item        api.NewItem  `json:"item"`
	Diagnostics string       `json:"diagnostics,omitempty"` // exactly what leaves, as an attachment of that name; empty: none
	Files       []File       `json:"files,omitempty"`
	State       State        `json:"state"`
	Fault       *fault.Error `json:"fault,omitempty"`
	Tries       int          `json:"tries,omitempty"`
	Next        time.Time    `json:"next,omitzero"` // not before this is it tried again
	Saved       time.Time    `json:"saved"`
	Sent        string       `json:"sent,omitempty"` // the item's id at the service, once it is there; its files may still be on their way
}

// File is an attachment of a draft. Its bytes stay where they are until they are sent; Size and SHA256 were
// taken when it was attached, so a file that changed in between is noticed.
type File struct {
	Path   string `json:"path"`
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
	Sent   int64  `json:"sent,omitempty"` // bytes that the service has, as last known
}

// sent notes how much of a file the service has.
func (d *Draft) sent(f File) {
	for i := range d.Files {
		if d.Files[i].Name == f.Name && d.Files[i].SHA256 == f.SHA256 {
			d.Files[i].Sent = f.Sent
		}
	}
}
