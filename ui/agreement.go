package ui

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// agreement shows an agreement whole and takes the answer. The choice comes after the text and neither side
// is chosen beforehand.
type agreement struct {
	shell    *Shell
	life     *lifetime
	session  *session.Session
	id       string
	text     api.Agreement
	sections []section
	parts    []fyne.CanvasObject // the sections on the screen
	answers  *widgets.RadioCards
	submitIt *widgets.Button
	fault    *faultSpot
	wait     *waiting
	scroll   *widgets.Scroll
	content  *fyne.Container
}

func newAgreement(s *Shell, id string) *agreement {
	w := &agreement{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), id: id, fault: newFaultSpot(s),
		wait: newWaiting(s)}
	w.content = container.NewStack()
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

// fetched is an agreement and what changed in it; both are found away from the screens' goroutine.
type fetched struct {
	text     api.Agreement
	sections []section
}

func (w *agreement) load() {
	w.content.Objects = []fyne.CanvasObject{widgets.Centered(480, widgets.VBox(widgets.Space4, w.wait.box, w.fault.box))}
	w.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.agreement.fetching", Other: "Fetching the agreement…"}))
	work(w.shell, w.life, func(ctx context.Context) (fetched, error) {
		text, err := w.session.Agreements.Find(ctx, w.id)
		if err != nil {
			return fetched{}, err
		}
		return fetched{text: text, sections: comparedSections(text)}, nil
	}, func(found fetched, err error) {
		w.wait.stop()
		if err != nil {
			w.fault.set(err, mainButton(w.shell.tr(msgTryAgain), "refresh", func() {
				w.fault.set(nil)
				w.load()
			}))
			return
		}
		w.text, w.sections = found.text, found.sections
		w.show()
	})
}

// show lays the agreement out: what it is at the head, its text, and the answer at the end. Nothing has the focus: what
// binds the person is chosen by them alone.
func (w *agreement) show() {
	column := widgets.VBox(0)
	var folded fyne.CanvasObject
	if w.text.Previous != nil {
		folded = w.changesFolded()
		column.Add(widgets.Padded(widgets.Padding{Bottom: widgets.Space4, Left: widgets.Space4}, folded))
	}
	w.parts = nil
	for _, part := range w.sections {
		o := markedSection(widgets.NewMarkup(part.text, w.shell.openURL), part.changed())
		w.parts = append(w.parts, o)
		column.Add(o)
	}
	column.Add(widgets.Padded(widgets.Padding{Top: widgets.Space5, Left: widgets.Space4}, w.answer()))
	w.scroll = widgets.NewScroll(container.New(columnLayout{width: 640}, widgets.Padded(widgets.Padding{Top: widgets.Space4,
		Right: widgets.Space6, Bottom: widgets.Space6, Left: widgets.Space2}, column)))
	panes := container.New(asideLayout{folded: folded}, w.scroll)
	if w.text.Previous != nil {
		panes.Add(w.changesAside())
	}
	w.content.Objects = []fyne.CanvasObject{widgets.Topped(edged(edgeBottom, w.header()), panes)}
	w.content.Refresh()
	w.content.Refresh() // texts know their height only once they were laid out
}

// markedSection is a section with a bar at its left when it changed.
func markedSection(content fyne.CanvasObject, changed bool) fyne.CanvasObject {
	color := widgets.ColorNone
	if changed {
		color = widgets.ColorOKFill
	}
	return barred(color, content)
}

func (w *agreement) header() fyne.CanvasObject {
	s := w.shell
	cfg := widgets.HeaderConfig{Title: w.text.Title, Caption: s.versionLine(w.text.AgreementState), MoreText: s.tr(msgMore),
		Plain: []widgets.ButtonConfig{
			{Text: s.tr(&goi18n.Message{ID: "ui.agreement.go-to-end", Other: "Go to end"}), Icon: "down",
				Tapped: func() { w.scroll.ScrollToBottom() }},
			{Text: s.tr(&goi18n.Message{ID: "ui.agreement.save-as-text", Other: "Save as text"}), Icon: "export", Tapped: w.save}},
		More: []widgets.MenuItem{{Label: s.tr(&goi18n.Message{ID: "ui.agreement.print", Other: "Print"}), Icon: "file", Action: w.print}}}
	if s.area == areaReading {
		cfg.Back, cfg.BackText = func() { w.escape() }, s.tr(&goi18n.Message{ID: "ui.agreement.back", Other: "Back"})
	}
	return widgets.NewPageHeader(cfg)
}

