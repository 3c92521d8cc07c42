package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// The bounds of what people remembers without asking the store.
const (
	metLife = time.Minute
	metMost = 10_000
)

// people remembers who has signed in.
type people struct {
	*base

	mu  sync.Mutex
	met map[string]meeting // by id
}

// meeting is how the store knows somebody, and when that was seen.
type meeting struct {
	who Identity
	at  time.Time
}

func newPeople(b *base) *people { return &people{base: b, met: map[string]meeting{}} }

// nameLength is how many characters of a token's name and address are kept.
const nameLength = 320

// remember notes the person of a token: when they are new or renamed, else at most once an hour.
func (p *people) remember(ctx context.Context, who Identity) error {
	now := p.now()
	who.Name = api.CleanLine(who.Name, nameLength) // anybody can have any name at an authority, and owners read it in a terminal
	who.Address = api.CleanLine(who.Address, nameLength)
	if p.justMet(who, now) {
		return nil
	}
	known, err := p.data().People.Person(ctx, who.ID())
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err != nil || identityOf(known) != who || now.Sub(known.LastSeen) >= time.Hour {
		err = p.data().People.Remember(ctx, store.Person{ID: who.ID(), Name: who.Name, Address: who.Address, Kind: who.Kind, LastSeen: now})
		if err != nil {
			return err
		}
	}
	p.note(who, now)
	return nil
}

// justMet reports whether somebody was found in the store within the last minute.
func (p *people) justMet(who Identity, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.met[who.ID()]
	return m.who == who && !now.Before(m.at) && now.Sub(m.at) < metLife
}

func (p *people) note(who Identity, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.met) >= metMost {
		clear(p.met)
	}
	p.met[who.ID()] = meeting{who, now}
}
