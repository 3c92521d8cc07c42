package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// section is a part of an agreement: a heading and what stands under it, up to the next.
type section struct {
	title          string // without its mark; empty for what stands before the first heading
	text           string // with the heading, as the program wrote it
	added, removed []string
}

func (s section) changed() bool { return len(s.added)+len(s.removed) > 0 }

// sectionsOf parts a text at its headings.
func sectionsOf(text string) []section {
	var sections []section
	var lines []string
	title := ""
	flush := func() {
		if part := strings.Join(lines, "\n"); strings.TrimSpace(part) != "" {
			sections = append(sections, section{title: title, text: part})
		}
		lines = nil
	}
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if heading, ok := headingOf(line); ok {
			flush()
			title = heading
		}
		lines = append(lines, line)
	}
	flush()
	return sections
}

// headingOf returns the words of a heading's line.
func headingOf(line string) (string, bool) {
	line = strings.TrimSpace(line)
	words := strings.TrimLeft(line, "#")
	if hashes := len(line) - len(words); hashes == 0 || hashes > 6 || !strings.HasPrefix(words, " ") {
		return "", false
	}
	return strings.TrimRight(strings.TrimSpace(words), "# "), true
}

// comparedSections parts a text at its headings and says of each section what is new in it and what is no longer there.
// What was taken out belongs to the section before it.
func comparedSections(text api.Agreement) []section {
	sections := sectionsOf(text.Text)
	if text.Previous == nil || len(sections) == 0 {
		return sections
	}
	var owner []int // of each paragraph, its section
	for i, part := range sections {
		for range widgets.ChangesBetween("", part.text) {
			owner = append(owner, i)
		}
	}
	at := 0 // paragraphs of the new text so far
	for _, c := range widgets.ChangesBetween(text.Previous.Text, text.Text) {
		if c.Kind == widgets.Removed {
			part := &sections[owner[max(min(at, len(owner))-1, 0)]]
			part.removed = append(part.removed, c.Text)
			continue
		}
		if c.Kind == widgets.Added && at < len(owner) {
			part := &sections[owner[at]]
			part.added = append(part.added, c.Text)
		}
		at++
	}
	return sections
}

// changeNotice says that the text is another than the one that was accepted, and until when that one serves.
func (w *agreement) changeNotice() fyne.CanvasObject {
	s, before := w.shell, w.text.Previous
	lead := s.tr(&goi18n.Message{ID: "ui.agreement.new-version",
		Other: "This is a new version. You accepted version {{.Version}} on {{.Date}}."},
		"Version", before.Version, "Date", s.dayText(before.AcceptedAt))
	rest := ""
	if g := w.text.Grace; g != nil && !g.IsZero() {
		rest = s.tr(&goi18n.Message{ID: "ui.agreement.grace",
			Other: "Until {{.Date}} downloads go on under the version you accepted. After that they wait for your answer and then go on by themselves."},
			"Date", s.dayText(*g))
	}
	return widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneWait, Lead: lead, Text: rest})
}

// changeList lists what changed, section by section.
func (w *agreement) changeList() fyne.CanvasObject {
	s := w.shell
	var cells []fyne.CanvasObject
	for i, part := range w.sections {
		if part.changed() {
			cells = append(cells, w.changeCell(i, part))
		}
	}
	if len(cells) == 0 {
		cells = []fyne.CanvasObject{text(s.tr(&goi18n.Message{ID: "ui.agreement.only-line-breaks",
			Other: "Only line breaks changed."}), widgets.TextBody, widgets.ColorText2)}
	}
	return widgets.NewCard(widgets.CardConfig{Cells: cells})
}

func (w *agreement) changeCell(index int, part section) fyne.CanvasObject {
	s := w.shell
	title := part.title
	if title == "" {
		title = w.text.Title
	}
	cell := widgets.VBox(widgets.Space2, widgets.HBox(widgets.Space2, widgets.Grow(text(title, widgets.TextBold, widgets.ColorText)),
		widgets.NewButton(widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.agreement.go-to", Other: "Go to"}),
			Kind: widgets.ButtonLink, Size: widgets.ButtonSmall,
			Label:  s.tr(&goi18n.Message{ID: "ui.agreement.go-to.label", Other: "Go to the section “{{.Section}}”"}, "Section", title),
			Tapped: func() { widgets.ScrollTo(&w.scroll.Scroll, w.parts[index]) }})))
	for _, gone := range part.removed {
		cell.Add(barred(widgets.ColorStopFill, widgets.VBox(0,
			text(s.tr(&goi18n.Message{ID: "ui.agreement.removed", Other: "Removed"}), widgets.TextCaptionBold, widgets.ColorStop),
			text(gone, widgets.TextBody, widgets.ColorText2))))
	}
	for _, added := range part.added {
		cell.Add(barred(widgets.ColorOKFill, widgets.VBox(0,
			text(s.tr(&goi18n.Message{ID: "ui.agreement.added", Other: "Added"}), widgets.TextCaptionBold, widgets.ColorOK),
			text(added, widgets.TextBody, widgets.ColorText))))
	}
	return cell
}