func (w *agreement) answer() fyne.CanvasObject {
	s := w.shell
	w.answers = widgets.NewRadioCards(widgets.RadioConfig{Choices: []widgets.RadioChoice{
		{Title: s.tr(&goi18n.Message{ID: "ui.agreement.i-accept", Other: "I accept"}),
			Text: s.tr(&goi18n.Message{ID: "ui.agreement.i-accept.text", Other: "Packages open, and waiting downloads go on."})},
		{Title: s.tr(&goi18n.Message{ID: "ui.agreement.i-decline", Other: "I decline"}),
			Text: s.tr(&goi18n.Message{ID: "ui.agreement.i-decline.text",
				Other: "You keep your account and registration. Downloads that need this agreement wait. You can accept at any time."})},
	}, Changed: func(int) { w.submitIt.Enable() }})
	w.answers.Box.Layout = &sideBySide{least: 220, gap: widgets.Space3}
	w.submitIt = bigButton(s.tr(&goi18n.Message{ID: "ui.agreement.submit", Other: "Submit"}), "", widgets.ButtonMain, w.submit)
	w.submitIt.Disable()
	box := widgets.VBox(widgets.Space4, text(s.tr(&goi18n.Message{ID: "ui.agreement.your-answer", Other: "Your answer"}),
		widgets.TextHeading, widgets.ColorText))
	if w.text.Decision != api.Undecided {
		box.Add(text(s.decisionLine(w.text.AgreementState), widgets.TextBody, widgets.ColorText2))
	}
	box.Add(w.answers.Box)
	box.Add(widgets.HBox(widgets.Space3, widgets.Grow(text(s.tr(&goi18n.Message{ID: "ui.agreement.choose",
		Other: "Choose one. You'll get a signed receipt."}), widgets.TextCaption, widgets.ColorText2)), w.submitIt))
	box.Add(w.wait.box)
	box.Add(w.fault.box)
	return widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSunken, Edge: widgets.ColorLine, Radius: widgets.RadiusCard,
		Padding: widgets.Pad(widgets.Space5, widgets.Space5), Content: box})
}

func (w *agreement) submit() {
	if w.answers.Chosen() < 0 {
		return
	}
	w.fault.set(nil)
	w.submitIt.Disable()
	accepted := w.answers.Chosen() == 0
	// The service's new step may be seen before its answer to this call: where that leads must be known by then.
	w.shell.thanks = accepted && w.shell.area != areaReading
	w.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.agreement.sending-your-answer", Other: "Sending your answer…"}))
	submitFor(w.shell, w.life, func(ctx context.Context) (api.Receipt, error) {
		return w.session.Agreements.Decide(ctx, w.id, w.text.SHA256, accepted)
	}, func(_ api.Receipt, err error) {
		w.wait.stop()
		if err != nil {
			w.shell.thanks = false
			w.submitIt.Enable()
			w.fault.set(err, mainButton(w.shell.tr(&goi18n.Message{ID: "ui.agreement.read-again", Other: "Read the text again"}),
				"refresh", func() {
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

// print shows the exact text in the browser, which asks for the printer.
func (w *agreement) print() {
	s, title, words := w.shell, html.EscapeString(w.text.Title), html.EscapeString(w.text.Text)
	path := filepath.Join(s.cfg.Session.Home(), "print", w.text.SHA256+".html")
	aside(s, func() error {
		page := "<!doctype html><meta charset=utf-8><title>" + title + "</title><body onload=\"print()\">" +
			"<pre style=\"white-space:pre-wrap;font:12pt/1.4 serif\">" + words + "</pre>"
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
			return err
		}
		return s.cfg.OpenURL((&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String())
	}, func(err error) {
		if err != nil {
			s.dialogs.tell(errNotOpened(err))
		}
	})
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
