package ui

import (
	"cmp"
	"slices"
	"strings"

	"github.com/programconnect/programconnect/downloads"
)

// downloadGroups are the downloads as the list shows them: what the person must do, what runs or waits by itself in the order
// of the queue, and what rests, the newest first.
type downloadGroups struct {
	needs, queue, done []*downloads.Entry
	turns              map[downloads.ID]int // of what is queued, in the order in which it starts, from 1
}

// groupDownloads sorts a snapshot into groups. skip leaves entries out.
func groupDownloads(q *downloads.Snapshot, skip func(*downloads.Entry) bool) downloadGroups {
	var g downloadGroups
	var queued []*downloads.Entry
	twins := twinsOf(q)
	for _, e := range q.Entries {
		if e.State == downloads.Queued {
			queued = append(queued, e)
		}
		if skip(e) || twins[e.ID] {
			continue
		}
		switch {
		case needsPerson(e):
			g.needs = append(g.needs, e)
		case isOver(e):
			g.done = append(g.done, e)
		default:
			g.queue = append(g.queue, e)
		}
	}
	slices.SortStableFunc(g.done, func(a, b *downloads.Entry) int { return b.Finished.Compare(a.Finished) })
	slices.SortStableFunc(queued, func(a, b *downloads.Entry) int { return cmp.Compare(b.Priority, a.Priority) })
	g.turns = make(map[downloads.ID]int, len(queued))
	for i, e := range queued {
		g.turns[e.ID] = i + 1
	}
	return g
}

// twinsOf returns the finished downloads that a newer download of the same file took over from: one file, one row.
func twinsOf(q *downloads.Snapshot) map[downloads.ID]bool {
	if q.Completed == 0 {
		return nil
	}
	newest := make(map[string]*downloads.Entry, len(q.Entries))
	for _, e := range q.Entries {
		if other := newest[e.Path]; e.Path != "" && (other == nil || other.ID < e.ID) {
			newest[e.Path] = e
		}
	}
	twins := map[downloads.ID]bool{}
	for _, e := range q.Entries {
		n := newest[e.Path]
		if e.State == downloads.Done && n != nil && n != e && n.Source == e.Source && n.Origin == e.Origin {
			twins[e.ID] = true
		}
	}
	return twins
}

// withTwins returns the entries and the older downloads of the same files, which have no rows of their own.
func withTwins(q *downloads.Snapshot, entries []*downloads.Entry) []downloads.ID {
	paths := map[string]bool{}
	var ids []downloads.ID
	for _, e := range entries {
		ids = append(ids, e.ID)
		if e.State == downloads.Done {
			paths[e.Path] = true
		}
	}
	twins := twinsOf(q)
	for _, e := range q.Entries {
		if twins[e.ID] && paths[e.Path] {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func (g downloadGroups) lists() [3][]*downloads.Entry {
	return [3][]*downloads.Entry{g.needs, g.queue, g.done}
}

// count returns the number of all rows.
func (g downloadGroups) count() int { return len(g.needs) + len(g.queue) + len(g.done) }

// inOrderOf reports whether other has the same rows in the same order.
func (g downloadGroups) inOrderOf(other downloadGroups) bool {
	mine, others := g.lists(), other.lists()
	for i := range mine {
		if !slices.EqualFunc(mine[i], others[i], func(a, b *downloads.Entry) bool { return a.ID == b.ID }) {
			return false
		}
	}
	return true
}

// holds reports whether a download is what a search looks for; wanted is lower case already.
func holds(e *downloads.Entry, wanted string) bool {
	return contains(e.Title, wanted) || contains(e.Name, wanted)
}

// contains reports whether text holds wanted, without regard to case; wanted is lower case already.
func contains(text, wanted string) bool { return strings.Contains(strings.ToLower(text), wanted) }

// positionFor returns where in the whole queue an entry goes to stand at a number of its group, once it is taken out.
func positionFor(q *downloads.Snapshot, group []*downloads.Entry, id downloads.ID, to int) int {
	others := slices.DeleteFunc(slices.Clone(group), func(e *downloads.Entry) bool { return e.ID == id })
	rest := slices.DeleteFunc(slices.Clone(q.Entries), func(e *downloads.Entry) bool { return e.ID == id })
	at := func(wanted downloads.ID) int {
		return slices.IndexFunc(rest, func(e *downloads.Entry) bool { return e.ID == wanted })
	}
	switch {
	case len(others) == 0:
		return len(rest)
	case to < len(others):
		return at(others[max(to, 0)].ID)
	default:
		return at(others[len(others)-1].ID) + 1
	}
}
