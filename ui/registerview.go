package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// sectionTitle is a section in the list.
func (tx texts) sectionTitle(section int) string {
	switch section {
	case sectionAccount:
		return tx.tr(&goi18n.Message{ID: "ui.register.section.account", Other: "Country and account type"})
	case sectionName:
		return tx.tr(&goi18n.Message{ID: "ui.register.section.name", Other: "Publisher name"})
	case sectionContact:
		return tx.tr(&goi18n.Message{ID: "ui.register.contact", Other: "Contact"})
	case sectionEmail:
		return tx.tr(msgRegisterEMail)
	default:
		return tx.tr(&goi18n.Message{ID: "ui.register.review", Other: "Review"})
	}
}

// sectionHeading is the title of a section's page.
func (tx texts) sectionHeading(section int) string {
	switch section {
	case sectionName:
		return tx.tr(&goi18n.Message{ID: "ui.register.heading.name", Other: "Choose your publisher name"})
	case sectionContact:
		return tx.tr(&goi18n.Message{ID: "ui.register.heading.contact", Other: "How the program reaches you"})
	case sectionEmail:
		return tx.tr(&goi18n.Message{ID: "ui.register.heading.email", Other: "Your e-mail address"})
	default:
		return tx.sectionTitle(section)
	}
}

// sectionText is the sentence under it.
func (tx texts) sectionText(section int) string {
	switch section {
	case sectionAccount:
		return tx.tr(&goi18n.Message{ID: "ui.register.text",
			Other: "You do this once. What you fill in is kept while you type, so you can go on another day."})
	case sectionName:
		return tx.tr(&goi18n.Message{ID: "ui.register.text.name",
			Other: "This is the name other members see. You can change it later."})
	case sectionContact:
		return tx.tr(&goi18n.Message{ID: "ui.register.text.contact", Other: "Other members never see this."})
	case sectionEmail:
		return tx.tr(&goi18n.Message{ID: "ui.register.text.email",
			Other: "After you finish, a code is sent to it. It shows that the address is yours."})
	default:
		return tx.tr(&goi18n.Message{ID: "ui.register.review.text",
			Other: "Country or region and account type can't be changed later; everything else can."})
	}
}

// review shows what will be sent, and asks for the consent.
func (w *register) review() *fyne.Container {
	s := w.shell
	if w.section != sectionReview {
		return container.NewStack()
	}
	agree := switchRow(s.tr(&goi18n.Message{ID: "ui.register.agree",
		Other: "These details are right, and the program may keep them to run my account."}), false, func(on bool) {
		w.agreed = on
		w.showState()
	})
	return widgets.VBox(widgets.Space5, widgets.NewCard(widgets.CardConfig{Content: factRows(s.registrationFacts(w.form.registration()))}),
		widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSunken, Edge: widgets.ColorLine, Radius: widgets.RadiusCard,
			Padding: widgets.Pad(widgets.Space4, widgets.Space4), Content: agree}), w.wait.box, w.fault.box)
}

// switchRow is a switch with its words beside it.
func switchRow(label string, on bool, changed func(bool)) *fyne.Container {
	return widgets.HBox(widgets.Space3, widgets.NewSwitch(widgets.SwitchConfig{Label: label, On: on, Changed: changed}),
		widgets.Grow(text(label, widgets.TextBody, widgets.ColorText)))
}

// registrationFacts are the lines of a registration; what is empty is left out.
func (tx texts) registrationFacts(r api.Registration) [][2]string {
	country, _ := api.CountryName(r.Country)
	at := r.Contact.Address
	lines := [][2]string{
		tx.fact(msgRegisterPublisherDisplayName, r.PublisherName),
		tx.fact(msgRegisterAccountType, tx.typeText(r.AccountType)),
		tx.fact(msgRegisterCountryOrRegion, country),
		tx.fact(msgName, r.Contact.Name),
		tx.fact(msgRegisterEMail, r.Contact.Email),
		tx.fact(&goi18n.Message{ID: "ui.register.phone", Other: "Phone"}, r.Contact.Phone),
		tx.fact(&goi18n.Message{ID: "ui.register.address", Other: "Address"},
			joined(", ", at.Street, joined(" ", at.PostalCode, at.City), at.Region)),
	}
	if c := r.Company; c != nil {
		lines = append(lines, tx.fact(msgRegisterCompany, c.RegisteredName),
			tx.fact(&goi18n.Message{ID: "ui.register.approver", Other: "Approver"},
				tx.list(c.ApproverName, c.ApproverEmail, c.ApproverPhone)))
	}
	news := tx.tr(&goi18n.Message{ID: "ui.register.no", Other: "No"})
	if r.Updates {
		news = tx.tr(&goi18n.Message{ID: "ui.register.yes-by-e-mail", Other: "Yes, by e-mail"})
	}
	return append(lines, tx.fact(&goi18n.Message{ID: "ui.register.news", Other: "News"}, news))
}

// factRows are lines of a name and its value; the values can be selected. What is empty is left out.
func factRows(lines [][2]string) *fyne.Container {
	rows := container.New(&factsLayout{})
	for _, line := range lines {
		if line[1] != "" {
			rows.Add(text(line[0], widgets.TextBody, widgets.ColorText2))
			rows.Add(widgets.SelectableText(line[1]))
		}
	}
	return rows
}

// factsLayout puts pairs of a name and a value under each other, the values in a column of their own.
type factsLayout struct{}

func (l *factsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i := 0; i+1 < len(objects); i += 2 {
		if i > 0 {
			size.Height += widgets.Unit(6)
		}
		size.Height += max(objects[i].MinSize().Height, objects[i+1].MinSize().Height)
	}
	size.Width = widgets.Unit(240)
	return size
}

