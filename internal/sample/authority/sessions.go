package authority

import "slices"

// The functions of this file are called with the lock held.

// sessions are the accounts that a browser is signed in to, the latest first.
func (a *Authority) sessions(browserID string) []*user {
	b := a.state.Browsers[browserID]
	if b == nil {
		return nil
	}
	var list []*user
	for key := range b.Sessions {
		if u := a.userByKey(key); u != nil {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(x, y *user) int {
		return b.Sessions[y.key()].SignedIn.Compare(b.Sessions[x.key()].SignedIn)
	})
	return list
}

// remember keeps the browser signed in to an account.
func (a *Authority) remember(f *flow) {
	b := a.state.Browsers[f.browser]
	if b == nil {
		b = &browser{Sessions: map[string]*session{}}
		a.state.Browsers[f.browser] = b
	}
	b.Seen = a.cfg.Now()
	b.Sessions[f.user.key()] = &session{SignedIn: f.signedIn, MFA: f.mfa}
	for len(a.state.Browsers) > maxBrowsers {
		oldest := ""
		for id, other := range a.state.Browsers {
			if oldest == "" || other.Seen.Before(a.state.Browsers[oldest].Seen) {
				oldest = id
			}
		}
		delete(a.state.Browsers, oldest)
	}
	a.save()
}

// forget ends a browser's session with one account, or with all when key is "".
func (a *Authority) forget(browserID, key string) {
	b := a.state.Browsers[browserID]
	switch {
	case b == nil:
		return
	case key == "":
		delete(a.state.Browsers, browserID)
	default:
		delete(b.Sessions, key)
	}
	a.save()
}
