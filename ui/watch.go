package ui

import "time"

const (
	watchEvery = 4 * time.Second // while a screen waits for something that happens elsewhere
	staleAfter = time.Minute     // an answer older than this is asked for again when the window gets the focus
)

// watch asks the program again and again where the person stands, as long as a screen lives that waits for
// somebody else: an approval, a link followed in a mail. What is found is in the next snapshot.
func (s *Shell) watch(l *lifetime) {
	s.cfg.After(watchEvery, func() {
		current := s.session.Load()
		if l.ctx.Err() != nil || current == nil {
			return
		}
		act(s, l, current.Refresh, func(error) { s.watch(l) })
	})
}

// refreshStale asks the program again when its last answer is old.
func (s *Shell) refreshStale() {
	current := s.session.Load()
	if current == nil || s.attempting {
		return
	}
	snap := current.Snapshot()
	if snap.Account != nil && s.cfg.Clock().Sub(snap.Checked) > staleAfter {
		act(s, s.lifetime, current.Refresh, func(error) {}) // trouble is in the snapshot
	}
}
