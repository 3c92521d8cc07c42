// Package service is the program service: an http.Handler and a program's rules over a store of data and a store of bytes.
//
// It promises that:
//   - people are told apart by tenant and object id of a verified token, never by an address;
//   - each request for a file's bytes, each range too, is checked again: signed link, registered, access, present terms;
//   - an agreement is its exact bytes; answers are rows that are only ever added, chained by hash, each with an
//     Ed25519-signed receipt, and Audit names a row that was changed;
//   - a refusal that the app acts on has its own problem type (RFC 9457), and each refusal a code with values, from one table;
//     an error of the service's own says nothing of its inside;
//   - whatever people send, an answer stays far below what a client reads: lists come in pages with cursors and without long
//     fields, each person and each item has quotas, and a change costs the same however much is there;
//   - an answer asks the database a bounded number of queries, however large the program is, and lists are kept for each person
//     until anything is written, by whichever process;
//   - a link is given only after it was written down for whom, and a file that came whole is written down, too;
//   - what is not on show, as a draft or before its day, is answered like what is not there;
//   - what the owner hides, locks or deletes leaves a trace that is never changed;
//   - no token, code, signature or query of a link is ever logged.
//
// It never sends mail itself (a Mailer does), never signs anybody in (a Verifier reads the token), never imports the client,
// knows no SQL and no folder (package store and package blob do), and keeps no state outside them, so that one instance can
// follow another.
//
// What it keeps in memory (snapshots, answers, who was just met) holds for one version of the store and can be lost.
//
// Start reading at New, then routes.go. Each aggregate has a file with its rules and its handlers; admission.go decides who may
// have what, and owner.go and its fellows hold the owner's commands.
package service
