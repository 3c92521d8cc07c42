// Package visitor is a scripted person with a browser that runs no script: it follows the embedded authority's pages
// over HTTP, fills in their forms and presses their buttons.
//
// It promises to touch only what a page offers (its forms, their fields, their buttons), to keep cookies as a browser
// does, to stop when a page asks what its script cannot answer, and to say which pages it saw and how it ended. It
// goes only to loopback addresses, so a password typed by it never leaves the computer. It knows nothing of the
// authority's inside: pages carry their name in data-page, and that is all it goes by.
//
// `pconnect demo` signs in with it, and tests drive every person of the authority with it. Start reading at
// [Visitor.Visit].
package visitor
