// Package client is the HTTP client of a program's service, for one person.
//
// It promises that:
//   - the access token goes to the API's own origin alone, and no redirect is followed;
//   - only https is used, or http to a program on this computer;
//   - an answer is returned only after api.Answer has checked and cleaned it; anything else is the fault "program.answer";
//   - lists are read page by page within bounds; one that does not end is the fault "program.list-endless", never a part that
//     looks like the whole;
//   - every error is a *fault.Error made from the service's problem details (RFC 9457) or from the transport's error, and
//     holds no token and no query of a link.
//
// It never stores anything and never opens a browser.
//
// Start reading at Client, then Discover.
package client
