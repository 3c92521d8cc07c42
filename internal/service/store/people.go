package store

import (
	"context"
	"time"
)

// Person is somebody who has signed in. ID is "tid.oid".
type Person struct {
	ID, Name, Address, Kind string
	LastSeen                time.Time
}

// People are all who have signed in.
type People interface {
	// Person returns one by id.
	Person(ctx context.Context, id string) (Person, error)
	// Remember adds somebody, or takes over the new name, address, kind and time.
	Remember(ctx context.Context, p Person) error
	// Find returns those with this id or this address, in the order of their ids. The case of an address does not count.
	Find(ctx context.Context, who string) ([]Person, error)
	// DomainKinds returns the kinds of the accounts with an address of this domain, each once. The case does not count.
	DomainKinds(ctx context.Context, domain string) ([]string, error)
	// Page returns those after the person of an id, or the first when after is empty, by address, at most limit of them.
	Page(ctx context.Context, after string, limit int) ([]Person, error)
}
