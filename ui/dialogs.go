package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// dialogs are the questions in front of the screen.
type dialogs struct {
	shell *Shell
	open  []*dialogBox // the one in front last
}

// question is a dialog: a title, something to read or fill in, and named actions.
type question struct {
	title   string
	text    string            // optional
	content fyne.CanvasObject // optional, under text
	width   float32           // at 100 %; 0: the usual
	height  float32           // of the whole, at 100 %, for a content that scrolls by itself; 0: as high as it needs

	main     string      // what Enter does; empty for a dialog that is only read
	onMain   func() bool // false keeps the dialog open, e.g. because a field is wrong; to open another, close this first
	danger   bool        // main destroys something or binds the person: Enter does it only on the button itself
	other    string      // a second action
	onOther  func()
	third    string // a third action
	onThird  func()
	noCancel bool   // the main action is the way out, so there is no third button; Esc closes all the same
	cancel   string // the way out, also by Esc; "Cancel" when empty
	onClose  func() // after it closed, whichever way
	keeps    bool   // a click beside it does not close it: what was typed would be lost

	first fyne.Focusable // gets the focus
}

// dialogRoom is what title, buttons and edges of a dialog take of its height, at 100 %.
const dialogRoom = 140

// dialogBox is a question on the screen.
type dialogBox struct {
	shell  *Shell
	q      question
	dialog *widgets.Dialog
	open   bool
}

// ask shows a dialog.
func (o *dialogs) ask(q question) *dialogBox {
	d := &dialogBox{shell: o.shell, q: q, open: true}
	if q.cancel == "" {
		d.q.cancel = o.shell.tr(msgCancel)
	}
	options := widgets.DialogOptions{Title: q.title, Content: d.content(), Focus: q.first, Binds: q.danger, Width: q.width,
		Keeps: q.keeps || q.first != nil, OnClosed: d.closed}
	if !q.noCancel {
		options.Others = append(options.Others, widgets.DialogButton{Text: d.q.cancel})
	}
	if q.other != "" {
		options.Others = append(options.Others, widgets.DialogButton{Text: q.other, Action: q.onOther})
	}
	if q.third != "" {
		options.Others = append(options.Others, widgets.DialogButton{Text: q.third, Action: q.onThird})
	}
	if q.main != "" {
		options.Main = &widgets.DialogButton{Text: q.main, Stays: true, Action: d.press}
	}
	o.open = append(o.open, d)
	d.dialog = widgets.OpenDialog(o.shell.win.Canvas(), options)
	return d
}

// content is what stands between the title and the buttons.
func (d *dialogBox) content() fyne.CanvasObject {
	column := widgets.VBox(widgets.Space3)
	if d.q.text != "" {
		column.Add(widgets.NewParagraph(widgets.TextConfig{Text: d.q.text, Color: widgets.ColorText2}))
	}
	if d.q.content != nil {
		content := d.q.content
		if d.q.height > 0 {
			content = widgets.Fixed(0, max(d.q.height-dialogRoom, dialogRoom), content)
		}
		column.Add(content)
	}
	return column
}

// press does the main action, as its button and Enter do.
func (d *dialogBox) press() {
	if !d.open || d.q.main == "" {
		return
	}
	if d.q.onMain == nil || d.q.onMain() {
		d.close()
	}
}

func (d *dialogBox) close() {
	if d.open {
		d.dialog.Close()
	}
}

// closed is told when the dialog is gone, whichever way.
func (d *dialogBox) closed() {
	d.open = false
	stack := &d.shell.dialogs
	stack.open = slices.DeleteFunc(stack.open, func(other *dialogBox) bool { return other == d })
	if d.q.onClose != nil {
		d.q.onClose()
	}
}

// refresh lays the dialog out in the room that its content needs now.
func (d *dialogBox) refresh() {
	if d.open {
		d.dialog.Refresh()
	}
}

// top is the dialog in front, nil when there is none.
func (o *dialogs) top() *dialogBox {
	if len(o.open) == 0 {
		return nil
	}
	return o.open[len(o.open)-1]
}

// confirmProgram asks the person what only they can answer before a program is used, and then opens it as it describes itself now.
// It reports whether err asks anything.
func (o *dialogs) confirmProgram(err error) bool {
	q := session.QuestionOf(err)
	if q == nil {
		return false
	}
	s := o.shell
	o.ask(question{title: s.tr(&goi18n.Message{ID: "ui.window.confirm-program", Other: "Is this the program that you mean?"}),
		content: s.faultText(fault.Of(err)), width: 520, // no main action: Enter must not confirm it
		other: s.tr(&goi18n.Message{ID: "ui.window.confirm-program.main", Other: "Use it and sign in anew"}),
		onOther: func() {
			work(s, s.lifetime, func(ctx context.Context) (session.ProgramInfo, error) {
				return s.cfg.Session.ConfirmProgram(ctx, q.Address, q.Digest)
			}, func(info session.ProgramInfo, err error) {
				switch {
				case err == nil:
					s.useProgram(info.Name)
				case !o.confirmProgram(err): // it says something else again
					o.tell(err)
				}
			})
		}})
	return true
}

// tell shows an error in a dialog, for actions that have no spot of their own on the screen.
func (o *dialogs) tell(err error) {
	s := o.shell
	var d *dialogBox
	card := newFaultCard(s, err, func() {
		if d != nil {
			d.close()
		}
	})
	title := s.tr(&goi18n.Message{ID: "ui.window.did-not-work", Other: "That didn't work"})
	d = o.ask(question{title: title, content: card, width: 520, cancel: s.tr(msgClose)})
}
