package auth

import (
	"github.com/programconnect/programconnect/internal/fault"
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
	f := &fault.Error{Kind: fault.SignIn, Code: "auth.refused", Title: "The sign-in was refused.", Safe: keptSafe,
		Steps: []string{"Sign in again.", "If the browser showed a message, paste it into Help."}, Guide: "sign-in-again"}
	switch d.Suberror {
	case "consent_required":
		return consent(f)
	case "user_password_expired":
		f.Code, f.Title, f.Guide = "auth.password", "The account's password has expired.", "password"
		f.Steps = []string{"Change the password.", "Sign in again."}
		return f
	}
	switch d.OAuth {
	case "consent_required":
		return consent(f)
	case "invalid_grant":
		return spent(f, d)
	case "interaction_required", "login_required":
		f.Code, f.Title, f.Guide = "auth.interaction", "The authority wants to see you in the browser.", "mfa"
		f.Cause = "It asks for a second proof, or for a new sign-in."
		if d.Stage == "refresh" {
			f.Safe = "The account stays, and downloads that wait for it go on after the sign-in."
		}
		f.Steps = []string{"Sign in again and finish every question in the browser."}
	case "access_denied":
		f.Kind, f.Code, f.Title, f.Guide = fault.Permission, "auth.declined", "The sign-in was declined.", "first-consent"
		f.Cause = "The permission question was answered with no, or the organization does not allow it."
		f.Steps = []string{"Sign in again and accept the permissions.", "If there was no question, ask the organization's IT."}
	case "authorization_declined":
		f.Kind, f.Code, f.Title, f.Guide = fault.Permission, "auth.device-declined", "The sign-in was declined on the other device.", "device-code"
		f.Steps = []string{"Start again and answer yes on the other device."}
	case "expired_token", "code_expired", "bad_verification_code":
		f.Code, f.Title, f.Guide = "auth.device-expired", "The code has expired before it was used.", "device-code"
		f.Steps = []string{"Ask for a new code.", "Enter it on the other device within its time."}
	case "temporarily_unavailable", "server_error":
		return unwell(f)
	case "unauthorized_client", "invalid_client", "invalid_request", "invalid_scope", "invalid_resource", "invalid_target",
		"unsupported_response_type", "unsupported_grant_type":
		f.Kind, f.Code, f.Title, f.Guide = fault.Permission, "auth.not-set-up", "The sign-in is not set up for Program Connect there.", "wrong-tenant"
		f.Cause = "The organization's directory does not know the program, or not in this way."
		f.Steps = []string{"Choose another organization or account.", "Send the details to the program's contact."}
	case "unknown":
		if d.Status == 429 || d.Status >= 500 {
			return unwell(f)
		}
	}
	return f
}

func consent(f *fault.Error) *fault.Error {
	f.Kind, f.Code, f.Title, f.Guide = fault.Permission, "auth.consent", "Program Connect has no permission to sign this account in yet.", "first-consent"
	f.Cause = "The account, or its organization, has to agree to the program's permissions once."
	f.Steps = []string{"Sign in again and accept the permissions.", "If the page asks for an admin, send the note in Help to the admin."}
	return f
}

func unwell(f *fault.Error) *fault.Error {
	f.Kind, f.Code, f.Title, f.Guide = fault.Network, "auth.authority-busy", "The sign-in service is not well at the moment.", "service-unavailable"
	f.Steps = []string{"Wait a few minutes and try again."}
	return f
}

// spent: a code or refresh token that the authority does not take any more.
func spent(f *fault.Error, d *Details) *fault.Error {
	if d.Stage == "refresh" {
		f.Code, f.Title, f.Guide = "auth.session-ended", "The session of this account has ended.", "session-ended"
		f.Cause = "It was not used for long, the password was changed, or an administrator ended it."
		f.Safe = "The account and everything queued for it stay."
		f.Steps = []string{"Sign in again."}
		return f
	}
	f.Code, f.Title = "auth.code-refused", "The authority did not take the sign-in that came back from the browser."
	f.Cause = "It was too old, was used before, or belonged to another sign-in."
	return f
}

// guideWords are the words for the guides that AADSTS numbers lead to.
func guideWords() map[string]fault.Error {
	return map[string]fault.Error{
		"wrong-account": {Title: "This account is not known in the program's organization.", Cause: "Often a personal account was used, or the invitation went to another address.",
			Steps: []string{"Sign in with another account.", "Or send the note in Help to the organization to be invited."}},
		"work-account-needed": {Title: "A work or school account is needed here.", Cause: "The account that was used is a personal Microsoft account.",
			Steps: []string{"Sign in with the account of your company.", "If the browser chooses by itself, use a private window."}},
		"not-in-our-system": {Title: "The address is not known to Microsoft as a work or school account.", Cause: "It may be misspelt, or the company has no Microsoft Entra ID.",
			Steps: []string{"Check the spelling.", "Do not create a Microsoft account with the work address.", "Ask IT whether the company has Microsoft Entra ID."}},
		"wrong-tenant": {Title: "The organization or the program is not known there.", Cause: "The sign-in went to a directory that does not know Program Connect's program.",
			Steps: []string{"Choose another organization or account.", "Check the program's address among your programs."}},
		"federated": {Title: "Your company's own sign-in service did not let the sign-in through.", Cause: "The company's identity provider answers for this address.",
			Steps: []string{"Copy the details and send them to your IT."}},
		"first-consent": {Title: "Program Connect has no permission to sign this account in yet.", Cause: "The permission question was not accepted.",
			Steps: []string{"Sign in again and accept the permissions."}},
		"admin-consent": {Title: "An administrator of your organization has to agree first.", Cause: "The program's permissions need an admin's consent.",
			Steps: []string{"Copy the ready message in Help and send it to your admin.", "Sign in again after the admin has agreed. Trying before does not help."}},
		"not-assigned": {Title: "Your organization has not assigned this account to the program.", Cause: "An administrator decides who may use it.",
			Steps: []string{"Ask the administrator of your organization to assign you."}},
		"mfa": {Title: "A second proof of who you are is needed.", Cause: "The organization asks for multi-factor authentication.",
			Steps: []string{"Sign in again and finish every question in the browser."}},
		"policy-blocked": {Title: "A policy of your organization blocks this sign-in.", Cause: "It depends on the device, the place or the other organization. Trying again does not change it.",
			Steps: []string{"Copy the details and send them to your IT."}},
		"device-code": {Title: "Your organization does not allow sign-in with a code.",
			Steps: []string{"Sign in with the browser on this computer.", "If that is not possible, ask IT."}},
		"session-ended": {Title: "The session of this account has ended.", Cause: "It was not used for long, the password was changed, or an administrator ended it.",
			Steps: []string{"Sign in again."}},
		"password": {Title: "The password was not accepted, or the account is locked.",
			Steps: []string{"Reset the password on the sign-in page.", "If the account is locked or disabled, ask IT."}},
		"rename-personal-account": {Title: "The sign-in went round in circles.", Cause: "Often a personal and a work account share one address.",
			Steps: []string{"Rename the personal account, as the guide shows.", "Clear the browser's cookies for the sign-in pages, or use a private window."}},
		"establish-directory": {Title: "The domain already belongs to a directory.", Cause: "Somebody of your company may have made one before.",
			Steps: []string{"Ask IT who looks after it.", "Or take it over with a DNS entry, as the guide shows."}},
	}
}
