// Package auth knows who is signed in: it signs people in through the system browser or with a code on
// another device, keeps each account's refresh token in the system's keyring, and hands out access tokens.
//
// What it promises:
//   - Nothing is stored before the ID token was checked: signature against the authority's keys, RS256
//     only, issuer, audience, expiry, nonce, and on a refresh the unchanged subject.
//   - A sign-in ends: by the person, by Cancel, or after five minutes. Then its port is closed.
//   - One refresh at a time for an account, over all goroutines and all processes that share the folder
//     and the keyring. A refresh token that was used is never used again.
//   - The keyring holds refresh tokens and identities; access and ID tokens stay in memory. Where there is
//     no keyring the session lives in memory only, and Snapshot says so. There is no file fallback.
//   - No call waits for one step of the keyring longer than Config.KeyringDeadline, whatever the keyring does,
//     nor longer than ten seconds for another process to finish its own. List, Snapshot and Changed never wait.
//   - Every error is a *fault.Error whose Err is a *Details; texts of MSAL and of the authority are never
//     wrapped, shown or logged, because they may hold tokens.
//
// What it never does: it opens no embedded browser, writes no token to a file or a log, follows no redirect
// on the back channel, and talks to no host but the authority's.
//
// Start reading at Accounts.SignIn (signin.go), then Attempt (attempt.go), finish (finish.go), the checks
// (idtoken.go) and the storage scheme (store.go).
package auth
