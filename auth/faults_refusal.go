package auth

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// refusalFault makes the fault of what the authority refused. The OAuth codes decide what kind it is and
// what is said first; the guide of the AADSTS number, where there is one, refines the texts.
func refusalFault(d *Details, guide string) *fault.Error {
	f := base(d)
	if guide != "" {
		f.Guide = guide
	}
	if t, ok := guideTexts()[f.Guide]; ok && guide != "" {
		f.Title, f.Cause, f.Steps = t.title, t.cause, t.steps
	}
	f.Correlation, f.Err = d.Correlation, d
	return f
}

// base sorts by suberror and error (RFC 6749 section 5.2, RFC 8628 section 3.5, OpenID Connect Core 3.1.2.6,
// and Microsoft's suberrors).
func base(d *Details) *fault.Error {
	f := &fault.Error{Kind: fault.SignIn, Code: "auth.refused", Safe: keptSafe(), Guide: "sign-in-again",
		Title: i18n.T(&goi18n.Message{ID: "auth.refused.title", Other: "The sign-in was refused."}),
		Steps: []i18n.Text{signInAgain(), pasteIntoHelp()}}
	switch d.Suberror {
	case "consent_required":
		return consent(f)
	case "user_password_expired":
		return passwordExpired(f)
	}
	switch d.OAuth {
	case "consent_required":
		return consent(f)
	case "invalid_grant":
		return spent(f, d)
	case "interaction_required", "login_required":
		return interaction(f, d)
	case "access_denied":
		return declined(f)
	case "authorization_declined", "expired_token", "code_expired", "bad_verification_code":
		return deviceRefused(f, d)
	case "temporarily_unavailable", "server_error":
		return unwell(f)
	case "unauthorized_client", "invalid_client", "invalid_request", "invalid_scope", "invalid_resource", "invalid_target",
		"unsupported_response_type", "unsupported_grant_type":
		return notSetUp(f)
	case "unknown":
		if d.Status == 429 || d.Status >= 500 {
			return unwell(f)
		}
	}
	return f
}

func passwordExpired(f *fault.Error) *fault.Error {
	f.Code, f.Guide = "auth.password", "password"
	f.Title = i18n.T(&goi18n.Message{ID: "auth.password.title", Other: "The account's password has expired."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.password.step", Other: "Change the password."}), signInAgain()}
	return f
}

func interaction(f *fault.Error, d *Details) *fault.Error {
	f.Code, f.Guide = "auth.interaction", "mfa"
	f.Title = i18n.T(&goi18n.Message{ID: "auth.interaction.title", Other: "The authority wants to see you in the browser."})
	f.Cause = i18n.T(&goi18n.Message{ID: "auth.interaction.cause", Other: "It asks for a second proof, or for a new sign-in."})
	if d.Stage == "refresh" {
		f.Safe = i18n.T(&goi18n.Message{ID: "auth.interaction.safe", Other: "The account stays, and downloads that wait for it go on after the sign-in."})
	}
	f.Steps = []i18n.Text{finishQuestions()}
	return f
}

func declined(f *fault.Error) *fault.Error {
	f.Kind, f.Code, f.Guide = fault.Permission, "auth.declined", "first-consent"
	f.Title = i18n.T(&goi18n.Message{ID: "auth.declined.title", Other: "The sign-in was declined."})
	f.Cause = i18n.T(&goi18n.Message{ID: "auth.declined.cause", Other: "The permission question was answered with no, or the organization does not allow it."})
	f.Steps = []i18n.Text{acceptPermissions(),
		i18n.T(&goi18n.Message{ID: "auth.declined.step", Other: "If there was no question, ask the organization's IT."})}
	return f
}

func deviceRefused(f *fault.Error, d *Details) *fault.Error {
	f.Guide = "device-code"
	if d.OAuth == "authorization_declined" {
		f.Kind, f.Code = fault.Permission, "auth.device-declined"
		f.Title = i18n.T(&goi18n.Message{ID: "auth.device-declined.title", Other: "The sign-in was declined on the other device."})
		f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.device-declined.step", Other: "Start again and answer yes on the other device."})}
		return f
	}
	f.Code = "auth.device-expired"
	f.Title = i18n.T(&goi18n.Message{ID: "auth.device-expired.title", Other: "The code has expired before it was used."})
	f.Steps = []i18n.Text{
		i18n.T(&goi18n.Message{ID: "auth.device-expired.step", Other: "Ask for a new code."}),
		i18n.T(&goi18n.Message{ID: "auth.device-expired.step2", Other: "Enter it on the other device within its time."}),
	}
	return f
}

func notSetUp(f *fault.Error) *fault.Error {
	f.Kind, f.Code, f.Guide = fault.Permission, "auth.not-set-up", "app-registration"
	f.Title = i18n.T(&goi18n.Message{ID: "auth.not-set-up.title", Other: "The sign-in is not set up for Program Connect there."})
	f.Cause = i18n.T(&goi18n.Message{ID: "auth.not-set-up.cause", Other: "The organization's directory does not know the program, or not in this way."})
	f.Steps = []i18n.Text{chooseAnother(),
		i18n.T(&goi18n.Message{ID: "auth.not-set-up.step", Other: "Send the details to the program's contact."})}
	return f
}

func consent(f *fault.Error) *fault.Error {
	f.Kind, f.Code, f.Title, f.Guide = fault.Permission, "auth.consent", noPermissionTitle(), "first-consent"
	f.Cause = i18n.T(&goi18n.Message{ID: "auth.consent.cause", Other: "The account, or its organization, has to agree to the program's permissions once."})
	f.Steps = []i18n.Text{acceptPermissions(),
		i18n.T(&goi18n.Message{ID: "auth.consent.step", Other: "If the page asks for an admin, send the note in Help to the admin."})}
	return f
}

func unwell(f *fault.Error) *fault.Error {
	f.Kind, f.Code, f.Guide = fault.Network, "auth.authority-busy", "service-unavailable"
	f.Title = i18n.T(&goi18n.Message{ID: "auth.authority-busy.title", Other: "The sign-in service is not well at the moment."})
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "auth.authority-busy.step", Other: "Wait a few minutes and try again."})}
	return f
}

