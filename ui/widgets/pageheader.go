package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// headerTitleLeast is the least width of a title that is shortened, at 100 %.
const headerTitleLeast = 96

// HeaderConfig is what the head of a screen shows.
type HeaderConfig struct {
	Title   string
	Caption string
	Plain   []ButtonConfig // at most two with the main one
	Main    *ButtonConfig
	More    []MenuItem
	// MoreText is the word of the button that holds More and the buttons for which there is no room.
	MoreText string
	Back     func() // leaves a level; nil for no button
	BackText string // what the button with the arrow says to screen readers
}

// PageHeader is the head of a screen, 64 high. Where there is little room the caption goes first, then plain buttons move
// into More from the left; the main button stays, and the title is shortened last.
type PageHeader struct {
	widget.BaseWidget
	cfg     HeaderConfig
	back    *IconButton
	title   *TextLine
	caption *TextLine
	plain   []*Button
	main    *Button
	more    *Button
	moved   int // plain buttons that are in More
}

// NewPageHeader returns the head of a screen.
func NewPageHeader(cfg HeaderConfig) *PageHeader {
	h := &PageHeader{title: NewTextLine(TextConfig{Size: TextTitle, Least: headerTitleLeast}),
		caption: NewTextLine(TextConfig{Size: TextCaption, Color: ColorText3}), main: NewButton(ButtonConfig{Kind: ButtonMain})}
	h.more = NewButton(ButtonConfig{Icon: "more", Kind: ButtonQuiet, Tapped: h.openMore})
	h.back = NewIconButton(IconButtonConfig{Icon: "left", Tapped: func() { h.cfg.Back() }})
	h.ExtendBaseWidget(h)
	h.Set(cfg)
	return h
}

// Set changes what the head shows.
func (h *PageHeader) Set(cfg HeaderConfig) {
	h.cfg = cfg
	h.title.SetText(cfg.Title)
	h.caption.SetText(cfg.Caption)
	for len(h.plain) < len(cfg.Plain) {
		h.plain = append(h.plain, NewButton(ButtonConfig{}))
	}
	for i, button := range cfg.Plain {
		button.Kind = ButtonPlain
		h.plain[i].Set(button)
	}
	if cfg.Main != nil {
		main := *cfg.Main
		main.Kind = ButtonMain
		h.main.Set(main)
	}
	h.more.Set(ButtonConfig{Icon: "more", Text: cfg.MoreText, Kind: ButtonQuiet, Tapped: h.openMore})
	h.back.SetLabel(cfg.BackText)
	h.back.SetHint(cfg.BackText)
	h.Refresh()
}

// MainButton returns the main button, to switch it on and off.
func (h *PageHeader) MainButton() *Button { return h.main }

// MoreItems returns what More holds now: the buttons that found no room, and the rest.
func (h *PageHeader) MoreItems() []MenuItem {
	var items []MenuItem
	for i, button := range h.cfg.Plain[:h.moved] {
		items = append(items, MenuItem{Label: button.Text, Icon: button.Icon, Action: button.Tapped, Disabled: h.plain[i].Disabled()})
	}
	if len(items) > 0 && len(h.cfg.More) > 0 {
		items = append(items, MenuItem{Separator: true})
	}
	return append(items, h.cfg.More...)
}

func (h *PageHeader) openMore() {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(h.more)
	if c == nil {
		return
	}
	at := driver.AbsolutePositionForObject(h.more)
	OpenMenu(c, MenuOptions{Label: h.cfg.MoreText, Items: h.MoreItems(), At: at.AddXY(0, h.more.Size().Height+Unit(Space1)),
		Above: h.more.Size().Height + 2*Unit(Space1), ByKey: KeysInUse()})
}

// CreateRenderer lays the parts out by the room that there is.
func (h *PageHeader) CreateRenderer() fyne.WidgetRenderer { return &headerRenderer{header: h} }

type headerRenderer struct{ header *PageHeader }

func (r *headerRenderer) Destroy() {}

