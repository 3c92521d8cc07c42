package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/ui/widgets"
)

// signInWidth is the width of the column of the sign-in, at 100 %.
const signInWidth = 560

// text is a paragraph of a page.
func text(words string, size widgets.TextSize, color fyne.ThemeColorName) *widgets.Paragraph {
	return widgets.NewParagraph(widgets.TextConfig{Text: words, Size: size, Color: color})
}

// centeredText is a paragraph in the middle of a page.
func centeredText(words string, size widgets.TextSize, color fyne.ThemeColorName) *widgets.Paragraph {
	return widgets.NewParagraph(widgets.TextConfig{Text: words, Size: size, Color: color, Align: fyne.TextAlignCenter})
}

// bigButton is a button of a step of the journey.
func bigButton(words, icon string, kind widgets.ButtonKind, do func()) *widgets.Button {
	return widgets.NewButton(widgets.ButtonConfig{Text: words, Icon: icon, Kind: kind, Size: widgets.ButtonBig, Tapped: do})
}

// browserPicture shows the way from the browser to the app.
func browserPicture() fyne.CanvasObject {
	browser := widgets.Fixed(72, 72, widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSunken, Edge: widgets.ColorLine,
		Radius: 16, Padding: widgets.Pad(20, 20), Content: widgets.NewIcon("browser", widgets.ColorText2, 32)}))
	row := widgets.HBox(widgets.Space2, widgets.Spring(), browser, widgets.Fixed(4, 0, container.NewStack()))
	for _, color := range []fyne.ThemeColorName{widgets.ColorFill, widgets.ColorFill, widgets.ColorFillMid, widgets.ColorFillTrack,
		widgets.ColorFillTrack} {
		row.Add(widgets.Fixed(6, 6, widgets.NewGround(widgets.Paint{Fill: color, Radius: 3})))
	}
	row.Add(widgets.Fixed(4, 0, container.NewStack()))
	row.Add(newAppTile(66))
	row.Add(widgets.Spring())
	return widgets.Padded(widgets.Padding{Bottom: widgets.Space6}, row)
}

// lowLayout fills the room with its first object. The second, which is a part of the first, is left out where the room is
// low.
type lowLayout struct {
	part  fyne.CanvasObject
	least float32 // height at 100 %
}

// MinSize is that of the content.
func (lowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout resizes the content to the room.
func (l lowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	widgets.ShowIf(size.Height >= widgets.Unit(l.least), l.part)
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

// middleFlow puts objects side by side into the middle; what has no room goes to the next line.
type middleFlow struct{ width float32 }

// lines parts the objects into lines of a width.
func (l *middleFlow) lines(objects []fyne.CanvasObject) [][]fyne.CanvasObject {
	var lines [][]fyne.CanvasObject
	gap, x := widgets.Unit(widgets.Space2), float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		width := o.MinSize().Width
		if len(lines) == 0 || l.width > 0 && x+width > l.width+0.5 {
			lines, x = append(lines, nil), 0
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], o)
		x += width + gap
	}
	return lines
}

// MinSize is that of the lines at the width of the last layout.
func (l *middleFlow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for i, line := range l.lines(objects) {
		if i > 0 {
			least.Height += widgets.Unit(widgets.Space2)
		}
		size := sizeOfLine(line)
		least.Height += size.Height
		for _, o := range line {
			least.Width = max(least.Width, o.MinSize().Width)
		}
	}
	return least
}

// Layout puts the lines in their places.
func (l *middleFlow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	gap, y := widgets.Unit(widgets.Space2), float32(0)
	for _, line := range l.lines(objects) {
		whole := sizeOfLine(line)
		x := max(size.Width-whole.Width, 0) / 2
		for _, o := range line {
			least := o.MinSize()
			o.Move(fyne.NewPos(x, y))
			o.Resize(least)
			x += least.Width + gap
		}
		y += whole.Height + gap
	}
}

func sizeOfLine(line []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range line {
		least := o.MinSize()
		if i > 0 {
			size.Width += widgets.Unit(widgets.Space2)
		}
		size.Width += least.Width
		size.Height = max(size.Height, least.Height)
	}
	return size
}

// linkRow is a line of a card that leads somewhere.
func linkRow(icon, title, caption string, do func()) fyne.CanvasObject {
	words := widgets.VBox(0, text(title, widgets.TextBody, widgets.ColorText), text(caption, widgets.TextCaption, widgets.ColorText3))
	row := widgets.HBox(widgets.Space3, widgets.NewIcon(icon, widgets.ColorText2, 0), widgets.Grow(words),
		widgets.NewIcon("right", widgets.ColorText3, widgets.IconSmall))
	return widgets.NewPressable(widgets.PressConfig{Content: widgets.Padded(widgets.Pad(widgets.Space3, widgets.Space4), row),
		Label: title + ". " + caption, Tapped: do, Look: widgets.Paint{Radius: widgets.RadiusCard},
		HoverLook: widgets.Paint{Fill: widgets.ColorHover, Radius: widgets.RadiusCard}})
}

