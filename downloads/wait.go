package downloads

import "github.com/programconnect/programconnect/internal/fault"

// waiter remembers which entries have not been seen ended yet, so that a change costs little.
type waiter struct {
	ids  []ID // none: all
	left []ID
}

// look reports whether all have ended, and how. Only when none is left of those that it waits for, all are looked at.
func (w *waiter) look(l *list) (bool, error) {
	for n := len(w.left); n > 0; n = len(w.left) {
		if it := l.byID[w.left[n-1]]; it != nil && !it.ended() {
			return false, nil
		}
		w.left = w.left[:n-1]
	}
	return w.verdict(l)
}

// verdict looks at all of them; those that have not ended are left.
func (w *waiter) verdict(l *list) (bool, error) {
	chosen, err := l.pick(w.ids, func(*item) bool { return true })
	if err != nil {
		return true, err
	}
	var first error
	for _, it := range chosen {
		if !it.ended() {
			w.left = append(w.left, it.id)
		} else if f := it.failure(); first == nil && f != nil {
			first = f
		}
	}
	if len(w.left) > 0 {
		return false, nil
	}
	return true, first
}

// failure returns why an ended item is not done; nil when it is.
func (it *item) failure() *fault.Error {
	switch {
	case it.state == Done:
		return nil
	case it.fault != nil:
		return it.fault
	}
	return pausedFault()
}
