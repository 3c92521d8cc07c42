package layouttest

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

// overlaps finds texts, controls and icons that intersect.
func (p *plane) overlaps() []Finding {
	all := append(append(append([]*node{}, p.texts...), p.targets...), p.icons...)
	var found []Finding
	for i, a := range all {
		for _, b := range all[i+1:] {
			if p.clash(a, b) {
				found = append(found, Finding{Overlap, what(a) + " and " + what(b)})
			}
		}
	}
	return found
}

// leading is the part of a line's height that is air above its letters.
const leading = 0.15

func (p *plane) clash(a, b *node) bool {
	common := a.seen.and(b.seen)
	if common.size.Width <= 2 || common.size.Height <= 2 || a.inside(b) || b.inside(a) {
		return false
	}
	if isText(a.object) && isText(b.object) && common.size.Height <= leading*min(a.ink.size.Height, b.ink.size.Height) {
		return false
	}
	if isGrip(a.object) || isGrip(b.object) {
		const reach = 5 // a grip is wider than its line
		return common.size.Width > reach && common.size.Height > reach
	}
	if whole := toolkitWidget(a); whole != nil && whole == toolkitWidget(b) {
		return false
	}
	_, iconA := a.object.(*canvas.Image)
	_, iconB := b.object.(*canvas.Image)
	switch {
	case iconA && iconB:
		return false // a picture of two parts
	case iconA:
		return !p.onGroundAfter(b, a)
	case iconB:
		return !p.onGroundAfter(a, b)
	}
	return true
}

// onGroundAfter reports whether a node stands on a ground of its own that is painted over the icon, as a badge does.
func (p *plane) onGroundAfter(n, icon *node) bool {
	for _, g := range p.grounds {
		if g.order > icon.order && g.order < n.order && g.full.holds(n.ink) {
			return true
		}
	}
	return false
}

// isGrip reports whether an object is dragged to change a size; it has arrow keys beside its narrow zone.
func isGrip(o fyne.CanvasObject) bool {
	c, ok := o.(desktop.Cursorable)
	return ok && (c.Cursor() == desktop.HResizeCursor || c.Cursor() == desktop.VResizeCursor)
}

// smallTargets finds controls that are hard to hit.
func (p *plane) smallTargets() []Finding {
	var found []Finding
	for _, n := range p.targets {
		size := n.full.size
		if (size.Width < LeastTarget || size.Height < LeastTarget) && !isGrip(n.object) && isTappable(n.object) {
			found = append(found, Finding{SmallTarget, what(n)})
		}
	}
	return found
}

func isTappable(o fyne.CanvasObject) bool {
	_, tapped := o.(fyne.Tappable)
	_, pressed := o.(desktop.Mouseable)
	return tapped || pressed
}

// unlabelled finds controls that can have the focus and say nothing.
func (p *plane) unlabelled() []Finding {
	var found []Finding
	for _, n := range p.targets {
		if !isFocusable(n.object) || labelOf(n.object) != "" {
			continue
		}
		if _, typed := n.object.(entry); typed || textIn(n.object) == "" {
			found = append(found, Finding{NoLabel, what(n)})
		}
	}
	return found
}

// labelOf returns what a screen reader says of an object.
func labelOf(o fyne.CanvasObject) string {
	if accessible, ok := o.(fyne.Accessible); ok {
		return strings.TrimSpace(accessible.AccessibilityLabel())
	}
	return ""
}

// textIn returns the first visible text in an object.
func textIn(o fyne.CanvasObject) string {
	if !o.Visible() {
		return ""
	}
	if text, ok := o.(*canvas.Text); ok {
		return strings.TrimSpace(text.Text)
	}
	for _, child := range childrenOf(o) {
		if child == nil {
			continue
		}
		if text := textIn(child); text != "" {
			return text
		}
	}
	return ""
}

// faint finds texts that are hard to read on their ground.
func (p *plane) faint() []Finding {
	var found []Finding
	for _, n := range p.texts {
		ground, known := p.groundOf(n)
		text := n.object.(*canvas.Text)
		if !known || text.Color == nil || isDisabled(n) {
			continue
		}
		ink := over(text.Color, ground)
		if ratio := Contrast(ink, ground); ratio < LeastContrast-0.01 {
			found = append(found, Finding{LowContrast, fmt.Sprintf("%s: %.2f to 1", what(n), ratio)})
		}
	}
	return found
}

// isDisabled reports whether a node belongs to a control that is off for now.
func isDisabled(n *node) bool {
	for ; n != nil; n = n.parent {
		if d, ok := n.object.(fyne.Disableable); ok && d.Disabled() {
			return true
		}
	}
	return false
}

// groundOf returns the colour on which the middle of a text stands. It is unknown over a picture.
func (p *plane) groundOf(n *node) (ground color.Color, known bool) {
	ground, known = theme.Color(theme.ColorNameBackground), true
	middle := rect{pos: fyne.NewPos(n.seen.pos.X+n.seen.size.Width/2, n.seen.pos.Y+n.seen.size.Height/2)}
	for _, g := range p.grounds {
		if g.order > n.order || !g.full.holds(middle) || g.full.empty() {
			continue
		}
		switch o := g.object.(type) {
		case *canvas.Rectangle:
			ground, known = over(o.FillColor, ground), known || isOpaque(o.FillColor)
		case *canvas.Circle:
			ground, known = over(o.FillColor, ground), known || isOpaque(o.FillColor)
		default:
			known = false
		}
	}
	return ground, known
}

func isOpaque(c color.Color) bool {
	if c == nil {
		return false
	}
	_, _, _, a := c.RGBA()
	return a == 0xffff
}

// over returns a colour painted over another one.
func over(c, ground color.Color) color.Color {
	if c == nil {
		return ground
	}
	r, g, b, a := c.RGBA()
	gr, gg, gb, _ := ground.RGBA()
	mix := func(top, below uint32) uint16 { return uint16(min(top+below*(0xffff-a)/0xffff, 0xffff)) }
	return color.RGBA64{R: mix(r, gr), G: mix(g, gg), B: mix(b, gb), A: 0xffff}
}

// Contrast returns the ratio of two colours by WCAG 2.2, from 1 to 21.
func Contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
