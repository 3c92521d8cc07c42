// Package session ties a person to a program: it is the one thing that the screens and the terminal
// client both drive.
//
// Start reading at App (everything on one home folder) and Session (one person at one program: where the journey stands and each
// step of it). Their parts have names: App.Settings, App.Outbox and App.Queues; Session.Registration, Access, Agreements,
// Catalogue, Engagements, Feedback and Searches.
//
// What it promises:
//   - The program service decides the next step; Session only asks api.NextStep. A half-done
//     journey goes on where it stopped, on another day too: a registration draft is on the disk as
//     soon as Registration.SaveDraft returns.
//   - Snapshots are immutable values, cheap to take; Changed coalesces. What the screens ask at each look (snapshots, the list of
//     programs, settings, the queue in use) never waits for the disk, the network or the keyring.
//   - The sample program is started when something needs it, and not before.
//   - A download's link and token are asked for when a transfer needs them, never stored. A refusal of
//     the service (terms, sign-in, access) becomes a waiting entry that loses no byte, and an acceptance
//     or a sign-in lets the waiting entries go on by themselves.
//   - Files are written whole or not at all, with a version (package homefile).
//
// What it never does: it keeps no token, writes no secret into a file or a log, imports no screen,
// and adds no words to a fault that auth, downloads or the program's client has already explained.
package session
