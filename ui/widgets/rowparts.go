package widgets

import "fyne.io/fyne/v2"

// rowParts lays out the parts of a row. Where there is little room the facts leave the first line, then the percent and
// the chips go; the title keeps at least 120.
type rowParts struct{ row *Row }

// MinSize returns the least room: tile, title and the height of the row.
func (l *rowParts) MinSize([]fyne.CanvasObject) fyne.Size {
	lines := TextBold.Height()
	if !l.row.cfg.Compact {
		lines += TextCaption.Height()
	}
	height := max(Unit(l.row.cfg.Height), lines+Unit(Space2))
	return fyne.NewSize(l.row.tile.MinSize().Width+Unit(2*Space3+Space3+120), height)
}

// Layout lays the parts from the right to the left, and the words in what is left.
func (l *rowParts) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	r := l.row
	inset, gap := Unit(Space3), Unit(Space3)
	tile := r.tile.MinSize()
	place(r.tile, inset, (size.Height-tile.Height)/2, tile)
	left := inset + tile.Width + gap
	right := size.Width - inset
	r.line.Move(fyne.NewPos(left, 0))
	r.line.Resize(fyne.NewSize(max(right-left, 0), 1))
	least := left + Unit(120)
	right = l.layButton(right, least, size.Height)
	right = l.layChips(right, least, size.Height)
	if r.cfg.Compact {
		l.layCompact(left, right, size.Height)
		return
	}
	right = l.layPercent(right, least, size.Height)
	l.layTexts(left, right, size.Height)
}

// place moves and resizes an object.
func place(o fyne.CanvasObject, x, y float32, size fyne.Size) {
	o.Resize(size)
	o.Move(fyne.NewPos(x, y))
}

// layButton lays the button at the right; its slot is kept free where it does not show.
func (l *rowParts) layButton(right, least, height float32) float32 {
	r := l.row
	if r.values.Button == nil {
		r.button.Hidden = true
		return right
	}
	size := r.button.MinSize()
	if right-size.Width < least {
		r.button.Hidden = true
		return right
	}
	place(r.button, right-size.Width, (height-size.Height)/2, size)
	ShowIf(r.buttonShown(), r.button)
	if r.cfg.NoSlot && !r.buttonShown() {
		return right
	}
	return right - size.Width - Unit(Space3)
}

// layChips lays the chips before the button, the first at the left.
func (l *rowParts) layChips(right, least, height float32) float32 {
	r := l.row
	for i := len(r.chips) - 1; i >= 0; i-- {
		chip := r.chips[i]
		size := chip.MinSize()
		if i >= len(r.values.Chips) || right-size.Width < least {
			chip.Hidden = true
			continue
		}
		chip.Hidden = false
		place(chip, right-size.Width, (height-size.Height)/2, size)
		right -= size.Width + Unit(Space1)
		if i == 0 {
			right -= Unit(Space3 - Space1)
		}
	}
	return right
}

func (l *rowParts) layPercent(right, least, height float32) float32 {
	r := l.row
	size := r.percent.MinSize()
	size.Width = max(size.Width, TextHeading.Measure("88 %").Width) // a slot of fixed width
	if r.values.Percent == "" || right-size.Width < least {
		r.percent.Hidden = true
		return right
	}
	r.percent.Hidden = false
	place(r.percent, right-size.Width, (height-size.Height)/2, size)
	return right - size.Width - Unit(Space3)
}

// layTexts lays title and facts, the second line, and the bar under them.
func (l *rowParts) layTexts(left, right, height float32) {
	r := l.row
	total := TextBold.Height() + TextCaption.Height()
	bar := Unit(4 + 6)
	if r.values.HasBar {
		total += bar
	}
	top := (height - total) / 2
	l.layTitle(left, right, top)
	top += TextBold.Height()
	l.laySecond(left, right, top)
	r.bar.Hidden = !r.values.HasBar
	if r.values.HasBar {
		place(r.bar, left, top+TextCaption.Height()+Unit(6), fyne.NewSize(max(right-left, 0), Unit(4)))
	}
}

// laySecond lays the second line, and what follows it in the plain colour.
func (l *rowParts) laySecond(left, right, top float32) {
	r := l.row
	room, width := max(right-left, 0), TextCaption.Measure(r.values.Second).Width+1
	r.second.Hidden = false
	r.rest.Hidden = r.values.SecondRest == "" || room-width < Unit(24)
	if r.rest.Hidden {
		width = room
	}
	place(r.second, left, top, fyne.NewSize(width, TextCaption.Height()))
	place(r.rest, left+width, top, fyne.NewSize(room-width, TextCaption.Height()))
}

// layTitle lays the title and, where there is room for both, the facts after it.
func (l *rowParts) layTitle(left, right, top float32) {
	r := l.row
	title, facts := TextBold.Measure(r.values.Title), r.facts.MinSize()
	room := right - left
	r.facts.Hidden = r.values.Facts == "" || room < min(title.Width, Unit(120))+Unit(Space2)+facts.Width
	if r.facts.Hidden {
		place(r.title, left, top, fyne.NewSize(max(room, 0), title.Height))
		return
	}
	width := min(title.Width+1, room-facts.Width-Unit(Space2))
	place(r.title, left, top, fyne.NewSize(width, title.Height))
	place(r.facts, left+width+Unit(Space2), top+(title.Height-facts.Height)*0.7, facts)
}

// layCompact lays one line: the title, and the facts at the right.
func (l *rowParts) layCompact(left, right, height float32) {
	r := l.row
	for _, o := range []fyne.CanvasObject{r.second, r.rest, r.bar, r.percent} {
		ShowIf(false, o)
	}
	facts := r.facts.MinSize()
	r.facts.Hidden = r.values.Facts == "" || right-left < Unit(120)+facts.Width+Unit(Space2)
	if !r.facts.Hidden {
		place(r.facts, right-facts.Width, (height-facts.Height)/2, facts)
		right -= facts.Width + Unit(Space3)
	}
	line := TextBold.Height()
	place(r.title, left, (height-line)/2, fyne.NewSize(max(right-left, 0), line))
}
