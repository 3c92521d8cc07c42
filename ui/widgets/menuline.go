package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// menuLineParts are what one line is drawn with.
type menuLineParts struct {
	item        MenuItem
	top, height float32
	ground      *canvas.Rectangle
	icon        *canvas.Image
	text        *canvas.Text
	key         *keyCap
}

func newMenuLine(item MenuItem) *menuLineParts {
	return &menuLineParts{item: item, ground: canvas.NewRectangle(nil), icon: &canvas.Image{},
		text: canvas.NewText(item.Label, nil), key: newKeyCap(item.Key)}
}

func (l *menuLineParts) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.ground, l.icon, l.text, l.key}
}

func (l *menuLineParts) drawing() string {
	if l.item.Chosen {
		return "check"
	}
	return l.item.Icon
}

func (l *menuLineParts) needed() float32 {
	if l.item.Separator {
		return Unit(menuSeparator)
	}
	return max(Unit(menuLine), l.text.MinSize().Height+Unit(8))
}

// textLeft is where the words begin: at the same place in all lines, with an icon or without.
func (l *menuLineParts) textLeft() float32 { return Unit(menuPadding + menuGap + menuIcon + menuGap) }

func (l *menuLineParts) width() float32 {
	words := TextBody.Measure(l.item.Label)
	width := l.textLeft() + words.Width + Unit(menuPadding+menuGap)
	if l.item.Key != "" {
		width += Unit(menuGap) + l.key.MinSize().Width
	}
	return width
}

func (l *menuLineParts) layout(y, width float32) {
	l.top, l.height = y, l.needed()
	if l.item.Separator {
		l.ground.Move(fyne.NewPos(Unit(menuPadding), y+onGrid(l.height/2)))
		l.ground.Resize(fyne.NewSize(width-2*Unit(menuPadding), 1))
		return
	}
	l.ground.Move(fyne.NewPos(Unit(menuPadding), y))
	l.ground.Resize(fyne.NewSize(width-2*Unit(menuPadding), l.height))
	side := Unit(menuIcon)
	l.icon.Move(fyne.NewPos(Unit(menuPadding+menuGap), y+(l.height-side)/2))
	l.icon.Resize(fyne.NewSquareSize(side))
	right := width - Unit(menuPadding+menuGap)
	if l.item.Key != "" {
		size := l.key.MinSize()
		l.key.Move(fyne.NewPos(right-size.Width, y+(l.height-size.Height)/2))
		l.key.Resize(size)
		right -= size.Width + Unit(menuGap)
	}
	l.text.Text = shorten(l.item.Label, TextBody, right-l.textLeft())
	size := l.text.MinSize()
	l.text.Move(fyne.NewPos(l.textLeft(), y+(l.height-size.Height)/2))
	l.text.Resize(size)
}

func (l *menuLineParts) colour(marked bool) {
	ShowIf(!l.item.Separator, l.text)
	ShowIf(!l.item.Separator && l.drawing() != "", l.icon)
	ShowIf(!l.item.Separator && l.item.Key != "", l.key)
	ShowIf(l.item.Separator || marked, l.ground)
	l.ground.FillColor = ColorOf(ColorLine)
	if !l.item.Separator {
		l.ground.FillColor = ColorOf(ColorAccentSoft)
		l.ground.CornerRadius = Unit(4)
	}
	name := ColorText
	switch {
	case l.item.Disabled:
		name = ColorText3
	case l.item.Stop:
		name = ColorStop
	case marked:
		name = ColorAccent
	}
	l.text.Color, l.text.TextSize = ColorOf(name), TextBody.Points()
	if drawing := l.drawing(); drawing != "" {
		l.icon.Resource = IconResource(drawing, name)
	}
	l.key.Refresh()
	for _, o := range l.objects()[:3] {
		o.Refresh()
	}
}
