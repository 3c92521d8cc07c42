package widgets

import "fyne.io/fyne/v2"

// PanesOf returns the panes of a screen, in the order in which they are read: the two sides of the first split that shows
// both, else the screen itself.
func PanesOf(root fyne.CanvasObject) []fyne.CanvasObject {
	if split := firstSplit(root); split != nil && split.Fits() {
		return []fyne.CanvasObject{split.options.Leading, split.options.Trailing}
	}
	return []fyne.CanvasObject{root}
}

func firstSplit(o fyne.CanvasObject) *Split {
	if o == nil || !o.Visible() {
		return nil
	}
	if split, ok := o.(*Split); ok {
		return split
	}
	for _, child := range childrenOf(o) {
		if found := firstSplit(child); found != nil {
			return found
		}
	}
	return nil
}

// FirstFocusable returns the first control in an object that takes the focus, or nil.
func FirstFocusable(o fyne.CanvasObject) fyne.Focusable {
	var found fyne.Focusable
	eachFocusable(o, func(f fyne.Focusable) bool {
		found = f
		return false
	})
	return found
}

// HoldsFocus reports whether a control that has the focus stands in an object.
func HoldsFocus(o fyne.CanvasObject, focused fyne.Focusable) bool {
	held := false
	eachFocusable(o, func(f fyne.Focusable) bool {
		held = held || f == focused
		return !held
	})
	return held
}

// eachFocusable calls do with every control that can take the focus, in the order of Tab, until do returns false.
func eachFocusable(o fyne.CanvasObject, do func(fyne.Focusable) bool) bool {
	if o == nil || !o.Visible() {
		return true
	}
	if f, ok := o.(fyne.Focusable); ok {
		if d, can := o.(fyne.Disableable); !can || !d.Disabled() {
			return do(f)
		}
		return true
	}
	for _, child := range childrenOf(o) {
		if !eachFocusable(child, do) {
			return false
		}
	}
	return true
}

// Children returns the panes and the line between them.
func (s *Split) Children() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.options.Leading, s.grip, s.options.Trailing}
}

// Children returns the texts and buttons.
func (h *PageHeader) Children() []fyne.CanvasObject { return (&headerRenderer{header: h}).Objects() }

// Children returns the controls.
func (t *Toolbar) Children() []fyne.CanvasObject { return (&toolbarRenderer{toolbar: t}).Objects() }

var (
	_ Parent = (*Split)(nil)
	_ Parent = (*PageHeader)(nil)
	_ Parent = (*Toolbar)(nil)
)
