package session

import (
	"context"
	"slices"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/fault"
)

// look puts the accounts into the snapshot and returns the one in use: the one remembered for this program, else the only one
// there is. It reads what auth holds and never waits for the network.
func (s *Session) look() *auth.Account {
	found := s.app.opts.Accounts.Snapshot()
	candidates := s.app.opts.Accounts.Of(s.authority)
	account := choose(candidates, s.app.programs.book().Accounts[s.info.Name])
	memory, keyring := found.Storage == auth.InMemory, found.Fault
	if unread := found.Unread(); unread != nil {
		keyring = unread
	}
	s.mu.Lock()
	now := s.snap
	s.mu.Unlock()
	same := sameAccount(account, now.Account)
	if same && slices.Equal(candidates, now.Candidates) && memory == now.Memory && sameFault(keyring, now.Keyring) {
		return account // nothing to wake anybody for
	}
	s.change(func(next *Snapshot) {
		next.Candidates, next.Memory, next.Keyring = candidates, memory, keyring
		if !sameAccount(account, next.Account) {
			next.Status, next.Fault, next.Step = nil, nil, StepSignIn
		}
		next.Account = account
	})
	return account
}

func sameFault(a, b *fault.Error) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Code == b.Code
}

func sameAccount(a, b *auth.Account) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.ID == b.ID
}

func choose(candidates []auth.Account, id string) *auth.Account {
	for i := range candidates {
		if candidates[i].ID == id {
			return &candidates[i]
		}
	}
	if len(candidates) == 1 {
		return &candidates[0]
	}
	return nil
}

// token returns a token for one request of the program's client: of the account in use, whichever that is by then. auth gives it
// out for no address but those of the program that the account signed in for.
func (s *Session) token(ctx context.Context, address, claims string, renew bool) (string, error) {
	account := s.Snapshot().Account
	if account == nil {
		return "", s.signInFault()
	}
	token, err := s.askToken(ctx, account.ID, claims, renew)
	if err != nil {
		return "", err
	}
	return token.Bearer(address)
}

func (s *Session) askToken(ctx context.Context, account, claims string, renew bool) (auth.Token, error) {
	if claims != "" || renew {
		return s.app.opts.Accounts.RenewWithClaims(ctx, s.authority, account, claims)
	}
	return s.app.opts.Accounts.Token(ctx, s.authority, account)
}

// SignIn begins a sign-in in the system browser. Give the attempt to Finish. When the last refusal demanded more of the person (a
// second proof, say), that is what the authority is asked for, for the account in use.
func (s *Session) SignIn(ctx context.Context, opts auth.SignInOptions) (*auth.Attempt, error) {
	return s.app.opts.Accounts.SignIn(ctx, s.authority, s.Snapshot().demanded(opts))
}

// demanded returns options with what the last refusal demanded of the account in use.
func (snap Snapshot) demanded(opts auth.SignInOptions) auth.SignInOptions {
	if snap.Fault == nil || opts.Claims != "" || opts.Prompt != "" {
		return opts
	}
	if d := auth.DetailsOf(snap.Fault); d != nil && d.Claims != "" {
		opts.Claims = d.Claims
		if opts.LoginHint == "" && snap.Account != nil {
			opts.LoginHint = snap.Account.Address
		}
	}
	return opts
}

// Finish waits for the sign-in, uses its account at this program from now on, and refreshes. The refresh's trouble is in the
// snapshot and no fault of the sign-in.
func (s *Session) Finish(ctx context.Context, attempt *auth.Attempt) error {
	account, err := attempt.Wait(ctx)
	if err != nil {
		return err
	}
	return s.use(ctx, account.ID)
}

// SignInWithCode signs in with a code typed on any device; show is called once with the code (RFC 8628).
func (s *Session) SignInWithCode(ctx context.Context, opts auth.SignInOptions, show func(auth.DeviceCode)) error {
	account, err := s.app.opts.Accounts.SignInWithCode(ctx, s.authority, opts, show)
	if err != nil {
		return err
	}
	return s.use(ctx, account.ID)
}

// UseAccount uses another account that is signed in, at this program from now on, and refreshes.
func (s *Session) UseAccount(ctx context.Context, id string) error {
	s.look()
	if !slices.ContainsFunc(s.Snapshot().Candidates, func(a auth.Account) bool { return a.ID == id }) {
		return unknownAccountFault(s.about.Name)
	}
	return s.use(ctx, id)
}

// use makes an account that of the program from now on.
func (s *Session) use(ctx context.Context, account string) error {
	if err := s.app.programs.change(func(b *book) error { b.Accounts[s.info.Name] = account; return nil }); err != nil {
		return err
	}
	if err := s.Refresh(ctx); err != nil {
		return nil // the person is signed in; what the service said is in the snapshot
	}
	s.releaseEverywhere(ctx) // what waited for a sign-in asks again, and waits for the next thing if there is one
	return nil
}

// SignOut forgets one account of this computer and leaves the others. page is the address where the browser's own session can be
// ended too; it may be empty. The queue keeps its entries.
func (s *Session) SignOut(ctx context.Context, id string) (page string, err error) {
	s.look()
	for _, account := range s.Snapshot().Candidates {
		if account.ID == id {
			page = s.app.opts.Accounts.SignOutPage(s.authority, account)
		}
	}
	if err := s.app.opts.Accounts.SignOut(ctx, id); err != nil {
		return "", err
	}
	err = s.app.programs.change(func(b *book) error { b.forget(id); return nil })
	s.look()
	return page, err
}

// SignOutAll forgets every account of this program and returns the address of the sign-out page.
func (s *Session) SignOutAll(ctx context.Context) (page string, err error) {
	s.look()
	for _, account := range s.Snapshot().Candidates {
		if page, err = s.SignOut(ctx, account.ID); err != nil {
			return "", err
		}
	}
	return page, nil
}
