// Package program is what a program is to a client: the types on the wire, the rules that both sides
// share, and the HTTP client of the program service.
//
// It promises that:
//   - the next step is a pure function of the service's status (NextStep), never of what a screen remembers;
//   - registrations are checked by one function on both sides (Registration.Check);
//   - an agreement is the SHA-256 of its exact bytes, and a receipt can be checked without the service;
//   - JSON is read strictly: at most 5 MB and 32 levels deep, no name twice, no name in another case;
//   - every error that a person can meet is a *fault.Error made from the service's problem details
//     (RFC 9457) or from the transport's error, and holds no token and no query of a link.
//
// It never stores anything, never opens a browser, never follows a redirect, and sends the access token
// to the API's own origin alone. It imports nothing of the client beside internal/fault.
//
// Start reading at Status and NextStep, then Client.
package api
