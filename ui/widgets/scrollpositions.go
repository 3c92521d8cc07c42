package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// ScrollPositions returns how far everything in root that scrolls is scrolled, as parts of the way, in the order of the tree.
func ScrollPositions(root fyne.CanvasObject) []float32 {
	var positions []float32
	eachScroll(root, func(s *container.Scroll) {
		part := float32(0)
		if way := s.Content.Size().Height - s.Size().Height; way > 0 {
			part = s.Offset.Y / way
		}
		positions = append(positions, part)
	})
	return positions
}

// RestoreScroll scrolls everything in root to where it was by ScrollPositions, in another size or language. A tree of another
// shape is left alone.
func RestoreScroll(root fyne.CanvasObject, positions []float32) {
	var scrolls []*container.Scroll
	eachScroll(root, func(s *container.Scroll) { scrolls = append(scrolls, s) })
	if len(scrolls) != len(positions) {
		return
	}
	for i, s := range scrolls {
		way := max(s.Content.MinSize().Height, s.Content.Size().Height) - s.Size().Height
		if positions[i] > 0 && way > 0 {
			s.ScrollToOffset(fyne.NewPos(s.Offset.X, positions[i]*way))
		}
	}
}

func eachScroll(o fyne.CanvasObject, do func(*container.Scroll)) {
	if o == nil || !o.Visible() {
		return
	}
	if list, ok := o.(*List); ok {
		if list.scroll != nil {
			do(list.scroll)
		}
		return
	}
	if scroll := scrollOf(o); scroll != nil {
		do(scroll)
	}
	for _, child := range childrenOf(o) {
		eachScroll(child, do)
	}
}
