package layouttest

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// node is one visible object.
type node struct {
	object fyne.CanvasObject
	parent *node
	order  int  // of painting
	full   rect // where it stands
	ink    rect // of a text: where its letters stand
	seen   rect // what is left of that after scrolling
}

// plane is what is painted as one: the content, an overlay, or something that floats.
type plane struct {
	area    rect
	texts   []*node
	targets []*node
	icons   []*node
	grounds []*node
	cut     []Finding
}

// floating is what floats above the rest by design.
type floating interface{ Floating() }

type walker struct {
	planes []*plane
	order  int
}

// walk returns the planes of a tree.
func walk(root fyne.CanvasObject, area rect) []*plane {
	w := &walker{}
	p := &plane{area: area}
	w.planes = append(w.planes, p)
	w.visit(p, root, nil, fyne.Position{})
	return w.planes
}

func (w *walker) visit(p *plane, o fyne.CanvasObject, parent *node, offset fyne.Position) {
	if o == nil || !o.Visible() {
		return
	}
	if _, floats := o.(floating); floats {
		p = &plane{area: p.area}
		w.planes = append(w.planes, p)
	}
	w.order++
	n := &node{object: o, parent: parent, order: w.order, full: rect{pos: offset.Add(o.Position()), size: o.Size()}}
	n.ink = n.full
	if text, ok := o.(*canvas.Text); ok {
		n.ink = inked(text, n.full)
	}
	p.sort(n)
	for _, child := range childrenOf(o) {
		w.visit(p, child, n, n.full.pos)
	}
}

// sort keeps what the checks look at.
func (p *plane) sort(n *node) {
	n.seen = n.ink
	switch o := n.object.(type) {
	case *canvas.Text:
		if strings.TrimSpace(o.Text) != "" && p.shown(n) {
			p.texts = append(p.texts, n)
		}
	case *canvas.Rectangle, *canvas.Circle, *canvas.Raster:
		p.grounds = append(p.grounds, n)
	case *canvas.Image:
		const icon = 64
		if !n.full.empty() && n.full.size.Height <= icon && n.full.size.Width <= icon && p.shown(n) {
			p.icons = append(p.icons, n)
		} else {
			p.grounds = append(p.grounds, n)
		}
	default:
		if isTarget(n.object) && p.shown(n) {
			p.targets = append(p.targets, n)
		}
	}
}

// shown reports whether anything of a node is seen, and notes where it reaches out of what holds it.
func (p *plane) shown(n *node) bool {
	cut := ""
	for outer := n.parent; outer != nil; outer = outer.parent {
		if outer.full.empty() {
			continue // a container without a layout has no size
		}
		if direction, scrolls := scrolling(outer.object); scrolls {
			if direction == container.ScrollVerticalOnly && !outer.full.holdsAcross(n.seen) {
				cut = what(outer)
			}
			n.seen = n.seen.and(outer.full)
			if n.seen.size.Width < 1 || n.seen.size.Height < 1 {
				return false
			}
			continue
		}
		if !outer.full.holds(n.seen) && !isText(outer.object) {
			cut = what(outer)
		}
	}
	if !p.area.holds(n.seen) {
		cut = "the window"
	}
	if cut != "" && !inEntry(n) && !fromToolkit(n.object) {
		p.cut = append(p.cut, Finding{Clipped, fmt.Sprintf("%s reaches out of %s", what(n), cut)})
	}
	return true
}

// scrolling reports whether an object is the toolkit's scroll, or holds one as a part of itself, and which way it goes.
func scrolling(o fyne.CanvasObject) (container.ScrollDirection, bool) {
	if scroll, ok := o.(*container.Scroll); ok {
		return scroll.Direction, true
	}
	if _, ok := o.(interface{ ScrollToOffset(fyne.Position) }); !ok || reflect.TypeOf(o).Kind() != reflect.Pointer {
		return 0, false
	}
	field := reflect.ValueOf(o).Elem().FieldByName("Direction")
	if !field.IsValid() {
		return 0, false
	}
	direction, ok := field.Interface().(container.ScrollDirection)
	return direction, ok
}

// childrenOf returns what an object is painted with, in the order of painting.
func childrenOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// isTarget reports whether an object takes clicks or the focus.
func isTarget(o fyne.CanvasObject) bool {
	if fromToolkit(o) {
		return false // a part of a widget that counts as a whole
	}
	return isTappable(o) || isFocusable(o)
}

func isFocusable(o fyne.CanvasObject) bool {
	_, focusable := o.(fyne.Focusable)
	return focusable && !fromToolkit(o)
}

// fromToolkit reports whether an object is a hidden part of one of the toolkit's widgets.
func fromToolkit(o fyne.CanvasObject) bool {
	t := reflect.TypeOf(o)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return strings.HasPrefix(t.PkgPath(), "fyne.io/fyne/v2") && t.Name() != "" && !unicode.IsUpper(rune(t.Name()[0]))
}

// toolkitWidget returns the toolkit's own widget that a node is a part of, or nil.
func toolkitWidget(n *node) *node {
	for ; n != nil; n = n.parent {
		t := reflect.TypeOf(n.object)
		if _, widget := n.object.(fyne.Widget); widget && t.Kind() == reflect.Pointer &&
			t.Elem().PkgPath() == "fyne.io/fyne/v2/widget" {
			return n
		}
	}
	return nil
}

type entry interface {
	fyne.Focusable
	fyne.Shortcutable
	SelectedText() string
}

// inEntry reports whether a node is the text of an entry, which scrolls by itself.
func inEntry(n *node) bool {
	for n = n.parent; n != nil; n = n.parent {
		if _, ok := n.object.(entry); ok {
			return true
		}
	}
	return false
}

func isText(o fyne.CanvasObject) bool {
	_, ok := o.(*canvas.Text)
	return ok
}

// inside reports whether a node is a part of another.
func (n *node) inside(outer *node) bool {
	for p := n.parent; p != nil; p = p.parent {
		if p == outer {
			return true
		}
	}
	return false
}

// what names a node for a person who looks for it.
func what(n *node) string {
	name := labelOf(n.object)
	if text, ok := n.object.(*canvas.Text); ok {
		return fmt.Sprintf("text %q %v", text.Text, n.ink)
	}
	if name == "" {
		name = textIn(n.object)
	}
	return fmt.Sprintf("%s %q %v", strings.TrimPrefix(fmt.Sprintf("%T", n.object), "*"), name, n.full)
}
