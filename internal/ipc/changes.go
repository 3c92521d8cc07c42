package ipc

import (
	"slices"

	"github.com/programconnect/programconnect/downloads"
)

// differ returns what changed from one snapshot to the next; before is nil at the start. Entries are never
// changed once they were returned, so two pointers that are equal mean the same content.
func differ(before, now *downloads.Snapshot) change {
	c := change{Snapshot: *now}
	c.Snapshot.Entries = nil
	known := map[downloads.ID]*downloads.Entry{}
	var was []downloads.ID
	if before != nil {
		for _, e := range before.Entries {
			known[e.ID] = e
			was = append(was, e.ID)
		}
	}
	is := make([]downloads.ID, 0, len(now.Entries))
	for _, e := range now.Entries {
		is = append(is, e.ID)
		if known[e.ID] != e {
			c.Entries = append(c.Entries, e)
		}
	}
	if before == nil || !slices.Equal(was, is) {
		c.Order, c.Emptied = is, len(is) == 0
	}
	return c
}

// apply makes the next snapshot from the one before and what changed. Neither is changed.
func apply(before *downloads.Snapshot, c change) *downloads.Snapshot {
	now := c.Snapshot
	entries := map[downloads.ID]*downloads.Entry{}
	var order []downloads.ID
	if before != nil {
		for _, e := range before.Entries {
			entries[e.ID] = e
			order = append(order, e.ID)
		}
	}
	for _, e := range c.Entries {
		entries[e.ID] = e
	}
	if c.Order != nil || c.Emptied {
		order = c.Order
	}
	for _, id := range order {
		if e := entries[id]; e != nil {
			now.Entries = append(now.Entries, e)
		}
	}
	return &now
}
