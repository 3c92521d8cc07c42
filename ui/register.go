package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// register is the registration: four sections to fill in, then the review with the consent, then Finish.
type register struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	given   *api.Registration // taken over from the screen before, in place of the draft
	form    *registerForm
	draft   *draftSaver
	fault   *faultSpot
	wait    *waiting
	content *fyne.Container

	section int
	list    []*widgets.SectionItem
	preview *namePreview
	page    *fyne.Container // of the open section
	scroll  *widgets.Scroll
	missing *widgets.Paragraph
	next    *widgets.Button
	back    *widgets.Button
	agreed  bool
}

func newRegister(s *Shell) *register {
	w := &register{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s),
		wait: newWaiting(s), content: container.NewStack(), draft: &draftSaver{shell: s}}
	work(s, w.life, func(context.Context) (api.Registration, error) { return w.session.Registration.Draft(), nil },
		func(draft api.Registration, _ error) {
			if w.given != nil {
				draft = *w.given
			}
			w.show(draft)
		})
	return w
}

// carry hands what is half typed over to the same screen in another language.
func (w *register) carry(into screen) {
	if to, ok := into.(*register); ok && w.form != nil {
		values := w.form.registration()
		to.given, to.section = &values, min(w.section, sectionEmail)
	}
}

// show lays the form out, filled with what was kept.
func (w *register) show(draft api.Registration) {
	s := w.shell
	w.preview = newNamePreview(s)
	w.form = newRegisterForm(s, w.life, w.session, draft, false, func() {
		w.draft.touch()
		w.preview.set(w.form.values.PublisherName)
	})
	w.preview.set(draft.PublisherName)
	w.form.checked = w.showState
	w.draft.take = func() func() error {
		values := w.form.registration()
		return func() error { return w.session.Registration.SaveDraft(values) }
	}
	w.page = container.NewStack()
	w.scroll = widgets.NewScroll(widgets.Padded(widgets.Padding{Top: widgets.Space8, Right: widgets.Space8, Bottom: widgets.Space8,
		Left: widgets.Space8}, w.page))
	w.missing = widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText2,
		Align: fyne.TextAlignTrailing})
	w.back = bigButton(s.tr(&goi18n.Message{ID: "ui.register.back", Other: "Back"}), "left", widgets.ButtonQuiet,
		func() { w.open(w.section - 1) })
	w.next = bigButton("", "", widgets.ButtonMain, w.goOn)
	foot := edged(edgeTop, widgets.Padded(widgets.Pad(14, widgets.Space8), widgets.HBox(widgets.Space2, w.back,
		widgets.Grow(w.missing), w.next)))
	w.content.Objects = []fyne.CanvasObject{container.New(&stepsList{}, w.sections(),
		container.New(footedLayout{}, w.scroll, foot))}
	w.open(w.section)
	w.content.Refresh()
}

func (w *register) object() fyne.CanvasObject { return w.content }
func (w *register) apply(view)                {}

func (w *register) leave() {
	w.draft.flush()
	w.wait.stop()
	w.life.end()
}

func (w *register) escape() bool {
	if w.form == nil || w.section == 0 {
		return false
	}
	w.open(w.section - 1)
	return true
}

// sections is the list at the left.
func (w *register) sections() fyne.CanvasObject {
	s := w.shell
	column := widgets.VBox(0, widgets.Padded(widgets.Padding{Left: widgets.Space3, Bottom: widgets.Space2},
		text(s.tr(&goi18n.Message{ID: "ui.register.title", Other: "Register at {{.Program}}"}, "Program", w.session.Program().Name),
			widgets.TextCaptionBold, widgets.ColorText3)))
	for i := range sectionCount {
		item := widgets.NewSectionItem(w.sectionItem(i), func() { w.open(i) })
		w.list = append(w.list, item)
		column.Add(item)
	}
	saved := widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneRun, Icon: "disk",
		Lead: s.tr(&goi18n.Message{ID: "ui.register.saved", Other: "Saved as you type"}),
		Text: s.tr(&goi18n.Message{ID: "ui.register.saved.text", Other: "Close the window whenever you like and go on another day."})})
	return edged(edgeRight, widgets.NewScroll(widgets.Padded(widgets.Padding{Top: widgets.Space6, Right: widgets.Space4,
		Bottom: widgets.Space4, Left: widgets.Space6}, widgets.VBox(widgets.Space6, column, saved))))
}

// sectionItem is a section as it stands: done, wrong, or its number.
func (w *register) sectionItem(section int) widgets.SectionConfig {
	s := w.shell
	cfg := widgets.SectionConfig{Title: s.sectionTitle(section), Number: strconv.Itoa(section + 1), Chosen: section == w.section,
		Second: s.tr(&goi18n.Message{ID: "ui.register.to-fill-in", Other: "To fill in"})}
	state := ""
	switch {
	case section == sectionReview:
		cfg.Second = s.tr(&goi18n.Message{ID: "ui.register.check-and-send", Other: "Check and send"})
	case w.form.saidIn(section) > 0:
		cfg.Wrong = true
		cfg.Second = s.tr(&goi18n.Message{ID: "ui.register.needs-a-change", Other: "Needs a change"})
	case len(w.form.wrongIn(section)) == 0:
		cfg.Done = true
		cfg.Second = w.filledIn(section)
		state = s.tr(&goi18n.Message{ID: "ui.register.section-done", Other: "done"})
	}
	cfg.Label = s.list(cfg.Title, cfg.Second, state)
	return cfg
}

