package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// draftPath is one file for each program and account: two people who share a computer never see each other's draft under their own
// name. The account's id is hashed because it holds characters that no file name may have.
func (s *Session) draftPath() string {
	id := ""
	if account := s.Snapshot().Account; account != nil {
		id = account.ID
	}
	sum := sha256.Sum256([]byte(id))
	return s.app.path("drafts", "registration-"+s.info.Name+"-"+hex.EncodeToString(sum[:6])+".json")
}

// Draft gives the half-filled registration, also from another day. Without one it is what the service holds, else a form with the
// account's name and address filled in.
func (s *Session) Draft() api.Registration {
	draft, err := readJSON(s.draftPath(), api.Registration{})
	if err == nil && draft != (api.Registration{}) {
		return draft
	}
	snap := s.Snapshot()
	if snap.Status != nil && snap.Status.Registration != nil {
		return *snap.Status.Registration
	}
	if snap.Account != nil {
		draft.Contact.Name, draft.Contact.Email = snap.Account.Name, snap.Account.Address
	}
	return draft
}

// SaveDraft keeps a half-filled registration; it is on the disk when SaveDraft returns.
func (s *Session) SaveDraft(r api.Registration) error { return writeJSON(s.draftPath(), r) }

// DropDraft throws the half-filled registration away.
func (s *Session) DropDraft() error {
	if err := os.Remove(s.draftPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskFault(err, "remove", s.draftPath())
	}
	return nil
}

// CheckName asks whether a publisher display name is free; it gives suggestions when it is taken.
func (s *Session) CheckName(ctx context.Context, name string) (api.NameCheck, error) {
	return s.client.CheckPublisherName(ctx, name)
}

// Register sends the registration. A Usage fault names the first wrong field, and its *program.Problem names all of them. The
// draft is kept until the service has said yes.
func (s *Session) Register(ctx context.Context, r api.Registration) error {
	if err := s.ready(); err != nil {
		return err
	}
	if err := s.SaveDraft(r); err != nil {
		return err
	}
	if _, err := s.client.Register(ctx, r.Clean()); err != nil {
		return err
	}
	return s.afterwards(ctx, s.DropDraft())
}

// UpdateRegistration changes what can be changed later; country and account type cannot.
func (s *Session) UpdateRegistration(ctx context.Context, r api.Registration) error {
	if err := s.ready(); err != nil {
		return err
	}
	if _, err := s.client.UpdateRegistration(ctx, r.Clean()); err != nil {
		return err
	}
	return s.afterwards(ctx, s.DropDraft())
}

// SendCode has a verification code mailed to the registration's address.
func (s *Session) SendCode(ctx context.Context) error { return s.client.SendVerification(ctx) }

// VerifyEmail gives the mailed code to the service.
func (s *Session) VerifyEmail(ctx context.Context, code string) error {
	if _, err := s.client.VerifyEmail(ctx, code); err != nil {
		return err
	}
	return s.afterwards(ctx, nil)
}

// RequestAccess asks the program's owner for access, with a reason.
func (s *Session) RequestAccess(ctx context.Context, justification string) error {
	if _, err := s.client.RequestAccess(ctx, justification); err != nil {
		return err
	}
	return s.afterwards(ctx, nil)
}

// AcceptInvitation accepts an invitation of the snapshot's status.
func (s *Session) AcceptInvitation(ctx context.Context, id string) error {
	if _, err := s.client.AcceptInvitation(ctx, id); err != nil {
		return err
	}
	return s.afterwards(ctx, nil)
}

// afterwards refreshes after something that the service has already done. If only the refresh has trouble the deed stands: the snapshot
// holds the trouble, and err is what came before.
func (s *Session) afterwards(ctx context.Context, err error) error {
	if trouble := s.Refresh(ctx); trouble != nil {
		s.app.log.Info("status not refreshed", "program", s.info.Name, "fault", fault.Of(trouble).Code)
	}
	return err
}

// ready tells whether somebody is signed in.
func (s *Session) ready() error {
	if s.look() == nil {
		return s.signInFault()
	}
	return nil
}

// HasDraft tells whether a half-filled registration is kept.
func (s *Session) HasDraft() bool {
	_, err := os.Stat(s.draftPath())
	return err == nil
}
