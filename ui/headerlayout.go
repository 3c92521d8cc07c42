package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/ui/widgets"
)

var _ fyne.Layout = (*headerParts)(nil)

// all are the parts in the order of the focus.
func (p *headerParts) all() []fyne.CanvasObject {
	parts := append([]fyne.CanvasObject{p.name, p.place, p.small, p.steps, p.short}, p.buttons...)
	return append(parts, p.more)
}

// MinSize is that of the narrowest form.
func (p *headerParts) MinSize([]fyne.CanvasObject) fyne.Size {
	height := max(widgets.Unit(widgets.HeightHeader), p.name.MinSize().Height)
	return fyne.NewSize(2*widgets.Unit(widgets.Space4)+p.small.MinSize().Width+p.more.MinSize().Width, height)
}

// The widths of the card in the header, at 100 %.
const (
	headerCardWide = 312
	headerCard     = 208
)

// Layout shows what there is room for. The card gets narrower first, then the buttons go into More, then the card is its
// tile alone, and at last the steps are a line of words.
func (p *headerParts) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	gap, edge := widgets.Unit(widgets.Space2), widgets.Unit(widgets.Space6)
	if size.Width < widgets.Unit(widgets.MiddleWidth) {
		edge = widgets.Unit(widgets.Space4)
	}
	used, steps, place := p.usedButtons(), p.steps, p.place
	p.wide = widgets.Unit(headerCardWide)
	tight := func() bool {
		middle := float32(0)
		if p.stepped {
			middle = steps.MinSize().Width + 2*edge
		}
		return size.Width-2*edge-p.leftSize(place).Width-middle-widthOf(used, gap) < 0
	}
	if tight() {
		p.wide = widgets.Unit(headerCard)
	}
	if tight() {
		used = []fyne.CanvasObject{p.more}
		if p.used(p.back) {
			used = []fyne.CanvasObject{p.back, p.more}
		}
	}
	if tight() {
		place = p.small
	}
	if tight() {
		steps = p.short
	}
	for _, o := range p.all() {
		o.Hide()
	}
	left := p.leftSize(place)
	putCentered(p.left(place), edge, size.Height, left)
	right := size.Width - edge
	for i := len(used) - 1; i >= 0; i-- {
		least := used[i].MinSize()
		putCentered(used[i], right-least.Width, size.Height, least)
		right -= least.Width + gap
	}
	if p.stepped {
		p.putSteps(steps, edge+left.Width+edge, right-edge, size)
	}
}

// putSteps puts the steps into the middle of the window, or as near to it as the parts beside them allow.
func (p *headerParts) putSteps(steps fyne.CanvasObject, from, to float32, size fyne.Size) {
	width := min(steps.MinSize().Width, max(to-from, 0))
	if steps == p.short {
		width = max(to-from, 0)
	}
	x := min(max((size.Width-width)/2, from), max(to-width, from))
	putCentered(steps, x, size.Height, fyne.NewSize(width, steps.MinSize().Height))
}

func (p *headerParts) left(place fyne.CanvasObject) fyne.CanvasObject {
	if p.app {
		return p.name
	}
	return place
}

// leftSize is the room of what stands at the left.
func (p *headerParts) leftSize(place fyne.CanvasObject) fyne.Size {
	size := p.left(place).MinSize()
	if !p.app && place == p.place {
		return fyne.NewSize(p.wide, min(size.Height, widgets.Unit(48)))
	}
	return size
}

func (p *headerParts) usedButtons() []fyne.CanvasObject {
	var used []fyne.CanvasObject
	for _, o := range p.buttons {
		if p.used(o) {
			used = append(used, o)
		}
	}
	return used
}

func widthOf(objects []fyne.CanvasObject, gap float32) float32 {
	width := float32(0)
	for _, o := range objects {
		width += o.MinSize().Width + gap
	}
	return width
}

// putCentered shows an object of a size in the middle of a height.
func putCentered(o fyne.CanvasObject, x, height float32, size fyne.Size) {
	o.Move(fyne.NewPos(x, (height-size.Height)/2))
	o.Resize(size)
	o.Show()
}

// newAppTile is the app's picture.
func newAppTile(side float32) fyne.CanvasObject {
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon()))
	picture.FillMode = canvas.ImageFillContain
	return widgets.Fixed(side, side, picture)
}

// railButton is a quiet button with a number beside its word.
type railButton struct {
	button *widgets.Pressable
	badge  *widgets.Badge
	cfg    widgets.BadgeConfig
}

func newRailButton(text, icon string, tapped func()) *railButton {
	b := &railButton{badge: widgets.NewBadge(widgets.BadgeConfig{})}
	word := widgets.NewTextLine(widgets.TextConfig{Text: text, Size: widgets.TextBold, Color: widgets.ColorText2, Whole: true})
	content := widgets.HBox(widgets.Space2, widgets.NewIcon(icon, widgets.ColorText2, 0), word, b.badge)
	b.button = widgets.NewPressable(widgets.PressConfig{Label: text, Tapped: tapped,
		Content:   widgets.Fixed(0, widgets.HeightButton, widgets.Padded(widgets.Pad(0, widgets.Space3), container.NewStack(content))),
		Look:      widgets.Paint{Radius: widgets.RadiusButton},
		HoverLook: widgets.Paint{Fill: widgets.ColorHover, Radius: widgets.RadiusButton}})
	return b
}

func (b *railButton) setBadge(cfg widgets.BadgeConfig) {
	if b.cfg != cfg {
		b.cfg = cfg
		b.badge.Set(cfg)
		b.button.Refresh()
	}
}