// rowsCard is a card of lines that are pressed as a whole.
func rowsCard(rows ...fyne.CanvasObject) fyne.CanvasObject {
	column := widgets.VBox(0)
	for i, row := range rows {
		if i > 0 {
			column.Add(widgets.NewLine())
		}
		column.Add(row)
	}
	return widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSurface, Edge: widgets.ColorLine, Radius: widgets.RadiusCard,
		Content: column})
}

// troubles are the three usual ones; each leads to what helps.
func (w *signIn) troubles() fyne.CanvasObject {
	s := w.shell
	return widgets.Padded(widgets.Padding{Top: widgets.Space8}, widgets.VBox(widgets.Space2,
		text(s.tr(&goi18n.Message{ID: "ui.sign-in.not-working", Other: "Not working?"}), widgets.TextCaptionBold, widgets.ColorText3),
		rowsCard(
			linkRow("chat", s.tr(&goi18n.Message{ID: "ui.sign-in.browser-message.row", Other: "The browser shows a message"}),
				s.tr(&goi18n.Message{ID: "ui.sign-in.browser-message.text", Other: "Paste it here and get the cause and the remedy."}),
				func() { s.guides.ask("") }),
			linkRow("browser", s.tr(&goi18n.Message{ID: "ui.sign-in.no-page", Other: "No page has opened"}),
				s.tr(&goi18n.Message{ID: "ui.sign-in.no-page.text",
					Other: "Copy the link and paste it into any browser on this computer."}),
				func() { s.guides.open("no-browser") }),
			linkRow("people", s.tr(&goi18n.Message{ID: "ui.sign-in.wrong-account", Other: "It picked the wrong account"}),
				s.tr(&goi18n.Message{ID: "ui.sign-in.wrong-account.text", Other: "Open again, then choose “Use another account”."}),
				func() { s.guides.open("wrong-account") }),
		)))
}

// waitsText says how long the page waits.
func (w *signIn) waitsText(until time.Time) string {
	left := int((until.Sub(w.shell.cfg.Clock()) + time.Minute - 1) / time.Minute)
	return w.shell.trn(&goi18n.Message{ID: "ui.sign-in.waits",
		One:   "The sign-in page waits for {{.Count}} more minute. Your password never passes through this app.",
		Other: "The sign-in page waits for {{.Count}} more minutes. Your password never passes through this app."}, max(left, 1))
}

// countDown keeps the words about the time up to date while an attempt is under way.
func (w *signIn) countDown(line *widgets.Paragraph, until time.Time, mine *lifetime) {
	w.shell.cfg.After(time.Minute, func() {
		if mine.ctx.Err() == nil {
			line.SetText(w.waitsText(until))
			w.countDown(line, until, mine)
		}
	})
}

// accountCell is an account with a button.
func accountCell(s *Shell, a auth.Account, button *widgets.Button, chips ...fyne.CanvasObject) *fyne.Container {
	name := a.Name
	if name == "" {
		name = a.Address
	}
	title := widgets.HBox(widgets.Space2, widgets.Grow(text(name, widgets.TextBold, widgets.ColorText)))
	for _, chip := range chips {
		title.Add(chip)
	}
	icon := "person"
	if a.Kind == auth.Work {
		icon = "building"
	}
	kind := widgets.HBox(widgets.Space1, widgets.NewIcon(icon, widgets.ColorText3, widgets.IconSmall),
		widgets.Grow(text(s.list(s.kindText(a.Kind), a.Organisation), widgets.TextCaption, widgets.ColorText3)))
	words := widgets.VBox(0, title, kind)
	if a.Name != "" {
		words.Objects = []fyne.CanvasObject{title, text(a.Address, widgets.TextBody, widgets.ColorText2), kind}
	}
	row := widgets.HBox(widgets.Space3, newAvatar(name, 40), widgets.Grow(words))
	if button == nil {
		return row
	}
	return container.New(&buttonBeside{}, row, button)
}

// buttonBeside puts a button at the right of a content, or under it where the content would get too narrow.
type buttonBeside struct{ width float32 } // at the last layout

func (l *buttonBeside) fits(button fyne.CanvasObject, width float32) bool {
	return width-button.MinSize().Width >= widgets.Unit(240)
}

// MinSize is that of the form at the width of the last layout.
func (l *buttonBeside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	content, button := objects[0].MinSize(), objects[1].MinSize()
	width := max(content.Width, button.Width)
	if l.fits(objects[1], l.width) {
		return fyne.NewSize(width, max(content.Height, button.Height))
	}
	return fyne.NewSize(width, content.Height+widgets.Unit(widgets.Space2)+button.Height)
}

// Layout puts both in their places.
func (l *buttonBeside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	content, button := objects[0], objects[1]
	least, gap := button.MinSize(), widgets.Unit(widgets.Space3)
	content.Move(fyne.Position{})
	button.Resize(least)
	if l.fits(button, size.Width) {
		content.Resize(fyne.NewSize(size.Width-least.Width-gap, size.Height))
		button.Move(fyne.NewPos(size.Width-least.Width, (size.Height-least.Height)/2))
		return
	}
	content.Resize(fyne.NewSize(size.Width, size.Height-least.Height-widgets.Unit(widgets.Space2)))
	button.Move(fyne.NewPos(size.Width-least.Width, size.Height-least.Height))
}
