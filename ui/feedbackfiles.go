package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/ui/widgets"
)

// diagnosticsName is what the outbox calls the diagnostics when it sends them.
const diagnosticsName = "diagnostics.txt"

// feedbackFiles is the part of the form that says what leaves this computer beside the text: files and
// diagnostics.
type feedbackFiles struct {
	form        *feedbackForm
	rules       *api.AttachmentRules
	list        []outbox.File
	diagnostics string // exactly what leaves; empty: none

	rows    *fyne.Container
	preview *fyne.Container
	tick    *widgets.Tick
	fault   *faultSpot
	wait    *waiting
	box     *fyne.Container
}

func newFeedbackFiles(form *feedbackForm) *feedbackFiles {
	s := form.shell
	v := &feedbackFiles{form: form, rules: form.form.Attachments, list: slices.Clone(form.draft.Files),
		diagnostics: form.draft.Diagnostics,
		rows:        container.NewVBox(), preview: container.NewVBox(), fault: newFaultSpot(s), wait: newWaiting(s)}
	v.box = container.NewVBox()
	if v.rules == nil {
		return v
	}
	v.box.Add(widgets.Lines(widgets.Strong(
		s.tr(&goi18n.Message{ID: "ui.feedback.files-optional", Other: "Files (optional)"})), widgets.Small(
		s.trn(&goi18n.Message{ID: "ui.feedback.files.rules",
			One:   "At most {{.Count}} file of up to {{.Size}} MiB, chosen or dropped here: {{.Endings}}",
			Other: "At most {{.Count}} files of up to {{.Size}} MiB each, chosen or dropped here: {{.Endings}}"},
			v.rules.Count, "Size", v.rules.Size>>20, "Endings", strings.Join(v.rules.Endings, " ")))))
	v.box.Add(v.rows)
	v.box.Add(v.wait.box)
	v.box.Add(v.fault.box)
	v.box.Add(widgets.Buttons(widgets.NewStockButton(
		s.tr(msgFeedbackAttachFile), theme.MailAttachmentIcon(), v.choose)))
	if v.takesDiagnostics() {
		v.tick = widgets.NewTick(s.tr(&goi18n.Message{ID: "ui.feedback.add-diagnostics", Other: "Add diagnostics"}),
			nil)
		v.tick.Checked = v.diagnostics != ""
		v.tick.OnChanged = v.setDiagnostics
		v.box.Add(v.tick)
		v.box.Add(v.preview)
	}
	v.show()
	return v
}

// takesDiagnostics reports whether the form's rules let a text file of that name through.
func (v *feedbackFiles) takesDiagnostics() bool {
	return len(v.rules.Check(api.NewAttachment{Name: diagnosticsName, Size: 1, SHA256: strings.Repeat("0", 64)})) == 0
}

// show lists the files and what the diagnostics say.
func (v *feedbackFiles) show() {
	v.rows.RemoveAll()
	for i, file := range v.list {
		name := widgets.Selectable(file.Name)
		name.TextStyle.Bold = true
		remove := widgets.NewStockButton(v.form.shell.tr(msgRemove), theme.DeleteIcon(), func() { v.remove(i) })
		v.rows.Add(widgets.Panel(widgets.Apart(widgets.Lines(name, widgets.Small(v.form.shell.bytesText(file.Size))),
			container.NewCenter(remove))))
	}
	v.preview.RemoveAll()
	if v.diagnostics != "" {
		text := widget.NewLabel(v.diagnostics)
		text.Wrapping = fyne.TextWrapBreak
		text.TextStyle.Monospace = true
		text.SizeName = theme.SizeNameCaptionText
		text.Selectable = true
		scroll := container.NewVScroll(text)
		scroll.SetMinSize(fyne.NewSize(0, 180*v.form.shell.look.scale()))
		v.preview.Add(widgets.Small(
			v.form.shell.tr(&goi18n.Message{ID: "ui.feedback.diagnostics.preview",
				Other: "This text is sent along, exactly as it stands here ({{.Size}})."},
				"Size", v.form.shell.bytesText(int64(len(v.diagnostics))))))
		v.preview.Add(widgets.Panel(scroll))
	}
	v.box.Refresh()
	if v.form.body != nil {
		v.form.body.Refresh()
	}
}

// choose asks for a file.
func (v *feedbackFiles) choose() {
	s := v.form.shell
	s.files.choose(FileRequest{Title: s.tr(msgFeedbackAttachFile),
		Accept: s.tr(&goi18n.Message{ID: "ui.feedback.attach", Other: "Attach"})}, v.attach)
}

// attach adds a file, when the form's rules let it.
func (v *feedbackFiles) attach(path string) {
	if v.rules == nil {
		return
	}
	count, rules := v.count(), v.rules
	v.fault.set(nil)
	v.wait.start(v.form.shell.tr(&goi18n.Message{ID: "ui.feedback.reading-the-file", Other: "Reading the file…"}))
	work(v.form.shell, v.form.owner.life, func(context.Context) (outbox.File,
		error) {
		return outbox.Attach(path, rules, count)
	},
		func(file outbox.File, err error) {
			v.wait.stop()
			if err != nil {
				v.fault.set(err)
				return
			}
			v.list = append(slices.DeleteFunc(v.list,
				func(have outbox.File) bool { return have.Path == file.Path }), file)
			v.changed()
		})
}

func (v *feedbackFiles) remove(i int) {
	v.list = slices.Delete(slices.Clone(v.list), i, i+1)
	v.fault.set(nil)
	v.changed()
}

// count is how many of the files that the form allows are there already.
func (v *feedbackFiles) count() int {
	if v.diagnostics != "" {
		return len(v.list) + 1
	}
	return len(v.list)
}

// setDiagnostics takes the diagnostics as they are now, or leaves them out.
func (v *feedbackFiles) setDiagnostics(on bool) {
	if !on {
		v.diagnostics = ""
		v.changed()
		return
	}
	app := v.form.shell.cfg.Session
	work(v.form.shell, v.form.owner.life, func(context.Context) (string, error) { return app.Diagnostics(), nil },
		func(text string, _ error) {
			if v.tick.Checked {
				v.diagnostics = text
				v.changed()
			}
		})
}

func (v *feedbackFiles) changed() {
	v.show()
	v.form.saver.touch()
}
