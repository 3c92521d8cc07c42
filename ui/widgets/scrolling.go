package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// The toolkit moves the focus to controls that are scrolled out of sight and leaves them there, and it
// scrolls by the wheel alone. Both would leave a person without a mouse in the dark.

// reveal scrolls until a control that got the focus can be seen.
func reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if c == nil || c.Overlays().Top() != nil {
		return // dialogs are small
	}
	var around []*container.Scroll
	if !scrollsTo(c.Content(), o, &around) {
		return
	}
	for _, scroll := range around {
		room := theme.Padding() * 4
		top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
		bottom := top + o.Size().Height
		switch {
		case top < room:
			scrollBy(scroll, top-room)
		case bottom > scroll.Size().Height-room:
			scrollBy(scroll, bottom-scroll.Size().Height+room)
		}
	}
}

// ScrollTo scrolls until an object in a scroll is near its top.
func ScrollTo(scroll *container.Scroll, o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(o).Subtract(driver.AbsolutePositionForObject(scroll.Content))
	scroll.ScrollToOffset(fyne.NewPos(0, max(at.Y-20, 0)))
}

// scrollsTo collects the scrolls on the way to o, the innermost first; it reports whether o is there.
func scrollsTo(from, o fyne.CanvasObject, around *[]*container.Scroll) bool {
	if from == o {
		return true
	}
	for _, child := range childrenOf(from) {
		if child == nil || !child.Visible() || !scrollsTo(child, o, around) {
			continue
		}
		if scroll := scrollOf(from); scroll != nil {
			*around = append(*around, scroll)
		}
		return true
	}
	return false
}

// childrenOf knows the containers that screens are made of.
func childrenOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case *Scroll:
		return []fyne.CanvasObject{o.Content}
	case Parent:
		return o.Children()
	case *container.Split:
		return []fyne.CanvasObject{o.Leading, o.Trailing}
	}
	return nil
}

func scrollBy(scroll *container.Scroll, dy float32) {
	most := max(scroll.Content.Size().Height-scroll.Size().Height, 0)
	scroll.ScrollToOffset(fyne.NewPos(scroll.Offset.X, min(max(scroll.Offset.Y+dy, 0), most)))
}

// ScrollByKey scrolls what is in root by a key that no control wanted.
func ScrollByKey(root fyne.CanvasObject, key fyne.KeyName) {
	scroll := firstScroll(root)
	if scroll == nil {
		return
	}
	view := scroll.Size().Height * 0.9
	switch key {
	case fyne.KeyPageDown:
		scrollBy(scroll, view)
	case fyne.KeyPageUp:
		scrollBy(scroll, -view)
	case fyne.KeyDown:
		scrollBy(scroll, 48)
	case fyne.KeyUp:
		scrollBy(scroll, -48)
	case fyne.KeyHome:
		scrollBy(scroll, -scroll.Content.Size().Height)
	case fyne.KeyEnd:
		scrollBy(scroll, scroll.Content.Size().Height)
	}
}

func firstScroll(o fyne.CanvasObject) *container.Scroll {
	if o == nil || !o.Visible() {
		return nil
	}
	if scroll := scrollOf(o); scroll != nil {
		return scroll
	}
	for _, child := range childrenOf(o) {
		if found := firstScroll(child); found != nil {
			return found
		}
	}
	return nil
}
