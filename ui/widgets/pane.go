package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// Pane shows one level at a time: a list, and what was opened from it over it. Back leaves a level and gives the focus
// back to where it was. The levels below keep their scroll positions and their choices.
type Pane struct {
	*fyne.Container
	levels []paneLevel
	// OnDepth is told how many levels there are, after one was opened or left.
	OnDepth func(depth int)
}

type paneLevel struct {
	content fyne.CanvasObject
	focus   fyne.Focusable // where the focus was when the next level opened
	left    func()
}

// NewPane returns a pane with its lowest level.
func NewPane(lowest fyne.CanvasObject) *Pane {
	return &Pane{Container: container.NewStack(lowest), levels: []paneLevel{{content: lowest}}}
}

// Open shows a level over the others. left is called when it is left by Back; it may be nil.
func (p *Pane) Open(content fyne.CanvasObject, left func()) {
	top := &p.levels[len(p.levels)-1]
	if c := p.canvas(); c != nil && !LayerOpen(c) {
		top.focus = c.Focused()
		c.Unfocus()
	}
	top.content.Hide()
	content.Show()
	p.levels = append(p.levels, paneLevel{content: content, left: left})
	p.Container.Add(content)
	p.tell()
}

// Back leaves the uppermost level; it reports whether there was one to leave.
func (p *Pane) Back() bool {
	if len(p.levels) == 1 {
		return false
	}
	top := p.levels[len(p.levels)-1]
	p.levels = p.levels[:len(p.levels)-1]
	c := p.canvas()
	if c != nil && !LayerOpen(c) {
		c.Unfocus()
	}
	p.Container.Remove(top.content)
	below := &p.levels[len(p.levels)-1]
	below.content.Show()
	if c != nil && below.focus != nil {
		c.Focus(below.focus)
	}
	below.focus = nil
	if top.left != nil {
		top.left()
	}
	p.tell()
	return true
}

// Depth returns how many levels there are; 1 is the lowest alone.
func (p *Pane) Depth() int { return len(p.levels) }

// Top returns the level that is shown.
func (p *Pane) Top() fyne.CanvasObject { return p.levels[len(p.levels)-1].content }

// TypedKey leaves a level on Esc; it reports whether it used the key.
func (p *Pane) TypedKey(key *fyne.KeyEvent) bool {
	return key.Name == fyne.KeyEscape && p.Back()
}

// BackShortcut returns the shortcut that leaves a level, beside Esc.
func BackShortcut() fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierAlt}
}

func (p *Pane) canvas() fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(p.Top())
}

func (p *Pane) tell() {
	if p.OnDepth != nil {
		p.OnDepth(len(p.levels))
	}
}
