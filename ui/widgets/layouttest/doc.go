// Package layouttest looks at a laid-out screen as a person would, and finds what must never be: texts and controls that
// intersect or are cut, targets too small to hit, focusable things without a label, and texts too faint to read.
//
// It walks the real tree of a canvas of the toolkit's test driver. Start with Check; Find returns the same as values.
// What floats above the rest by design (a toast, a hint) has a method Floating() and is looked at for itself.
package layouttest
