// Package guide holds the guides (journeys, remedies, advice) and the doctor, which finds the guide for a message.
//
// Start with ByID and List for the guides, Find for the doctor, Note for the text that a person sends to somebody who helps, and
// Progress for the ticks of a checklist. The guides are Markdown files in assets/guides, one folder per language; parse.go says how
// a file is written, keyword.go how its keywords are read, and index.go how its symptom lines are compared with a text.
//
// The package promises:
//   - every guide is there in every language, with the same steps and checks, and links are https only;
//   - Find works on this computer alone, sends nothing, keeps nothing, and says "certain" only for a known code or a wording that
//     nothing else has; when it does not know, it finds nothing, or the general guide for a code it can not place;
//   - Note and Fill let no token, sign-in code or signed query through (see package redact).
//
// It never opens a browser, never asks the network, never runs a check itself: checks are run by a Checker that the caller has.
// All guides are read once, at the first use, and never change; what is returned is safe for several goroutines and must not be
// written to.
package guide
