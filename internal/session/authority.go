package session

import (
	"context"
	"path/filepath"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
)

// authorityOf returns where people of a program sign in. Their accounts belong to the origin of the address that the
// program was added by; what a program says of itself chooses no other.
func (a *App) authorityOf(info ProgramInfo, about api.Program) auth.Authority {
	at := auth.Authority{Program: info.Name, URL: about.Authority, ClientID: about.ClientID, Scopes: about.Scopes}
	at.API, _ = auth.OriginOf(about.API) // auth refuses what is not an address of the program's own
	if running := a.sample.running(); info.Kind == api.KindSample && running != nil {
		at.Origin, at.Channel = auth.SampleOrigin(), auth.SampleChannel(running.BackChannel())
		return at
	}
	at.Origin, _ = auth.OriginOf(info.Address) // without one auth gives out nothing
	if other := client.AuthorityTransport(about, a.opts.Transport); other != nil {
		at.Channel = auth.LoopbackChannel(at.Origin, other) // a sample program that another process of this computer serves
	}
	return at
}

// TakeOver returns what auth.Config.TakeOver asks for, out of the list of programs on a home folder: the program of the
// name under which an account signed in, else the only one that chose it. Programs that share a client id could have got
// each other's accounts in version 0.1, so their people sign in anew.
func TakeOver(home string) func(auth.Legacy) auth.Origin {
	return func(l auth.Legacy) auth.Origin {
		b, err := programsFile(filepath.Join(home, "programs.json"), nil).Read()
		if err != nil {
			return auth.Origin{}
		}
		if l.Program == SampleName {
			return auth.SampleOrigin()
		}
		var named, chose []bookEntry
		sharing := 0
		for _, e := range b.Programs {
			if e.Program.ClientID == l.ClientID {
				sharing++
			}
			if e.Name == l.Program {
				named = append(named, e)
			}
			if b.Accounts[e.Name] == l.ID {
				chose = append(chose, e)
			}
		}
		if len(named) == 0 {
			named = chose
		}
		if len(named) != 1 || sharing > 1 {
			return auth.Origin{}
		}
		origin, _ := auth.OriginOf(named[0].Address) // zero: unknown
		return origin
	}
}

// awaitAccounts waits until it is known who is signed in, or that it can't be known: that is in the snapshot. A window does
// not wait for a person who has to answer the keyring first, since the session's accounts follow when they have.
func (a *App) awaitAccounts(ctx context.Context) error {
	if a.opts.LazyQueue { // a command
		if err := a.opts.Accounts.Ready(ctx); err != nil && ctx.Err() != nil {
			return err
		}
		return nil
	}
	for {
		changed := a.opts.Accounts.Changed()
		if now := a.opts.Accounts.Snapshot(); !now.Loading || now.Waiting {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return a.opts.Accounts.Ready(ctx)
		}
	}
}