func (r *headerRenderer) Objects() []fyne.CanvasObject {
	h := r.header
	objects := []fyne.CanvasObject{h.back, h.title, h.caption}
	for _, button := range h.plain {
		objects = append(objects, button)
	}
	return append(objects, h.main, h.more)
}

// MinSize is that of what stays: the main button, More, and the least of the title.
func (r *headerRenderer) MinSize() fyne.Size {
	h := r.header
	width := 2*Unit(Space6) + Unit(headerTitleLeast) + r.backWidth() + r.buttonsWidth(len(h.cfg.Plain))
	return fyne.NewSize(width, max(Unit(HeightHeader), TextTitle.Height()+TextCaption.Height()+Unit(Space2)))
}

func (r *headerRenderer) backWidth() float32 {
	if r.header.cfg.Back == nil {
		return 0
	}
	return r.header.back.MinSize().Width + Unit(Space2)
}

// buttonsWidth returns the width of the buttons, moved of the plain ones being in More, with the gap before them.
func (r *headerRenderer) buttonsWidth(moved int) float32 {
	h := r.header
	width := float32(0)
	add := func(b *Button) { width += b.MinSize().Width + Unit(Space2) }
	for i := moved; i < len(h.cfg.Plain); i++ {
		add(h.plain[i])
	}
	if h.cfg.Main != nil {
		add(h.main)
	}
	if moved > 0 || len(h.cfg.More) > 0 {
		add(h.more)
	}
	if width > 0 {
		width += Unit(Space2)
	}
	return width
}

// fit decides how many plain buttons move into More, and whether the caption has room.
func (r *headerRenderer) fit(width float32) (moved int, caption bool) {
	h := r.header
	title := TextTitle.Measure(h.cfg.Title).Width
	room := func(moved int) float32 {
		return width - 2*Unit(Space6) - r.backWidth() - r.buttonsWidth(moved)
	}
	for moved < len(h.cfg.Plain) && room(moved) < title {
		moved++
	}
	caption = h.cfg.Caption != "" && moved == 0 && room(0) >= TextCaption.Measure(h.cfg.Caption).Width
	return moved, caption
}

func (r *headerRenderer) Layout(size fyne.Size) {
	h := r.header
	moved, caption := r.fit(size.Width)
	h.moved = moved
	for i, button := range h.plain {
		ShowIf(i >= moved && i < len(h.cfg.Plain), button)
	}
	ShowIf(h.cfg.Main != nil, h.main)
	ShowIf(moved > 0 || len(h.cfg.More) > 0, h.more)
	ShowIf(caption, h.caption)
	ShowIf(h.cfg.Back != nil, h.back)
	x := size.Width - Unit(Space6)
	for _, button := range r.fromTheRight() {
		least := button.MinSize()
		x -= least.Width
		place(button, x, (size.Height-least.Height)/2, least)
		x -= Unit(Space2)
	}
	left := Unit(Space6)
	if h.cfg.Back != nil {
		least := h.back.MinSize()
		place(h.back, left-Unit(Space2), (size.Height-least.Height)/2, least)
		left += r.backWidth() - Unit(Space2)
	}
	width := max(size.Width-Unit(Space6)-r.buttonsWidth(moved)-left, 0)
	line := TextTitle.Height()
	if !caption {
		place(h.title, left, (size.Height-line)/2, fyne.NewSize(width, line))
		return
	}
	top := (size.Height - line - TextCaption.Height()) / 2
	place(h.title, left, top, fyne.NewSize(width, line))
	place(h.caption, left, top+line, fyne.NewSize(width, TextCaption.Height()))
}

// fromTheRight returns the buttons that are seen, the outermost first.
func (r *headerRenderer) fromTheRight() []*Button {
	h := r.header
	var seen []*Button
	for _, button := range append([]*Button{h.more, h.main}, reversed(h.plain)...) {
		if button.Visible() {
			seen = append(seen, button)
		}
	}
	return seen
}

func reversed(buttons []*Button) []*Button {
	back := make([]*Button, 0, len(buttons))
	for i := len(buttons) - 1; i >= 0; i-- {
		back = append(back, buttons[i])
	}
	return back
}

func (r *headerRenderer) Refresh() {
	r.Layout(r.header.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.header)
}
