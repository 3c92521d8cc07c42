package session

import (
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Gate gives nil when the person can download, else the fault that names the step before. It reads the snapshot; Refresh first
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
		return &fault.Error{Kind: fault.Registration, Code: "session.register", Title: i18n.Verbatim("You are signed in, but not registered at “" + s.about.Name + "” yet."),
			Safe: i18n.Verbatim("Nothing is lost."), Steps: []i18n.Text{i18n.Verbatim("Register: it is done once.")}, Commands: []string{"pconnect register"}, Guide: "register"}
	case api.StepVerify:
		return &fault.Error{Kind: fault.Registration, Code: "session.verify", Title: i18n.Verbatim("Your e-mail address is not verified yet."),
			Safe: i18n.Verbatim("Your registration is kept."), Steps: []i18n.Text{i18n.Verbatim("Enter the code that was mailed to you.")}, Commands: []string{"pconnect register --code CODE"}, Guide: "register"}
	case api.StepAgreement:
		return agreementFault(snap.Status)
	case api.StepAccess:
		return accessFault(s.about, snap.Status)
	default:
		return s.signInFault()
	}
}

func agreementFault(status *api.Status) error {
	f := &fault.Error{Kind: fault.Terms, Code: "session.agreement", Title: i18n.Verbatim("An agreement waits for your answer."),
		Safe: i18n.Verbatim("What is already here is kept."), Guide: "accept-terms"}
	if waiting := api.Outstanding(*status); len(waiting) > 0 {
		first := waiting[0]
		f.Agreement = first.ID
		f.Title = i18n.Verbatim("“" + first.Title + "” waits for your answer.")
		if first.Decision == api.Declined {
			f.Title = i18n.Verbatim("You declined “" + first.Title + "”; downloads need it.")
		}
		f.Steps = []i18n.Text{i18n.Verbatim("Read it and answer it."), i18n.Verbatim("Waiting downloads go on by themselves after you accept.")}
		f.Commands = []string{"pconnect agreements show " + first.ID, "pconnect agreements accept " + first.ID + " --sha256 HEX"}
	}
	return f
}

func accessFault(about api.Program, status *api.Status) error {
	f := &fault.Error{Kind: fault.Permission, Code: "session.access", Title: i18n.Verbatim("Sign-in works, but you are not authorised at “" + about.Name + "” yet."),
		Safe: i18n.Verbatim("Nothing is lost."), Guide: "not-authorised"}
	access := status.Access
	address := status.Account.Address
	if access.Send != "" {
		address = access.Send
	}
	contact := access.Contact
	if contact == "" {
		contact = about.Contact
	}
	switch access.State {
	case api.AccessRequested:
		f.Cause = i18n.Verbatim("You asked for access and the answer is not there yet.")
		f.Steps, f.Commands = []i18n.Text{i18n.Verbatim("Look again later.")}, []string{"pconnect status"}
	case api.AccessDeclined, api.AccessRevoked, api.AccessLapsed:
		f.Cause = i18n.Verbatim("Access was " + access.State + ".")
		if access.Reason != "" {
			f.Cause = i18n.Verbatim("Access was " + access.State + ". The owner says: " + access.Reason)
		}
	}
	if len(status.Invitations) > 0 {
		f.Steps = i18n.Verbatims(append(i18n.Strings(f.Steps), "Accept your invitation: “"+status.Invitations[0].Title+"”."))
		f.Commands = append(f.Commands, "pconnect access accept "+status.Invitations[0].ID)
		f.Guide = "invitation"
	}
	if contact != "" {
		f.Steps = i18n.Verbatims(append(i18n.Strings(f.Steps), "Send the address "+address+" to "+contact+", or ask for access here."))
		f.Commands = append(f.Commands, "pconnect access request REASON")
	}
	return f
}
