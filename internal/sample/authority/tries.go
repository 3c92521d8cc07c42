package authority

import "time"

// tries counts wrong passwords and codes, by account.
type tries struct {
	now   func() time.Time
	byKey map[string]*attempts
}

// attempts are the wrong tries of one account.
type attempts struct {
	wrong int
	until time.Time // locked before this time
}

const (
	maxTries = 10          // wrong passwords, as Microsoft's smart lockout
	lockout  = time.Minute // and how long it locks
)

// wrong counts a wrong try; it reports whether the account is locked now.
func (t *tries) wrong(key string) bool {
	a := t.byKey[key]
	if a == nil {
		if len(t.byKey) >= maxFlows {
			clear(t.byKey) // a flood of browsers, not people
		}
		a = &attempts{}
		t.byKey[key] = a
	}
	if a.wrong++; a.wrong >= maxTries {
		a.wrong, a.until = 0, t.now().Add(lockout)
		return true
	}
	return false
}

// locked reports whether an account may not try at the moment.
func (t *tries) locked(key string) bool {
	a := t.byKey[key]
	return a != nil && t.now().Before(a.until)
}

// right forgets the wrong tries of an account.
func (t *tries) right(key string) { delete(t.byKey, key) }
