// Package authority is the embedded authority of the sample program: an OpenID provider that behaves
// as Microsoft Entra ID does towards Program Connect, on this computer and without a network.
//
// It promises
//   - the protocol: authorization code with PKCE S256 (form_post and query), refresh with rotation
//     and reuse detection, device code (RFC 8628), metadata, JWKS with rollover, userinfo, logout, claims
//     challenges; every reply in the shape that MSAL reads, and every refusal with the code
//     that it has at Microsoft ("AADSTS65004: ...");
//   - the pages: plain HTML that needs no script, under a strict content security policy, answered only to
//     loopback host names, with posts that no other site can forge;
//   - people: [People] are the sample's, [Troubled] has one person for each row of trouble, who fails where
//     Microsoft's service would: on the page, in the redirect, in the token reply, at a refresh;
//   - memory: signing keys, accounts made here, browser sessions, consents and refresh token families stay in
//     Config.Dir, so a sign-in outlives a restart and another port. Refresh tokens and passwords are
//     kept as hashes only.
//
// It never listens, never makes a network call, never logs, and is never used for anything but the sample
// program and tests. Its people and passwords are public sample data.
//
// An authority has two sides. [Authority.Pages] is for the browser, over plain http on loopback.
// [Authority.BackChannel] is for MSAL: an in-process transport that answers under a fixed https name,
// which is also the issuer.
//
// Start reading at [New], which puts the parts together: pages (routes.go) and signIns (signin.go, step.go,
// where one sign-in is decided) towards the browser; endpoints, tokenEndpoint and signer towards the app; behind
// both directory, browsers, devices, codes and the state that stays over a restart.
package authority
