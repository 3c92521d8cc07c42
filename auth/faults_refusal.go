package auth

import (
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// refusalFault makes the fault of what the authority refused. The OAuth codes decide what kind it is and
// what is said first; the guide of the AADSTS number, where there is one, refines the words.
func refusalFault(d *Details, guide string) *fault.Error {
	f := base(d)
	if guide != "" {
		f.Guide = guide
	}
	if w, ok := guideWords()[f.Guide]; ok && guide != "" {
		f.Title, f.Cause, f.Steps = w.Title, w.Cause, w.Steps
	}
	f.Correlation, f.Err = d.Correlation, d
	return f
}

// base sorts by suberror and error (RFC 6749 section 5.2, RFC 8628 section 3.5, OpenID Connect Core 3.1.2.6,
// and Microsoft's suberrors).
func base(d *Details) *fault.Error {
	f := &fault.Error{Kind: fault.SignIn, Code: "auth.refused", Title: i18n.Verbatim("The sign-in was refused."), Safe: i18n.Verbatim(keptSafe),
		Steps: []i18n.Text{i18n.Verbatim("Sign in again."), i18n.Verbatim("If the browser showed a message, paste it into Help.")}, Guide: "sign-in-again"}
	switch d.Suberror {
	case "consent_required":
		return consent(f)
	case "user_password_expired":
		f.Code, f.Title, f.Guide = "auth.password", i18n.Verbatim("The account's password has expired."), "password"
		f.Steps = []i18n.Text{i18n.Verbatim("Change the password."), i18n.Verbatim("Sign in again.")}
		return f
	}
	switch d.OAuth {
	case "consent_required":
		return consent(f)
	case "invalid_grant":
		return spent(f, d)
	case "interaction_required", "login_required":
		f.Code, f.Title, f.Guide = "auth.interaction", i18n.Verbatim("The authority wants to see you in the browser."), "mfa"
		f.Cause = i18n.Verbatim("It asks for a second proof, or for a new sign-in.")
		if d.Stage == "refresh" {
			f.Safe = i18n.Verbatim("The account stays, and downloads that wait for it go on after the sign-in.")
		}
		f.Steps = []i18n.Text{i18n.Verbatim("Sign in again and finish every question in the browser.")}
	case "access_denied":
		f.Kind, f.Code, f.Title, f.Guide = fault.Permission, "auth.declined", i18n.Verbatim("The sign-in was declined."), "first-consent"
		f.Cause = i18n.Verbatim("The permission question was answered with no, or the organization does not allow it.")
		f.Steps = []i18n.Text{i18n.Verbatim("Sign in again and accept the permissions."), i18n.Verbatim("If there was no question, ask the organization's IT.")}
	case "authorization_declined":
		f.Kind, f.Code, f.Title, f.Guide = fault.Permission, "auth.device-declined", i18n.Verbatim("The sign-in was declined on the other device."), "device-code"
		f.Steps = []i18n.Text{i18n.Verbatim("Start again and answer yes on the other device.")}
	case "expired_token", "code_expired", "bad_verification_code":
		f.Code, f.Title, f.Guide = "auth.device-expired", i18n.Verbatim("The code has expired before it was used."), "device-code"
		f.Steps = []i18n.Text{i18n.Verbatim("Ask for a new code."), i18n.Verbatim("Enter it on the other device within its time.")}
	case "temporarily_unavailable", "server_error":
		return unwell(f)
	case "unauthorized_client", "invalid_client", "invalid_request", "invalid_scope", "invalid_resource", "invalid_target",
		"unsupported_response_type", "unsupported_grant_type":
		f.Kind, f.Code, f.Title, f.Guide = fault.Permission, "auth.not-set-up", i18n.Verbatim("The sign-in is not set up for Program Connect there."), "wrong-tenant"
		f.Cause = i18n.Verbatim("The organization's directory does not know the program, or not in this way.")
		f.Steps = []i18n.Text{i18n.Verbatim("Choose another organization or account."), i18n.Verbatim("Send the details to the program's contact.")}
	case "unknown":
		if d.Status == 429 || d.Status >= 500 {
			return unwell(f)
		}
	}
	return f
}

func consent(f *fault.Error) *fault.Error {
	f.Kind, f.Code, f.Title, f.Guide = fault.Permission, "auth.consent", i18n.Verbatim("Program Connect has no permission to sign this account in yet."), "first-consent"
	f.Cause = i18n.Verbatim("The account, or its organization, has to agree to the program's permissions once.")
	f.Steps = []i18n.Text{i18n.Verbatim("Sign in again and accept the permissions."), i18n.Verbatim("If the page asks for an admin, send the note in Help to the admin.")}
	return f
}

func unwell(f *fault.Error) *fault.Error {
	f.Kind, f.Code, f.Title, f.Guide = fault.Network, "auth.authority-busy", i18n.Verbatim("The sign-in service is not well at the moment."), "service-unavailable"
	f.Steps = []i18n.Text{i18n.Verbatim("Wait a few minutes and try again.")}
	return f
}

// spent: a code or refresh token that the authority does not take any more.
func spent(f *fault.Error, d *Details) *fault.Error {
	if d.Stage == "refresh" {
		f.Code, f.Title, f.Guide = "auth.session-ended", i18n.Verbatim("The session of this account has ended."), "session-ended"
		f.Cause = i18n.Verbatim("It was not used for long, the password was changed, or an administrator ended it.")
		f.Safe = i18n.Verbatim("The account and everything queued for it stay.")
		f.Steps = []i18n.Text{i18n.Verbatim("Sign in again.")}
		return f
	}
	f.Code, f.Title = "auth.code-refused", i18n.Verbatim("The authority did not take the sign-in that came back from the browser.")
	f.Cause = i18n.Verbatim("It was too old, was used before, or belonged to another sign-in.")
	return f
}

// guideWords are the words for the guides that AADSTS numbers lead to.
func guideWords() map[string]fault.Error {
	return map[string]fault.Error{
		"wrong-account": {Title: i18n.Verbatim("This account is not known in the program's organization."), Cause: i18n.Verbatim("Often a personal account was used, or the invitation went to another address."),
			Steps: []i18n.Text{i18n.Verbatim("Sign in with another account."), i18n.Verbatim("Or send the note in Help to the organization to be invited.")}},
		"work-account-needed": {Title: i18n.Verbatim("A work or school account is needed here."), Cause: i18n.Verbatim("The account that was used is a personal Microsoft account."),
			Steps: []i18n.Text{i18n.Verbatim("Sign in with the account of your company."), i18n.Verbatim("If the browser chooses by itself, use a private window.")}},
		"not-in-our-system": {Title: i18n.Verbatim("The address is not known to Microsoft as a work or school account."), Cause: i18n.Verbatim("It may be misspelt, or the company has no Microsoft Entra ID."),
			Steps: []i18n.Text{i18n.Verbatim("Check the spelling."), i18n.Verbatim("Do not create a Microsoft account with the work address."), i18n.Verbatim("Ask IT whether the company has Microsoft Entra ID.")}},
		"wrong-tenant": {Title: i18n.Verbatim("The organization or the program is not known there."), Cause: i18n.Verbatim("The sign-in went to a directory that does not know Program Connect's program."),
			Steps: []i18n.Text{i18n.Verbatim("Choose another organization or account."), i18n.Verbatim("Check the program's address among your programs.")}},
		"federated": {Title: i18n.Verbatim("Your company's own sign-in service did not let the sign-in through."), Cause: i18n.Verbatim("The company's identity provider answers for this address."),
			Steps: []i18n.Text{i18n.Verbatim("Copy the details and send them to your IT.")}},
		"first-consent": {Title: i18n.Verbatim("Program Connect has no permission to sign this account in yet."), Cause: i18n.Verbatim("The permission question was not accepted."),
			Steps: []i18n.Text{i18n.Verbatim("Sign in again and accept the permissions.")}},
		"admin-consent": {Title: i18n.Verbatim("An administrator of your organization has to agree first."), Cause: i18n.Verbatim("The program's permissions need an admin's consent."),
			Steps: []i18n.Text{i18n.Verbatim("Copy the ready message in Help and send it to your admin."), i18n.Verbatim("Sign in again after the admin has agreed. Trying before does not help.")}},
		"not-assigned": {Title: i18n.Verbatim("Your organization has not assigned this account to the program."), Cause: i18n.Verbatim("An administrator decides who may use it."),
			Steps: []i18n.Text{i18n.Verbatim("Ask the administrator of your organization to assign you.")}},
		"mfa": {Title: i18n.Verbatim("A second proof of who you are is needed."), Cause: i18n.Verbatim("The organization asks for multi-factor authentication."),
			Steps: []i18n.Text{i18n.Verbatim("Sign in again and finish every question in the browser.")}},
		"policy-blocked": {Title: i18n.Verbatim("A policy of your organization blocks this sign-in."), Cause: i18n.Verbatim("It depends on the device, the place or the other organization. Trying again does not change it."),
			Steps: []i18n.Text{i18n.Verbatim("Copy the details and send them to your IT.")}},
		"device-code": {Title: i18n.Verbatim("Your organization does not allow sign-in with a code."),
			Steps: []i18n.Text{i18n.Verbatim("Sign in with the browser on this computer."), i18n.Verbatim("If that is not possible, ask IT.")}},
		"session-ended": {Title: i18n.Verbatim("The session of this account has ended."), Cause: i18n.Verbatim("It was not used for long, the password was changed, or an administrator ended it."),
			Steps: []i18n.Text{i18n.Verbatim("Sign in again.")}},
		"password": {Title: i18n.Verbatim("The password was not accepted, or the account is locked."),
			Steps: []i18n.Text{i18n.Verbatim("Reset the password on the sign-in page."), i18n.Verbatim("If the account is locked or disabled, ask IT.")}},
		"rename-personal-account": {Title: i18n.Verbatim("The sign-in went round in circles."), Cause: i18n.Verbatim("Often a personal and a work account share one address."),
			Steps: []i18n.Text{i18n.Verbatim("Rename the personal account, as the guide shows."), i18n.Verbatim("Clear the browser's cookies for the sign-in pages, or use a private window.")}},
		"establish-directory": {Title: i18n.Verbatim("The domain already belongs to a directory."), Cause: i18n.Verbatim("Somebody of your company may have made one before."),
			Steps: []i18n.Text{i18n.Verbatim("Ask IT who looks after it."), i18n.Verbatim("Or take it over with a DNS entry, as the guide shows.")}},
	}
}
