package widgets

import "slices"

// rowSelection is the set of chosen rows, the row under the keys, and the row from which a span goes.
type rowSelection struct {
	chosen  map[string]bool
	current string
	anchor  string
}

func newRowSelection() *rowSelection { return &rowSelection{chosen: map[string]bool{}} }

// only chooses one row and no other.
func (s *rowSelection) only(id string) {
	clear(s.chosen)
	if id != "" {
		s.chosen[id] = true
	}
	s.current, s.anchor = id, id
}

// toggle adds a row or takes it out.
func (s *rowSelection) toggle(id string) {
	if s.chosen[id] {
		delete(s.chosen, id)
	} else {
		s.chosen[id] = true
	}
	s.current, s.anchor = id, id
}

// extend chooses from the anchor to a row; keep leaves what else is chosen.
func (s *rowSelection) extend(items *listItems, id string, keep bool) {
	if !items.has(s.anchor) {
		s.anchor = s.current
	}
	if !items.has(s.anchor) {
		s.only(id)
		return
	}
	if !keep {
		clear(s.chosen)
	}
	for _, one := range items.span(s.anchor, id) {
		s.chosen[one] = true
	}
	s.current = id
}

// all chooses each of these rows.
func (s *rowSelection) all(ids []string) {
	clear(s.chosen)
	for _, id := range ids {
		s.chosen[id] = true
	}
	if len(ids) > 0 && !slices.Contains(ids, s.current) {
		s.current = ids[0]
	}
	s.anchor = s.current
}

// inOrder returns the chosen rows as they stand in the list.
func (s *rowSelection) inOrder(items *listItems) []string {
	type numbered struct {
		id string
		at int
	}
	found := make([]numbered, 0, len(s.chosen))
	for id := range s.chosen {
		found = append(found, numbered{id, items.byID[id]})
	}
	slices.SortFunc(found, func(a, b numbered) int { return a.at - b.at })
	ids := make([]string, len(found))
	for i, one := range found {
		ids[i] = one.id
	}
	return ids
}

// follow keeps the selection over a change of the list. Where the row under the keys is gone, the next one takes over. It
// reports whether the chosen rows changed.
func (s *rowSelection) follow(before, now *listItems) (changed bool) {
	had := len(s.chosen) > 0
	for id := range s.chosen {
		if !now.has(id) {
			delete(s.chosen, id)
			changed = true
		}
	}
	if s.current != "" && !now.has(s.current) {
		s.current = before.nearest(s.current, now)
		if had && len(s.chosen) == 0 && s.current != "" {
			s.chosen[s.current] = true
		}
	}
	if !now.has(s.anchor) {
		s.anchor = s.current
	}
	return changed
}
