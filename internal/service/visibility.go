package service

import (
	"context"
	"errors"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// sight is how much of an engagement a person sees.
type sight int

// The sights, each more than the one before.
const (
	unseen   sight = iota // nothing says that it is there
	listed                // its card: what it is called, and the person's own access to it
	readable              // its terms, and descriptions of its packages; files and feedback wait for admission
)

// visibility is the one rule of who sees what. Engagements, agreements, packages, files, links and feedback all ask it.
type visibility struct {
	*base
	access *access
}

// viewer is a person as the rule needs them.
type viewer struct {
	Identity
	member     bool // has access to the program
	registered bool
}

// viewer reads who somebody is to the program.
func (v *visibility) viewer(ctx context.Context, d store.Data, p Identity) (viewer, error) {
	present, err := v.access.of(ctx, d, p, "")
	if err != nil {
		return viewer{}, err
	}
	who := viewer{Identity: p, member: present.Granted()}
	_, err = d.Registrations.Registration(ctx, p.ID())
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return viewer{}, err
	}
	who.registered = err == nil
	return who, nil
}

// sightOf is the rule for an engagement: who has no access to the program sees nothing of it. One by invitation alone is listed
// to those who are or were inside, and readable to those inside.
func sightOf(who viewer, join, state string) sight {
	switch {
	case !who.member, join == api.JoinInvited && state == api.AccessNone:
		return unseen
	case join == api.JoinInvited && state != api.AccessGranted:
		return listed
	}
	return readable
}

// seesTerms is the rule for an agreement, with what the person sees of its engagement.
func (who viewer) seesTerms(a store.Agreement, of sight) bool {
	if a.Engagement == "" {
		return who.member
	}
	return of == readable
}

// seesPackages is the rule for the packages of an engagement: the catalogue is for registered people.
func (who viewer) seesPackages(of sight) bool { return who.registered && of == readable }

// engagement returns a person's access to an engagement, and what they see of it.
func (v *visibility) engagement(ctx context.Context, d store.Data, who viewer, k store.Engagement) (api.Access, sight, error) {
	found, err := v.access.of(ctx, d, who.Identity, k.ID)
	if err != nil {
		return found, unseen, err
	}
	if k.Join == api.JoinEveryone && (found.State == api.AccessNone || found.State == api.AccessLapsed) {
		found = api.Access{State: api.AccessGranted, Role: api.RoleParticipant, Contact: found.Contact, Send: found.Send}
	}
	if k.Contact != "" {
		found.Contact = k.Contact
	}
	return found, sightOf(who, k.Join, found.State), nil
}

// engagementByID returns what a person sees of an engagement by its id; nothing of one that is not there.
func (v *visibility) engagementByID(ctx context.Context, d store.Data, who viewer, id string) (sight, error) {
	if !who.member {
		return unseen, nil
	}
	k, err := d.Engagements.Engagement(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return unseen, nil
	}
	if err != nil {
		return unseen, err
	}
	_, seen, err := v.engagement(ctx, d, who, k)
	return seen, err
}

// terms returns what a person sees of an agreement: whether it is there for them, and whether its packages are.
func (v *visibility) terms(ctx context.Context, d store.Data, who viewer, a store.Agreement) (seen, packages bool, err error) {
	of := unseen
	if a.Engagement != "" {
		if of, err = v.engagementByID(ctx, d, who, a.Engagement); err != nil {
			return false, false, err
		}
	}
	return who.seesTerms(a, of), who.seesPackages(of), nil
}
