package service

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// invitationLife is how long an invitation waits.
const invitationLife = 30 * 24 * time.Hour

// invitationExpired is what the owner sees of an open invitation whose time is over.
const invitationExpired = "expired"

// SentInvitation is an invitation as its owner sees it.
type SentInvitation struct {
	ID         string    `json:"id"`
	Address    string    `json:"address"`
	Engagement string    `json:"engagement,omitzero"`
	Role       string    `json:"role"`
	State      string    `json:"state"` // "open", "expired", "accepted", "declined", "replaced" "withdrawn" or "void"
	Sent       time.Time `json:"sent"`
}

// Invitations lists every invitation, newest first.
func (o *Owner) Invitations(ctx context.Context) ([]SentInvitation, error) {
	kept, err := o.data().Invitations.Sent(ctx)
	list := make([]SentInvitation, len(kept))
	for n, i := range kept {
		list[n] = SentInvitation{ID: i.ID, Address: i.Address, Engagement: i.Engagement, Role: i.Role, State: i.State, Sent: i.Sent}
		if i.State == store.InvitationOpen && !o.now().Before(i.Expires) {
			list[n].State = invitationExpired
		}
	}
	return list, ownerError(err)
}

// Invite invites an address to an engagement, or to the program when engagement is empty, and mails it. It returns the
// invitation's id.
func (o *Owner) Invite(ctx context.Context, address, engagement, role, from, message string) (string, error) {
	return o.InviteAccount(ctx, NewInvitation{Address: address, Engagement: engagement, Role: role, From: from, Message: message})
}

// NewInvitation is an invitation on its way in.
type NewInvitation struct {
	Address    string
	Account    string // "work" or "personal"; empty: bound to what is known of the address
	Engagement string // empty: to the program
	Role       string // empty: participant
	From       string // who invites, as the mail names them
	Message    string
}

// InviteAccount invites the account of a kind with an address, and mails it. It returns the invitation's id.
func (o *Owner) InviteAccount(ctx context.Context, n NewInvitation) (string, error) {
	if n.Role == "" {
		n.Role = api.RoleParticipant
	}
	if n.Account != "" && n.Account != workAccounts && n.Account != personalAccounts {
		return "", refusedCommand("account",
			i18n.T(&goi18n.Message{ID: "service.account.cause", Other: "The kinds of account are work and personal."}))
	}
	if err := errors.Join(checkLines("address", n.Address, n.From), checkTexts("message", n.Message)); err != nil {
		return "", ownerError(err)
	}
	if !strings.Contains(n.Address, "@") || !knownRole(n.Role) {
		return "", refusedCommand("address", i18n.T(&goi18n.Message{ID: "service.address.invitation.cause",
			Other: "An invitation needs an e-mail address, and a role: participant, power-user or owner."}))
	}
	b, err := o.random(12)
	if err != nil {
		return "", ownerError(err)
	}
	i := store.Invitation{ID: hex.EncodeToString(b), Address: n.Address, Kind: n.Account, Engagement: n.Engagement, Role: n.Role,
		Sender: n.From, Message: n.Message, Sent: o.now(), Expires: o.now().Add(invitationLife)}
	program := o.config.Program.Name
	text := n.From + " invites you to " + program + ".\n\n" + n.Message + "\n\n" +
		"Sign in with the account of this address, " + n.Address + ", and accept the invitation there. It is good for 30 days.\n"
	err = o.write(ctx, func(d store.Data) error {
		if err := engagementThere(ctx, d, n.Engagement); err != nil {
			return err
		}
		if err := o.rules.invitations.bind(ctx, d, &i); err != nil {
			return err
		}
		if err := d.Invitations.Invite(ctx, i); err != nil {
			return err
		}
		return o.post(ctx, d, Mail{To: n.Address, Time: i.Sent, Subject: program + ": an invitation", Text: text}, i.Expires)
	})
	return i.ID, ownerError(err)
}

