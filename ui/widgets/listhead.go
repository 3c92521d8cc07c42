package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// listHeadSlot is the head of a group: its title, the number of its rows, and a link at the right.
type listHeadSlot struct {
	widget.BaseWidget
	group ListGroup
	title *canvas.Text
	badge *canvas.Rectangle
	count *canvas.Text
	link  *listLink
}

func newListHeadSlot() *listHeadSlot {
	h := &listHeadSlot{title: canvas.NewText("", nil), badge: canvas.NewRectangle(nil), count: canvas.NewText("", nil),
		link: newListLink()}
	h.count.Alignment = fyne.TextAlignCenter
	h.ExtendBaseWidget(h)
	return h
}

func (h *listHeadSlot) fill(group ListGroup) {
	h.group = group
	h.count.Text = strconv.Itoa(len(group.Rows))
	h.link.text.Text, h.link.tapped = group.Link, group.OnLink
	h.Refresh()
}

// CreateRenderer draws the head.
func (h *listHeadSlot) CreateRenderer() fyne.WidgetRenderer { return &listHeadRenderer{head: h} }

type listHeadRenderer struct{ head *listHeadSlot }

func (r *listHeadRenderer) Destroy()           {}
func (r *listHeadRenderer) MinSize() fyne.Size { return UnitSize(80, listHead) }

func (r *listHeadRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.head.title, r.head.badge, r.head.count, r.head.link}
}

func (r *listHeadRenderer) Layout(size fyne.Size) {
	h := r.head
	above := Unit(Space1) // the head stands nearer to its rows than to those of the group above
	middle := func(o fyne.CanvasObject, x, width, height float32) {
		o.Move(fyne.NewPos(x, above+(size.Height-above-height)/2))
		o.Resize(fyne.NewSize(width, height))
	}
	link := float32(0)
	if h.group.Link != "" {
		need := h.link.MinSize()
		link = need.Width
		middle(h.link, size.Width-Unit(Space3)-need.Width, need.Width, need.Height)
	}
	badge := max(TextMicro.Measure(h.count.Text).Width+Unit(Space3), Unit(22))
	room := size.Width - 2*Unit(Space3) - badge - Unit(Space2)
	if link > 0 {
		room -= link + Unit(Space2)
	}
	h.title.Text = shorten(h.group.Title, TextCaptionBold, room)
	title := h.title.MinSize()
	middle(h.title, Unit(Space3), title.Width, title.Height)
	x := Unit(Space3) + title.Width + Unit(Space2)
	height := max(Unit(18), TextMicro.Height())
	middle(h.badge, x, badge, height)
	middle(h.count, x, badge, height)
}

func (r *listHeadRenderer) Refresh() {
	h := r.head
	name, soft := ColorText2, ColorFillTrack
	if h.group.NeedsMe {
		name, soft = ColorWait, ColorWaitSoft
	}
	h.title.Color, h.title.TextSize, h.title.TextStyle = ColorOf(name), TextCaptionBold.Points(), TextCaptionBold.Style()
	h.count.Color, h.count.TextSize, h.count.TextStyle = ColorOf(ColorText), TextMicro.Points(), TextMicro.Style()
	if h.group.NeedsMe {
		h.count.Color = ColorOf(ColorWait)
	}
	Paint{Fill: soft, Radius: 9}.apply(h.badge)
	ShowIf(h.group.Link != "", h.link)
	r.Layout(h.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// listLink is the link of a head. It takes no focus, since a list is one stop; what it does has a key or an entry of the
// menus elsewhere.
type listLink struct {
	widget.BaseWidget
	text    *canvas.Text
	line    *canvas.Rectangle
	tapped  func()
	hovered bool
}

func newListLink() *listLink {
	l := &listLink{text: canvas.NewText("", nil), line: canvas.NewRectangle(nil)}
	l.ExtendBaseWidget(l)
	return l
}

// Tapped follows the link.
func (l *listLink) Tapped(*fyne.PointEvent) {
	if l.tapped != nil {
		l.tapped()
	}
}

// MouseIn underlines the link.
func (l *listLink) MouseIn(*desktop.MouseEvent) { l.setHovered(true) }

// MouseMoved is of no interest.
func (l *listLink) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the line away.
func (l *listLink) MouseOut() { l.setHovered(false) }

func (l *listLink) setHovered(hovered bool) {
	l.hovered = hovered
	l.Refresh()
}

// Cursor says that the text is a link.
func (l *listLink) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel returns the words of the link.
func (l *listLink) AccessibilityLabel() string { return l.text.Text }

// AccessibilityRole returns that it is a link.
func (l *listLink) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// CreateRenderer draws the words.
func (l *listLink) CreateRenderer() fyne.WidgetRenderer { return &listLinkRenderer{link: l} }

type listLinkRenderer struct{ link *listLink }

func (r *listLinkRenderer) Destroy() {}

func (r *listLinkRenderer) MinSize() fyne.Size {
	need := TextCaptionBold.Measure(r.link.text.Text)
	return fyne.NewSize(need.Width, max(need.Height, Unit(24)))
}

func (r *listLinkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.link.text, r.link.line}
}

func (r *listLinkRenderer) Layout(size fyne.Size) {
	r.link.text.Resize(size)
	r.link.line.Move(fyne.NewPos(0, onGrid((size.Height+TextCaptionBold.Height())/2)-2))
	r.link.line.Resize(fyne.NewSize(size.Width, 1))
}

func (r *listLinkRenderer) Refresh() {
	r.link.text.Color, r.link.text.TextSize = ColorOf(ColorAccent), TextCaptionBold.Points()
	r.link.text.TextStyle = TextCaptionBold.Style()
	r.link.line.FillColor = ColorOf(ColorAccent)
	ShowIf(r.link.hovered, r.link.line)
	r.link.text.Refresh()
	r.link.line.Refresh()
}
