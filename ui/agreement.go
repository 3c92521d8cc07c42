package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// agreement shows an agreement whole and takes the answer. The choice comes after the text and neither side
// is chosen beforehand.
type agreement struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	id      string
	text    api.Agreement
	accept  *widget.RadioGroup
	missing *widget.Label
	fault   *faultSpot
	wait    *waiting
	scroll  *container.Scroll
	content *fyne.Container
	end     *widgets.StockButton
}

func newAgreement(s *Shell, id string) *agreement {
	w := &agreement{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), id: id, fault: newFaultSpot(s),
		wait: newWaiting(s)}
	w.content = container.NewStack(widgets.Page(w.wait.box, w.fault.box))
	w.load()
	return w
}

func (w *agreement) object() fyne.CanvasObject { return w.content }
func (w *agreement) apply(view)                {}

func (w *agreement) leave() {
	w.wait.stop()
	w.life.end()
}

func (w *agreement) escape() bool {
	if w.shell.area != areaReading {
		return false
	}
	w.shell.readOn()
	return true
}

func (w *agreement) load() {
	w.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.agreement.fetching", Other: "Fetching the agreement…"}))
	work(w.shell, w.life, func(ctx context.Context) (api.Agreement, error) { return w.session.Agreements.Find(ctx, w.id) },
		func(text api.Agreement, err error) {
			w.wait.stop()
			if err != nil {
				w.fault.set(err, widgets.NewStockMainButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), func() {
					w.fault.set(nil)
					w.load()
				}))
				return
			}
			w.text = text
			w.show()
		})
}

// show lays the agreement out: what it is at the head, its text, and the answer at the end.
func (w *agreement) show() {
	w.end = widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.agreement.go-to-end", Other: "Go to end"}),
		theme.MoveDownIcon(), func() { w.scroll.ScrollToBottom() })
	head := widgets.Lines(widgets.Heading(w.text.Title), widgets.Small(w.shell.versionLine(w.text.AgreementState)))
	tools := widgets.Buttons(w.end,
		widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.agreement.save-as-text", Other: "Save as text"}),
			theme.DocumentSaveIcon(), w.save))
	if w.shell.area == areaReading {
		tools.Add(widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.agreement.back", Other: "Back"}),
			theme.NavigateBackIcon(), func() { w.escape() }))
	}
	body := container.NewVBox()
	if changes := w.changes(); changes != nil {
		body.Add(changes)
	}
	body.Add(widgets.NewMarkup(w.text.Text, w.shell.openURL))
	body.Add(widget.NewSeparator())
	body.Add(w.answer())
	w.scroll = widgets.Page(body)
	top := container.New(&widgets.ColumnLayout{},
		container.NewPadded(container.NewVBox(head, tools, widget.NewSeparator())))
	w.content.Objects = []fyne.CanvasObject{widgets.Topped(top, w.scroll)}
	w.content.Refresh()
	w.shell.win.Canvas().Focus(w.end)
}

// changes says what is new since the version that was accepted before.
func (w *agreement) changes() fyne.CanvasObject {
	before := w.text.Previous
	if before == nil {
		return nil
	}
	box := container.NewVBox(widgets.Strong(
		w.shell.tr(&goi18n.Message{ID: "ui.agreement.new-version",
			Other: "This is a new version. You accepted version {{.Version}} on {{.Date}}."},
			"Version", before.Version, "Date", w.shell.dayText(before.AcceptedAt))))
	if g := w.text.Grace; g != nil && !g.IsZero() {
		box.Add(widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.agreement.grace",
				Other: "Until {{.Date}} downloads go on under the version you accepted. After that they wait for your answer and then go on by themselves."},
				"Date", w.shell.dayText(*g))))
	}
	list := container.NewVBox()
	for _, c := range widgets.ChangesBetween(before.Text, w.text.Text) {
		switch c.Kind {
		case widgets.Added:
			list.Add(changeLine(w.shell.tr(&goi18n.Message{ID: "ui.agreement.new", Other: "New:"}), c.Text,
				widget.SuccessImportance))
		case widgets.Removed:
			list.Add(changeLine(
				w.shell.tr(&goi18n.Message{ID: "ui.agreement.no-longer-there",
					Other: "No longer there:"}), c.Text, widget.DangerImportance))
		}
	}
	if len(list.Objects) == 0 {
		list.Add(widgets.Wrapped(
			w.shell.tr(&goi18n.Message{ID: "ui.agreement.only-line-breaks", Other: "Only line breaks changed."})))
	}
	item := widget.NewAccordionItem(w.shell.tr(&goi18n.Message{ID: "ui.agreement.what-changed", Other: "What changed"}),
		list)
	item.Open = true
	box.Add(widget.NewAccordion(item))
	return widgets.Panel(box)
}

// changeLine names the kind of a change; its colour only repeats it.
func changeLine(kind, text string, importance widget.Importance) fyne.CanvasObject {
	label := widgets.Strong(kind)
	label.Importance = importance
	return widgets.Lines(label, widgets.Wrapped(text))
}

