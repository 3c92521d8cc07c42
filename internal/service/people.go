package service

import (
	"context"
	"errors"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// people remembers who has signed in.
type people struct{ *base }

// nameLength is how many characters of a token's name and address are kept.
const nameLength = 320

// remember notes the person of a token: when they are new or renamed, else at most once an hour.
func (p *people) remember(ctx context.Context, who Identity) error {
	now := p.now()
	who.Name = api.CleanLine(who.Name, nameLength) // anybody can have any name at an authority, and owners read it in a terminal
	who.Address = api.CleanLine(who.Address, nameLength)
	known, err := p.data().People.Person(ctx, who.ID())
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err == nil && identityOf(known) == who && now.Sub(known.LastSeen) < time.Hour {
		return nil
	}
	return p.data().People.Remember(ctx, store.Person{ID: who.ID(), Name: who.Name, Address: who.Address, Kind: who.Kind, LastSeen: now})
}
