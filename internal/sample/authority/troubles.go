package authority

// mfaClaims is the claims challenge that Microsoft sends with 50076 and the like.
const mfaClaims = `{"access_token":{"capolids":{"essential":true,"values":["5a3b1e00-0000-4000-8000-0000000ca001"]}}}`

// troubles returns the troubles that people of the sample stand for: one entry for each code.
func troubles() []Trouble {
	const ir, ig = "interaction_required", "invalid_grant"
	return []Trouble{
		// Not in the tenant.
		{Code: 50020, Where: OnPage, Text: "The user account from identity provider 'live.com' does not exist in tenant 'Contoso' and cannot access the application. The account needs to be added as an external user in the tenant first."},
		{Code: 16000, Where: OnPage, Text: "Either multiple user identities are available for the current request or the selected account is not supported for the scenario."},
		{Code: 90072, Where: OnPage, Text: "The account needs to be added as an external user in the tenant first."},
		// A personal account where work is needed.
		{Code: 500200, Where: OnPage, early: true, Text: "The user account is a personal Microsoft account. Personal Microsoft accounts are not supported for this application unless explicitly invited to an organization."},
		{Code: 500208, Where: OnPage, early: true, Text: "The domain is not a valid login domain for the account type."},
		{Code: 9002332, Where: OnPage, early: true, Text: "The application is configured for use by Microsoft Entra users only. Do not use the /consumers endpoint to serve this request."},
		// Not in the system.
		{Code: 50034, Where: OnAddress, Text: "This username isn't in our system. Make sure that you typed it correctly."},
		{Code: 90125, Where: OnAddress, Text: "This username isn't in our system: the domain has no accounts here."},
		{Code: 51004, Where: OnPage, Text: "The user account does not exist in the directory. To sign in to this application, the account must be added to the directory."},
		{Code: 16003, Where: OnPage, Text: "The user account has not been added to the tenant."},
		// The wrong tenant.
		{Code: 90002, Where: OnPage, early: true, OAuth: "invalid_request", Text: "The tenant was not found. Check that you have the correct tenant id and are signing in to the correct cloud."},
		{Code: 50059, Where: OnPage, early: true, OAuth: "invalid_request", Text: "No tenant-identifying information found in either the request or implied by any provided credentials."},
		{Code: 50128, Where: OnPage, early: true, OAuth: "invalid_request", Text: "The domain name is not valid: no tenant-identifying information found."},
		{Code: 500011, Where: OnRedirect, OAuth: "invalid_resource", Text: "The resource principal was not found in the tenant. It may not have been installed by the administrator or consented to by any user."},
		{Code: 700016, Where: OnPage, early: true, OAuth: "unauthorized_client", Text: "The application was not found in the directory. You may have sent your authentication request to the wrong tenant."},
		{Code: 50194, Where: OnPage, early: true, OAuth: "invalid_request", Text: "The application is not configured as a multi-tenant application. Use a tenant-specific endpoint."},
		// The organisation's own sign-in service.
		{Code: 0, Where: OnPage, early: true, Text: "We were not able to create this work or school account. Your organization's domain is federated with your on-premises AD, and this user is not in it. Contact your administrator."},
		{Code: 50107, Where: OnPage, early: true, Text: "The requested federation realm object does not exist."},
		{Code: 20001, Where: OnPage, early: true, Text: "There is an issue with your federated identity provider. Contact your identity provider."},
		{Code: 40008, Where: OnPage, early: true, Text: "There was an unexpected, non-retryable error from the federated identity provider."},
		{Code: 50008, Where: OnPage, early: true, Text: "The SAML token of the federated identity provider was not accepted."},
		// Consent.
		{Code: 65001, Where: OnToken, OAuth: ig, SubError: "consent_required", Text: "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource."},
		{Code: 65004, Where: OnConsent, OAuth: "access_denied", Text: "User declined to consent to access the app."},
		{Code: 90094, Where: OnApproval, OAuth: "consent_required", Text: "Need admin approval. The application needs permission to access resources in your organization that only an admin can grant."},
		{Code: 90095, Where: OnApproval, OAuth: "consent_required", Text: "Approval required. An administrator has to review this request before the app can be used."},
		{Code: 90093, Where: OnApproval, OAuth: "access_denied", Text: "Need admin approval: calling principal cannot consent due to lack of permissions."},
		{Code: 90008, Where: OnPage, Text: "The user or administrator has not consented to use the application. The application must require access by specifying at least the 'sign in and read user profile' permission."},
		{Code: 650056, Where: OnPage, Text: "Misconfigured application. The client has not listed any permissions in the requested permissions of its registration, or the admin has not consented in the tenant."},
		// The application in a tenant.
		{Code: 50105, Where: OnPage, Text: "Your administrator has configured the application to block users unless they are specifically granted ('assigned') access. The signed-in user is not assigned."},
		{Code: 90099, Where: OnPage, Text: "The application has not been authorized in the tenant. Applications must be authorized to access the customer tenant before partner delegated administrators can use them."},
		// A second proof.
		{Code: 50072, Where: OnToken, OAuth: ir, SubError: "additional_action", Claims: mfaClaims, Text: "Due to a configuration change made by your administrator, you must enroll in multi-factor authentication."},
		{Code: 50074, Where: OnMFA, OAuth: ir, Text: "Strong authentication is required. The user did not pass the multi-factor challenge."},
		{Code: 50076, Where: OnRefresh, OAuth: ir, SubError: "basic_action", Claims: mfaClaims, Text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication."},
		{Code: 50079, Where: OnRefresh, OAuth: ir, SubError: "additional_action", Claims: mfaClaims, Text: "Due to a configuration change made by your administrator, you must enroll in multi-factor authentication to access the resource."},
		// Conditional access.
		{Code: 53000, Where: OnPage, Text: "You can't get there from here. Your device is required to be compliant to access this resource."},
		{Code: 53001, Where: OnPage, Text: "You can't get there from here. Your device is required to be joined to the domain to access this resource."},
		{Code: 53003, Where: OnToken, OAuth: "access_denied", SubError: "message_only", Text: "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."},
		{Code: 530032, Where: OnPage, Text: "Access was blocked by a security policy of your organization."},
		{Code: 530033, Where: OnDevice, OAuth: "access_denied", Text: "Access has been blocked by Conditional Access policies: the device code flow is blocked by your organization."},
		// Rules between tenants.
		{Code: 500021, Where: OnPage, early: true, Text: "Access to the tenant is denied by your network administrator's tenant restrictions."},
		{Code: 500212, Where: OnPage, Text: "Your organization's outbound cross-tenant access policy does not allow access to the resource tenant."},
		{Code: 500213, Where: OnPage, Text: "The resource tenant's cross-tenant access policy does not allow this user to access this tenant."},
		// The session ended.
		{Code: 50173, Where: OnRefresh, OAuth: ig, SubError: "bad_token", Text: "The provided grant has expired due to it being revoked; a fresh auth token is needed. The user might have changed or reset their password."},
		{Code: 700082, Where: OnRefresh, OAuth: ig, SubError: "bad_token", Text: "The refresh token has expired due to inactivity."},
		{Code: 70043, Where: OnRefresh, OAuth: ig, SubError: "bad_token", Text: "The refresh token has expired or is not valid due to sign-in frequency checks by conditional access."},
		{Code: 50133, Where: OnRefresh, OAuth: ig, SubError: "bad_token", Text: "The session is no longer valid due to password expiration or recent password change."},
		{Code: 50089, Where: OnRefresh, OAuth: ig, SubError: "bad_token", Text: "Authentication has expired: the flow token has expired. Sign in again."},
		// The password.
		{Code: 50126, Where: OnPassword, Text: "Your account or password is incorrect. If you don't remember your password, reset it now."},
		{Code: 50053, Where: OnPassword, Text: "Your account is temporarily locked to prevent unauthorized use. Try again later, and if you still have trouble, contact your admin."},
		{Code: 50055, Where: OnPassword, Text: "Your password has expired. You need to update it before you can sign in."},
		{Code: 50057, Where: OnPassword, Text: "Your account has been locked: the user account is disabled. Contact your support person to unlock it, then try again."},
		// The rest.
		{Code: 50196, Where: OnToken, OAuth: ig, Text: "The server terminated an operation because it encountered a client request loop."},
		{Code: 65005, Where: OnPage, OAuth: "invalid_resource", Text: "The domain name is already taken, or the application needs access to a service that the organization has not subscribed to."},
	}
}

// others returns the codes that arise by themselves and that no person stands for.
func others() []Trouble {
	const ig = "invalid_grant"
	return []Trouble{
		{Code: 50011, Where: OnPage, OAuth: "invalid_request", Text: "The redirect URI in the request does not match the redirect URIs configured for the application."},
		{Code: 50058, Where: OnRedirect, OAuth: "login_required", Text: "A silent sign-in request was sent but no user is signed in."},
		{Code: 70000, Where: OnToken, OAuth: ig, Text: "The provided value for the code or token is not valid."},
		{Code: 70008, Where: OnToken, OAuth: ig, Text: "The provided authorization code has expired."},
		{Code: 54005, Where: OnToken, OAuth: ig, Text: "The authorization code was already redeemed. Retry with a new valid code or use an existing refresh token."},
		{Code: 501481, Where: OnToken, OAuth: ig, Text: "The code_verifier does not match the code_challenge supplied in the authorization request."},
		{Code: 50148, Where: OnToken, OAuth: ig, Text: "The code_verifier does not have the size of RFC 7636."},
		{Code: 9002325, Where: OnRedirect, OAuth: "invalid_request", Text: "Proof Key for Code Exchange is required, with the method S256."},
		{Code: 900144, Where: OnToken, OAuth: "invalid_request", Text: "The request body must contain all required parameters."},
		{Code: 90014, Where: OnRedirect, OAuth: "invalid_request", Text: "A required field is missing from the request."},
		{Code: 70003, Where: OnToken, OAuth: "unsupported_grant_type", Text: "The app requested an unsupported grant type."},
		{Code: 700054, Where: OnRedirect, OAuth: "unsupported_response_type", Text: "Only the response type 'code' is enabled for the application."},
		{Code: 70011, Where: OnRedirect, OAuth: "invalid_scope", Text: "The provided value for the input parameter 'scope' is not valid."},
		{Code: 70016, Where: OnToken, OAuth: "authorization_pending", Text: "OAuth 2.0 device flow: the authorization is pending. Continue polling."},
		{Code: 70017, Where: OnToken, OAuth: "slow_down", Text: "OAuth 2.0 device flow: poll less often."},
		{Code: 70018, Where: OnToken, OAuth: "bad_verification_code", Text: "The user code that was sent is not known or was used already."},
		{Code: 70019, Where: OnToken, OAuth: "expired_token", Text: "The verification code expired."},
		{Code: 70020, Where: OnToken, OAuth: "authorization_declined", Text: "The person declined the request to sign in on the other device."},
	}
}
