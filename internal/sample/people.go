package sample

import (
	"context"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/service"
)

// contact is whom the sample's people ask for help.
const contact = "ole@contoso.example"

// openTo reports whether a person has access without being asked. Woodgrove's people are not known, Ivan holds an invitation that he has to accept, and the
// personal account on Sam's work address is not the one that the program knows.
func openTo(p service.Identity) bool {
	switch {
	case p.TenantID == authority.TenantWoodgrove:
		return false
	case p.TenantID == authority.TenantFabrikam && p.ObjectID == authority.ObjectIvan:
		return false
	case p.TenantID == authority.TenantPersonal && p.ObjectID == authority.ObjectTwoPersonal:
		return false
	}
	return true
}

// member is somebody who is registered from the start.
type member struct {
	address string
	kind    authority.Kind
	form    api.Registration
	accepts bool // the licence terms of the first version
}

func members() []member {
	fabrikam := &api.Company{RegisteredName: "Fabrikam Oy", ApproverName: "Aino Sample", ApproverEmail: "aino@fabrikam.example", ApproverPhone: "+358 9 5550 100"}
	return []member{
		{address: authority.AddressRita, kind: authority.Work, accepts: true, form: api.Registration{Country: "FI", AccountType: api.CompanyType,
			PublisherName: "Fabrikam Devices", Company: fabrikam, Updates: true, Contact: person("Rita Sample", authority.AddressRita, "Helsinki", "00100")}},
		{address: authority.AddressTwo, kind: authority.Work, accepts: true, form: api.Registration{Country: "FI", AccountType: api.Individual,
			PublisherName: "Sam of Fabrikam", Contact: person("Sam Sample", authority.AddressTwo, "Tampere", "33100")}},
		{address: authority.AddressOle, kind: authority.Work, accepts: true, form: api.Registration{Country: "DE", AccountType: api.Individual,
			PublisherName: "Contoso", Contact: person("Ole Sample", authority.AddressOle, "Hamburg", "20095")}},
	}
}

func person(name, email, city, code string) api.Contact {
	return api.Contact{Name: name, Email: email, Address: api.Address{Street: "Samplestreet 1", City: city, PostalCode: code}}
}

// enrol takes a member through the steps that everybody takes: register, enter the mailed code, accept.
func (s *seeder) enrol(ctx context.Context, h *Host, m member, p service.Identity) error {
	c := s.client(h, p)
	status, err := c.Status(ctx)
	if err != nil {
		return err
	}
	if status.Registration == nil {
		if status, err = c.Register(ctx, m.form); err != nil {
			return err
		}
	}
	if !status.EmailVerified {
		if err := c.SendVerification(ctx); err != nil {
			return err
		}
		if status, err = c.VerifyEmail(ctx, h.mails.newest(m.form.Contact.Email)); err != nil {
			return err
		}
	}
	for _, a := range api.Outstanding(status) {
		if m.accepts {
			if _, err := c.Decide(ctx, a.ID, a.SHA256, true, api.Device{Name: "sample", System: "sample", App: "Program Connect sample"}); err != nil {
				return err
			}
		}
	}
	return nil
}

// identities returns the sample's people as the service knows them, by address; of two accounts on one address the work one.
func identities() map[string]service.Identity {
	all := map[string]service.Identity{}
	for _, p := range authority.People() {
		key := strings.ToLower(p.Address)
		if _, there := all[key]; there && p.Kind != authority.Work {
			continue
		}
		all[key] = service.Identity{TenantID: p.TenantID, ObjectID: p.ObjectID, Name: p.Name, Address: p.Address, Kind: string(p.Kind)}
	}
	return all
}
