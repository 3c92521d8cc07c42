package service

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// admission decides who may have what the program offers.
type admission struct {
	*base
	access      *access
	agreements  *agreements
	engagements *engagements
}

// may returns a refusal unless the person may have what an engagement offers: registered, verified, every agreement that
// counts for it answered, access to the program and to the engagement. It is asked before every link and every byte. What a
// person does not see is refused like what is not there, before anything else is said about it.
func (a *admission) may(ctx context.Context, p Identity, engagement string) error {
	d, err := a.seen(ctx, p.ID())
	if err != nil {
		return err
	}
	reg, err := a.registered(ctx, d, p)
	if err != nil {
		return err
	}
	var e seenEngagement
	if engagement != "" {
		if e, err = a.engagements.seen(ctx, d, p, engagement); err != nil {
			return err
		}
		if e.sight < readable { // its terms are not for them to read
			return accessProblem(e.Access, e.Title)
		}
	}
	if !reg.EmailVerified {
		return refuse(api.CodeVerify, nil)
	}
	list, err := a.agreements.counting(ctx, d, p, engagement)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.Blocking {
			return termsProblem(a)
		}
	}
	if engagement != "" && !e.Access.Granted() {
		return accessProblem(e.Access, e.Title)
	}
	return nil
}

// mayHave returns a refusal unless the person may have the files of a package.
func (a *admission) mayHave(ctx context.Context, p Identity, k api.Package) error {
	if err := a.may(ctx, p, k.Engagement); err != nil {
		return err
	}
	d, err := a.seen(ctx, p.ID())
	if err != nil {
		return err
	}
	reg, err := registrationOf(ctx, d, p.ID())
	if err != nil {
		return err
	}
	return regionRefusal(reg, k)
}

// everywhere among a package's regions stands for all of them.
const everywhere = "Everywhere"

// regionRefusal returns a refusal of somebody whose registration names a country or region that a package is not given to. What is
// no code of one, as owners could write in older versions, limits nothing.
func regionRefusal(reg store.Registration, k api.Package) error {
	var codes []string
	for _, region := range k.Regions {
		if _, known := api.CountryName(region); known {
			codes = append(codes, region)
		}
	}
	if len(codes) == 0 || slices.Contains(k.Regions, everywhere) || slices.Contains(codes, reg.Form.Country) {
		return nil
	}
	return refuse(api.CodeRegion, values{"country": reg.Form.Country, "regions": strings.Join(codes, ", ")})
}

// registered returns the registration of somebody who has access to the program, or a refusal.
func (a *admission) registered(ctx context.Context, d store.Data, p Identity) (store.Registration, error) {
	present, err := a.access.of(ctx, d, p, "")
	if err != nil {
		return store.Registration{}, err
	}
	if !present.Granted() {
		return store.Registration{}, accessProblem(present, "")
	}
	return registrationOf(ctx, d, p.ID())
}

// registrationOf returns a person's registration, or the refusal of somebody who has none.
func registrationOf(ctx context.Context, d store.Data, person string) (store.Registration, error) {
	reg, err := d.Registrations.Registration(ctx, person)
	if errors.Is(err, store.ErrNotFound) {
		err = refuse(api.CodeRegister, nil)
	}
	return reg, err
}
