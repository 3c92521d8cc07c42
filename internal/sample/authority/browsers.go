package authority

import (
	"slices"
	"time"
)

// browsers is who is signed in at which browser.
type browsers struct {
	now    func() time.Time
	state  *state
	people *directory
}

// accounts returns the accounts that a browser is signed in to, the latest first.
func (bs *browsers) accounts(browserID string) []*user {
	b := bs.state.Browsers[browserID]
	if b == nil {
		return nil
	}
	var list []*user
	for key := range b.Sessions {
		if u := bs.people.byKey(key); u != nil {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(x, y *user) int {
		return b.Sessions[y.key()].SignedIn.Compare(b.Sessions[x.key()].SignedIn)
	})
	return list
}

// session returns a browser's session with an account, or nil.
func (bs *browsers) session(browserID, key string) *session {
	if b := bs.state.Browsers[browserID]; b != nil {
		return b.Sessions[key]
	}
	return nil
}

// remember keeps the browser of a flow signed in to its account.
func (bs *browsers) remember(f *flow) {
	b := bs.state.Browsers[f.browser]
	if b == nil {
		b = &browser{Sessions: map[string]*session{}}
		bs.state.Browsers[f.browser] = b
	}
	b.Seen = bs.now()
	b.Sessions[f.user.key()] = &session{SignedIn: f.signedIn, MFA: f.mfa}
	for len(bs.state.Browsers) > maxBrowsers {
		oldest := ""
		for id, other := range bs.state.Browsers {
			if oldest == "" || other.Seen.Before(bs.state.Browsers[oldest].Seen) {
				oldest = id
			}
		}
		delete(bs.state.Browsers, oldest)
	}
	bs.state.keep()
}

// forget ends a browser's session with one account, or with all when key is "".
func (bs *browsers) forget(browserID, key string) {
	b := bs.state.Browsers[browserID]
	switch {
	case b == nil:
		return
	case key == "":
		delete(bs.state.Browsers, browserID)
	default:
		delete(b.Sessions, key)
	}
	bs.state.keep()
}

func (bs *browsers) cards(browserID string) []card {
	var list []card
	for _, u := range bs.accounts(browserID) {
		list = append(list, cardOf(u))
	}
	return list
}
