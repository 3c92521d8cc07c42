package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
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
	tick    *widgets.Switch
	fault   *faultSpot
	wait    *waiting
	box     *fyne.Container
}

func newFeedbackFiles(form *feedbackForm) *feedbackFiles {
	s := form.shell
	v := &feedbackFiles{form: form, rules: form.form.Attachments, list: slices.Clone(form.draft.Files),
		diagnostics: form.draft.Diagnostics,
		rows:        widgets.VBox(widgets.Space2), preview: widgets.VBox(widgets.Space2), fault: newFaultSpot(s), wait: newWaiting(s)}
	v.box = widgets.VBox(widgets.Space3)
	if v.rules == nil {
		return v
	}
	v.box.Add(widgets.VBox(0,
		widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextBold,
			Text: s.tr(&goi18n.Message{ID: "ui.feedback.files-optional", Other: "Files (optional)"})}),
		captionText(s.trn(&goi18n.Message{ID: "ui.feedback.files.rules",
			One:   "At most {{.Count}} file of up to {{.Size}} MiB, chosen or dropped here: {{.Endings}}",
			Other: "At most {{.Count}} files of up to {{.Size}} MiB each, chosen or dropped here: {{.Endings}}"},
			v.rules.Count, "Size", v.rules.Size>>20, "Endings", strings.Join(v.rules.Endings, " ")))))
	v.box.Add(v.rows)
	v.box.Add(v.wait.box)
	v.box.Add(v.fault.box)
	v.box.Add(widgets.Flow(0, plainButton(s.tr(msgFeedbackAttachFile), "clip", v.choose)))
	if v.takesDiagnostics() {
		label := s.tr(&goi18n.Message{ID: "ui.feedback.add-diagnostics", Other: "Add diagnostics"})
		v.tick = widgets.NewSwitch(widgets.SwitchConfig{Label: label, On: v.diagnostics != "", Changed: v.setDiagnostics,
			OnWord:  s.tr(&goi18n.Message{ID: "ui.settings.on", Other: "on"}),
			OffWord: s.tr(&goi18n.Message{ID: "ui.settings.off", Other: "off"})})
		v.box.Add(widgets.HBox(widgets.Space2, v.tick, widgets.Grow(widgets.NewTextLine(widgets.TextConfig{Text: label}))))
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
		remove := widgets.NewButton(widgets.ButtonConfig{Text: v.form.shell.tr(msgRemove), Icon: "trash", Size: widgets.ButtonSmall,
			Label: joined(": ", v.form.shell.tr(msgRemove), file.Name), Tapped: func() { v.remove(i) }})
		v.rows.Add(widgets.HBox(widgets.Space2, widgets.NewIcon("clip", widgets.ColorText2, 0), widgets.Grow(widgets.VBox(0,
			widgets.NewTextLine(widgets.TextConfig{Text: file.Name, Size: widgets.TextBold}),
			captionText(v.form.shell.bytesText(file.Size)))), remove))
	}
	v.preview.RemoveAll()
	if v.diagnostics != "" {
		v.preview.Add(captionText(
			v.form.shell.tr(&goi18n.Message{ID: "ui.feedback.diagnostics.preview",
				Other: "This text is sent along, exactly as it stands here ({{.Size}})."},
				"Size", v.form.shell.bytesText(int64(len(v.diagnostics))))))
		v.preview.Add(widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSunken, Edge: widgets.ColorLine,
			Radius: widgets.RadiusRow, Padding: widgets.Pad(widgets.Space3, widgets.Space3),
			Content: widgets.Fixed(0, 180, widgets.NewScroll(widgets.SelectableText(v.diagnostics)))}))
	}
	v.box.Refresh()
	v.form.settle()
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
			if v.tick.On() {
				v.diagnostics = text
				v.changed()
			}
		})
}

func (v *feedbackFiles) changed() {
	v.show()
	v.form.saver.touch()
}
