package ipc

import (
	"encoding/json"
	"net/http"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
)

// order is the body of every request; each verb reads the fields that it knows.
type order struct {
	IDs      []downloads.ID      `json:"ids,omitempty"`
	Specs    []spec              `json:"specs,omitempty"`
	Position int                 `json:"position,omitempty"`
	Priority int                 `json:"priority,omitempty"`
	Limit    int64               `json:"limit,omitempty"`
	Repair   bool                `json:"repair,omitempty"`
	Why      downloads.Wait      `json:"why,omitempty"`
	Settings *downloads.Settings `json:"settings,omitempty"`
	Link     string              `json:"link,omitempty"`
}

// spec carries the one field that the queue's own JSON leaves out.
type spec struct {
	Spec   downloads.Spec `json:"spec"` // a field of its own: it has a JSON form of its own
	Paused bool           `json:"paused,omitempty"`
}

// reply is the body of every answer.
type reply struct {
	IDs    []downloads.ID    `json:"ids,omitempty"`
	Report *downloads.Report `json:"report,omitempty"`
	Lines  []downloads.Line  `json:"lines,omitempty"`
	Fault  *fault.Error      `json:"fault,omitempty"`
	After  uint64            `json:"after,omitempty"` // version of a snapshot that shows what the order did
}

// change is one line of the watch: what differs from the line before. The first line differs from nothing.
type change struct {
	Snapshot downloads.Snapshot `json:"snapshot"`          // with no entries
	Order    []downloads.ID     `json:"order,omitempty"`   // all ids in order, when that changed
	Entries  []*downloads.Entry `json:"entries,omitempty"` // entries that are new or differ
	Emptied  bool               `json:"emptied,omitempty"` // there is no entry any more
}

func answer(w http.ResponseWriter, r reply) {
	w.Header().Set("Content-Type", "application/json")
	if r.Fault != nil {
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
	// The other side may have gone; there is nobody left to tell.
	_ = json.NewEncoder(w).Encode(r)
}
