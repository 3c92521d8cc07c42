// Package guide holds the guides (journeys, remedies, advice) and the doctor, which finds the guide for a message.
//
// Start with ByID and List for the guides, Find for the doctor, Note for the text that a person sends to somebody who helps, and
// Progress for the ticks of a checklist. The guides are Markdown files in assets/guides, one folder per language; parse.go says how
// a file is written.
//
// The doctor goes by three kinds of evidence. Codes (codes.go) and quotes of pages and systems stand in the guides and lead there
// directly. The rest of a text is read by a classifier (classifier.go), which learns each guide's symptom lines at the first search:
// from the ideas that they speak of in any language (lexicon.go, assets/guides/concepts.txt), from pairs of ideas, from words and from
// runs of letters (features.go). assets/guides/elsewhere.txt teaches it when to say nothing. Whoever finds a message that is answered
// wrong adds it, or one like it, to the symptoms of the right guide; a word that it lacks goes to the concepts.
//
// The package promises:
//   - every guide is there in every language, with the same steps and checks, and links are https only;
//   - Find works on this computer alone, sends nothing, keeps nothing, answers the same text in the same way, and says "certain" only
//     for a known code or a quote that nothing else has and nothing in the text speaks against; when it does not know, it finds
//     nothing, or the general guide for a code it can not place;
//   - Note and Fill let no token, sign-in code or signed query through (see package redact).
//
// It never opens a browser, never asks the network, never runs a check itself: checks are run by a Checker that the caller has.
// All guides are read once, at the first use, and never change; what is returned is safe for several goroutines and must not be
// written to.
package guide
