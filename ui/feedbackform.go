package ui

import (
	"context"
	"slices"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/uuid"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/ui/widgets"
)

// feedbackForm writes one item in the form of its engagement. What is typed is kept on the disk while it is
// typed, and again when the form is left.
type feedbackForm struct {
	owner *feedback
	shell *Shell
	form  api.Form
	draft outbox.Draft // as it was opened; its item is what the fields hold
	saver *draftSaver
	disk  sync.Mutex // between a save that is under way and the sending, which ends all saving
	gone  bool       // under disk: the draft was sent or thrown away; no save may bring it back

	answers map[string]string // by field, of every type, so that going to another type and back loses nothing
	fields  feedbackParts
	about   []api.Package // what the drop-down offers, after its first line
	version *widgets.Field
	types   *fyne.Container // the fields of the chosen type
	body    *fyne.Container
	files   *feedbackFiles
	fault   *faultSpot
	wait    *waiting
	page    *readingPage // nil until all of it is built
	content *fyne.Container
}

func newFeedbackForm(owner *feedback, form api.Form, d outbox.Draft) *feedbackForm {
	s := owner.shell
	if d.Key == "" {
		d.Key = uuid.NewString()
	}
	f := &feedbackForm{owner: owner, shell: s, form: form, draft: d, answers: map[string]string{},
		types: widgets.VBox(widgets.Space4), fault: newFaultSpot(s), wait: newWaiting(s)}
	for id, answer := range d.Item.Fields {
		f.answers[id] = answer
	}
	f.saver = &draftSaver{shell: s, take: f.take}
	f.files = newFeedbackFiles(f)
	f.body = widgets.VBox(widgets.Space4)
	if d.Sent != "" {
		f.body.Add(widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneRun,
			Text: s.tr(&goi18n.Message{ID: "ui.feedback.form.text-sent",
				Other: "The text of this has arrived at the program and can't be changed here. Its files have not all arrived: change them, then send again."})}))
		f.body.Add(widgets.NewFacts(widgets.FactsConfig{Columns: 1,
			Facts: []widgets.Fact{{Label: s.tr(msgFeedbackTitle), Value: d.Item.Title}}}))
	} else {
		f.addHead()
	}
	f.body.Add(f.files.box)
	f.body.Add(f.wait.box)
	f.body.Add(f.fault.box)
	f.page = newReadingPage(0, helpMost, f.body).sunken()
	f.content = container.New(itemLayout{}, f.page.box, f.foot())
	f.content = container.New(overLayout{}, f.content, widgets.VBox(0, f.head(), widgets.NewLine()))
	return f
}

func (f *feedbackForm) head() fyne.CanvasObject {
	s := f.shell
	return widgets.NewPageHeader(widgets.HeaderConfig{MoreText: s.tr(msgMore), Back: f.owner.toList,
		BackText: s.tr(&goi18n.Message{ID: "ui.feedback.back", Other: "Back to the list"}),
		Title: s.tr(&goi18n.Message{ID: "ui.feedback.feedback-on", Other: "Feedback on {{.Engagement}}"}, "Engagement",
			f.owner.titleOf(f.draft.Engagement)),
		Caption: s.tr(&goi18n.Message{ID: "ui.feedback.form.text",
			Other: "What you write is kept on this computer while you type, and sent when you say so."})})
}

// foot holds what ends the writing.
func (f *feedbackForm) foot() fyne.CanvasObject {
	s := f.shell
	return container.NewStack(widgets.NewGround(widgets.Paint{Fill: widgets.ColorSurface}),
		widgets.VBox(0, widgets.NewLine(), widgets.Padded(widgets.Pad(widgets.Space3, widgets.Space6),
			widgets.Flow(widgets.Space2,
				mainButton(s.tr(&goi18n.Message{ID: "ui.feedback.send", Other: "Send"}), "mail", f.send),
				plainButton(s.tr(&goi18n.Message{ID: "ui.feedback.keep-as-a-draft", Other: "Keep as a draft"}), "", f.owner.toList)))))
}

// settle lays the parts out in the room that they need now.
func (f *feedbackForm) settle() {
	if f.page != nil {
		f.page.fit()
	}
}