// countOfChanges says how many sections changed.
func (w *agreement) countOfChanges() string {
	changed := 0
	for _, part := range w.sections {
		if part.changed() {
			changed++
		}
	}
	return w.shell.tr(&goi18n.Message{ID: "ui.agreement.sections-changed", Other: "{{.Changed}} of {{.Count}} sections"},
		"Changed", changed, "Count", len(w.sections))
}

// whatChanged is the title over the changes.
func (w *agreement) whatChanged() string {
	return w.shell.tr(&goi18n.Message{ID: "ui.agreement.what-changed", Other: "What changed"})
}

// changesAside stand at the right of the text.
func (w *agreement) changesAside() fyne.CanvasObject {
	head := widgets.HBox(widgets.Space2, widgets.Grow(text(w.whatChanged(), widgets.TextHeading, widgets.ColorText)),
		widgets.NewChip(widgets.ChipConfig{Text: w.countOfChanges()}))
	return container.NewStack(widgets.NewGround(widgets.Paint{Fill: widgets.ColorSunken}),
		widgets.NewScroll(widgets.Padded(widgets.Pad(widgets.Space5, widgets.Space5),
			widgets.VBox(widgets.Space3, w.changeNotice(), head, w.changeList()))))
}

// changesFolded stand above the text where there is no room at its side.
func (w *agreement) changesFolded() *fyne.Container {
	list := container.NewStack(w.changeList())
	list.Hide()
	arrow := widgets.NewIcon("down", widgets.ColorText2, widgets.IconSmall)
	words := w.shell.list(w.whatChanged(), w.countOfChanges())
	column := widgets.VBox(widgets.Space2)
	fold := widgets.NewPressable(widgets.PressConfig{Label: words,
		Content: widgets.Padded(widgets.Pad(widgets.Space3, widgets.Space4), widgets.HBox(widgets.Space2,
			widgets.Grow(text(words, widgets.TextBold, widgets.ColorText)), arrow)),
		Look:      widgets.Paint{Fill: widgets.ColorSurface, Edge: widgets.ColorLine, Radius: widgets.RadiusCard},
		HoverLook: widgets.Paint{Fill: widgets.ColorHover, Edge: widgets.ColorLine, Radius: widgets.RadiusCard},
		Tapped: func() {
			widgets.ShowIf(!list.Visible(), list)
			icon := "down"
			if list.Visible() {
				icon = "updown"
			}
			arrow.Set(icon, widgets.ColorText2)
			column.Refresh()
			w.content.Refresh()
		}})
	column.Objects = []fyne.CanvasObject{w.changeNotice(), fold, list}
	return column
}

// barred draws a bar at the left of a content.
func barred(color fyne.ThemeColorName, content fyne.CanvasObject) *fyne.Container {
	return container.New(barLayout{}, widgets.NewGround(widgets.Paint{Fill: color, Radius: 1}), content)
}

// barLayout puts a bar of 3 at the left, and the content 13 from there.
type barLayout struct{}

func (barLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[1].MinSize().AddWidthHeight(widgets.Unit(13), 0)
}

func (barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	inset := widgets.Unit(13)
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(widgets.Unit(3), size.Height))
	objects[1].Move(fyne.NewPos(inset, 0))
	objects[1].Resize(fyne.NewSize(max(size.Width-inset, 0), size.Height))
}

// asideLayout puts a text at the left and what changed at its right, at 65:35. Where there is no room for both, the changes
// are folded above the text.
type asideLayout struct{ folded fyne.CanvasObject }

// The least widths of the text and of what stands at its right, at 100 %.
const (
	leastText  = 480
	leastAside = 300
)

func (asideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, objects[0].MinSize().Height)
}

func (l asideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	fits := len(objects) > 1 && size.Width >= widgets.Unit(leastText+leastAside)
	if l.folded != nil {
		widgets.ShowIf(!fits, l.folded)
	}
	width := size.Width
	if len(objects) > 1 {
		widgets.ShowIf(fits, objects[1])
		if fits {
			aside := max(size.Width*0.35, widgets.Unit(leastAside))
			width -= aside
			objects[1].Move(fyne.NewPos(width, 0))
			objects[1].Resize(fyne.NewSize(aside, size.Height))
		}
	}
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(width, size.Height))
}

// sideBySide puts two parts beside each other, equally wide and high, or under each other where there is little room.
type sideBySide struct {
	least float32 // width of one, at 100 %
	gap   float32 // at 100 %
	width float32 // at the last layout
}

func (l *sideBySide) pair(width float32) bool { return width >= widgets.Unit(2*l.least+l.gap) }

func (l *sideBySide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range objects {
		least := o.MinSize()
		size.Width = max(size.Width, least.Width)
		switch {
		case l.pair(l.width):
			size.Height = max(size.Height, least.Height)
		case i > 0:
			size.Height += widgets.Unit(l.gap) + least.Height
		default:
			size.Height = least.Height
		}
	}
	return size
}

func (l *sideBySide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	width, gap := size.Width, widgets.Unit(l.gap)
	if l.pair(width) {
		width = (width - gap) / 2
	}
	at := fyne.Position{}
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, o.Size().Height)) // texts break at this width, and only then know their height
		height := o.MinSize().Height
		if l.pair(size.Width) {
			height = size.Height
		}
		o.Move(at)
		o.Resize(fyne.NewSize(width, height))
		if l.pair(size.Width) {
			at.X += width + gap
		} else {
			at.Y += height + gap
		}
	}
}