// WithdrawInvitation takes back an open invitation.
func (o *Owner) WithdrawInvitation(ctx context.Context, id string) error {
	return ownerError(o.store.Write(ctx, func(d store.Data) error {
		sent, err := d.Invitations.Sent(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(sent, func(i store.Invitation) bool { return i.ID == id && i.State == store.InvitationOpen }) {
			return refusedCommand("invitation", i18n.T(&goi18n.Message{ID: "service.invitation.none.cause",
				Other: "There is no open invitation with this id. See: program-service invitations"}))
		}
		return d.Invitations.Answer(ctx, id, store.InvitationWithdrawn, "")
	}))
}

// VerifyPerson takes the e-mail address of a person's registration for verified, without a code. It returns the address.
func (o *Owner) VerifyPerson(ctx context.Context, who string) (string, error) {
	var address string
	err := o.store.Write(ctx, func(d store.Data) error {
		p, err := findPerson(ctx, d, who)
		if err != nil {
			return err
		}
		reg, err := d.Registrations.Registration(ctx, p.ID())
		if errors.Is(err, store.ErrNotFound) {
			return refusedCommand("who", i18n.T(&goi18n.Message{ID: "service.who.unregistered.cause", Other: "This person has not registered yet."}))
		}
		if err != nil {
			return err
		}
		address = reg.Form.Contact.Email
		if err := d.Codes.RemoveCode(ctx, p.ID()); err != nil {
			return err
		}
		return d.Registrations.VerifyEmail(ctx, p.ID(), o.now())
	})
	return address, ownerError(err)
}

func knownRole(role string) bool {
	return role == api.RoleParticipant || role == api.RolePowerUser || role == api.RoleOwner
}

// Approve grants access to an engagement, or to the program when engagement is empty. who is a person's id, or an address that
// only one has.
func (o *Owner) Approve(ctx context.Context, who, engagement, role string) error {
	if role == "" {
		role = api.RoleParticipant
	}
	if !knownRole(role) {
		return refusedCommand("role", i18n.T(&goi18n.Message{ID: "service.role.cause", Other: "The roles are participant, power-user and owner."}))
	}
	return o.decide(ctx, who, engagement, eventApprove, role, "")
}

// Decline refuses a request for access; the person reads the reason. Invitations that wait for them end.
func (o *Owner) Decline(ctx context.Context, who, engagement, reason string) error {
	return o.decide(ctx, who, engagement, eventDecline, api.RoleParticipant, reason)
}

// Revoke takes access away at once: open links stop too, and invitations that wait for the person end.
func (o *Owner) Revoke(ctx context.Context, who, engagement, reason string) error {
	return o.decide(ctx, who, engagement, eventRevoke, api.RoleParticipant, reason)
}

func (o *Owner) decide(ctx context.Context, who, engagement string, event accessEvent, role, reason string) error {
	if err := checkTexts("reason", reason); err != nil {
		return err
	}
	err := o.store.Write(ctx, func(d store.Data) error {
		if err := engagementThere(ctx, d, engagement); err != nil {
			return err
		}
		p, err := findPerson(ctx, d, who)
		if err != nil {
			return err
		}
		return o.rules.access.decide(ctx, d, p, engagement, event, role, reason)
	})
	return ownerError(err)
}

// findPerson finds a person by id, or by an address that only one has.
func findPerson(ctx context.Context, d store.Data, who string) (Identity, error) {
	found, err := d.People.Find(ctx, who)
	if err != nil {
		return Identity{}, err
	}
	switch len(found) {
	case 0:
		return Identity{}, refusedCommand("who", i18n.T(&goi18n.Message{ID: "service.who.nobody.cause",
			Other: "Nobody with this address or id has signed in yet. Invite the address instead."}))
	case 1:
		return identityOf(found[0]), nil
	}
	shown := make([]string, len(found))
	for i, p := range found {
		shown[i] = p.ID + " (" + p.Kind + ")"
	}
	return Identity{}, refusedCommand("who", i18n.T(&goi18n.Message{ID: "service.who.several.cause",
		Other: "Several accounts have this address. Name one by its id: {{.Accounts}}."}, "Accounts", strings.Join(shown, ", ")))
}

// Person is one line of the owner's list of people.
type Person struct {
	ID            string                `json:"id"`
	Name          string                `json:"name"`
	Address       string                `json:"address"`
	Kind          string                `json:"kind"`
	Registered    bool                  `json:"registered"`
	Unverified    bool                  `json:"-"` // the e-mail address of the registration waits for its code
	PublisherName string                `json:"publisher_name,omitzero"`
	Program       api.Access            `json:"access"`
	Engagements   map[string]api.Access `json:"engagements"`
	LastSeen      time.Time             `json:"last_seen"`
}

// People lists everybody who has signed in, by address.
func (o *Owner) People(ctx context.Context) ([]Person, error) {
	all := []Person{}
	after := ""
	for {
		list, next, err := o.PeoplePage(ctx, after)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
		if after = next; next == "" {
			return all, nil
		}
	}
}

// PeoplePage lists those who come after the person of an id, or the first when after is empty, by address. next is empty on the
// last page.
func (o *Owner) PeoplePage(ctx context.Context, after string) (list []Person, next string, err error) {
	kept, err := o.data().People.Page(ctx, after, pageLength)
	if err != nil {
		return nil, "", ownerError(err)
	}
	list = make([]Person, len(kept))
	for i, k := range kept {
		d, err := o.seen(ctx, k.ID)
		if err != nil {
			return nil, "", ownerError(err)
		}
		if list[i], err = o.person(ctx, d, k); err != nil {
			return nil, "", ownerError(err)
		}
	}
	if len(kept) == pageLength {
		next = kept[pageLength-1].ID
	}
	return list, next, nil
}

func (o *Owner) person(ctx context.Context, d store.Data, k store.Person) (Person, error) {
	who := identityOf(k)
	p := Person{ID: k.ID, Name: k.Name, Address: k.Address, Kind: k.Kind, Engagements: map[string]api.Access{}, LastSeen: k.LastSeen}
	reg, err := d.Registrations.Registration(ctx, k.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return p, err
	}
	if err == nil {
		p.Registered = true
		p.Unverified = !reg.EmailVerified
		p.PublisherName = reg.Form.PublisherName
	}
	if p.Program, err = o.rules.access.of(ctx, d, who, ""); err != nil {
		return p, err
	}
	engagements, err := o.rules.engagements.all(ctx, d, viewer{Identity: who})
	for _, e := range engagements {
		if e.Access.State != api.AccessNone {
			p.Engagements[e.ID] = e.Access
		}
	}
	return p, err
}