func (l *factsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap, y := widgets.Unit(widgets.Space3), float32(0)
	first := min(max(size.Width*0.3, widgets.Unit(112)), widgets.Unit(180))
	for i := 0; i+1 < len(objects); i += 2 {
		name, value := objects[i], objects[i+1]
		name.Resize(fyne.NewSize(first, name.Size().Height)) // texts break at this width, and only then know their height
		value.Resize(fyne.NewSize(max(size.Width-first-gap, 0), value.Size().Height))
		height := max(name.MinSize().Height, value.MinSize().Height)
		name.Move(fyne.NewPos(0, y))
		name.Resize(fyne.NewSize(first, height))
		value.Move(fyne.NewPos(first+gap, y))
		value.Resize(fyne.NewSize(max(size.Width-first-gap, 0), height))
		y += height + widgets.Unit(6)
	}
}

// namePreview shows the name as others see it.
type namePreview struct {
	box    *fyne.Container
	shell  *Shell
	card   *fyne.Container
	circle *fyne.Container
	names  []*widgets.Paragraph
}

func newNamePreview(s *Shell) *namePreview {
	p := &namePreview{shell: s, circle: container.NewStack()}
	p.names = []*widgets.Paragraph{text("", widgets.TextBold, widgets.ColorText), text("", widgets.TextCaptionBold, widgets.ColorText)}
	since := s.tr(&goi18n.Message{ID: "ui.register.member-since", Other: "Member since {{.Date}}"}, "Date", s.dayText(s.cfg.Clock()))
	p.card = widgets.NewCard(widgets.CardConfig{Cells: []fyne.CanvasObject{
		widgets.HBox(widgets.Space3, p.circle, widgets.Grow(widgets.VBox(0, p.names[0], text(since, widgets.TextCaption,
			widgets.ColorText3)))),
		widgets.VBox(0, p.names[1], text(s.tr(&goi18n.Message{ID: "ui.register.preview.comment",
			Other: "Beside your feedback and comments, like this."}), widgets.TextCaption, widgets.ColorText2))}})
	p.box = widgets.VBox(widgets.Space2, text(s.tr(&goi18n.Message{ID: "ui.register.preview", Other: "How others see you"}),
		widgets.TextCaptionBold, widgets.ColorText3), p.card, text(s.tr(&goi18n.Message{ID: "ui.register.preview.hidden",
		Other: "Your contact details are never shown."}), widgets.TextCaption, widgets.ColorText3))
	return p
}

func (p *namePreview) set(name string) {
	if name == "" {
		name = p.shell.tr(&goi18n.Message{ID: "ui.register.preview.none", Other: "Your name"})
	}
	for _, line := range p.names {
		line.SetText(name)
	}
	p.circle.Objects = []fyne.CanvasObject{newAvatar(name, 40)}
	p.circle.Refresh()
}

// stepsList puts the list of sections at the left of the page; where there is little room it is left out, and the page says
// which step it is.
type stepsList struct{}

func (stepsList) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[1].MinSize() }

func (stepsList) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := widgets.Unit(296)
	if size.Width < widgets.Unit(widgets.WideWidth) {
		width = widgets.Unit(248)
	}
	shown := size.Width >= widgets.Unit(widgets.MiddleWidth)
	widgets.ShowIf(shown, objects[0])
	if !shown {
		width = 0
	}
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(width, size.Height))
	objects[1].Move(fyne.NewPos(width, 0))
	objects[1].Resize(fyne.NewSize(size.Width-width, size.Height))
}

// footedLayout puts the first object in the room over the second.
type footedLayout struct{}

func (footedLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	first, foot := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(first.Width, foot.Width), first.Height+foot.Height)
}

func (footedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	foot := objects[1]
	foot.Resize(fyne.NewSize(size.Width, foot.Size().Height)) // texts break at this width, and only then know their height
	height := foot.MinSize().Height
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(size.Width, max(size.Height-height, 0)))
	foot.Move(fyne.NewPos(0, size.Height-height))
	foot.Resize(fyne.NewSize(size.Width, height))
}

// registerLayout puts a column of at most 560 at the left and what belongs to it at its right, or under it where there is
// little room.
type registerLayout struct{}

// The widths of the two, at 100 %.
const (
	columnWidth = 560
	besideWidth = 280
)

func (registerLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	if len(objects) < 2 {
		return size
	}
	other := objects[1].MinSize()
	if at := objects[1].Position(); at.X > 0 {
		return fyne.NewSize(size.Width, max(size.Height, other.Height+at.Y))
	}
	return fyne.NewSize(size.Width, size.Height+widgets.Unit(widgets.Space6)+other.Height)
}

func (registerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put := func(o fyne.CanvasObject, x, y, width float32) {
		o.Resize(fyne.NewSize(width, o.Size().Height)) // texts break at this width, and only then know their height
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
	}
	gap, beside := widgets.Unit(widgets.Space8), widgets.Unit(besideWidth)
	fits := len(objects) > 1 && size.Width >= widgets.Unit(360)+gap+beside
	width := min(size.Width, widgets.Unit(columnWidth))
	if fits {
		width = min(size.Width-gap-beside, width)
	}
	put(objects[0], 0, 0, width)
	if len(objects) < 2 {
		return
	}
	if fits {
		put(objects[1], width+gap, widgets.Unit(96), beside)
		return
	}
	put(objects[1], 0, objects[0].Size().Height+widgets.Unit(widgets.Space6), min(width, beside))
}