// begin gives the focus to the first thing to fill in, and watches for dropped files.
func (f *feedbackForm) begin() {
	if why := f.draft.Fault; why != nil && why.Kind != fault.Network {
		f.draft.Fault = nil
		f.show(f.form.Check(f.item()))
		f.fault.set(why)
	} else if made := f.fields.find("title"); made != nil {
		f.shell.win.Canvas().Focus(made.focus)
	}
	f.shell.drops.watch(func(paths []string) {
		for _, path := range paths {
			f.files.attach(path)
		}
	})
}

func (f *feedbackForm) leave() {
	f.shell.drops.watch(nil)
	f.saver.flush()
	f.wait.stop()
}

// addHead adds the type, the title, the fields of the type, and what it is about.
func (f *feedbackForm) addHead() {
	if f.draft.Item.Type == "" && len(f.form.Types) == 1 {
		f.draft.Item.Type = f.form.Types[0].ID
	}
	var choices []widgets.RadioChoice
	chosen := -1
	for i, t := range f.form.Types {
		choices = append(choices, widgets.RadioChoice{Title: t.Title})
		if t.ID == f.draft.Item.Type {
			chosen = i
		}
	}
	kind := widgets.NewRadioCards(widgets.RadioConfig{Choices: choices, Changed: func(i int) {
		f.draft.Item.Type = f.form.Types[i].ID
		f.showType()
		f.left("type")()
		f.saver.touch()
	}})
	if chosen >= 0 {
		kind.Set(chosen)
	}
	f.body.Add(f.add(f.inputPart("type",
		f.shell.tr(&goi18n.Message{ID: "ui.feedback.form.type", Other: "What is it?"}), "", kind.Box, nil)))
	title, _ := f.textPart("title", f.shell.tr(msgFeedbackTitle),
		f.shell.tr(&goi18n.Message{ID: "ui.feedback.form.title.hint", Other: "In one line, so that others find it."}),
		f.draft.Item.Title, 1, 200, func(text string) {
			f.draft.Item.Title = text
			f.saver.touch()
		})
	f.body.Add(f.add(title))
	f.body.Add(f.types)
	f.showType()
	f.addAbout()
}

// showType shows the fields of the chosen type.
func (f *feedbackForm) showType() {
	f.fields = slices.DeleteFunc(f.fields, func(made *feedbackPart) bool { return strings.HasPrefix(made.name, "fields.") })
	f.types.RemoveAll()
	t, ok := f.form.Type(f.draft.Item.Type)
	if !ok {
		f.types.Add(captionText(f.shell.tr(&goi18n.Message{ID: "ui.feedback.form.choose-type",
			Other: "Choose what it is; then its fields appear here."})))
	}
	for _, field := range t.Fields {
		f.types.Add(f.add(f.fieldFor(field)))
	}
	f.settle()
}

// fieldFor makes the input that a field's kind asks for.
func (f *feedbackForm) fieldFor(field api.Field) *feedbackPart {
	name, label := "fields."+field.ID, field.Title
	if !field.Required {
		label = f.shell.tr(&goi18n.Message{ID: "ui.feedback.optional", Other: "{{.Field}} (optional)"}, "Field", label)
	}
	changed := func(text string) {
		f.answers[field.ID] = text
		f.saver.touch()
	}
	if field.Kind == "choice" {
		part, _ := f.choicePart(name, label, field.Help, field.Choices, slices.Index(field.Choices, f.answers[field.ID]),
			func(i int) {
				changed(field.Choices[i])
				f.left(name)()
			})
		return part
	}
	lines, limit := 1, 200
	if field.Kind == "text" {
		lines, limit = 4, 20_000
	}
	if field.Limit > 0 {
		limit = field.Limit
	}
	part, _ := f.textPart(name, label, field.Help, f.answers[field.ID], lines, limit, changed)
	return part
}

// addAbout adds the package and the version that the feedback is about.
func (f *feedbackForm) addAbout() {
	nothing := f.shell.tr(&goi18n.Message{ID: "ui.feedback.no-package-in-particular", Other: "No package in particular"})
	version, input := f.textPart("version", f.shell.tr(&goi18n.Message{ID: "ui.feedback.version-optional",
		Other: "Version (optional)"}), "", f.draft.Item.Version, 1, 0, func(text string) {
		f.draft.Item.Version = text
		f.saver.touch()
	})
	f.version = input
	about, choice := f.choicePart("package", f.shell.tr(&goi18n.Message{ID: "ui.feedback.about-which-package-optional",
		Other: "About which package? (optional)"}), "", []string{nothing}, 0, func(i int) {
		f.draft.Item.Package = ""
		if i > 0 {
			f.draft.Item.Package = f.about[i-1].ID
			f.version.SetText(f.about[i-1].Version)
		} else {
			f.version.SetText("")
		}
		f.saver.touch()
	})
	f.offer(choice, nil)
	work(f.shell, f.owner.life, f.owner.session.Catalogue.Packages, func(all []api.Package, err error) {
		if err == nil { // without the list the feedback can still be written
			f.offer(choice, all)
		}
	})
	f.body.Add(f.add(about))
	f.body.Add(f.add(version))
}

