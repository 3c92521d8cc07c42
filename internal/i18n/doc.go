// Package i18n holds the texts that reach a person, each under an id, and says them in the languages of people.
//
// What it promises:
//
//   - A message is an id, an English default that stands where the text arises, and named values. It is declared as a
//     literal of go-i18n's Message, so that goi18n extract finds it:
//
//     i18n.T(&goi18n.Message{ID: "downloads.stalled.title", Other: "{{.Host}} stopped sending."}, "Host", host)
//
//   - A text keeps its id and its values until it is shown: the same Text can be said in any language, also after it
//     was written to disk and read again.
//
//   - A message that a language lacks, or that does not fit its values, is said in English, and then all of it.
//
//   - Words of somebody else (a program's own text, a name) are put in unchanged and never looked up. A value is never
//     read as a template, whatever stands in it.
//
// It never guesses a message from a finished sentence, and it never asks the system for its language by itself.
//
// Start reading at Text, then Language.
package i18n