// filledIn says in short what a section holds.
func (w *register) filledIn(section int) string {
	r, s := w.form.registration(), w.shell
	switch section {
	case sectionAccount:
		country, _ := api.CountryName(r.Country)
		return s.list(country, s.typeText(r.AccountType))
	case sectionName:
		return r.PublisherName
	case sectionContact:
		return r.Contact.Name
	default:
		return r.Contact.Email
	}
}

// open shows a section. The first field of a section has the focus; on the review nothing has it, since what binds the
// person must not be pressed by a key that was meant for something else.
func (w *register) open(section int) {
	w.section = min(max(section, 0), sectionReview)
	w.agreed = false
	w.fault.set(nil)
	s := w.shell
	head := widgets.VBox(2, text(s.tr(&goi18n.Message{ID: "ui.register.step", Other: "Step {{.Number}} of {{.Count}}"},
		"Number", w.section+1, "Count", sectionCount), widgets.TextCaption, widgets.ColorText3),
		text(s.sectionHeading(w.section), widgets.TextDisplay, widgets.ColorText),
		widgets.Padded(widgets.Padding{Top: widgets.Space1}, text(s.sectionText(w.section), widgets.TextBody, widgets.ColorText2)))
	body := w.review()
	if w.section != sectionReview {
		body = w.form.sections[w.section]
	}
	column := widgets.VBox(widgets.Space6, head, body)
	w.page.Layout, w.page.Objects = registerLayout{}, []fyne.CanvasObject{column}
	if w.section == sectionName {
		w.page.Add(w.preview.box)
	}
	word := s.tr(&goi18n.Message{ID: "ui.register.continue", Other: "Continue"})
	if w.section == sectionReview {
		word = s.tr(&goi18n.Message{ID: "ui.register.finish", Other: "Finish"})
	}
	w.next.SetText(word)
	widgets.ShowIf(w.section > 0, w.back)
	w.showState()
	w.page.Refresh()
	w.content.Refresh()
	w.scroll.ScrollToTop()
	s.win.Canvas().Unfocus()
	if w.section != sectionReview && s.dialogs.top() == nil {
		for _, p := range w.form.parts {
			if p.section == w.section && p.focus != nil {
				s.win.Canvas().Focus(p.focus)
				return
			}
		}
	}
}

// showState shows the state of the sections and whether the person can go on.
func (w *register) showState() {
	for i, item := range w.list {
		item.Set(w.sectionItem(i))
	}
	said := w.form.saidIn(w.section)
	if w.section == sectionReview {
		said = 0
		for section := range sectionReview {
			said += len(w.form.wrongIn(section))
		}
		if said == 0 && w.agreed {
			w.next.Enable()
		} else {
			w.next.Disable()
		}
	} else {
		w.next.Enable()
	}
	words := ""
	if said > 0 {
		words = w.shell.trn(&goi18n.Message{ID: "ui.register.attention", One: "{{.Count}} field needs your attention",
			Other: "{{.Count}} fields need your attention"}, said)
	}
	w.missing.SetText(words)
}

// goOn checks the open section and shows the next one; on the review it sends.
func (w *register) goOn() {
	if w.section == sectionReview {
		w.send()
		return
	}
	if wrong := w.form.check(w.section); wrong != nil {
		w.shell.win.Canvas().Focus(wrong.focus)
		return
	}
	w.draft.flush()
	if w.section == sectionEmail {
		if wrong := w.form.checkAll(); wrong != nil {
			w.openAt(wrong)
			return
		}
	}
	w.open(w.section + 1)
}

// openAt shows the section of a field, with the focus on the field.
func (w *register) openAt(wrong *formPart) {
	w.open(wrong.section)
	w.shell.win.Canvas().Focus(wrong.focus)
}

// send registers. The next snapshot leads on; an error of a field leads back to it.
func (w *register) send() {
	if !w.agreed {
		return
	}
	if wrong := w.form.checkAll(); wrong != nil {
		w.openAt(wrong)
		return
	}
	w.fault.set(nil)
	w.next.Disable()
	w.wait.start(
		w.shell.tr(&goi18n.Message{ID: "ui.register.sending-the-registration", Other: "Sending the registration…"}))
	registration := w.form.registration()
	submit(w.shell, w.life, func(ctx context.Context) error { return w.session.Registration.Register(ctx, registration) },
		func(err error) {
			w.wait.stop()
			w.shell.puller.wake()
			if err == nil {
				w.draft.stop()
				return
			}
			w.next.Enable()
			if wrong := w.form.showFault(err); wrong != nil {
				w.openAt(wrong)
				return
			}
			w.fault.set(err, plainButton(w.shell.tr(msgTryAgain), "refresh", w.send))
		})
}