func (w *agreement) answer() fyne.CanvasObject {
	accept := w.shell.tr(&goi18n.Message{ID: "ui.agreement.i-accept", Other: "I accept"})
	decline := w.shell.tr(&goi18n.Message{ID: "ui.agreement.i-decline", Other: "I decline"})
	w.accept = widget.NewRadioGroup([]string{accept, decline}, nil)
	w.missing = widgets.Wrapped("")
	w.missing.Importance = widget.DangerImportance
	w.missing.Hide()
	box := container.NewVBox(widgets.Subheading(
		w.shell.tr(&goi18n.Message{ID: "ui.agreement.your-answer", Other: "Your answer"})))
	if w.text.Decision != api.Undecided {
		box.Add(widgets.Wrapped(w.shell.decisionLine(w.text.AgreementState)))
	}
	box.Add(w.accept)
	box.Add(w.missing)
	box.Add(widgets.Small(
		w.shell.tr(&goi18n.Message{ID: "ui.agreement.declining.text",
			Other: "Declining keeps your account and registration. Downloads that need this agreement wait; you can come back and accept at any time."})))
	box.Add(w.wait.box)
	box.Add(w.fault.box)
	box.Add(widgets.Buttons(widgets.NewStockMainButton(
		w.shell.tr(&goi18n.Message{ID: "ui.agreement.submit", Other: "Submit"}), theme.ConfirmIcon(), w.submit)))
	return box
}

func (w *agreement) submit() {
	if w.accept.Selected == "" {
		w.missing.SetText(
			w.shell.tr(&goi18n.Message{ID: "ui.agreement.answer-missing", Other: "Choose one of the two."}))
		w.missing.Show()
		w.scroll.ScrollToBottom()
		return
	}
	w.missing.Hide()
	w.fault.set(nil)
	accepted := w.accept.Selected == w.accept.Options[0]
	// The service's new step may be seen before its answer to this call: where that leads must be known by then.
	w.shell.thanks = accepted && w.shell.area != areaReading
	w.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.agreement.sending-your-answer", Other: "Sending your answer…"}))
	submitFor(w.shell, w.life, func(ctx context.Context) (api.Receipt, error) {
		return w.session.Agreements.Decide(ctx, w.id, w.text.SHA256, accepted)
	}, func(_ api.Receipt, err error) {
		w.wait.stop()
		if err != nil {
			w.shell.thanks = false
			w.fault.set(err, widgets.NewStockMainButton(
				w.shell.tr(&goi18n.Message{ID: "ui.agreement.read-again",
					Other: "Read the text again"}), theme.ViewRefreshIcon(), func() {
					w.fault.set(nil)
					w.load()
				}))
			return
		}
		w.answered(accepted)
	})
}

// answered leads on: after an acceptance to the next step, after a refusal to what it means.
func (w *agreement) answered(accepted bool) {
	reading := w.shell.area == areaReading
	if !accepted {
		w.shell.foot.say(
			w.shell.tr(&goi18n.Message{ID: "ui.agreement.declined",
				Other: "You declined. Your account stays; you can accept at any time."}))
	} else if reading {
		w.shell.foot.say(
			w.shell.tr(&goi18n.Message{ID: "ui.agreement.accepted",
				Other: "Accepted. Downloads that waited for it go on."}))
	}
	if reading {
		w.shell.readOn()
		return
	}
	w.shell.view = w.shell.puller.snapshot()
	if accepted {
		w.shell.arrange() // another agreement may wait; it has another key
		w.shell.puller.wake()
		return
	}
	w.load()
}

func (w *agreement) save() {
	name := fmt.Sprintf("%s-%s.txt", w.text.ID, w.text.Version)
	w.shell.files.save(name, []byte(w.text.Text))
}

func (tx texts) versionLine(a api.AgreementState) string {
	parts := []string{tx.tr(&goi18n.Message{ID: "ui.agreement.version", Other: "Version {{.Version}}"}, "Version",
		a.Version)}
	if !a.Effective.IsZero() {
		parts = append(parts, tx.tr(&goi18n.Message{ID: "ui.agreement.in-force-from", Other: "in force from {{.Date}}"},
			"Date", tx.dayText(a.Effective)))
	}
	parts = append(parts, tx.tr(&goi18n.Message{ID: "ui.agreement.fingerprint", Other: "fingerprint {{.Fingerprint}}"},
		"Fingerprint", shortHash(a.SHA256)))
	return tx.list(parts...)
}

func (tx texts) decisionLine(a api.AgreementState) string {
	switch a.Decision {
	case api.Accepted:
		return tx.tr(&goi18n.Message{ID: "ui.agreement.accepted-on", Other: "You accepted this version on {{.Time}}."},
			"Time", tx.momentText(a.DecidedAt))
	case api.Declined:
		return tx.tr(&goi18n.Message{ID: "ui.agreement.declined-on",
			Other: "You declined this version on {{.Time}}. You can accept it now."},
			"Time", tx.momentText(a.DecidedAt))
	default:
		return ""
	}
}