// spent is the fault of a code or refresh token that the authority does not take any more.
func spent(f *fault.Error, d *Details) *fault.Error {
	if d.Stage == "refresh" {
		f.Code, f.Title, f.Cause, f.Guide = "auth.session-ended", sessionEndedTitle(), sessionEndedCause(), "session-ended"
		f.Safe = i18n.T(&goi18n.Message{ID: "auth.session-ended.safe", Other: "The account and everything queued for it stay."})
		f.Steps = []i18n.Text{signInAgain()}
		return f
	}
	f.Code, f.Guide = "auth.code-refused", "sign-in-again"
	f.Title = i18n.T(&goi18n.Message{ID: "auth.code-refused.title", Other: "The authority did not take the sign-in that came back from the browser."})
	f.Cause = i18n.T(&goi18n.Message{ID: "auth.code-refused.cause", Other: "It was too old, was used before, or belonged to another sign-in."})
	return f
}

// refusalTexts are what is said of a refusal whose AADSTS number led to a guide.
type refusalTexts struct {
	title, cause i18n.Text
	steps        []i18n.Text
}

// guideTexts returns the texts for the guides that AADSTS numbers lead to.
func guideTexts() map[string]refusalTexts { //nolint:funlen // a table
	return map[string]refusalTexts{
		"wrong-account": {
			i18n.T(&goi18n.Message{ID: "auth.wrong-account.title", Other: "This account is not known in the program's organization."}),
			i18n.T(&goi18n.Message{ID: "auth.wrong-account.cause", Other: "Often a personal account was used, or the invitation went to another address."}),
			[]i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.wrong-account.step", Other: "Sign in with another account."}),
				i18n.T(&goi18n.Message{ID: "auth.wrong-account.step2", Other: "Or send the note in Help to the organization to be invited."}),
			}},
		"work-account-needed": {
			i18n.T(&goi18n.Message{ID: "auth.work-account-needed.title", Other: "A work or school account is needed here."}),
			i18n.T(&goi18n.Message{ID: "auth.work-account-needed.cause", Other: "The account that was used is a personal Microsoft account."}),
			[]i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.work-account-needed.step", Other: "Sign in with the account of your company."}),
				i18n.T(&goi18n.Message{ID: "auth.work-account-needed.step2", Other: "If the browser chooses by itself, use a private window."}),
			}},
		"not-in-our-system": {
			i18n.T(&goi18n.Message{ID: "auth.not-in-our-system.title", Other: "The address is not known to Microsoft as a work or school account."}),
			i18n.T(&goi18n.Message{ID: "auth.not-in-our-system.cause", Other: "It may be misspelt, or the company has no Microsoft Entra ID."}),
			[]i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.not-in-our-system.step", Other: "Check the spelling."}),
				i18n.T(&goi18n.Message{ID: "auth.not-in-our-system.step2", Other: "Do not create a Microsoft account with the work address."}),
				i18n.T(&goi18n.Message{ID: "auth.not-in-our-system.step3", Other: "Ask IT whether the company has Microsoft Entra ID."}),
			}},
		"wrong-tenant": {
			i18n.T(&goi18n.Message{ID: "auth.wrong-tenant.title", Other: "The organization or the program is not known there."}),
			i18n.T(&goi18n.Message{ID: "auth.wrong-tenant.cause", Other: "The sign-in went to a directory that does not know Program Connect's program."}),
			[]i18n.Text{chooseAnother(), checkProgramAddress()}},
		"federated": {
			i18n.T(&goi18n.Message{ID: "auth.federated.title", Other: "Your company's own sign-in service did not let the sign-in through."}),
			i18n.T(&goi18n.Message{ID: "auth.federated.cause", Other: "The company's identity provider answers for this address."}),
			[]i18n.Text{sendToIT()}},
		"first-consent": {
			noPermissionTitle(),
			i18n.T(&goi18n.Message{ID: "auth.first-consent.cause", Other: "The permission question was not accepted."}),
			[]i18n.Text{acceptPermissions()}},
		"admin-consent": {
			i18n.T(&goi18n.Message{ID: "auth.admin-consent.title", Other: "An administrator of your organization has to agree first."}),
			i18n.T(&goi18n.Message{ID: "auth.admin-consent.cause", Other: "The program's permissions need an admin's consent."}),
			[]i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.admin-consent.step", Other: "Copy the ready message in Help and send it to your admin."}),
				i18n.T(&goi18n.Message{ID: "auth.admin-consent.step2", Other: "Sign in again after the admin has agreed. Trying before does not help."}),
			}},
		"not-assigned": {
			i18n.T(&goi18n.Message{ID: "auth.not-assigned.title", Other: "Your organization has not assigned this account to the program."}),
			i18n.T(&goi18n.Message{ID: "auth.not-assigned.cause", Other: "An administrator decides who may use it."}),
			[]i18n.Text{i18n.T(&goi18n.Message{ID: "auth.not-assigned.step", Other: "Ask the administrator of your organization to assign you."})}},
		"mfa": {
			i18n.T(&goi18n.Message{ID: "auth.mfa.title", Other: "A second proof of who you are is needed."}),
			i18n.T(&goi18n.Message{ID: "auth.mfa.cause", Other: "The organization asks for multi-factor authentication."}),
			[]i18n.Text{finishQuestions()}},
		"policy-blocked": {
			i18n.T(&goi18n.Message{ID: "auth.policy-blocked.title", Other: "A policy of your organization blocks this sign-in."}),
			i18n.T(&goi18n.Message{ID: "auth.policy-blocked.cause", Other: "It depends on the device, the place or the other organization. Trying again does not change it."}),
			[]i18n.Text{sendToIT()}},
		"device-code": {
			title: i18n.T(&goi18n.Message{ID: "auth.device-code.title", Other: "Your organization does not allow sign-in with a code."}),
			steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.device-code.step", Other: "Sign in with the browser on this computer."}),
				i18n.T(&goi18n.Message{ID: "auth.device-code.step2", Other: "If that is not possible, ask IT."}),
			}},
		"session-ended": {sessionEndedTitle(), sessionEndedCause(), []i18n.Text{signInAgain()}},
		"password": {
			title: i18n.T(&goi18n.Message{ID: "auth.password-refused.title", Other: "The password was not accepted, or the account is locked."}),
			steps: []i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.password-refused.step", Other: "Reset the password on the sign-in page."}),
				i18n.T(&goi18n.Message{ID: "auth.password-refused.step2", Other: "If the account is locked or disabled, ask IT."}),
			}},
		"rename-personal-account": {
			i18n.T(&goi18n.Message{ID: "auth.rename-personal-account.title", Other: "The sign-in went round in circles."}),
			i18n.T(&goi18n.Message{ID: "auth.rename-personal-account.cause", Other: "Often a personal and a work account share one address."}),
			[]i18n.Text{
				i18n.T(&goi18n.Message{ID: "auth.rename-personal-account.step", Other: "Rename the personal account, as the guide shows."}),
				i18n.T(&goi18n.Message{ID: "auth.rename-personal-account.step2", Other: "Clear the browser's cookies for the sign-in pages, or use a private window."}),
			}},
		"app-registration": {
			i18n.T(&goi18n.Message{ID: "auth.app-registration.title", Other: "The program's app is not set up rightly at the sign-in service."}),
			i18n.T(&goi18n.Message{ID: "auth.app-registration.cause", Other: "A setting of its registration does not fit. Only its owner can change that."}),
			[]i18n.Text{i18n.T(&goi18n.Message{ID: "auth.app-registration.step", Other: "Send the note in Help to the program's contact."})}},
	}
}
