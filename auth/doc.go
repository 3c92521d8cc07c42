// Package auth knows who is signed in: it signs people in through the system browser or with a code on
// another device, keeps each account's refresh token in the system's keyring, and hands out access tokens.
//
// What it promises:
//   - An account belongs to the origin of the program for which its person signed in (Origin), and to the channel to the
//     authority through which it was made (Channel). It is found, refreshed and used for these alone, whatever another
//     program says of itself. A Token is handed out for requests to that program's API alone.
//   - Nothing is stored before the ID token was checked: signature against the authority's keys, RS256
//     only, issuer, audience, expiry, nonce, and on a refresh the unchanged subject.
//   - A sign-in ends: by the person, by Cancel, or after five minutes. Then its port is closed. A browser that does not
//     open never ends it.
//   - One refresh at a time for an account, over all goroutines and all processes that share the folder
//     and the keyring. A refresh token that was used is never used again.
//   - The keyring holds refresh tokens and identities; access and ID tokens stay in memory. Where there is
//     no keyring the session lives in memory only, and Snapshot says so. There is no file fallback.
//   - List, Of, Snapshot, Changed and a token from memory never wait for disk, network or keyring: a screen may call them.
//     Whoever needs the keyring waits as long as a person needs to answer its question, Snapshot.Waiting says so meanwhile,
//     and a context ends the wait. Sign-ins and refreshes do not wait for it; Settle does.
//   - A keyring that can't be read is a fault of every call that needed it, and never "nobody is signed in". A sign-out that
//     did not reach the keyring is a fault, is remembered in the folder, and is done by the next process that reaches it.
//   - The keyring is read once by each process, unless another one writes.
//   - What a newer version has written is refused and left alone.
//   - Every error is a *fault.Error whose Err is a *Details; texts of MSAL and of the authority are never
//     wrapped, shown or logged, because they may hold tokens.
//
// What it never does: it opens no embedded browser, writes no token to a file or a log, follows no redirect
// on the back channel, and talks to no host but the authority's.
//
// # How a program's client uses it
//
// Authority.Origin is OriginOf the address that the person added the program by: never of an address that a discovery
// document names, and never of one that a redirect led to. Authority.API is OriginOf the API's address; another host than
// the program's own or a subdomain of it is refused here, and a subdomain is for the caller to have confirmed. For each
// request ask Token or RenewWithClaims anew, and set the header to what Token.Bearer returns for the very address that the
// request goes to, after every redirect again. SampleChannel goes with SampleOrigin, and LoopbackChannel with the address
// of a sample program that the person named. A program that moves to another address is another program: sign its accounts
// out and let the person sign in at the new one.
//
// Start reading at Accounts.SignIn (signin.go), then Attempt (attempt.go), finish (finish.go) and the checks (idtoken.go);
// for whom an account is at Origin (origin.go); for what is kept at keeper (keeper.go) and store (store.go).
package auth
