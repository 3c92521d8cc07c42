package layouttest

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Kind is the sort of a finding.
type Kind string

// The sorts of findings.
const (
	Overlap     Kind = "overlap"      // two texts or controls intersect
	Clipped     Kind = "clipped"      // a text or control reaches out of what holds it
	SmallTarget Kind = "small target" // a control is less than LeastTarget high or wide
	NoLabel     Kind = "no label"     // a control that can have the focus says nothing
	LowContrast Kind = "low contrast" // a text is less than LeastContrast to 1 against its ground
)

// The bounds of what is found.
const (
	LeastTarget   = 20
	LeastContrast = 4.5
)

// Finding is one fault of a screen.
type Finding struct {
	Kind Kind
	What string // the text or control, and where it stands
}

// String returns the finding in one line.
func (f Finding) String() string { return fmt.Sprintf("%s: %s", f.Kind, f.What) }

// Check fails the test with each finding of a canvas. name says which screen, size and language it is.
func Check(t testing.TB, name string, c fyne.Canvas) {
	t.Helper()
	for _, f := range Find(c) {
		t.Errorf("%s: %s", name, f)
	}
}

// Find returns the findings of what a canvas shows: its content and, each for itself, its overlays.
func Find(c fyne.Canvas) []Finding {
	area := rect{size: c.Size()}
	var found []Finding
	for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		found = append(found, findPlanes(root, area)...)
	}
	return found
}

// FindIn lays an object out in a window of a size of its own and returns its findings.
func FindIn(o fyne.CanvasObject, size fyne.Size) []Finding {
	w := test.NewWindow(o)
	defer w.Close()
	w.SetPadded(false)
	w.Resize(size)
	return Find(w.Canvas())
}

// findPlanes looks at one plane, and at each of the planes that float above it.
func findPlanes(root fyne.CanvasObject, area rect) []Finding {
	planes := walk(root, area)
	var found []Finding
	for _, p := range planes {
		found = append(found, p.cut...)
		found = append(found, p.overlaps()...)
		found = append(found, p.smallTargets()...)
		found = append(found, p.unlabelled()...)
		found = append(found, p.faint()...)
	}
	return found
}