// offer fills the drop-down with the engagement's packages and keeps the one that was chosen.
func (f *feedbackForm) offer(choice *widgets.Select, all []api.Package) {
	f.about = nil
	options, at := choice.Options()[:1:1], 0
	for _, p := range all {
		if p.Engagement == f.draft.Engagement {
			f.about = append(f.about, p)
			options = append(options, f.shell.list(p.Title, p.Version))
		}
	}
	wanted := f.draft.Item.Package
	same := func(p api.Package) bool { return p.ID == wanted }
	if wanted != "" && !slices.ContainsFunc(f.about, same) {
		f.about = append(f.about, api.Package{ID: wanted, Version: f.draft.Item.Version})
		options = append(options, wanted)
	}
	if i := slices.IndexFunc(f.about, same); i >= 0 {
		at = i + 1
	}
	choice.SetOptions(options, at)
	f.settle()
}

func (f *feedbackForm) add(made *feedbackPart) fyne.CanvasObject {
	f.fields = append(f.fields, made)
	return made.box
}

// item is what would be sent, without spaces at the edges and without the answers of other types.
func (f *feedbackForm) item() api.NewItem {
	i := f.draft.Item
	if f.draft.Sent != "" {
		return i
	}
	i.Title, i.Version, i.Fields = strings.TrimSpace(i.Title), strings.TrimSpace(i.Version), map[string]string{}
	t, _ := f.form.Type(i.Type)
	for _, field := range t.Fields {
		if text := strings.TrimSpace(f.answers[field.ID]); text != "" {
			i.Fields[field.ID] = text
		}
	}
	return i
}

// take is what the saver writes. A save that comes after the sending does nothing.
func (f *feedbackForm) take() func() error {
	d := f.now()
	return func() error {
		f.disk.Lock()
		defer f.disk.Unlock()
		if f.gone {
			return nil
		}
		_, err := f.shell.cfg.Session.Outbox.Save(d)
		return err
	}
}

func (f *feedbackForm) now() outbox.Draft {
	d := f.draft
	d.Item, d.Files, d.Diagnostics = f.item(), slices.Clone(f.files.list), f.files.diagnostics
	return d
}

// left checks one field.
func (f *feedbackForm) left(name string) func() {
	return func() {
		if made := f.fields.find(name); made != nil {
			made.setError(f.shell.fieldError(name, f.form.Check(f.item())))
		}
	}
}

// show puts errors under their fields and leads to the first.
func (f *feedbackForm) show(wrong []api.FieldError) {
	first := f.fields.show(f.shell.texts, wrong)
	if first == nil {
		return
	}
	if first.focus != nil {
		f.shell.win.Canvas().Focus(first.focus)
	}
	f.page.reveal(first.box) // the field's name is to be seen too
}

// send checks every field, keeps the draft a last time and hands it to what sends in the background.
func (f *feedbackForm) send() {
	f.fault.set(nil)
	if wrong := f.form.Check(f.item()); f.draft.Sent == "" && len(wrong) > 0 {
		f.show(wrong)
		return
	}
	f.saver.stop()
	d, box := f.now(), f.shell.cfg.Session.Outbox
	submit(f.shell, f.owner.life, func(context.Context) error {
		f.disk.Lock()
		defer f.disk.Unlock()
		f.gone = true
		_, err := box.Save(d)
		if err == nil {
			err = box.Queue(d.Key)
		}
		if err != nil {
			f.gone = false
		}
		return err
	}, func(err error) {
		if err == nil {
			f.shell.foot.say(
				f.shell.tr(&goi18n.Message{ID: "ui.feedback.on-its-way", Other: "Your feedback is on its way."}))
			f.owner.toList()
			return
		}
		f.saver = &draftSaver{shell: f.shell, take: f.take}
		f.fault.set(err, plainButton(f.shell.tr(msgTryAgain), "refresh", f.send))
	})
}
