package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	toastTime   = 6 * time.Second
	toastHeight = 40
	toastEdge   = 16 // from the lower left corner
)

// Toast says what was done and offers to undo it.
type Toast struct {
	Text   string // "3 removed"
	Undo   string // the word of the button; empty for no button
	OnUndo func()
	// OnGone is called once, when it can no longer be undone: after six seconds, or when another one takes over.
	OnGone func()
}

// Toasts shows one toast at a time at the lower left of what it is laid over (as the upper part of a stack). It takes no
// focus. A toast stays six seconds, and waits while the pointer is on it or its button has the focus.
type Toasts struct {
	widget.BaseWidget
	clock   Clock
	current *Toast
	stop    func()
	surface *toastSurface
}

// NewToasts returns a layer for toasts.
func NewToasts(clock Clock) *Toasts {
	t := &Toasts{clock: clock}
	t.surface = newToastSurface(t)
	t.ExtendBaseWidget(t)
	return t
}

// Say shows a toast in place of the one before.
func (t *Toasts) Say(toast Toast) {
	t.gone()
	t.current = &toast
	t.surface.fill(toast)
	t.surface.Show()
	t.Refresh()
	t.restart()
}

// Undo undoes what the toast tells of, as its button does; it reports whether there was anything.
func (t *Toasts) Undo() bool {
	if t.current == nil || t.current.OnUndo == nil {
		return false
	}
	undo := t.current.OnUndo
	t.clear()
	undo()
	return true
}

// Finish takes the toast away as if its time was over: before the window closes.
func (t *Toasts) Finish() { t.gone() }

// Text returns what the toast says, or nothing.
func (t *Toasts) Text() string {
	if t.current == nil {
		return ""
	}
	return t.current.Text
}

func (t *Toasts) gone() {
	if t.current == nil {
		return
	}
	gone := t.current.OnGone
	t.clear()
	if gone != nil {
		gone()
	}
}

func (t *Toasts) clear() {
	t.current = nil
	t.halt()
	t.surface.hovered, t.surface.button.over = false, false
	t.surface.Hide()
	t.Refresh()
}

func (t *Toasts) halt() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
}

// restart lets the six seconds begin, or halts them while the person is at the toast.
func (t *Toasts) restart() {
	t.halt()
	if t.current == nil || t.surface.hovered || t.surface.button.over || t.surface.button.IsFocused() {
		return
	}
	t.stop = t.clock.AfterFunc(toastTime, func() {
		t.stop = nil
		t.gone()
	})
}

// CreateRenderer draws the toast.
func (t *Toasts) CreateRenderer() fyne.WidgetRenderer { return &toastsRenderer{toasts: t} }

type toastsRenderer struct{ toasts *Toasts }

func (r *toastsRenderer) Destroy()                     {}
func (r *toastsRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *toastsRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.toasts.surface} }

func (r *toastsRenderer) Layout(size fyne.Size) {
	s := r.toasts.surface
	edge := Unit(toastEdge)
	need := s.needed()
	need.Width = min(need.Width, max(size.Width-2*edge, 0))
	s.Move(fyne.NewPos(edge, max(size.Height-edge-need.Height, 0)))
	s.Resize(need)
}

func (r *toastsRenderer) Refresh() {
	r.Layout(r.toasts.Size())
	r.toasts.surface.Refresh()
	canvas.Refresh(r.toasts)
}

// toastSurface is the toast itself.
type toastSurface struct {
	widget.BaseWidget
	toasts  *Toasts
	ground  *canvas.Rectangle
	text    *TextLine
	button  *toastButton
	hovered bool
}

func newToastSurface(t *Toasts) *toastSurface {
	s := &toastSurface{toasts: t, ground: canvas.NewRectangle(nil), text: NewTextLine(TextConfig{Color: ColorSurface})}
	s.button = newToastButton(t)
	s.Hide()
	s.ExtendBaseWidget(s)
	return s
}

// Floating says that the toast stands above what is around it.
func (s *toastSurface) Floating() {}

func (s *toastSurface) fill(toast Toast) {
	s.text.SetText(toast.Text)
	s.button.word.SetText(toast.Undo)
	s.button.SetLabel(toast.Undo)
	ShowIf(toast.Undo != "", s.button)
}

func (s *toastSurface) needed() fyne.Size {
	width := Unit(14) + TextBody.Measure(s.text.Text()).Width + Unit(14)
	if s.button.Visible() {
		width += Unit(2) + s.button.MinSize().Width // 16 between, 8 after the button
		width += Unit(Space2)
	}
	return fyne.NewSize(width, max(Unit(toastHeight), TextBody.Height()+Unit(Space4)))
}

// MouseIn lets the toast wait.
func (s *toastSurface) MouseIn(*desktop.MouseEvent) { s.setHovered(true) }

// MouseMoved is of no interest.
func (s *toastSurface) MouseMoved(*desktop.MouseEvent) {}

// MouseOut lets its time begin anew.
func (s *toastSurface) MouseOut() { s.setHovered(false) }

func (s *toastSurface) setHovered(hovered bool) {
	s.hovered = hovered
	s.toasts.restart()
}

// AccessibilityLabel returns what the toast says.
func (s *toastSurface) AccessibilityLabel() string { return s.text.Text() }

// AccessibilityRole returns that it is a text.
func (s *toastSurface) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws text and button on their ground.
func (s *toastSurface) CreateRenderer() fyne.WidgetRenderer { return &toastRenderer{toast: s} }

type toastRenderer struct{ toast *toastSurface }

func (r *toastRenderer) Destroy()           {}
func (r *toastRenderer) MinSize() fyne.Size { return r.toast.needed() }

func (r *toastRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.toast.ground, r.toast.text, r.toast.button}
}

func (r *toastRenderer) Layout(size fyne.Size) {
	s := r.toast
	s.ground.Resize(size)
	right := size.Width - Unit(14)
	if s.button.Visible() {
		need := s.button.MinSize()
		right = size.Width - Unit(Space2) - need.Width
		s.button.Move(fyne.NewPos(right, (size.Height-need.Height)/2))
		s.button.Resize(need)
		right -= Unit(Space2)
	}
	s.text.Move(fyne.NewPos(Unit(14), 0))
	s.text.Resize(fyne.NewSize(max(right-Unit(14), 0), size.Height))
}

func (r *toastRenderer) Refresh() {
	Paint{Fill: ColorText, Radius: RadiusRow}.apply(r.toast.ground)
	r.Layout(r.toast.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// toastButton undoes. The toast waits while it has the focus.
type toastButton struct {
	Pressable
	toasts *Toasts
	word   *TextLine
	over   bool
}

func newToastButton(t *Toasts) *toastButton {
	b := &toastButton{toasts: t, word: NewTextLine(TextConfig{Size: TextBold, Color: ColorSurface, Whole: true})}
	content := Fixed(0, HeightSmall, Padded(Pad(0, Space2), HBox(0, b.word)))
	look := Paint{Fill: ColorText, Edge: ColorSurface, Radius: RadiusChip}
	hover := look
	hover.EdgeWidth = 2
	b.Setup(b, PressConfig{Content: content, Look: look, HoverLook: hover, Tapped: func() { t.Undo() },
		Hovered: func(over bool) {
			b.over = over
			t.restart()
		}})
	return b
}

// FocusGained lets the toast wait.
func (b *toastButton) FocusGained() {
	b.Pressable.FocusGained()
	b.toasts.restart()
}

// FocusLost lets its time begin anew.
func (b *toastButton) FocusLost() {
	b.Pressable.FocusLost()
	b.toasts.restart()
}
