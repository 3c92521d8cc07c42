package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/homefile"
)

// Registration is what a person fills in once at a program.
type Registration struct{ session *Session }

// draftFile is one for each program and account: two people who share a computer never see each other's draft under their own
// name. The account's id is hashed because it holds characters that no file name may have.
func (r Registration) draftFile() homefile.File[api.Registration] {
	s, id := r.session, ""
	if account := s.Snapshot().Account; account != nil {
		id = account.ID
	}
	sum := sha256.Sum256([]byte(id))
	return homefile.File[api.Registration]{Path: s.app.path("drafts", "registration-"+s.info.Name+"-"+hex.EncodeToString(sum[:6])+".json"),
		Version: 1, Upgrades: []homefile.Upgrade{homefile.SameForm}, Report: s.app.notices.add}
}

// Draft returns the half-filled registration, also from another day. Without one it is what the service holds, else a form with the
// account's name and address filled in.
func (r Registration) Draft() api.Registration {
	draft, err := r.draftFile().Read()
	if err == nil && draft != (api.Registration{}) {
		return draft
	}
	snap := r.session.Snapshot()
	if snap.Status != nil && snap.Status.Registration != nil {
		return *snap.Status.Registration
	}
	if snap.Account != nil {
		draft.Contact.Name, draft.Contact.Email = snap.Account.Name, snap.Account.Address
	}
	return draft
}

// HasDraft reports whether a half-filled registration is kept.
func (r Registration) HasDraft() bool {
	_, err := os.Stat(r.draftFile().Path)
	return err == nil
}

// SaveDraft keeps a half-filled registration; it is on the disk when SaveDraft returns.
func (r Registration) SaveDraft(draft api.Registration) error { return r.draftFile().Write(draft) }

// DropDraft throws the half-filled registration away.
func (r Registration) DropDraft() error { return r.draftFile().Remove() }

// CheckName asks whether a publisher display name is free; the answer holds suggestions when it is taken.
func (r Registration) CheckName(ctx context.Context, name string) (api.NameCheck, error) {
	return r.session.client.CheckPublisherName(ctx, name)
}

// Register sends the registration. A Usage fault names the first wrong field, and its *api.Problem names all of them. The
// draft is kept until the service has said yes.
func (r Registration) Register(ctx context.Context, form api.Registration) error {
	s := r.session
	if err := s.ready(); err != nil {
		return err
	}
	if err := r.SaveDraft(form); err != nil {
		return err
	}
	if _, err := s.client.Register(ctx, form.Clean()); err != nil {
		return err
	}
	return r.taken(ctx)
}

// Update changes what can be changed later; country and account type can't.
func (r Registration) Update(ctx context.Context, form api.Registration) error {
	s := r.session
	if err := s.ready(); err != nil {
		return err
	}
	if _, err := s.client.UpdateRegistration(ctx, form.Clean()); err != nil {
		return err
	}
	return r.taken(ctx)
}

// taken goes on after the service took the form.
func (r Registration) taken(ctx context.Context) error {
	err := r.DropDraft()
	r.session.refreshAfter(ctx)
	return err
}

// SendCode has a verification code mailed to the registration's address.
func (r Registration) SendCode(ctx context.Context) error {
	return r.session.client.SendVerification(ctx)
}

// VerifyEmail hands the mailed code to the service.
func (r Registration) VerifyEmail(ctx context.Context, code string) error {
	if _, err := r.session.client.VerifyEmail(ctx, code); err != nil {
		return err
	}
	r.session.refreshAfter(ctx)
	return nil
}
