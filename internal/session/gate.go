package session

import (
	"slices"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Gate returns nil when the person can download, else the fault that names the step before. It reads the snapshot; Refresh first
// when the answer must be today's.
func (s *Session) Gate() error {
	snap := s.Snapshot()
	if snap.Step != api.StepReady && snap.Fault != nil {
		return snap.Fault
	}
	switch snap.Step {
	case api.StepReady:
		return nil
	case api.StepRegister:
		return registerFault(s.about.Name)
	case api.StepVerify:
		return verifyFault()
	case api.StepAgreement:
		return agreementFault(snap.Status)
	case api.StepAccess:
		return accessFault(s.about, snap.Status)
	default:
		return s.signInFault()
	}
}

func (s *Session) signInFault() *fault.Error {
	candidates := s.Snapshot().Candidates
	if unread := s.app.opts.Accounts.Snapshot().Unread(); unread != nil && len(candidates) == 0 {
		return unread // nobody can say who is signed in
	}
	f := &fault.Error{Kind: fault.SignIn, Code: "session.sign-in", Safe: nothingLost(), Commands: []string{"pconnect sign-in"}, Guide: "sign-in-again",
		Title: i18n.T(&goi18n.Message{ID: "session.sign-in.title", Other: "Nobody is signed in at “{{.Program}}”."}, "Program", s.about.Name),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.sign-in.step", Other: "Sign in, then do it again."})}}
	if len(candidates) > 1 {
		f.Title = i18n.T(&goi18n.Message{ID: "session.sign-in.several.title",
			Other: "Several accounts are signed in at “{{.Program}}” and none is chosen."}, "Program", s.about.Name)
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "session.sign-in.several.step", Other: "Choose one, then do it again."})}
		f.Commands = []string{"pconnect sign-in --account ADDRESS"}
		f.Code, f.Guide = "session.which-account", "two-accounts-one-address"
	}
	return f
}

func registerFault(program string) error {
	return &fault.Error{Kind: fault.Registration, Code: "session.register", Safe: nothingLost(), Commands: []string{"pconnect register"}, Guide: "register",
		Title: i18n.T(&goi18n.Message{ID: "session.register.title", Other: "You are signed in, but not registered at “{{.Program}}” yet."}, "Program", program),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.register.step", Other: "Register: it is done once."})}}
}

func verifyFault() error {
	return &fault.Error{Kind: fault.Registration, Code: "session.verify", Commands: []string{"pconnect register --code CODE"}, Guide: "register",
		Title: i18n.T(&goi18n.Message{ID: "session.verify.title", Other: "Your e-mail address is not verified yet."}),
		Safe:  i18n.T(&goi18n.Message{ID: "session.verify.safe", Other: "Your registration is kept."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.verify.step", Other: "Enter the code that was mailed to you."})}}
}

func agreementFault(status *api.Status) error {
	f := &fault.Error{Kind: fault.Terms, Code: "session.agreement", Guide: "accept-terms",
		Title: i18n.T(&goi18n.Message{ID: "session.agreement.title", Other: "An agreement waits for your answer."}),
		Safe:  i18n.T(&goi18n.Message{ID: "session.agreement.safe", Other: "What is already here is kept."})}
	waiting := api.Outstanding(*status)
	if len(waiting) == 0 {
		return f
	}
	first := waiting[0]
	f.Agreement = first.ID
	f.Title = i18n.T(&goi18n.Message{ID: "session.agreement.waits.title", Other: "“{{.Agreement}}” waits for your answer."}, "Agreement", first.Title)
	if first.Decision == api.Declined {
		f.Title = i18n.T(&goi18n.Message{ID: "session.agreement.declined.title",
			Other: "You declined “{{.Agreement}}”; downloads need it."}, "Agreement", first.Title)
	}
	f.Steps = []i18n.Text{
		i18n.T(&goi18n.Message{ID: "session.agreement.step", Other: "Read it and answer it."}),
		i18n.T(&goi18n.Message{ID: "session.agreement.step2", Other: "Waiting downloads go on by themselves after you accept."}),
	}
	f.Commands = []string{"pconnect agreements show " + first.ID, "pconnect agreements accept " + first.ID + " --sha256 HEX"}
	return f
}

func accessFault(about api.Program, status *api.Status) error {
	f := &fault.Error{Kind: fault.Permission, Code: "session.access", Safe: nothingLost(), Guide: "not-authorised", Cause: accessCause(status.Access),
		Title: i18n.T(&goi18n.Message{ID: "session.access.title",
			Other: "Sign-in works, but you are not authorised at “{{.Program}}” yet."}, "Program", about.Name)}
	if status.Access.State == api.AccessRequested {
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "session.access.requested.step", Other: "Look again later."})}
		f.Commands = []string{"pconnect status"}
	}
	if len(status.Invitations) > 0 {
		invitation := status.Invitations[0]
		f.Steps = append(slices.Clone(f.Steps), i18n.T(&goi18n.Message{ID: "session.access.invited.step",
			Other: "Accept your invitation: “{{.Invitation}}”."}, "Invitation", invitation.Title))
		f.Commands = append(f.Commands, "pconnect access accept "+invitation.ID)
		f.Code, f.Guide = "session.invited", "invitation"
	}
	contact, address := status.Access.Contact, status.Access.Send
	if contact == "" {
		contact = about.Contact
	}
	if address == "" {
		address = status.Account.Address
	}
	if contact != "" {
		f.Steps = append(f.Steps, i18n.T(&goi18n.Message{ID: "session.access.contact.step",
			Other: "Send the address {{.Address}} to {{.Contact}}, or ask for access here."}, "Address", address, "Contact", contact))
		f.Commands = append(f.Commands, "pconnect access request REASON")
	}
	return f
}

// accessCause says why access is not granted; empty when there is nothing to say.
func accessCause(access api.Access) i18n.Text {
	var cause i18n.Text
	switch access.State {
	case api.AccessRequested:
		return i18n.T(&goi18n.Message{ID: "session.access.requested.cause", Other: "You asked for access and the answer is not there yet."})
	case api.AccessDeclined:
		cause = i18n.T(&goi18n.Message{ID: "session.access.declined.cause", Other: "Access was declined."})
	case api.AccessRevoked:
		cause = i18n.T(&goi18n.Message{ID: "session.access.revoked.cause", Other: "Access was revoked."})
	case api.AccessLapsed:
		cause = i18n.T(&goi18n.Message{ID: "session.access.lapsed.cause", Other: "Access lapsed."})
	default:
		return i18n.Text{}
	}
	if access.Reason == "" {
		return cause
	}
	return i18n.T(&goi18n.Message{ID: "session.access.reason.cause", Other: "{{.What}} The owner says: {{.Reason}}"}, "What", cause, "Reason", access.Reason)
}
