// Package service is the program service: an http.Handler over one SQLite database and one folder.
//
// It promises that:
//   - people are told apart by tenant and object id of a verified token, never by an address;
//   - each request for a file's bytes, each range too, is checked again: signed link, registered, access, present terms;
//   - an agreement is its exact bytes; answers are rows that are only ever added, chained by hash, each with an
//     Ed25519-signed receipt, and Audit names a row that was changed;
//   - a refusal that the app acts on has its own problem type (RFC 9457), and an error of the service's own says
//     nothing of its inside;
//   - no token, code, signature or query of a link is ever logged.
//
// It never sends mail itself (a Mailer does), never signs anybody in (a Verifier reads the token), never imports the client,
// and keeps no state outside its folder, so that one instance can follow another.
//
// Start reading at Open, then routes.go; gate.go stands in front of every byte.
package service
